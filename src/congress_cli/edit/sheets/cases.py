"""Cases in a sheet: a page of their own with one row a case, and the cases that the rows of a unit make together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from congress_cli import dataclass
from congress_cli.edit.sheets.columns import event_on, held
from congress_cli.edit.sheets.difference import Page, shortened
from congress_cli.edit.sheets.form import seal
from congress_cli.edit.sheets.rows import UnitRow
from congress_cli.edit.typed_values import Raw, dated
from congress_cli.model.directive import CasesTerm
from congress_cli.model.facts import Case, Cases, Fact, cases_of
from congress_cli.model.message import Message, names_of
from congress_cli.model.registry import Unit
from congress_cli.model.sheet import CellChange, Column, FactChange, Part, Refused, address
from congress_cli.model.typed import meanings


def _by_number(fact: Fact | None) -> dict[str, Case]:
    """The recorded cases by their numbers."""
    return {one.case: one for one in cases_of(fact)}


@dataclass(frozen=False)
class CasesPage(Page):
    """The cases of one page, row by row, and what those of a unit change."""

    first: dict[tuple[str, str], str] = field(default_factory=dict)
    found: dict[str, dict[str, Case | None]] = field(default_factory=dict)
    cells: dict[str, list[CellChange]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        number = self.head.case
        if number is None:
            raise TypeError("a page of cases has a column for their numbers")
        self.number, self.fact = number, number.fact
        self.term: Any = self.data.rulebook.facts[self.fact]

    def compare(self, row: UnitRow) -> None:
        """Take up what one row says of a case."""
        before = len(self.refused)
        said = dict(self.said(row))
        number, at = said.pop(self.number, ""), self._addresses(row)
        if any(one.column == self.number for one in self.refused[before:]):
            return
        if not number:
            self._refuse("case-without-number", row, self.number, {}) if any(said.values()) else None
            return
        first = self.first.setdefault((row.unit.id, number), at[self.number])
        if first != at[self.number]:
            self._refuse("case-twice", row, self.number, {"case": number, "first": first})
            return
        said = dict(self._sorted(said, row))
        if len(self.refused) == before:
            self._case(row, number, said, at)

    @property
    def _sorts(self) -> list[str]:
        return [f"{self.fact}/{sort}" for sort in self.term.sorts]

    def _addresses(self, row: UnitRow) -> dict[Column, str]:
        return {column: address(row.row, place) for column, place in self.places.items()}

    def _refuse(self, code: str, row: UnitRow, column: Column, args: Mapping[str, Any]) -> None:
        at = address(row.row, self.places.get(column, self.places[self.number]))
        self.refused.append(Refused(at, code, args, row.unit.id, column))

    def _sorted(self, said: Mapping[Column, str], row: UnitRow) -> Iterator[tuple[Column, str]]:
        """The cells with the sort by its id; one that the vocabulary lacks is refused."""
        names = names_of(self.term.sorts)
        for column, text in said.items():
            known = meanings(text, names) if column.part is Part.SORT and text and text not in names else [text]
            if len(known) != 1:
                self._refuse("case-sort-unknown", row, column, {"text": text, "sorts": self._sorts})
            else:
                yield column, known[0]

    def _case(self, row: UnitRow, number: str, said: Mapping[Column, str], at: Mapping[Column, str]) -> None:
        """Compare a case with the recorded one, and note what it becomes."""
        old = _by_number(row.unit.facts.get(self.fact)).get(number)
        recorded = {column: held(old, column) for column in self.known[self.fact] if column != self.number}
        seals = self.seals(f"{row.unit.id}/{self.fact}/{number}")
        if seals.get(self.number.key) != seal((number,)):
            seals = {}  # a number that was typed over another: the row is that of a new case
        before = len(self.refused)
        changed = self.changed(row.unit, said, recorded, seals, at)
        if len(self.refused) > before or (old is not None and not changed):
            return
        texts = {**recorded, **changed}
        to_come = self.to_come(self.fact, changed)
        if to_come is not None:
            self._refuse("day-to-come", row, to_come, {"day": changed[to_come], "last": str(self.last)})
            return
        emptied = old is not None and not any(texts.values())
        if self.term.sorts and not emptied and not any(texts[one] for one in texts if one.part is Part.SORT):
            column = next(one for one in texts if one.part is Part.SORT)
            self._refuse("case-without-sort", row, column, {"sorts": self._sorts})
            return
        self._note(row, number, old, changed, None if emptied else _made(number, old, texts), at)

    def _note(
        self,
        row: UnitRow,
        number: str,
        old: Case | None,
        changed: Mapping[Column, str],
        new: Case | None,
        at: Mapping[Column, str],
    ) -> None:
        unit = row.unit
        cells = [
            CellChange(at[column], replace(column, case=number), held(old, column), text)
            for column, text in changed.items()
        ]
        if (old is None) != (new is None):
            numbers = ("", number) if old is None else (number, "")
            cells.insert(0, CellChange(at[self.number], replace(self.number, case=number), *numbers))
        for column in changed:
            self.look_at(self.grid.cells(row.row).get(self.places[column]), column)
        self.units[unit.id] = unit
        self.found.setdefault(unit.id, {})[number] = new
        self.cells.setdefault(unit.id, []).extend(cells)

    def close(self) -> None:
        """The cases of each unit as one change of its fact: those there were in their order, then the new ones."""
        for unit_id, found in self.found.items():
            unit = self.units[unit_id]
            old = unit.facts.get(self.fact)
            cases = {**_by_number(old), **found}
            kept = {} if old is None else {name: getattr(old, name) for name in old.model_fields_set}
            listed = [one for one in cases.values() if one is not None]
            new = Cases.model_validate({**kept, "cases": listed}) if listed else None
            cells = tuple(self.cells[unit_id])
            self.changes.append(FactChange(unit_id, self.fact, cells, new))
            self.ask(unit, self.fact, new, cells[0].at)

    def notes(self) -> Iterator[Message]:
        """Also the cases of the form that have no row any more."""
        yield from super().notes()
        sealed = [one.split("/", 2) for one in (self.grid.key.seals if self.grid.key else ()) if "/" in one]
        read = {(unit, number) for unit, number in self.first} | {(one.unit, "") for one in self.refused}
        gone = [
            f"{unit}/{one}" for unit, fact, one in sealed if fact == self.fact and not read & {(unit, one), (unit, "")}
        ]
        if gone:
            yield Message("sheets.also-cases-gone", {"cases": shortened(gone)})

    def sort_names(self) -> dict[str, dict[str, str]]:
        """The names of the sorts of cases that the page is about."""
        term = self.term
        sorts = term.sorts if isinstance(term, CasesTerm) else {}
        return {f"{self.fact}/{sort}": named.both for sort, named in sorts.items()}


def _made(number: str, old: Case | None, texts: Mapping[Column, str]) -> Case:
    """A case with these texts; what stands beside them stays."""
    before = {} if old is None else dict(old.days)
    days = {**before}
    kept: dict[str, Any] = {} if old is None else {name: getattr(old, name) for name in old.model_fields_set}
    for column, text in texts.items():
        if column.part is not Part.DAY:
            kept[column.part.value] = text or None
        elif text:
            same = column.name in before and str(before[column.name].day) == text
            days[column.name] = before[column.name] if same else event_on(text, before.get(column.name))
        else:
            days.pop(column.name, None)
    given = {name: value for name, value in kept.items() if value is not None}
    return Case.model_validate({**given, "case": number, "days": list(days.items())})


def cases_written(cells: Iterable[CellChange], old: Raw, today: str) -> list[Raw]:
    """The cases as the file is to hold them; what the sheet left alone stays as it is written there."""
    listed = [dict(one) for one in old if isinstance(one, Mapping)] if isinstance(old, list) else []
    rows: dict[str, dict[str, Raw]] = {str(one.get("case")): one for one in listed}
    for cell in cells:
        column = cell.column
        if column.part is Part.CASE and not cell.new:
            del rows[column.case]
            continue
        case = rows.get(column.case)
        if column.part is Part.CASE:
            rows[column.case] = {"case": column.case}
        elif case is not None:
            _write(case, column.name or column.part.value, cell.new, today)
    return list(rows.values())


def _write(case: dict[str, Raw], key: str, text: str, today: str) -> None:
    before = case.get(key)
    if not text:
        case.pop(key, None)
    else:
        case[key] = dated(before, text, today, {}) if isinstance(before, Mapping) else text
    if "recorded" in case:
        case["recorded"] = today
