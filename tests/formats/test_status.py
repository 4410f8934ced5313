"""A status looks the same wherever it is written, and none is forgotten."""

import re

import pytest

from congress_cli.language import translate
from congress_cli.model.finding import Status, complete
from congress_cli.rendering.status import STATUS, symbol
from tests.builders import ROOT


def test_a_table_that_lacks_a_status_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="waived"):
        complete({status: "" for status in Status if status is not Status.WAIVED})


def test_an_order_in_which_a_status_stands_twice_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="once"):
        complete((*Status, Status.MET))


def test_each_status_has_a_plain_sign_and_colours() -> None:
    for status in Status:
        assert symbol(status, ascii_only=True).isascii()
        assert len(symbol(status, ascii_only=False)) == 1
        assert re.fullmatch("[0-9A-F]{12}", STATUS[status].fill + STATUS[status].ink)


def test_the_page_has_a_class_for_each_status() -> None:
    css = (ROOT / "src/congress_cli/formats/html/page.css").read_text("utf-8")
    for place, _ in enumerate(Status):
        assert re.search(rf"\.s{place}\b", css)
        assert re.search(rf"\.t{place}\b", css)


def test_the_readmes_show_the_sign_that_stands_beside_each_status() -> None:
    for name, language in (("README.md", "en"), ("README.vi.md", "vi")):
        text = (ROOT / name).read_text("utf-8")
        for status in Status:
            row = f"| {STATUS[status].sign} | {translate(language, f'terms.{status.value}')} |"
            assert row in text, row
