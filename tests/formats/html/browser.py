"""A real browser without a window, and pages opened in it from files.

Where there is none, or no package that drives one, a module that imports this one is skipped and says why.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

try:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
    from playwright.sync_api import Browser, Page, expect, sync_playwright
except ImportError as missing:
    pytest.skip(f"no package {missing.name} to drive a browser", allow_module_level=True)

__all__ = ["Axe", "Browser", "Opened", "Page", "Window", "expect", "launched"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}


CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), "")
if not CHROMIUM:
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@contextmanager
def launched() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Window:
    """A browser's page, which shows one file after the other: a new one takes longer than all that is done in it."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.page: Page = browser.new_context(**{"viewport": DESKTOP, **options}).new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def empty(self) -> None:
        """Show nothing, as the options say, and forget what there was."""
        self.page.goto("about:blank")
        self.page.emulate_media(media="null", color_scheme="null")
        self.complaints.clear()
        self.requests.clear()


class Opened:
    """A file that is open, and whatever the browser complained of or asked the network for."""

    def __init__(self, window: Window, path: Path, address: str = "") -> None:
        self.window, self.page = window, window.page
        self.url = path.as_uri()
        self.page.goto(self.url + address)

    @property
    def found(self) -> str:
        """What the page says of how much it found."""
        return self.page.locator("#found").inner_text()

    def units(self) -> list[str]:
        """The names of the units of the lines that are shown."""
        return self.page.locator("#rows .what > b").all_inner_texts()

    def shown(self) -> list[str]:
        """The standings of the lines that are shown."""
        return [text.split(maxsplit=1)[1] for text in self.page.locator("#rows .standing").all_inner_texts()]
