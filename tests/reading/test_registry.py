"""The registry's reader: shapes, names and the tree, each mistake at its place, all files' mistakes in one run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from congress_cli.days import Day
from congress_cli.model.facts import Checklist, Event, Measures, Plan, Tally
from congress_cli.model.message import Diagnostics
from congress_cli.reading.files import read_source
from congress_cli.reading.registry import read_registry
from congress_cli.reading.rulebook import read_rulebook
from tests.reading.places import marked, source, told, words
from tests.reading.test_rulebook import RULES

ROOT = Path(__file__).parents[2]
UNITS = """\
format: congress-units/1
term: 2020-2025
as_of: 2020-08-20
records: partial
task_forces: [{id: TF-1, name: Đoàn số 1}]
units:
  - id: M
    name: Đảng bộ quận Mẫu
    level: upper
    type: quan
    tags: [pilot]
    task_force: TF-1
    facts:
      congress.opened: 2020-06-03
      congress.closed: {day: 2020-06-03/2020-06-06, document: 12-CV/QU, recorded: 2020-06-07}
      congress.planned: 2020-07
      complaints: {total: 3, done: 2}
      topics: [one]
      targets: {growth: 7.5}
  - id: M-1
    name: Đảng bộ phường Một
    level: grassroots
    type: phuong
    parent: M
    code: "001"
    records: complete
    closed: {day: 2020-03-01, into: M}
    facts:
      topics: {items: [one, two], day: 2020-06-01}
      targets: {values: {growth: -7}, day: 2020-06-01}
