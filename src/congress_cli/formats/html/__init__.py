"""html: the report as one page that needs nothing but itself: no network, no script to be read, A4 when printed.

The page is put together here from its parts; its words stand in `language/*/webpage.py`.
"""

from __future__ import annotations

from congress_cli.formats.html import data, grid, head, lists, progress, template
from congress_cli.formats.html.words import Words
from congress_cli.model.report import Report
from congress_cli.rendering.options import RenderOptions, TextStream


def write(report: Report, stream: TextStream, options: RenderOptions) -> None:
    """The whole page. `unfolded` opens what would be closed."""
    words = Words(report, options.language)
    page = template.filled(
        words,
        unfolded=options.unfolded,
        head=head.head(words),
        courses=progress.courses(words),
        grids=grid.grids(words),
        rules=head.rule_rows(words),
        lists=lists.lists(words, options),
        choices=data.choices(words),
        data=data.embedded(words),
    )
    stream.write(page)
