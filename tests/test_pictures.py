from __future__ import annotations

import io

import pytest
from archives import SVG
from PIL import Image

from akson_docs import pictures
from akson_docs.diagnostics import Span

PLACE = Span("m.yaml", 3, 4)


def bitmap(form: str, size: tuple[int, int] = (4, 3)) -> bytes:
    held = io.BytesIO()
    Image.new("1", size).convert("RGB" if form == "JPEG" else "1").save(held, form)
    return held.getvalue()


def code(name: str, data: bytes) -> str:
    found = pictures.problem(name, data, PLACE)
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
        ("a.svg", SVG.replace(b"<rect", b'<use href="#a"/><image href="data:image/png;base64,AA=="/><rect')),
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


def test_a_picture_too_large_is_told_how_large_it_may_be() -> None:
    found = pictures.problem("a.png", bitmap("PNG", (8000, 8000)), PLACE)
    assert found is not None
    assert dict(found.parameters)["most"] == 50


def printed(data: bytes, name: str) -> Image.Image:
    return Image.open(io.BytesIO(pictures.for_paper(name, data)))


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **more)
    return held.getvalue()


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.jpg"])
def test_a_picture_that_can_be_printed_as_it_is_stays_as_it_is(name: str) -> None:
    data = SVG if name.endswith("svg") else bitmap("PNG" if name.endswith("png") else "JPEG")
    assert pictures.for_paper(name, data) == data


def test_a_picture_in_colours_of_ink_is_printed_in_colours_of_light() -> None:
    found = printed(saved(Image.new("CMYK", (4, 3), (0, 255, 255, 0)), "JPEG"), "a.jpg")
    assert (found.mode, found.size) == ("RGB", (4, 3))
    red, green, blue = found.getpixel((1, 1))  # type: ignore[misc]
    assert red > 200 > 60 > max(green, blue)


def test_a_picture_larger_than_a_page_shows_is_printed_smaller_and_upright() -> None:
    found = printed(saved(Image.new("L", (8000, 100)), "PNG"), "a.png")
    assert found.size == (3508, 44)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    turned = printed(saved(Image.new("L", (8000, 160)), "JPEG", exif=exif), "a.JPG")
    assert turned.size[0] < turned.size[1] <= 3508
