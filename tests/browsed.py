"""Pictures as a browser shows them that has the letters of papers and no others."""

from __future__ import annotations

import base64
import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from places import PROJECT

from akson_docs.sources import images

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="strong"><string>Inter</string></edit></match>
</fontconfig>"""


@contextlib.contextmanager
def letters_of_papers(driver: Playwright, program: str, folder: Path) -> Iterator[Page]:
    """A page of the browser that lies there; what it needs is put into a folder."""
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(fonts=PROJECT / "templates" / "fonts", cache=folder / "cache"))
    browser = driver.chromium.launch(
        executable_path=program,
        args=["--no-sandbox", "--disable-dev-shm-usage"],
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    yield browser.new_page()
    browser.close()


def picture(page: Page, data: bytes, width: int, height: int) -> Image.Image | None:
    """A picture as large as this in a page; None where the browser shows none."""
    kind = "svg+xml" if images.is_drawing(data) else "png" if data.startswith(b"\x89PNG") else "jpeg"
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    page.set_viewport_size({"width": width, "height": height})
    style = f"display:block;width:{width}px;height:{height}px"
    page.set_content(f'<body style="margin:0"><img src="{source}" style="{style}">')
    if not page.evaluate("document.images[0].decode().then(() => true, () => false)"):
        return None
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")
