"""How far units have come, as a table with bars, as JSON (`congress-progress/1`) and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.table import Table
from rich.text import Text

from congress_cli.days import on
from congress_cli.formats.csv import table as csv_table
from congress_cli.language import translate
from congress_cli.model.ahead import written
from congress_cli.model.facts import plain as digits
from congress_cli.model.progress import FactDocument, Number, Progress, ProgressDocument, Row, RowDocument, tenths
from congress_cli.model.report import Bilingual, Report
from congress_cli.rendering.console import Screen
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

WIDE = 92  # columns below which bars are short
SHORT_BAR, LONG_BAR = 6, 10
NAME = 12  # columns that a name needs at least


class _Screen(Screen):
    """Some progress being drawn; `tags` names the tags."""

    def __init__(self, report: Report, tags: Mapping[str, Bilingual], options: RenderOptions) -> None:
        super().__init__(report, options)
        self.names = {one.id: Bilingual(one.vi, one.en) for one in report.types} | dict(tags)

    def sentence(self, code: str, **args: object) -> str:
        """A sentence of the catalogue of runs."""
        return self.plain(translate(self.options.language, f"runs.progress-{code}", args, self.phrases.name_of))

    def title_of(self, one: Progress) -> str:
        """The rule's title, or the fact's name; of a rule on several events both."""
        name = sanitize(self.phrases.name_of(one.fact))
        if one.rule is None:
            return name
        title = f"{self.clause(one.rule)}  {self.title(one.rule)}"
        return title if one.rule.facts[:1] == (one.fact,) and len(one.rule.facts) == 1 else f"{title}: {name}"

    def group(self, row: Row, by: str) -> str:
        """The name of a group; of all units, or of those in no group, what they are."""
        if row.who is None:
            return self.sentence(f"without-{by}")
        if by in ("type", "tag"):
            text = self.names.get(row.who)
            return row.who if text is None else sanitize(text.in_language(self.options.language))
        return self.phrases.short_unit(row.who)

    def number(self, value: Number) -> str:
        """A number with the mark of the language; a dash where it is not known."""
        if value is None:
            return self.plain("–")
        return translate(self.options.language, "runs.progress-number", {"number": digits(Decimal(value))})


def render(report: Report, found: Sequence[Progress], tags: Mapping[str, Bilingual], options: RenderOptions) -> str:
    """Each fact under a heading: a row for each group with a bar, and the total."""
    screen = _Screen(report, tags, options)
    screen.line(screen.phrases.judged_day(), "dim")
    for one in found:
        beside = [screen.sentence("last-day", day=on(one.last_day))] if one.last_day else []
        screen.heading(screen.title_of(one), " · ".join([*beside, screen.sentence(f"by-{one.by}")]))
        table = _table(screen, one)
        if table is None:
            _stacked(screen, one)
        else:
            screen.console.print(table)
    screen.line()
    if any(one.by_week for one in found):
        screen.line(screen.sentence("note-week"), "dim")
    if any("overdue" in one.columns for one in found):
        screen.line(screen.sentence("note-parts"), "dim")
    if any(one.by_week and one.rule is not None for one in found):
        screen.line(screen.sentence("note-held"), "dim")
    return screen.text()


def _columns(one: Progress) -> list[str]:
    """The columns that are shown; the total stands behind what is done."""
    return [column for column in one.columns if column != "total"]


def _named(screen: _Screen, one: Progress) -> Iterator[tuple[Row, str, str]]:
    """Each row with its name and its style; the totals last."""
    named = [(row, screen.group(row, one.by), "") for row in one.rows]
    for row, name, style in (*named, *((row, screen.sentence("total"), "bold") for row in one.totals)):
        indicator = "" if row.indicator is None else sanitize(screen.phrases.name_of(f"{one.fact}/{row.indicator}"))
        yield row, screen.plain(f"{name} · {indicator}" if indicator else name), style


def _stacked(screen: _Screen, one: Progress) -> None:
    """For a narrow window: each row as its name and, below it, all figures with their heads."""
    for row, name, style in _named(screen, one):
        figures = [f"{screen.sentence(f'head-{column}')} {_figure(screen, row, column)}" for column in _columns(one)]
        screen.line(name, style, indent=1, hanging=2)
        screen.line(" · ".join(figures), style, indent=3, hanging=2)


def _table(screen: _Screen, one: Progress) -> Table | None:
    """A row for each group; None where the window is too narrow for all columns."""
    rows = list(_named(screen, one))
    figures = {column: [_figure(screen, row, column) for row, _, _ in rows] for column in _columns(one)}
    heads = {column: screen.sentence(f"head-{column}").replace(" ", "\n") for column in figures}
    widths = {column: max(map(len, (*heads[column].split("\n"), *texts))) for column, texts in figures.items()}
    bar = 0 if "percent" not in one.columns else LONG_BAR if screen.options.width >= WIDE else SHORT_BAR
    if NAME + bar + 1 + sum(width + 1 for width in widths.values()) > screen.options.width:
        return None
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold")
    if bar:
        table.add_column("", no_wrap=True, width=bar)
    for column, width in widths.items():
        table.add_column(heads[column], justify="right", no_wrap=True, min_width=width)
    for place, (row, name, style) in enumerate(rows):
        texts = (figures[column][place] for column in figures)
        table.add_row(Text(name), *([_bar(screen, row, bar)] if bar else []), *texts, style=style)
    return table


def _figure(screen: _Screen, row: Row, column: str) -> str:
    """A figure as people write it: what is done with its total, a share in per cent."""
    value = screen.number(row.values[column])
    if column == "done":
        return f"{value}/{screen.number(row.values['total'])}"
    return f"{value}%" if column == "percent" and row.values[column] is not None else value


def _bar(screen: _Screen, row: Row, length: int) -> Text:
    """A bar that is full only if all are done, and empty only if none is."""
    done, total = int(row.values["done"] or 0), int(row.values["total"] or 0)
    share = tenths(done, total)
    filled = min(max(round(share * length / 1000), 1 if share else 0), length if share == 1000 else length - 1)
    return Text(screen.plain("█" * filled), "green").append(screen.plain("░" * (length - filled)), "dim")


def render_json(report: Report, found: Sequence[Progress]) -> str:
    """The same for a program; figures under the names of the columns."""
    facts = tuple(_document(one) for one in found)
    return written(ProgressDocument("congress-progress/1", report.as_of, report.as_of_from, facts))


def _document(one: Progress) -> FactDocument:
    rows, totals = (tuple(map(_row, rows)) for rows in (one.rows, one.totals))
    rule = None if one.rule is None else one.rule.id
    return FactDocument(one.fact, one.kind, rule, one.last_day, one.by, one.recorded, rows, totals)  # type: ignore[arg-type]


def _row(row: Row) -> RowDocument:
    figures: dict[str, Any] = {
        name: float(value) if isinstance(value, Decimal) else value for name, value in row.values.items()
    }
    return RowDocument(row.who, row.indicator, **figures)


def render_csv(report: Report, found: Sequence[Progress], tags: Mapping[str, Bilingual], options: RenderOptions) -> str:
    """The same for a spreadsheet, as `check --format csv` writes it: a line for each group and for each total."""
    screen = _Screen(report, tags, options)
    columns = list(dict.fromkeys(column for one in found for column in one.columns))
    heads = ("rule-id", "fact-id", "what", "group-id", "group", "indicator", *columns)
    lines = [[screen.sentence(f"head-{head}") for head in heads]]
    for one in found:
        named = [(row, row.who or "", screen.group(row, one.by)) for row in one.rows]
        for row, who, group in (*named, *((row, "", screen.sentence("total")) for row in one.totals)):
            known = [
                screen.number(value) if (value := row.values.get(column)) is not None else "" for column in columns
            ]
            rule = "" if one.rule is None else one.rule.id
            lines.append([rule, one.fact, screen.title_of(one), who, group, row.indicator or "", *known])
    return csv_table(lines)
