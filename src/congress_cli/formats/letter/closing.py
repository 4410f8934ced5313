"""The end of a paper: room for the office's own words, who gets it, and who signs. No name of a person stands here."""

from __future__ import annotations

from docx.enum.text import WD_TAB_LEADER
from docx.shared import Mm

from congress_cli.formats.letter.heading import LONG_BLANK, two_columns
from congress_cli.formats.letter.page import Page, written

DOTTED_LINES = 3


def write_remarks(page: Page) -> None:
    """Dotted lines for what only the office can say."""
    for _ in range(DOTTED_LINES):
        dotted = page.paragraph("")
        dotted.paragraph_format.tab_stops.add_tab_stop(Mm(page.width), leader=WD_TAB_LEADER.DOTS)
        dotted.add_run().add_tab()


def write_closing(page: Page) -> None:
    """To whom it goes, to the left; who signs, to the right."""
    office, letterhead = page.office, page.office.look.letterhead
    left, right = two_columns(page)
    written(left.paragraphs[0], office.say("recipients"), underline=True, size=page.size)
    *others, last = letterhead.recipients or (LONG_BLANK, LONG_BLANK, office.say("recipient-archive"))
    for line in (*(f"- {one}," for one in others), f"- {last}."):
        written(left.add_paragraph(), line, size=page.size - 2)
    written(right.paragraphs[0], letterhead.signature or LONG_BLANK, bold=True, align="center")
    written(right.add_paragraph(), office.say("signature"), italic=True, align="center", size=page.size - 2, after=60)
