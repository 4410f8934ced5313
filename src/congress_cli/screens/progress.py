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

NARROW, WIDE = 72, 92  # columns below which bars are left out, and short


class _Screen(Screen):
    """Some progress being drawn; `tags` names the tags."""

    def __init__(self, report: Report, tags: Mapping[str, Bilingual], options: RenderOptions) -> None:
        super().__init__(report, options)
        self.names = {one.id: Bilingual(one.vi, one.en) for one in report.types} | dict(tags)

    def tell(self, code: str, **args: object) -> str:
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
            return self.tell(f"without-{by}")
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
        beside = [screen.tell("last-day", day=on(one.last_day))] if one.last_day else []
        screen.heading(screen.title_of(one), " · ".join([*beside, screen.tell(f"by-{one.by}")]))
        screen.console.print(_table(screen, one))
    screen.line()
    if any("this_week" in one.columns for one in found):
        screen.line(screen.tell("note-week"), "dim")
    if any(one.kind == "event" and one.rule is not None for one in found):
        screen.line(screen.tell("note-held"), "dim")
    return screen.text()


def _table(screen: _Screen, one: Progress) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    bar = (
        0
        if "percent" not in one.columns or screen.options.width < NARROW
        else 10
        if screen.options.width >= WIDE
        else 6
    )
    columns = [column for column in one.columns if column != "total"]
    table.add_column("", overflow="fold", min_width=12)
    if bar:
        table.add_column("", no_wrap=True, width=bar)
    for column in columns:
        head = screen.tell(f"head-{column}")
        table.add_column(head, justify="right", no_wrap=False, min_width=max(map(len, head.split())))
    for row in one.rows:
        table.add_row(*_cells(screen, one, row, columns, screen.group(row, one.by), bar))
    for row in one.totals:
        cells = _cells(screen, one, row, columns, screen.tell("total"), bar)
        table.add_row(*cells, style="bold")
    return table


def _cells(screen: _Screen, one: Progress, row: Row, columns: Sequence[str], name: str, bar: int) -> Iterator[Text]:
    indicator = "" if row.indicator is None else screen.phrases.name_of(f"{one.fact}/{row.indicator}")
    yield Text(screen.plain(" · ".join(part for part in (name, sanitize(indicator)) if part)))
    if bar:
        yield _bar(screen, row, bar)
    for column in columns:
        value = screen.number(row.values[column])
        if column == "done":
            value = f"{value}/{screen.number(row.values['total'])}"
        yield Text(f"{value}%" if column == "percent" and row.values[column] is not None else value)


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
    lines = [[screen.tell(f"head-{head}") for head in heads]]
    for one in found:
        named = [(row, row.who or "", screen.group(row, one.by)) for row in one.rows]
        for row, who, group in (*named, *((row, "", screen.tell("total")) for row in one.totals)):
            known = [
                screen.number(value) if (value := row.values.get(column)) is not None else "" for column in columns
            ]
            rule = "" if one.rule is None else one.rule.id
            lines.append([rule, one.fact, screen.title_of(one), who, group, row.indicator or "", *known])
    return csv_table(lines)
