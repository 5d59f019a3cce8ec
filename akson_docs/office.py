"""Papers of office programs as PDF, where LibreOffice is installed and the site asks for it.

A conversion is LibreOffice's own work: its macros stay off, as they are by default, and it writes nowhere but in the
folder that it is given.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess

ENDINGS = ("doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp")
"""What office programs call their files."""
SECONDS = 120
"""How long a conversion may take."""


class NotConverted(Exception):
    """A file that LibreOffice made no PDF of."""


def is_office(name: str) -> bool:
    """Whether a file is of an office program by its name."""
    return name.rpartition(".")[2].lower() in ENDINGS


def program() -> str:
    """Where LibreOffice is installed, or ""."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def converted(file: str, folder: str) -> str:
    """The path of a file as PDF, in a folder that is made for it. Raises NotConverted."""
    os.makedirs(folder, exist_ok=True)
    profile = pathlib.Path(folder, "profile").absolute().as_uri()
    words = [program() or "soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore"]
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
    if made.returncode or not os.path.isfile(found):
        said = (made.stderr or made.stdout).strip().splitlines()
        raise NotConverted(said[-1] if said else "no PDF came of it")
    return found
