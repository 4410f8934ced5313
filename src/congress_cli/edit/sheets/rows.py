"""The head of a sheet and its rows: what each column means, and which unit each row is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from congress_cli import dataclass
from congress_cli.edit.sheets.columns import NAME, PARENT, TYPE, UNIT, UNREAD, Heads, columns_of
from congress_cli.errors import CongressError
from congress_cli.language import LANGUAGES, translate
from congress_cli.model.directive import UnitType
from congress_cli.model.message import Message
from congress_cli.model.registry import Registry, Unit
from congress_cli.model.sheet import Cell, Column, Grid, Part, Refused, address
from congress_cli.model.unit_names import UnitNames
from congress_cli.rules import Rulebook
from congress_cli.text import fold, suggestions, tidy

T = TypeVar("T")
FURTHEST = 20  # rows from the top in which the head is looked for
TALLEST = 3  # rows that the keys of a head may stand above its names
MOST_NAMED = 5
MOST_LISTED = 12
MOST_SUGGESTED = 50


@dataclass(frozen=True, slots=True)
class Head:
    """Where what stands: places are numbers of columns, `row` is the last row of the head.

    `about`: the columns that say which unit a row is about, and what a new one is.
    """

    row: int
    about: Mapping[str, int]
    columns: Mapping[int, Column]
    refused: tuple[Refused, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def case(self) -> Column | None:
        """The column of the numbers of cases, where each row is about a case."""
        return next((column for column in self.columns.values() if column.part is Part.CASE), None)


def all_columns(rulebook: Rulebook) -> dict[str, Column]:
    """Every column a sheet may have, by key."""
    return {column.key: column for fact, term in rulebook.facts.items() for column in columns_of(fact, term)}


def head_of(grid: Grid, rulebook: Rulebook, path: str, own: str = "", *, adds: bool = False) -> Head | CongressError:
    """The head of a page: of its first rows the one with most known columns; else which half of a head is lacking.

    A cell that is empty in the second row of a head means what stands above it. `own`: the setting of heads.
    `adds`: units alone will do, for they are new ones.
    """
    known = all_columns(rulebook)
    heads = Heads(known, rulebook, own)
    texts = {row: _texts(grid, row) for row in grid if row <= FURTHEST}
    found = {row: _keys(heads, cells) for row, cells in texts.items()}
    joined = {row: {**_left(found.get(row - 1, {}), texts[row]), **keys} for row, keys in found.items()}
    taken = {row: _likely(heads, texts[row], keys) for row, keys in joined.items() if {UNIT, NAME} & {*keys.values()}}
    whole = {row: {**keys, **taken.get(row, {})} for row, keys in joined.items()}
    best = max(whole, key=lambda row: len(whole[row]), default=None)
    there = {*whole[best].values()} if best is not None else set()
    if best is None or not {UNIT, NAME} & there or not (adds or {*heads.by_key} & there):
        return _lacking(texts, whole, best, path)
    below = [row for row in found if best < row <= best + TALLEST and {UNIT, NAME} & {*found[row].values()}]
    tall = [row for row in below if [*map(_text, texts[row].values())] != [*map(_text, texts[best].values())]]
    cells = {**_left(texts.get(best - 1, {}), texts[best]), **texts[best]}
    return _head(heads, cells, whole[best], taken[best], max(tall, default=best))


def _texts(grid: Grid, row: int) -> dict[int, Cell]:
    return {place: cell for place, cell in grid.cells(row).items() if cell.text}


def _text(cell: Cell) -> str:
    return fold(cell.text)


def _keys(heads: Heads, cells: Mapping[int, Cell]) -> dict[int, str]:
    found = {place: heads.key_of(cell.text) for place, cell in cells.items()}
    keys = {place: key for place, key in found.items() if key is not None}
    beside = {place: heads.beside(cell.text, keys.values()) for place, cell in cells.items() if place not in keys}
    return {**keys, **{place: key for place, key in beside.items() if key is not None}}


def _left(above: Mapping[int, T], cells: Mapping[int, Cell]) -> dict[int, T]:
    """What stands above the cells that are empty."""
    return {place: one for place, one in above.items() if place not in cells}


def _likely(heads: Heads, cells: Mapping[int, Cell], keys: Mapping[int, str]) -> dict[int, str]:
    """The one column each that is likely meant by texts that name none."""
    strange = [(place, cell.text) for place, cell in cells.items() if place not in keys][:MOST_SUGGESTED]
    found = {place: heads.likely(text) for place, text in strange}
    return {place: likely[0] for place, likely in found.items() if len(likely) == 1 and likely[0] not in keys.values()}


def _lacking(
    texts: Mapping[int, Mapping[int, Cell]], keys: Mapping[int, Mapping[int, str]], best: int | None, path: str
) -> CongressError:
    """The mistake of a page without a head: neither half, or the one that is there."""
    if best is None or not keys[best]:
        return CongressError("sheet-without-head", path=path)
    names = [cell for place, cell in texts[best].items() if keys[best].get(place) in (UNIT, NAME)]
    others = [_label(cell) for place, cell in texts[best].items() if place not in keys[best]]
    there = [_label(cell) for cell in names or [cell for place, cell in texts[best].items() if place in keys[best]]]
    if not names:
        return CongressError("sheet-without-units", path=path, row=best, there=there)
    if not others:
        return CongressError("sheet-without-facts", path=path, row=best, there=there)
    return CongressError("sheet-without-facts-of", path=path, row=best, there=there, others=others[:MOST_LISTED])


def _label(cell: Cell) -> str:
    return f"{cell.at} «{cell.text}»"


def _head(
    heads: Heads, cells: Mapping[int, Cell], keys: Mapping[int, str], taken: Mapping[int, str], last: int
) -> Head:
    places: dict[str, int] = {}
    refused = []
    for place, key in sorted(keys.items()):
        if key in places and key != UNREAD:
            refused.append(Refused(cells[place].at, "column-twice", {"first": cells[places[key]].at}))
        places.setdefault(key, place)
    columns = {place: heads.by_key[key] for key, place in places.items() if key in heads.by_key}
    columns, apart = _of_one_kind(columns, heads)
    refused += [Refused(cells[place].at, code, column=column) for place, column, code in apart]
    wrong, unread = _strange([cell for place, cell in sorted(cells.items()) if place not in keys], heads)
    about = {key: place for key, place in places.items() if key in (UNIT, NAME, TYPE, PARENT)}
    guessed = [
        Message("sheets.also-column-taken", {"at": _label(cells[place]), "column": key}) for place, key in taken.items()
    ]
    return Head(last, about, columns, (*refused, *wrong), (*guessed, *unread))


def _of_one_kind(
    columns: Mapping[int, Column], heads: Heads
) -> tuple[dict[int, Column], list[tuple[int, Column, str]]]:
    """The columns of a page that is about units, or about the cases of one fact; and those that it cannot have."""
    of = next((column.fact for column in columns.values() if column.part is Part.CASE), None)
    fits = {place: column.fact == of if of else column.fact not in heads.cases for place, column in columns.items()}
    code = "column-not-of-cases" if of else "column-without-case"
    apart = [(place, column, code) for place, column in columns.items() if not fits[place]]
    return {place: column for place, column in columns.items() if fits[place]}, apart


def _strange(cells: list[Cell], heads: Heads) -> tuple[list[Refused], tuple[Message, ...]]:
    """Unknown columns: those that look like a known one are refused, others are left unread."""
    words = [*heads.by_key, *(name for names in heads.names.values() for name in names.values())]
    refused, unread = [], []
    for place, cell in enumerate(cells):
        likely = heads.likely(cell.text) if place < MOST_SUGGESTED else []
        near = suggestions(cell.text, words)
        series = heads.no_period(cell.text)
        if series:
            refused.append(Refused(cell.at, "column-no-period", {"text": cell.text, "fact": series}))
        elif likely or near:
            code = "column-ambiguous" if likely else "column-unknown"
            refused.append(Refused(cell.at, code, {"text": cell.text, "known": likely[:MOST_NAMED] or near}))
        else:
            unread.append(_label(cell))
    notes = (Message("sheets.also-columns-unread", {"columns": unread}),) if unread else ()
    return refused, notes


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row and the unit it means."""

    row: int
    unit: Unit


