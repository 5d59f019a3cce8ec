from __future__ import annotations

import base64
import io
import struct
import tracemalloc
import zlib

import pytest
from archives import SVG
from PIL import Image
from places import bounded

from akson_docs.diagnostics import Span
from akson_docs.sources import images

PLACE = Span("m.yaml", 3, 4)


def bitmap(form: str, size: tuple[int, int] = (4, 3)) -> bytes:
    held = io.BytesIO()
    Image.new("1", size).convert("RGB" if form == "JPEG" else "1").save(held, form)
    return held.getvalue()


def code(name: str, data: bytes) -> str:
    found = images.problem(name, data, PLACE)
    assert found is None or found.span == PLACE
    return found.code if found else ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", bitmap("PNG")),
        ("a.PNG", bitmap("PNG")),
        ("a.jpg", bitmap("JPEG")),
        ("a.jpeg", bitmap("JPEG")),
        ("a.svg", SVG),
        ("a.svg", b"\xef\xbb\xbf" + SVG),
        ("a.svg", SVG.replace(b"<rect", b'<a href="https://example.no"/><rect')),
        ("a.svg", SVG.replace(b"<rect", b'<use href="#b"/><rect')),
    ],
)
def test_pictures(name: str, data: bytes) -> None:
    assert code(name, data) == ""


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.png", b"", "not-a-picture"),
        ("a.png", b"dette er et kart", "not-a-picture"),
        ("a.png", bitmap("PNG")[:60], "not-a-picture"),
        ("a.png", bitmap("JPEG"), "picture-format"),
        ("a.jpg", bitmap("PNG"), "picture-format"),
        ("a.gif", b"GIF89a", "picture-format"),
        ("kart", bitmap("PNG"), "picture-format"),
        ("a.png", bitmap("PNG", (8000, 8000)), "picture-size"),
        ("a.svg", b"<svg/>", "not-a-picture"),
        ("a.svg", b"<svg", "not-a-picture"),
        ("a.svg", SVG.decode().encode("utf-16"), "not-a-picture"),
        ("a.svg", b"<!DOCTYPE svg>" + SVG, "picture-active"),
        ("a.svg", SVG.replace(b"<rect", b"<script/><rect"), "picture-active"),
        ("a.svg", SVG.replace(b"<rect", b"<foreignObject/><rect"), "picture-active"),
        ("a.svg", SVG.replace(b"<rect", b'<rect onload="x()"'), "picture-active"),
        ("a.svg", SVG.replace(b"<rect", b'<a href=" JavaScript:x()"/><rect'), "picture-active"),
        ("a.svg", SVG.replace(b"<rect", b'<use href="b.svg#x"/><rect'), "picture-active"),
        (
            "a.svg",
            SVG.replace(b"<rect", b'<image xmlns:x="http://www.w3.org/1999/xlink" x:href="http://a.no/b.png"/><rect'),
            "picture-active",
        ),
    ],
)
def test_what_is_no_picture(name: str, data: bytes, problem: str) -> None:
    assert code(name, data) == problem


def head(width: int, height: int, more: bytes = b"") -> bytes:
    """A PNG that says that it is so large, and is not."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    size = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + more + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def bomb(kind: bytes) -> bytes:
    held = kind + (b"x\0\0" + zlib.compress(bytes(200_000_000), 9))
    return struct.pack(">I", len(held) - 4) + held + struct.pack(">I", zlib.crc32(held))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("side", [8_000, 10_000, 20_000, 2**31 - 1])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head(side: int) -> None:
    assert code("a.png", head(side, side)) == "picture-size"


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_what_swells_inside_a_picture_is_not_swallowed(kind: bytes) -> None:
    data = head(4, 4, bomb(kind))
    tracemalloc.start()
    with bounded():
        assert code("a.png", data) in ("", "not-a-picture")
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_a_jpeg_of_a_thousand_scans_is_refused() -> None:
    data = saved(Image.new("L", (64, 64), 7), "JPEG", progressive=True)
    scans = data.index(b"\xff\xda")
    assert code("a.jpg", data) == ""
    assert code("a.jpg", data[:scans] + data[scans:-2] * 1_000 + data[-2:]) == "not-a-picture"


def test_a_file_of_many_bytes_is_refused_before_it_is_looked_at() -> None:
    assert code("a.png", bytes(images.MOST_BYTES + 1)) == "picture-bytes"
    assert code("a.svg", bytes(images.MOST_BYTES + 1)) == "picture-bytes"


def test_what_is_embedded_in_a_drawing_is_a_picture_too() -> None:
    def within(data: bytes) -> bytes:
        image = b'<image href="data:image/png;base64,' + base64.b64encode(data) + b'"/><rect'
        return SVG.replace(b"<rect", image)

    assert code("a.svg", within(bitmap("PNG"))) == ""
    assert code("a.svg", within(head(20_000, 20_000))) == "picture-active"
    assert code("a.svg", within(b"GIF89a")) == "picture-active"


def test_a_picture_whose_head_alone_is_sound_is_scaled_as_far_as_it_is_there() -> None:
    """In each process alike, whether the engine was loaded in it or not."""
    data = head(6_000, 6_000)
    assert code("a.png", data) == ""
    with Image.open(io.BytesIO(images.for_paper(data))) as image:
        assert image.size == (images.PRINTED, images.PRINTED)


def test_a_picture_too_large_is_told_how_large_it_may_be() -> None:
    found = images.problem("a.png", bitmap("PNG", (8000, 8000)), PLACE)
    assert found is not None
    assert dict(found.parameters)["most"] == 50


def printed(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(images.for_paper(data)))


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **more)
    return held.getvalue()


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.jpg"])
def test_a_picture_that_can_be_printed_as_it_is_stays_as_it_is(name: str) -> None:
    data = SVG if name.endswith("svg") else bitmap("PNG" if name.endswith("png") else "JPEG")
    assert images.for_paper(data) == data


def test_a_picture_in_colours_of_ink_is_printed_in_colours_of_light() -> None:
    found = printed(saved(Image.new("CMYK", (4, 3), (0, 255, 255, 0)), "JPEG"))
    assert (found.mode, found.size) == ("RGB", (4, 3))
    red, green, blue = found.getpixel((1, 1))  # type: ignore[misc]
    assert red > 200 > 60 > max(green, blue)


def test_a_picture_larger_than_a_page_shows_is_printed_smaller_and_upright() -> None:
    found = printed(saved(Image.new("L", (8000, 100)), "PNG"))
    assert found.size == (3508, 44)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    turned = printed(saved(Image.new("L", (8000, 160)), "JPEG", exif=exif))
    assert turned.size[0] < turned.size[1] <= 3508
