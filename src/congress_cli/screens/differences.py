"""The changes of a filled-in sheet as text: unit by unit and cell by cell, then the refused cells and why."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.text import Text

from congress_cli.language import has, translate
from congress_cli.model.registry import Unit
from congress_cli.model.sheet import CellChange, Differences, FactChange, Fate, Part, Refused
from congress_cli.rendering.console import Page
from congress_cli.rendering.options import RenderOptions
from congress_cli.text import sanitize

STYLES = {Fate.ADDED: "green", Fate.CHANGED: "yellow", Fate.CLEARED: "red"}
MARGIN = 2
MOST = 200


class _Page(Page):
    """What is reported of one sheet."""

    catalogue = "sheets"

    def __init__(self, found: Differences, options: RenderOptions) -> None:
        super().__init__(options)
        self.found = found
        addresses = [cell.at for cell in found.cells] + [one.at for one in found.refused]
        self.address_width = max(map(len, addresses), default=0)
        self.word_width = max(len(self.translate(fate.value)) for fate in Fate)

    def beside(self, margin: Text, text: Text) -> None:
        """Text beside its margin, wrapped under itself."""
        self.row(margin, text, len(margin))

    def change(self, cell: CellChange) -> None:
        margin = Text(f"{'':{MARGIN}}")
        margin.append(f"{self.translate(cell.fate.value):<{self.word_width}}  ", style=STYLES[cell.fate])
        margin.append(f"{cell.at:<{self.address_width}}  ", style="bold")
        text = Text(f"{self.column(cell)}: ")
        if cell.old:
            text.append(self.value(cell, cell.old), style="dim")
        if cell.old and cell.new:
            text.append(" → ")
        if cell.new:
            text.append(self.value(cell, cell.new), style=STYLES[cell.fate])
        self.beside(margin, text)

    def column(self, one: CellChange | Refused) -> str:
        if one.column is None:
            return ""
        name = self.found.column_names[one.column.key][self.options.language]
        return sanitize(f"{one.column.case} · {name}" if one.column.case else name)

    def name_of(self, column: str) -> str:
        return sanitize(self.found.column_names.get(column, {}).get(self.options.language, column))

    def value(self, cell: CellChange, text: str) -> str:
        """A value in words: days with their weekday, numbers with the language's mark."""
        if cell.column.part is Part.DAY:
            return self.translate("day" if len(text) == 10 and "/" not in text else "span", day=text)
        if cell.column.part is Part.ITEM:
            return self.translate(f"item-{text}")
        if cell.column.part is Part.SORT:
            return self.name_of(f"{cell.column.fact}/{text}")
        if cell.column.part is Part.INDICATOR:
            return self.translate("number", number=text)
        return sanitize(text)

    def refusal(self, one: Refused) -> None:
        margin = Text(f"{'':{MARGIN}}")
        margin.append(f"{one.at:<{self.address_width}}  ", style="bold")
        about = [self.unit(one.unit)] if one.unit else []
        about += [self.column(one)] if one.column is not None else []
        self.beside(margin, Text("".join(f"{part}: " for part in about) + self.reason(one)))
        advice = self.advice(one)
        if advice:
            self.beside(Text(" " * len(margin)), Text(advice, style="dim"))

    def unit(self, unit: str) -> str:
        name = self.found.unit_names.get(unit, "")
        return f"{unit} {sanitize(name)}".strip()

    def new_unit(self, unit: Unit) -> str:
        args = {"unit": self.unit(unit.id), "type": sanitize(self.found.type_names[unit.type][self.options.language])}
        if unit.parent is None:
            return self.translate("new-unit", **args)
        return self.translate("new-unit-below", **args, above=self.unit(unit.parent))

    def reason(self, one: Refused) -> str:
        """Why a cell is not taken: in the words of sheets, else in those of files."""
        code = f"no-{one.code}"
        if not has(self.options.language, f"sheets.{code}"):
            return translate(self.options.language, f"diagnostics.{one.code}", self.localised(one))
        known = one.code == "number-for-day" and "day" in one.args
        return self.translate(f"{code}+perhaps" if known else code, **self.localised(one))

    def localised(self, one: Refused) -> dict[str, Any]:
        """What the sentence is filled with; texts of the registry in words."""
        args = dict(one.args)
        if one.code == "changed-meanwhile" and one.column is not None:
            cell = CellChange(one.at, one.column, args["now"], args["text"])
            args = {name: self.value(cell, text) if text else self.translate("nothing") for name, text in args.items()}
        return args

    def advice(self, one: Refused) -> str:
        """How to fix it: what was probably meant, else what the part of the fact wants."""
        if one.args.get("known"):
            return translate(self.options.language, "diagnostics.did-you-mean", {"known": one.args["known"]})
        if has(self.options.language, f"sheets.no-{one.code}+fix"):
            return self.translate(f"no-{one.code}+fix", **one.args)
        return (
            self.translate(f"check-{one.column.part.value}") if one.column is not None and one.code in _BY_PART else ""
        )


_BY_PART = frozenset(
    (
        *("day-format", "day-loose", "day-impossible", "day-month-impossible", "day-year-outside", "day-with-time"),
        *("day-interval-order", "day-interval-empty", "number-for-day", "number-not-whole", "number-not-decimal"),
        *("tick-unknown", "day-for-other", "percent", "number-too-long"),
    )
)


def render_differences(found: Differences, options: RenderOptions) -> str:
    """The whole of it, its last line left to the command."""
    page = _Page(found, options)
    head = ("from-page" if found.sheet else "from-file") + ("-of-cases" if found.of_cases else "")
    heading = page.translate(head, path=found.path, sheet=found.sheet, rows=found.rows, columns=found.columns)
    page.console.print(Text(heading, style="bold"), soft_wrap=True)
    if found.new_units:
        page.console.print()
        page.console.print(Text(page.translate("new-units", count=len(found.new_units)), style="bold"), soft_wrap=True)
        for new in found.new_units:
            page.beside(Text(" " * MARGIN), Text(page.new_unit(new)))
    for unit, changes in groupby(found.changes, key=lambda change: change.unit):
        _unit(page, unit, list(changes))
    if found.refused:
        page.console.print()
        heading = page.translate("refused", count=len(found.refused))
        page.console.print(Text(heading, style="bold red"), soft_wrap=True)
        for one in found.refused[:MOST]:
            page.refusal(one)
        if len(found.refused) > MOST:
            page.console.print(translate(options.language, "diagnostics.more", {"count": len(found.refused) - MOST}))
    if found.notes:
        page.console.print()
        for note in found.notes:
            margin = Text(f"{page.translate('remark')} ", style="bold yellow")
            page.beside(margin, Text(translate(options.language, note, name_of=page.name_of)))
    return page.text()


def _unit(page: _Page, unit: str, changes: list[FactChange]) -> None:
    page.console.print()
    page.console.print(Text(page.unit(unit), style="bold"), soft_wrap=True)
    for change in changes:
        for cell in change.cells:
            page.change(cell)
        if change.kept:
            kept = [translate(page.options.language, f"desk.beside-{name}") for name in change.kept]
            indent = MARGIN + page.word_width + 2 + page.address_width + 2
            page.beside(Text(" " * indent), Text(page.translate("kept", fields=kept), style="dim"))
