"""A form that nobody filled in changes nothing; one that was filled in changes what was filled in, and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.edit.sheets.columns import columns_of, composed, held, is_value
from congress_cli.language import LANGUAGES
from congress_cli.reading.load import Data
from tests.builders import FACTS, INDICATORS, ITEMS, ROOT, facts, read_case, unit
from tests.edit.sheets.forms import (
    BOOK,
    changed,
    csv_bytes,
    data_of,
    filled,
    notes,
    pages,
    read,
    read_of,
    refused,
    two_units,
    workbook,
)
from tests.engine.strategies import exact_days
from tests.patience import cases, some

DAYS = st.one_of(
    exact_days(),
    st.sampled_from(["2020-07", "2020-05-26/2020-05-29", "2020-07-29/..", "../2020-06-11", "1930-01-01", "2100-12-31"]),
)
TEXTS = st.sampled_from(
    ["15-BC/QU", "=1+1", "'x", "@a", "01/2020", "5/6", "a; b", 'a "b"', "-", "＝x", "2020-07", "12"]
)
BESIDE = st.fixed_dictionaries(
    {}, optional={"document": TEXTS, "source": TEXTS, "note": TEXTS, "by": TEXTS, "recorded": exact_days()}
)
DECIMALS = st.decimals(-(10**17), 10**17, places=4).map(lambda number: format(number, "f"))


def _long(value: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    dated = st.fixed_dictionaries({}, optional={"day": DAYS})
    return st.tuples(BESIDE, dated).map(lambda parts: {**parts[0], **parts[1], **value})


@st.composite
def tallies(draw: st.DrawFn) -> dict[str, Any]:
    total = draw(st.integers(0, 999_999_999))
    return draw(_long({"total": str(total), "done": str(draw(st.integers(0, total)))}))


EVENTS = st.tuples(BESIDE, DAYS).map(lambda parts: {**parts[0], "day": parts[1]})
CASES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"case": st.from_regex(r"[A-Za-z0-9./-]{1,20}", fullmatch=True), "sort": st.sampled_from(["critical", "high"])},
    optional={"detected": EVENTS, "fixed": EVENTS, "document": TEXTS, "recorded": exact_days()},
)
OF_KIND: dict[str, st.SearchStrategy[Any]] = {
    "event": EVENTS,
    "plan": EVENTS,
    "tally": tallies(),
    "checklist": st.lists(st.sampled_from(ITEMS), max_size=4).flatmap(lambda items: _long({"items": items})),
    "measures": st.dictionaries(st.sampled_from(sorted(INDICATORS)), DECIMALS).flatmap(
        lambda values: _long({"values": values})
    ),
    "series": st.dictionaries(
        st.sampled_from([f"20{year}-{month:02}" for year in (19, 20) for month in range(1, 13)]), EVENTS
    ).flatmap(lambda periods: _long({"periods": periods}) if periods else st.just({"periods": {}})),
    "cases": st.lists(CASES, max_size=4, unique_by=lambda one: one["case"]).map(lambda listed: {"cases": listed}),
}
RECORDED = st.fixed_dictionaries(
    {},
    optional={
        name: OF_KIND[fields["kind"]] for name, fields in FACTS.items() if name not in ("progress.sent", "requests")
    },
)
NAMES = st.sampled_from(["Đảng bộ quận Một", "=HYPERLINK(1)", "'Đảng", "@x; y", "-1", '"'])


@st.composite
def registries(draw: Any) -> Data:
    names = draw(st.lists(NAMES, min_size=1, max_size=3))
    return data_of(*(unit(f"U-{place}", name=name, facts=draw(RECORDED)) for place, name in enumerate(names)))


@cases(20)
@given(registries(), st.sampled_from(LANGUAGES))
def test_an_untouched_workbook_changes_nothing(data: Data, language: str) -> None:
    found, of_cases = pages(workbook(data, language), data)

    assert (found.changes, found.refused, found.notes) == ((), (), ())
    assert found.rows == len(data.registry.units)
    assert (of_cases.changes, of_cases.refused, of_cases.notes) == ((), (), ())
    assert of_cases.rows == sum(len(one.facts["findings"].cases) for one in _with_cases(data))


def _with_cases(data: Data) -> list[Any]:
    return [one for one in data.registry.units if "findings" in one.facts]


@cases(60)
@given(registries(), st.sampled_from(LANGUAGES))
def test_an_untouched_csv_changes_nothing(data: Data, language: str) -> None:
    found = read(csv_bytes(data, language), data, "sheet.csv")

    assert (found.changes, found.refused, found.notes) == ((), (), ())
    assert found.rows == len(data.registry.units)


@cases(40)
@given(registries(), registries())
def test_whatever_the_registry_has_learned_since_an_untouched_form_changes_nothing(old: Data, new: Data) -> None:
    found = read(csv_bytes(old), new, "sheet.csv")

    assert found.changes == ()
    assert {one.code for one in found.refused} <= {"unit-unknown", "name-other"}


@pytest.mark.parametrize(
    ("folder", "form"),
    [
        ("data", csv_bytes),
        *(("tests/cases/small-city", form) for form in (csv_bytes, workbook)),
        *some([("data", workbook)], []),
    ],
)
def test_an_untouched_form_of_a_whole_registry_changes_nothing(folder: str, form: Callable[[Data], bytes]) -> None:
    units, book, _ = read_case(ROOT / folder)
    data = read_of(units, book)

    found = read(form(data), data)

    assert (found.changes, found.refused, found.notes) == ((), (), ())
    assert found.rows > 10


@cases()
@given(RECORDED)
def test_the_texts_of_a_fact_make_that_very_fact_again(recorded: dict[str, Any]) -> None:
    for name, fact in facts({key: one for key, one in recorded.items() if key != "findings"}).items():
        columns = columns_of(name, BOOK.facts[name], periods=getattr(fact, "periods", ()))
        texts = {column: held(fact, column) for column in columns}
        if not any(text for column, text in texts.items() if is_value(column)):
            continue

        again = composed(fact, BOOK.facts[name], texts)

        assert again is not None
        assert {column: held(again, column) for column in texts} == texts
        assert (again.source, again.note, again.by) == (fact.source, fact.note, fact.by)


# ---------------------------------------------------------------- what is filled in is what changes

NEW: dict[str, dict[tuple[str, str], Any]] = {
    "a day": {("U-2", "congress.opened"): "3/6/2020"},
    "a month": {("U-2", "congress.opened"): "tháng 7/2020"},
    "a stretch": {("U-2", "congress.opened"): "26/5/2020 - 29/5/2020"},
    "a tally": {("U-2", "complaints#done"): 2, ("U-2", "complaints#total"): 3},
    "a checklist": {("U-2", "topics/two"): "x"},
    "measures": {("U-2", "targets/growth"): 7.5},
    "a paper": {("U-2", "paper.issued"): "3/6/2020", ("U-2", "paper.issued#document"): "15-BC/QU"},
}
READ = {
    "a day": "2020-06-03",
    "a month": "2020-07",
    "a stretch": "2020-05-26/2020-05-29",
    "a tally": "2/3",
    "a checklist": "two",
    "measures": "growth=7.5",
    "a paper": "2020-06-03",
}


@pytest.mark.parametrize("case", NEW)
def test_what_is_filled_in_is_added_and_nothing_else(case: str) -> None:
    data = two_units(complaints={"total": "1", "done": "1"})

    found = read(filled(workbook(data), NEW[case]), data)

    (change,) = found.changes
    assert change.unit == "U-2"
    assert change.new is not None
    assert change.new.value() == READ[case]
    assert changed(found).keys() == NEW[case].keys()
    assert not found.refused


def test_a_changed_value_keeps_what_stands_beside_it() -> None:
    old = {"day": "2020-06-01/2020-06-05", "document": "15-BC/QU", "source": "báo", "note": "chưa chắc", "by": "VP"}
    data = data_of(unit("U-1", facts={"paper.issued": old}))

    found = read(filled(workbook(data), {("U-1", "paper.issued"): "4/6/2020"}), data)

    (change,) = found.changes
    assert change.new == facts({"paper.issued": {**old, "day": "2020-06-04"}})["paper.issued"]
    assert change.kept == ("source", "note", "by")


def test_an_emptied_cell_clears_the_fact() -> None:
    data = data_of(unit("U-1", facts={"congress.opened": "2020-06-01", "congress.closed": "2020-06-02"}))

    found = read(filled(workbook(data), {("U-1", "congress.opened"): None}), data)

    assert [(one.fact, one.new) for one in found.changes] == [("congress.opened", None)]
    assert changed(found) == {("U-1", "congress.opened"): ("2020-06-01", "")}


def test_a_number_that_says_the_same_stays_as_it_is_written() -> None:
    data = data_of(unit("U-1", facts={"targets": {"growth": "7.50", "poverty": "0.1"}}))

    found = read(filled(workbook(data), {("U-1", "targets/poverty"): 0.2}), data)

    (change,) = found.changes
    assert change.new is not None
    assert change.new.value() == "growth=7.50, poverty=0.2"


@pytest.mark.parametrize(
    ("before", "ticks", "after"),
    [
        (["two", "one"], {"three": "x"}, ["two", "one", "three"]),
        (["two", "one"], {"two": "chưa"}, ["one"]),
        (["two", "one"], {"two": None}, ["one"]),
        (["one"], {"one": "chưa"}, []),
        ([], {"three": "có"}, ["three"]),
        (["one"], {"one": None, "two": None, "three": None}, None),
        (None, {"one": "chưa", "two": "chưa", "three": "chưa"}, []),
        (None, {"three": "X"}, ["three"]),
    ],
)
def test_ticks_become_the_items_of_a_checklist(
    before: list[str] | None, ticks: dict[str, str | None], after: list[str] | None
) -> None:
    data = data_of(unit("U-1", facts={} if before is None else {"topics": before}))

    found = read(filled(workbook(data), {("U-1", f"topics/{name}"): tick for name, tick in ticks.items()}), data)

    (change,) = found.changes
    assert getattr(change.new, "items", None) == (None if after is None else tuple(after))


# ---------------------------------------------------------------- the registry goes on meanwhile


def test_what_the_registry_has_learned_since_is_not_taken_back() -> None:
    content = workbook(two_units())
    now = two_units(**{"congress.opened": "2020-06-03", "complaints": {"total": "3", "done": "1"}})

    found = read(filled(content, {("U-2", "congress.closed"): "4/6/2020"}), now)

    assert changed(found) == {("U-2", "congress.closed"): ("", "2020-06-04")}
    assert not found.refused
    assert "moved-on" in notes(found)


def test_a_cell_that_both_have_changed_is_refused() -> None:
    content = workbook(two_units(**{"congress.opened": "2020-06-03"}))
    now = two_units(**{"congress.opened": "2020-06-04"})

    found = read(filled(content, {("U-1", "congress.opened"): "5/6/2020"}), now)

    assert found.changes == ()
    assert refused(found) == [("C6", "changed-meanwhile")]


def test_a_cell_that_both_have_changed_alike_is_no_change() -> None:
    content = workbook(two_units(**{"congress.opened": "2020-06-03"}))
    now = two_units(**{"congress.opened": "2020-06-04"})

    assert read(filled(content, {("U-1", "congress.opened"): "4/6/2020"}), now).clean


def test_numbers_are_those_a_spreadsheet_shows() -> None:
    data = two_units()

    found = read(filled(workbook(data), {("U-1", "targets/growth"): 0.1 + 0.2}), data)

    assert changed(found) == {("U-1", "targets/growth"): ("", "0.3")}
    assert Decimal("0.3") in found.changes[0].new.values.values()  # type: ignore[union-attr]
