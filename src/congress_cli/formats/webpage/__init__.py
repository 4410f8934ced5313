"""html: the report as one page that needs nothing but itself: no network, no script to be read, A4 when printed.

The page is put together here from its parts; its words stand in `language/*/webpage.py`.
"""

from __future__ import annotations

from congress_cli.formats.base import Look
from congress_cli.formats.webpage import data, grid, head, lists, progress, sheet
from congress_cli.formats.webpage.words import Words
from congress_cli.model.report import Report


def render(report: Report, look: Look) -> str:
    """The whole page. `unfolded` opens what would be closed."""
    words = Words(report, look.language)
    return sheet.filled(
        words,
        unfolded=look.unfolded,
        head=head.head(words),
        courses=progress.courses(words),
        grids=grid.grids(words),
        rules=head.rule_rows(words),
        lists=lists.lists(words, look),
        choices=data.choices(words),
        data=data.embedded(words),
    )