"""


@cache
def rules():
    rulebook = read_rulebook(source(RULES, "data/rules.yaml"), Diagnostics())
    assert rulebook is not None
    return rulebook


def read(*texts):
    diagnostics = Diagnostics()
    sources = [source(text, f"data/{number}.yaml") for number, text in enumerate(texts, 1)]
    return read_registry(sources, rules(), diagnostics), diagnostics


def units_file(*units, head="term: 2020-2025\nrecords: partial"):
    return f"format: congress-units/1\n{head}\nunits:\n" + "".join(f"  - {unit}\n" for unit in units)


def unit(unit_id, parent=None):
    above = "" if parent is None else f", parent: {parent}"
    return f"{{id: {unit_id}, name: Đảng bộ, level: upper, type: quan{above}}}"


# --- what is read


def test_every_kind_of_fact_is_read_in_its_short_and_its_long_form():
    registry, diagnostics = read(UNITS)

    assert not diagnostics.found
    above, below = registry.units
    assert above.facts == {
        "congress.opened": Event(day=Day(date(2020, 6, 3), date(2020, 6, 3))),
        "congress.closed": Event(
            day=Day(date(2020, 6, 3), date(2020, 6, 6)), document="12-CV/QU", recorded=date(2020, 6, 7)
        ),
        "congress.planned": Plan(day=Day(date(2020, 7, 1), date(2020, 7, 31))),
        "complaints": Tally(total=3, done=2),
        "topics": Checklist(items=("one",)),
        "targets": Measures(values={"growth": Decimal("7.5")}),
    }
    first_of_june = Day(date(2020, 6, 1), date(2020, 6, 1))
    assert below.facts == {
        "topics": Checklist(items=("one", "two"), day=first_of_june),
        "targets": Measures(values={"growth": Decimal(-7)}, day=first_of_june),
    }


def test_the_registry_knows_its_day_its_tree_and_where_its_facts_stand():
    registry, _ = read(UNITS)

    assert registry.as_of == date(2020, 8, 20)
    assert [one.id for one in registry.children_of("M")] == ["M-1"]
    assert str(registry.sources["M"].place) == "data/1.yaml:7:5"
    assert str(registry.sources["M"].place_of("congress.opened")) == "data/1.yaml:14:7"


def test_records_of_a_unit_override_those_of_its_own_file_alone():
    registry, diagnostics = read(
        units_file(unit("A"), head="term: 2020-2025\nrecords: complete"),
        units_file(unit("B"), unit("C").replace("type", "records: complete, type"), unit("D")),
    )

    assert not diagnostics.found
    assert [one.id for one in registry.units if registry.complete(one)] == ["A", "C"]


def test_a_unit_may_have_no_facts_key_or_an_empty_one():
    registry, diagnostics = read(units_file(unit("A"), unit("B").replace("type", "facts: , type")))

    assert not diagnostics.found
    assert [dict(one.facts) for one in registry.units] == [{}, {}]


def test_a_superior_a_successor_and_a_task_force_may_stand_in_any_file():
    one = units_file(
        unit("A", "B").replace("type", "task_force: TF-9, closed: {day: 2020-01, into: B}, type"),
    )
    other = units_file(unit("B"), head="term: 2020-2025\nrecords: partial\ntask_forces: [{id: TF-9, name: Đoàn}]")

    registry, diagnostics = read(one, other)

    assert not diagnostics.found
    assert [force.id for force in registry.task_forces] == ["TF-9"]
    assert registry.by_id["A"].parent == "B"


def test_one_file_may_be_frozen_and_another_silent():
    registry, _ = read(
        units_file(unit("A")), units_file(unit("B"), head="term: 2020-2025\nas_of: 2020-07-01\nrecords: partial")
    )

    assert registry.as_of == date(2020, 7, 1)


def test_the_shipped_registry_is_read_without_a_mistake_or_warning():
    diagnostics = Diagnostics()
    rules_text = read_source(ROOT / "data" / "rules.yaml", "data/rules.yaml", diagnostics)
    units_text = read_source(ROOT / "data" / "units.yaml", "data/units.yaml", diagnostics)
    assert rules_text is not None
    assert units_text is not None

    registry = read_registry([units_text], read_rulebook(rules_text, diagnostics), diagnostics)

    assert registry is not None
    assert not diagnostics.found


def test_a_decimal_may_have_as_many_digits_as_it_takes():
    long = "-12345678901234567890123456789.00000000000000000000000000000000001"
    registry, _ = read(UNITS.replace("growth: 7.5", f"growth: {long}"))

    assert registry.by_id["M"].facts["targets"].values == {"growth": Decimal(long)}


# --- what is refused


@pytest.mark.parametrize(
    ("good", "bad", "code", "known"),
    [
        # shapes
        ("format: congress-units/1", "format: ‹congress-units/2", "value-unknown", ["congress-units/1"]),
        ("records: partial\n", "records: ‹none\n", "value-unknown", []),
        ("term: 2020-2025\n", "term:‹\n", "value-missing", None),
        ("as_of: 2020-08-20", "as_of: ‹20/8/2020", "day-other-order", None),
        ("as_of: 2020-08-20", "as_of: ‹2020-08", "day-format", None),
        ("    level: upper\n", "    ‹levle: upper\n", "key-unknown", ["level"]),
        ("  - id: M\n", "  - ‹id_: M\n", "key-unknown", None),
        ("  - id: M\n    name", "  - ‹name", "key-missing", None),
        ("    name: Đảng bộ quận Mẫu", "    name: ‹''", "value-missing", None),
        ("    name: Đảng bộ quận Mẫu", "    name: ‹[a]", "text-expected", None),
        ("id: M-1", "id: ‹M_1", "text-pattern", None),
        ("id: M-1", "id: ‹М-1", "text-pattern", None),
        ("id: M-1", 'id: ‹"M\u200b1"', "text-pattern", None),
        ("tags: [pilot]", "tags: ‹pilot", "list-expected", None),
        ("closed: {day: 2020-03-01", "closed: ‹{dya: 2020-03-01", "key-missing", None),
        ("closed: {day: 2020-03-01", "closed: {day: ‹2020-02-30", "day-impossible", None),
        ("[{id: TF-1, name: Đoàn số 1}]", "‹{id: TF-1, name: Đoàn số 1}", "list-expected", None),
        # facts
        ("congress.opened: 2020-06-03\n", "‹congress.openned: 2020-06-03\n", "fact-unknown", None),
        ("congress.opened: 2020-06-03\n", "‹Khai-mạc: 2020-06-03\n", "fact-unknown", []),
        ("congress.opened: 2020-06-03\n", "congress.opened: ‹05/06/2020\n", "day-ambiguous", None),
        ("congress.opened: 2020-06-03\n", "congress.opened: ‹2020-06-31\n", "day-impossible", None),
        ("congress.opened: 2020-06-03\n", 'congress.opened: ‹"2020-06-03\u00a0"\n', "day-format", None),
        ("congress.opened: 2020-06-03\n", "congress.opened: ‹2025-01-05T17:00Z\n", "day-with-time", None),
        ("congress.opened: 2020-06-03\n", "congress.opened:‹\n", "value-missing", None),
        ("{day: 2020-06-03/2020-06-06, ", "{day: ‹, ", "value-missing", None),
        ("total: 3, ", "total: ‹, ", "value-missing", None),
        ("targets: {growth: 7.5}", "targets: {growth: ‹}", "value-missing", None),
        ("congress.opened: 2020-06-03\n", "congress.opened: ‹[2020-06-03]\n", "fact-form", None),
        ("document: 12-CV/QU", "‹documnet: 12-CV/QU", "key-unknown", ["document"]),
        ("recorded: 2020-06-07", "recorded: ‹2020-06", "day-format", None),
        ("day: 2020-06-03/2020-06-06", "day: ‹2020-06-06/2020-06-03", "day-interval-order", None),
        ("{total: 3, done: 2}", "{total: ‹03, done: 2}", "number-not-whole", None),
        ("{total: 3, done: 2}", "{total: ‹1_000, done: 2}", "number-not-whole", None),
        ("{total: 3, done: 2}", "{total: ‹1000000000, done: 2}", "number-not-whole", None),
        ("{total: 3, done: 2}", "{total: ‹３, done: 2}", "number-not-whole", None),
        ("{total: 3, done: 2}", "{total: ‹-3, done: 2}", "number-not-whole", None),
        ("{total: 3, done: 2}", "‹{total: 3, done: 4}", "done-over-total", None),
        ("{total: 3, done: 2}", "‹{total: 3}", "key-missing", None),
        ("complaints: {total: 3, done: 2}", "complaints: ‹2/3", "fact-form", None),
        ("topics: [one]", "topics: [one, ‹on]", "item-unknown", ["one"]),
        ("items: [one, two]", "items: [one, ‹TWO]", "item-unknown", ["two"]),
        ("topics: [one]", "topics: ‹one", "fact-form", None),
        ("targets: {growth: 7.5}", "targets: {‹growht: 7.5}", "indicator-unknown", ["growth"]),
        ("values: {growth: -7}", "values: {‹Growth: -7}", "indicator-unknown", ["growth"]),
        ("targets: {growth: 7.5}", "targets: {growth: ‹'7,5'}", "number-not-decimal", None),
        ("targets: {growth: 7.5}", "targets: {growth: ‹1e400}", "number-not-decimal", None),
        # names and the tree
        ("targets: {growth: 7.5}", "targets: {growth: ‹7,5}", "number-not-decimal", None),
        ("targets: {growth: 7.5}", "targets: {growth: ‹7,0}", "number-not-decimal", None),
        ("targets: {growth: 7.5}", "targets: {growth: 7,5, growth-2: ‹3,5}", "number-not-decimal", None),
        ("{total: 3, done: 2}", "{total: ‹1,000, done: 2}", "number-not-decimal", None),
        ("{total: 3, done: 2}", "{total: ‹3.5, done: 2}", "number-not-whole", None),
        ("{total: 3, done: 2}", "{total: ‹03 %, done: 2}", "number-not-whole", None),
        ("closed: {day: 2020-03-01, into: M}", "closed: ‹day 2020-03-01", "yaml-colon-missing", None),
        ("    type: quan\n", "    ‹phone: 1\n    type: quan\n", "key-of-person", None),
        ("name: Đoàn số 1}", "name: Đoàn số 1, ‹di-động: 1}", "key-of-person", None),
        ("    type: quan\n", "    ‹liên-hệ: 1\n    type: quan\n", "key-of-person", None),
        ("    type: quan\n", "    ‹họ-tên: 1\n    type: quan\n", "key-of-person", None),
        ("    type: quan\n", "    ‹foo bar: 1\n    type: quan\n", "key-unknown", None),
        ("    type: quan\n", "    ‹type quan: 1\n", "key-unknown", None),
        ("    parent: M\n", "    parent: M\n    was: [‹M]\n", "id-twice", None),
        ("    parent: M\n", "    parent: M\n    was: [OLD, ‹OLD]\n", "id-twice", None),
        ("id: M-1", "id: ‹children", "id-reserved", None),
        ("id: M-1", "id: ‹parent", "id-reserved", None),
        ("id: M-1", "id: ‹unit", "id-reserved", None),
        ("id: M-1", "id: ‹M", "id-twice", None),
        ("id: M-1", "id: ‹TF-1", "id-twice", None),
        ("parent: M\n", "parent: ‹N\n", "unit-unknown", None),
        ("parent: M\n", "parent: ‹TF-1\n", "unit-unknown", None),
        ("parent: M\n", "parent: ‹m-1\n", "unit-unknown", ["M-1"]),
        ("into: M}", "into: ‹M-9}", "unit-unknown", None),
        ("task_force: TF-1", "task_force: ‹TF-2", "task-force-unknown", ["TF-1"]),
        ("    level: upper\n", "    level: ‹uper\n", "level-unknown", ["upper"]),
        ("    type: quan\n", "    type: ‹quận\n", "type-unknown", ["quan"]),
        ("    level: upper\n", "    level: ‹grassroots\n", "type-of-other-level", None),
        ("tags: [pilot]", "tags: [pilot, ‹điểm]", "tag-unknown", []),
    ],
    ids=lambda value: ascii(value.split("‹")[-1].strip()[:40]) if isinstance(value, str) else "",
)
def test_a_mistake_is_told_at_its_place_with_what_was_probably_meant(golden, good, bad, code, known):
    assert good in UNITS
    text, place = marked(UNITS.replace(good, bad, 1))

    registry, diagnostics = read(text)

    assert registry is None
    assert f"{place} {code}" in told(diagnostics)
    golden.same("mistakes-registry.txt", words(diagnostics), f"{good!a} -> {bad!a}")
    if known is not None:
        assert next(one for one in diagnostics.errors if one.key == code).args["known"] == known


def test_an_unknown_fact_is_told_with_the_names_of_those_meant():
    _, diagnostics = read(UNITS.replace("congress.opened: 2020", "Congress-Opened: 2020"))

    assert diagnostics.errors[0].args["known"][0] == "congress.opened"
    assert diagnostics.errors[0].args["names"][0] == {"vi": "khai mạc", "en": "opened"}


def test_a_circle_of_superiors_is_told_once_with_its_way():
    _, diagnostics = read(units_file(unit("A", "C"), unit("B", "A"), unit("C", "B"), unit("D", "A")))

    assert told(diagnostics) == ["5:10 parent-circle"]
    assert diagnostics.errors[0].args["circle"] == ["A", "C", "B", "A"]


def test_a_unit_above_itself_is_a_circle():
    assert told(read(units_file(unit("A", "A")))[1]) == ["5:10 parent-circle"]


def test_a_chain_of_three_thousand_superiors_is_read():
    started = perf_counter()

    registry, diagnostics = read(units_file(unit("U0"), *(unit(f"U{n}", f"U{n - 1}") for n in range(1, 3_000))))

    assert not diagnostics.found
    assert sum(1 for _ in registry.below("U0")) == sum(1 for _ in registry.above(registry.by_id["U2999"])) == 2_999
    assert perf_counter() - started < 20


@pytest.mark.parametrize(
    ("one", "other", "mistake"),
    [
        ("term: 2020-2025", "term: 2025-2030", "2:7 terms-differ"),
        ("term: 2020-2025\nas_of: 2020-08-20", "term: 2020-2025\nas_of: 2020-08-21", "3:8 frozen-days-differ"),
    ],
    ids=["terms", "frozen days"],
)
def test_two_files_that_differ_in_what_holds_for_all_are_refused_at_the_second(one, other, mistake):
    registry, diagnostics = read(
        units_file(unit("A"), head=one + "\nrecords: partial"), units_file(unit("B"), head=other + "\nrecords: partial")
    )

    assert registry is None
    assert told(diagnostics) == [mistake]
    assert diagnostics.errors[0].place.path == "data/2.yaml"


def test_an_id_used_in_another_file_is_told_with_that_file_and_line():
    _, diagnostics = read(units_file(unit("A")), units_file(unit("B"), unit("A")))

    assert str(diagnostics.errors[0].place) == "data/2.yaml:6:10"
    assert diagnostics.errors[0].args == {"text": "A", "line": 5, "file": "data/1.yaml"}


def test_the_mistakes_of_all_files_are_told_in_one_run():
    _, diagnostics = read(
        UNITS.replace("growth: 7.5", "growth: x").replace("total: 3", "total: x"),
        "a: b: c\n",
        units_file(unit("B").replace("quan", "huyen"), unit("A", "Z")),
    )

    assert [f"{one.place} {one.key}" for one in diagnostics.errors] == [
        "data/1.yaml:17:27 number-not-whole",
        "data/1.yaml:19:25 number-not-decimal",
        "data/2.yaml:1:5 yaml-colon",
        "data/3.yaml:5:48 type-unknown",
    ]


@pytest.mark.parametrize(
    "other", ["a: b: c\n", units_file("{id: A, nmae: Đảng bộ}"), None], ids=["yaml", "shape", "bytes"]
)
def test_what_a_file_that_cannot_be_read_may_hold_is_not_called_unknown(other):
    diagnostics = Diagnostics()
    sources = [
        None if other is None else source(other, "data/1.yaml"),
        source(units_file(unit("B", "A")), "data/2.yaml"),
    ]

    read_registry(sources, rules(), diagnostics)

    assert {one.place.path for one in diagnostics.errors} <= {"data/1.yaml"}


def test_a_mistake_knows_the_line_it_stands_in_and_how_much_of_it_is_meant():
    _, diagnostics = read(UNITS.replace("    type: quan\n", "    type: quận\n"))

    (mistake,) = diagnostics.errors
    column = mistake.place.column - 1
    assert mistake.line_text is not None
    assert mistake.line_text[column : column + mistake.length] == "quận"


def test_without_a_rulebook_shapes_and_the_tree_are_still_checked():
    diagnostics = Diagnostics()
    text = UNITS.replace("congress.opened", "nothing.known").replace("parent: M", "parent: N")

    registry = read_registry([source(text)], None, diagnostics)

    assert registry is None
    assert [one.key for one in diagnostics.errors] == ["unit-unknown"]


def test_ten_thousand_mistakes_are_told_in_bearable_time():
    started = perf_counter()

    _, diagnostics = read(units_file(*["{a: 1}"] * 2_000))

    assert diagnostics.total() == 10_000
    assert perf_counter() - started < 20


def test_a_mistake_of_structure_stops_no_check_of_names():
    broken = "{id: M-1, name: Một, level: grassroots, type: phuong, parent: N-9, tags: [pilat], nmae: x}"

    registry, diagnostics = read(units_file(unit("M"), broken, unit("M-2", parent="M-1"), unit("M-3", parent="M-4")))

    assert registry is None
    assert sorted(one.key for one in diagnostics.errors) == [
        "key-unknown",
        "tag-unknown",
        "unit-unknown",
        "unit-unknown",
    ]


def test_a_name_that_cannot_be_one_is_one_mistake():
    _, diagnostics = read(units_file(unit("M"), unit("M-1", parent='"M 1"')))

    assert [one.key for one in diagnostics.errors] == ["text-pattern"]


def test_items_of_a_long_list_are_told_at_their_places_and_what_stands_beside_it_once():
    units = [unit(f"M-{number}") for number in range(2_500)]
    units[1_700] = units[1_700].replace("level: upper", "levl: upper")

    _, diagnostics = read(units_file(*units, head="term: 2020-2025\nrecords: some"))

    assert [(one.place.line, one.key) for one in diagnostics.errors] == [(3, "value-unknown"), (1_705, "key-unknown")]


def test_items_of_a_long_list_within_a_unit_are_told_at_their_places():
    items = ["one"] * 2_500
    items[1_700] = "[]"
    facts = f"facts: {{topics: [{', '.join(items)}]}}, type"

    _, diagnostics = read(units_file(unit("M").replace("type", facts, 1)))

    assert [(one.place.line, one.key) for one in diagnostics.errors] == [(5, "text-expected")]
