"""Papers of office programs as PDF, where LibreOffice is installed and the site asks for it.

A conversion is LibreOffice's own work: it writes nowhere but in the folder that it is given, and its settings there
keep it from running macros and from fetching what a file only names, on the web or on this machine.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import zipfile

OLD = ("doc", "xls", "ppt")
ZIPPED = ("docx", "odt", "xlsx", "ods", "pptx", "odp")
ENDINGS = (*OLD, *ZIPPED)
"""What office programs call their files. Not RTF: a picture that it only names is taken from this machine whatever
the settings are."""
_BEGINS = {**dict.fromkeys(OLD, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), **dict.fromkeys(ZIPPED, b"PK\x03\x04")}
"""How such files begin. LibreOffice goes by what a file holds, and a page of the web called `.doc` is one to it."""
PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", **dict.fromkeys(("odt", "ods", "odp"), "content.xml")}
"""What such files have inside (ECMA-376, part 1; OpenDocument 1.3, part 2)."""
SECONDS = 120
"""How long a conversion may take."""
SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item>
</oor:items>
"""
"""LibreOffice's own settings: no macros, no links followed (in Writer 2 is never, in Calc 1), and what goes to the web
all the same goes by way of a port of this machine that throws away what it gets (RFC 863)."""


class NotConverted(Exception):
    """A file that LibreOffice made no PDF of."""


def is_office(name: str) -> bool:
    """Whether a file is of an office program by its name."""
    return name.rpartition(".")[2].lower() in ENDINGS


def is_locked(file: str) -> bool:
    """Whether a file of the newer kind is one of the older outside, as it is with a password (MS-OFFCRYPTO, 1.3.2)."""
    with open(file, "rb") as opened:
        return opened.read(8) == _BEGINS["doc"]


def kinds(file: str) -> tuple[str, ...]:
    """What a file of an office program may be called by what is in it, whatever its name; () for no such file."""
    try:
        if is_locked(file):
            return OLD
        with zipfile.ZipFile(file) as opened:
            names = opened.namelist()
    except Exception:  # the bytes are anybody's, and whatever they break, it is no such file
        return ()
    return tuple(ending for ending, part in PARTS.items() if any(name.startswith(part) for name in names))


def program() -> str:
    """Where LibreOffice is installed, or ""."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def converted(file: str, folder: str) -> str:
    """The path of a file as PDF, in a folder that is made for it. Raises NotConverted."""
    begins = _BEGINS[file.rpartition(".")[2].lower()]
    try:
        with open(file, "rb") as opened:
            if opened.read(len(begins)) != begins:
                raise NotConverted("it is not what its name says")
    except OSError as error:
        raise NotConverted(str(error)) from error
    profile = pathlib.Path(folder, "profile").absolute()
    os.makedirs(profile / "user", exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
    words = [program() or "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    try:
        made = subprocess.run(
            [*words, "--convert-to", "pdf", "--outdir", folder, file],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotConverted(str(error)) from error
    found = os.path.join(folder, os.path.splitext(os.path.basename(file))[0] + ".pdf")
    if made.returncode < 0:
        raise NotConverted(f"LibreOffice was ended from without (signal {-made.returncode})")
    if made.returncode or not os.path.isfile(found):
        said = (made.stderr or made.stdout).strip().splitlines()
        raise NotConverted(said[-1] if said else "no PDF came of it")
    return found
