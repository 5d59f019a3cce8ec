"""What a file of plain text says: notes, tables of values, RTF, letters, calendars, JSON.

In whatever encoding it is: bytes that are no text of any are said not to be one.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator

from akson_docs.rules.scan.file_contents import MARKED_UP, FileNote, FileRoom, FileSays, FileText, bare

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(data: bytes) -> str | None:
    """Text in the encoding that it is probably in: UTF-8, UTF-16 and UTF-32 with their marks or without, or that of
    Windows. None where it is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    start = data[:4096]
    if b"\0" in start:
        even, odd = start[::2].count(0), start[1::2].count(0)
        half = max(1, len(start) // 2)
        if even + odd > half * 1.4 and start[::4].count(0) != start[3::4].count(0):
            return data.decode("utf-32-le" if odd + even and start[0:1] != b"\0" else "utf-32-be", "replace")
        if max(even, odd) > half * 0.6 and min(even, odd) < half * 0.2:
            return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    if len(_CONTROLS.findall(start)) * 20 > len(start):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def says(name: str, data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a file of plain text says, by the kind that its name or its beginning says; that of other bytes, as far as
    one finds it."""
    ending = name.rpartition(".")[2].lower()
    text = decoded(data)
    if text is None:
        yield from bare(data)
        yield FileNote("kind")
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("{\\rtf"):
        yield from _rtf(text, room)
    elif ending in MARKED_UP or re.match(r"\s*<(?:\?xml|!doctype|html|svg)\b", text[:200], re.IGNORECASE):
        from akson_docs.rules.scan import markup_contents

        yield from markup_contents.says(text, room)
    elif ending == "eml":
        yield from _letter(data, room)
    elif ending in ("csv", "tsv") and re.search(r"[;,\t|]", text):
        yield from _table(text)
    else:
        yield FileText(((text,),), starts=((0,),))
        unfolded = _unfolded(text)
        if unfolded != text:
            yield FileText(((unfolded,),), is_echo=True)


def _unfolded(text: str) -> str:
    """A text without what its format puts between letters: lines that go on (RFC 5545, 3.1), escapes of JSON."""
    joined = re.sub(r"\n[ \t](?=\S)", "", text) if text.startswith(("BEGIN:VCALENDAR", "BEGIN:VCARD")) else text
    return re.sub(r"\\u([\da-fA-F]{4})", lambda found: chr(int(found[1], 16)), joined)


# ---- tables of values ----------------------------------------------------------------------------------------

_ROUNDED = re.compile(r"\d[.,]\d{1,8}[eE]\+?(?:09|9|10)")


def _table(text: str) -> Iterator[FileSays]:
    lines = text.split("\n")
    parting = max(";,\t|", key=lambda sign: min((line.count(sign) for line in lines[:20] if line.strip()), default=0))
    cell = re.compile(rf'(?:\A|{re.escape(parting)})(?:"((?:[^"]|"")*)"|([^{re.escape(parting)}]*))')
    rows, starts, at = [], [], 0
    for line in lines:
        found = list(cell.finditer(line))
        rows.append(tuple((one[1] if one[1] is not None else one[2]).replace('""', '"') for one in found))
        starts.append(tuple(at + one.start(1 if one[1] is not None else 2) for one in found))
        at += len(line) + 1
    yield FileText(tuple(rows), starts=tuple(starts), words=text)
    heads = [head.strip().lower() for head in rows[0]]
    about = [column for column, head in enumerate(heads) if re.search(r"f[øo]dsel|fnr|personn|d-?n(umme)?r", head)]
    if any(column < len(row) and _ROUNDED.fullmatch(row[column].strip()) for row in rows for column in about):
        yield FileNote("rounded")


# ---- RTF -----------------------------------------------------------------------------------------------------

_RTF = re.compile(
    r"\\'(?P<byte>[\da-fA-F]{2})|\\u(?P<code>-?\d{1,6}) ?(?:\\'[\da-fA-F]{2}|\?)?|\\(?P<word>[a-zA-Z]+)-?\d* ?"
    r"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\n]+)|\n"
)
_RTF_ENDS = ("par", "line", "row", "sect", "page")


def _rtf(text: str, room: FileRoom) -> Iterator[FileSays]:
    """What RTF says, in whatever group, and the files that are in it as digits of base sixteen."""
    rows: list[list[str]] = [[""]]
    for found in _RTF.finditer(text):
        said = found["text"] or ""
        if found["byte"]:
            said = bytes([int(found["byte"], 16)]).decode("cp1252", "replace")
        elif found["code"]:
            said = chr(int(found["code"]) % 65_536)
        elif found["sign"]:
            said = {"~": " ", "_": "-", "-": ""}.get(found["sign"], found["sign"] if found["sign"] in "\\{}" else "")
        elif found["word"] == "tab":
            said = " "
        if found["word"] == "cell":
            rows[-1].append("")
        elif found["word"] in _RTF_ENDS:
            rows.append([""])
        else:
            rows[-1][-1] += said
    yield FileText(tuple(map(tuple, rows)))
    for held in re.finditer(r"(?:[\da-fA-F]{2}\s*){40,}", text):
        digits = re.sub(r"\s", "", held[0])
        yield from room.inside("objdata", binascii.unhexlify(digits[: len(digits) // 2 * 2]))


# ---- letters -------------------------------------------------------------------------------------------------


def _letter(data: bytes, room: FileRoom) -> Iterator[FileSays]:
    """What a letter says: its heads, its text, and what is attached to it."""
    import email  # slow to import, and rarely asked for
    import email.policy

    letter = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(letter.walk()):
        heads = tuple((f"{key}: {value}",) for key, value in part.items())
        if heads:
            yield FileText(heads, "properties")
        held = part.get_payload(decode=True) if not part.is_multipart() else None
        if isinstance(held, bytes):
            name = part.get_filename() or f"{number}.{part.get_content_subtype()}"
            yield from room.inside(name, held)