class Rows:
    """The rows of a sheet below its head, those that cannot be taken, and those that are about no unit.

    `unknown`: the rows whose unit the registry does not have.
    """

    def __init__(self, grid: Grid, head: Head, registry: Registry, types: Mapping[str, UnitType]) -> None:
        self.grid, self.head, self.registry = grid, head, registry
        self.names = UnitNames(registry.units, types)
        self.refused: list[Refused] = []
        self.units: list[UnitRow] = []
        self.unknown: list[int] = []
        self.passed: list[str] = []
        self._read()

    def notes(self) -> Iterator[Message]:
        """The rows that were passed over."""
        if self.passed:
            more = ["…"] if len(self.passed) > MOST_LISTED else []
            yield Message("sheets.also-rows-passed", {"rows": self.passed[:MOST_LISTED] + more})
        if self.unknown:
            yield Message("sheets.also-new-units", {"count": len(self.unknown)})

    def _read(self) -> None:
        first: dict[str, int] = {}
        for row in self._filled():
            unit = self._unit(row)
            if isinstance(unit, Refused):
                if self._is_no_unit(row):
                    self.passed.append(_label(next(iter(_texts(self.grid, row).values()))))
                    continue
                self.unknown += [row] if unit.code in ("unit-unknown", "name-unknown") else []
                self.refused.append(unit)
            elif unit.id in first and self.head.case is None:
                self.refused.append(Refused(self._at(row), "row-twice", {"row": first[unit.id]}, unit.id))
            else:
                first[unit.id] = row
                self.units.append(UnitRow(row, unit))

    def _filled(self) -> Iterator[int]:
        """Rows that say anything of a unit or a fact; of a case, where each row is about one."""
        places = {*self.head.columns, *(self.head.about.values() if self.head.case is None else ())}
        for row in self.grid:
            if row > self.head.row and any(
                cell.text or cell.flaw for place, cell in self.grid.cells(row).items() if place in places
            ):
                yield row

    def _is_no_unit(self, row: int) -> bool:
        """Whether a row without a known unit is a sum, the title of a section, or the head once more."""
        cells = _texts(self.grid, row)
        if not cells:
            return False
        naming = range(1, max(self.head.about.get(key, 1) for key in (UNIT, NAME)) + 1)
        if any(_is_sum(cells[place].text) for place in naming if place in cells):
            return True
        said = (*self.head.columns, self.head.about.get(TYPE), self.head.about.get(PARENT))
        is_unit = all(self.head.about.get(key) in cells for key in (UNIT, NAME))
        return not (is_unit or any(place in cells for place in said)) or _repeats(cells, self.head, self.grid)

    def _unit(self, row: int) -> Unit | Refused:
        id_, name = self.cell(row, UNIT), self.cell(row, NAME)
        flawed = next((cell for cell in (id_, name) if cell is not None and cell.flaw), None)
        if flawed is not None:
            return Refused(flawed.at, flawed.flaw, {"text": flawed.text})
        if id_ is not None and id_.text:
            return self._of_id(id_, name)
        if name is not None and name.text:
            return self._of_name(name)
        return Refused(self._at(row), "row-without-unit")

    def _of_id(self, cell: Cell, name: Cell | None) -> Unit | Refused:
        unit = self.registry.by_id.get(self.registry.now(cell.text))
        if unit is None:
            return Refused(cell.at, "unit-unknown", {"text": cell.text, "known": self._near(cell.text)})
        if name is not None and name.text and unit.id not in self.names.whole(name.text)[0]:
            args = {"text": cell.text, "name": unit.name, "other": tidy(name.text)}
            return Refused(name.at, "name-other", args, unit.id)
        return unit

    def _of_name(self, cell: Cell) -> Unit | Refused:
        wanted = tidy(cell.text)
        ids, sure = self.names.whole(wanted)
        if len(ids) == 1 and sure:
            return self.registry.by_id[ids[0]]
        if len(ids) > 1:
            return Refused(cell.at, "name-ambiguous", {"text": wanted, "ids": ids[:MOST_NAMED]})
        known = [f"{self.registry.name_of(one)} ({one})" for one in self._near(wanted)]
        return Refused(cell.at, "name-unknown", {"text": wanted, "known": known})

    def _near(self, wrong: str) -> list[str]:
        """The units that were probably meant; asked for the first mistakes alone, for it takes its time."""
        return self.names.near(wrong) if len(self.refused) < MOST_SUGGESTED else []

    def cell(self, row: int, about: str) -> Cell | None:
        """The cell of a row that says which unit it is about, or what a new unit is."""
        place = self.head.about.get(about)
        return None if place is None else self.grid.cells(row).get(place)

    def _at(self, row: int) -> str:
        return address(row, self.head.about.get(UNIT) or self.head.about.get(NAME) or 1)


def _is_sum(text: str) -> bool:
    """Whether a text is a word for a sum, with its accents or without any, or begins with such words."""
    words = [one for language in LANGUAGES for one in translate(language, "sheets.heads-sum").split("; ")]
    plain = tidy(text.casefold()).rstrip(" :.")
    return any(plain in (word, fold(word)) or (" " in word and plain.startswith(word)) for word in words)


def _repeats(cells: Mapping[int, Cell], head: Head, grid: Grid) -> bool:
    """Whether the cells say what the last row of the head says."""
    above = _texts(grid, head.row)
    return all(place in above and fold(cell.text) == fold(above[place].text) for place, cell in cells.items())
