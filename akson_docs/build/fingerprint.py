"""What the output depends on besides the sources: the tool's own code, the libraries, the machine's text engine.

Nothing is imported for it: names of folders and of shared libraries tell the versions, so that a build with
nothing to do can ask as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys

from akson_docs.catalogue import LANGUAGES, SOURCE, catalogue

LIBRARIES = (
    "pydantic", "pyyaml", "jinja2", "markupsafe", "markdown", "nh3", "babel", "weasyprint", "pydyf", "tinycss2",
    "cssselect2", "pyphen", "fonttools", "pillow", "pypdfium2", "pikepdf",
    "pagefind_bin",
)  # fmt: skip
TEXT_ENGINE = ("libpango-1.0", "libharfbuzz", "libharfbuzz-subset")


def digest() -> str:
    """A digest of code, versions and text engine."""
    found = hashlib.sha256(sys.version.encode())
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder, below, names in os.walk(package):
        # What a command says makes no file.
        below[:] = sorted(name for name in below if name not in ("commands", "__pycache__"))
        for name in sorted(name for name in names if name.endswith(".py")):
            with open(os.path.join(folder, name), "rb") as file:
                found.update(hashlib.sha256(file.read()).digest())
    for language in sorted(LANGUAGES.keys() - {SOURCE}):
        # The tool's own words: what items are of is printed.
        with contextlib.suppress(FileNotFoundError), open(catalogue(language), "rb") as file:
            found.update(hashlib.sha256(file.read()).digest())
    for line in (*_versions(), *_text_engine()):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def _versions() -> list[str]:
    known = re.compile(rf"({'|'.join(LIBRARIES)})-[^-]+\.dist-info", re.IGNORECASE)
    found = []
    for folder in sys.path:
        if os.path.basename(folder) == "site-packages" and os.path.isdir(folder):
            found += [name.lower() for name in os.listdir(folder) if known.fullmatch(name)]
    return sorted(found)


def _text_engine() -> list[str]:
    """The real names of the shared libraries, which end in their versions."""
    architecture = getattr(sys.implementation, "_multiarch", "")
    folders = (f"/usr/lib/{architecture}", "/usr/lib64", "/usr/lib", "/opt/homebrew/lib", "/usr/local/lib")
    names = [f"{library}{ending}" for library in TEXT_ENGINE for ending in (".so.0", ".0.dylib")]
    paths = (os.path.join(folder, name) for name in names for folder in folders)
    return [os.path.realpath(path) for path in paths if os.path.exists(path)]
