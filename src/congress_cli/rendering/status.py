"""How a status looks, in every format: its sign, its colour on a terminal, its colours in a workbook.

The word is `terms.<status>` in the catalogues; the colours of the page are in `formats/html/page.css`, by place.
"""

from __future__ import annotations

from typing import NamedTuple

from congress_cli.model.finding import Status, complete


class StatusStyle(NamedTuple):
    """The look of one status. `color`: a rich style; `fill` and `ink`: RGB in hexadecimal."""

    sign: str
    ascii_sign: str
    color: str
    fill: str
    ink: str


STATUS = complete(
    {
        Status.ERROR: StatusStyle("!", "!", "bold red", "FFC7CE", "9C0006"),
        Status.OVERDUE: StatusStyle("✗", "x", "bold red", "FFC7CE", "9C0006"),
        Status.FAILED: StatusStyle("✗", "x", "bold red", "FFC7CE", "9C0006"),
        Status.LATE: StatusStyle("▲", "^", "yellow", "FCE4D6", "833C0B"),
        Status.DUE_SOON: StatusStyle("●", "*", "bold yellow", "FFEB9C", "7F6000"),
        Status.OPEN: StatusStyle("□", "o", "cyan", "DDEBF7", "1F4E78"),
        Status.UNKNOWN: StatusStyle("?", "?", "magenta", "E4DFEC", "403151"),
        Status.WAIVED: StatusStyle("~", "~", "blue", "D9E1F2", "203764"),
        Status.MET: StatusStyle("✓", "v", "green", "E2EFDA", "375623"),
        Status.NOT_APPLICABLE: StatusStyle("–", "-", "dim", "F2F2F2", "595959"),
    }
)


def symbol(status: Status, *, ascii_only: bool) -> str:
    """The sign that stands beside a status."""
    return STATUS[status].ascii_sign if ascii_only else STATUS[status].sign
