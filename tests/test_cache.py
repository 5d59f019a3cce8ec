"""The memory of a build: what is put comes back, and what is damaged counts as absent."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from akson_docs.build import cache
from akson_docs.build.cache import Manifest

MANIFEST = Manifest(
    "/r", "/r/output/site", "engine", "2020-07-01", "Europe/Oslo", {"a": (1, 2)}, {"b": (3, 4)}, (), "index.html"
)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    cache.save_archive(str(tmp_path), {"meetings": {"a/b": 1}})
    cache.save_made(str(tmp_path), "public", {"index.html": ("key", "digest", "source", [])}, MANIFEST)
    assert cache.archive(str(tmp_path)) == {"meetings": {"a/b": 1}}
    assert [*cache.ledger(str(tmp_path), "public")["index.html"]] == ["key", "digest", "source", []]
    assert cache.ledger(str(tmp_path), "members") == {}
    found = cache.manifest(str(tmp_path), "public")
    assert found is not None
    assert {path: tuple(stamp) for path, stamp in found.inputs.items()} == {"a": (1, 2)}
    assert cache.manifest(str(tmp_path), "members") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 4}', b"akson_docs 4 \n{}", b"\xff"])
def test_a_damaged_manifest_counts_as_absent(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest-public.json").write_bytes(content)
    assert cache.manifest(str(tmp_path), "public") is None


def held(folder: Path, digest: str) -> bytes | None:
    path = cache.find(str(folder), digest)
    return Path(path).read_bytes() if path else None


def test_the_store_takes_a_file_and_says_where_it_lies_then(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"bytes")
    place, digest = cache.take(str(tmp_path), str(tmp_path / "paper.pdf"))
    assert (Path(place).read_bytes(), held(tmp_path, digest)) == (b"bytes", b"bytes")
    assert not (tmp_path / "paper.pdf").exists()
    assert cache.put(str(tmp_path), b"bytes") == digest


def test_the_store_gives_back_what_was_put(tmp_path: Path) -> None:
    digest = cache.put(str(tmp_path), b"bytes")
    assert held(tmp_path, digest) == b"bytes"


def test_damaged_bytes_are_never_given_out(tmp_path: Path) -> None:
    digest = cache.put(str(tmp_path), b"bytes")
    (tmp_path / "store" / digest[:2] / digest).write_bytes(b"other")
    assert cache.find(str(tmp_path), digest) is None


def test_what_nothing_names_is_dropped(tmp_path: Path) -> None:
    kept, dropped = cache.put(str(tmp_path), b"1"), cache.put(str(tmp_path), b"2")
    cache.keep(str(tmp_path), {kept})
    assert held(tmp_path, kept) == b"1"
    assert cache.find(str(tmp_path), dropped) is None


def test_bytes_are_dropped_by_name(tmp_path: Path) -> None:
    kept, dropped = cache.put(str(tmp_path), b"1"), cache.put(str(tmp_path), b"2")
    cache.drop(str(tmp_path), {dropped, "0" * 64})
    assert held(tmp_path, kept) == b"1"
    assert cache.find(str(tmp_path), dropped) is None


def test_templates_are_for_the_engine_that_compiled_them(tmp_path: Path) -> None:
    assert cache.templates(str(tmp_path), "one") == {}
    cache.save_templates(str(tmp_path), "one", {"key": b"code"})
    assert cache.templates(str(tmp_path), "one") == {"key": b"code"}
    assert cache.templates(str(tmp_path), "two") == {}
    (tmp_path / "templates").write_bytes(b"no")
    assert cache.templates(str(tmp_path), "one") == {}


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    cache.save_made(str(tmp_path / "akson"), "public", {}, MANIFEST)
    assert os.stat(tmp_path / "akson").st_mode & 0o077 == 0


def saved(folder: Path) -> None:
    cache.save_archive(str(folder), {"meetings": {}})
    cache.save_made(str(folder), "public", {"a.html": ("key", "digest", "source", [])}, MANIFEST)
    cache.save_made(str(folder), "members", {"b.html": ("key", "digest", "source", [])}, MANIFEST)
    cache.save_templates(str(folder), "one", {"key": b"code"})


def test_a_file_under_the_name_of_another_counts_as_absent(tmp_path: Path) -> None:
    saved(tmp_path)
    shutil.copy(tmp_path / "made-members.json", tmp_path / "made-public.json")
    shutil.copy(tmp_path / "manifest-members.json", tmp_path / "manifest-public.json")
    assert cache.ledger(str(tmp_path), "public") == {}
    assert cache.manifest(str(tmp_path), "public") is None
    assert cache.ledger(str(tmp_path), "members")


@pytest.mark.parametrize("seed", range(40))
def test_whatever_one_byte_of_it_becomes_counts_as_absent(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    saved(tmp_path)
    for path in tmp_path.iterdir():
        if path.is_file():
            data = bytearray(path.read_bytes())
            data[dice.randrange(len(data))] ^= dice.randrange(1, 256)
            path.write_bytes(data)
    assert cache.archive(str(tmp_path)) == cache.ledger(str(tmp_path), "public") == {}
    assert cache.manifest(str(tmp_path), "public") is None
    assert cache.templates(str(tmp_path), "one") == {}


def test_a_memory_of_another_version_counts_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path)
    monkeypatch.setattr(cache, "VERSION", cache.VERSION + 1)
    assert cache.archive(str(tmp_path)) == cache.ledger(str(tmp_path), "public") == {}


@pytest.mark.parametrize("how", ["put", "take"])
def test_damaged_bytes_are_mended_when_they_are_put_again(tmp_path: Path, how: str) -> None:
    digest = cache.put(str(tmp_path), b"bytes")
    (tmp_path / "store" / digest[:2] / digest).write_bytes(b"other")
    if how == "put":
        cache.put(str(tmp_path), b"bytes")
    else:
        (tmp_path / "paper.pdf").write_bytes(b"bytes")
        cache.take(str(tmp_path), str(tmp_path / "paper.pdf"))
    assert held(tmp_path, digest) == b"bytes"


def test_what_a_killed_build_had_not_finished_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.put(str(tmp_path), b"bytes")
    assert list((tmp_path / "unfinished").iterdir())
    cache.clear_stale(str(tmp_path))
    assert not (tmp_path / "unfinished").exists()


def interrupted(source: str, target: str) -> None:
    raise KeyboardInterrupt
