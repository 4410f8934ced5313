"""Reports of provinces merged: the report of the whole but for its inputs and its command; or every reason against."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from congress_cli.app.check import report_on
from congress_cli.app.saved import merged
from congress_cli.formats.json import canonical
from congress_cli.model.message import Diagnostics, Place
from congress_cli.model.registry import Registry, Unit, Waiver
from congress_cli.model.report import Input, Report, Selection, Tool
from congress_cli.reading.load import Data
from congress_cli.reading.report import Saved, report_of
from congress_cli.rules import Rulebook
from tests.engine.cities import City, city

PROVINCES = ("A", "B", "C")


def named(unit: Unit, province: str) -> Unit:
    """The unit as one of a province: every id in it carries the province's letter."""

    def of(one: str | None) -> str | None:
        return None if one is None else f"{province}-{one}"

    closed = unit.closed and unit.closed.model_copy(update={"into": of(unit.closed.into)})
    ids = {"id": of(unit.id), "parent": of(unit.parent), "task_force": of(unit.task_force), "closed": closed}
    return unit.model_copy(update=ids)


def province(letter: str, one: City) -> tuple[Registry, tuple[Waiver, ...]]:
    """The city as a province with a file of its own."""
    place = Place(f"{letter}.yaml", 1, 1)
    registry = replace(
        one.registry,
        units=tuple(sorted((named(unit, letter) for unit in one.registry.units), key=lambda unit: unit.id)),
        task_forces=tuple(
            force.model_copy(update={"id": f"{letter}-{force.id}"}) for force in one.registry.task_forces
        ),
        sources={f"{letter}-{unit}": source._replace(place=place) for unit, source in one.registry.sources.items()},
    )
    alone = [waiver.alone_for(unit) for waiver in one.waivers for unit in waiver.holders(one.registry)]
    return registry, tuple(waiver.model_copy(update={"units": (f"{letter}-{waiver.units[0]}",)}) for waiver in alone)


def together(parts: list[Registry]) -> Registry:
    return replace(
        parts[0],
        units=tuple(sorted((unit for part in parts for unit in part.units), key=lambda unit: unit.id)),
        task_forces=tuple(force for part in parts for force in part.task_forces),
        sources={unit: source for part in parts for unit, source in part.sources.items()},
    )


def report(
    registry: Registry, rulebook: Rulebook, as_of: date, waivers: tuple[Waiver, ...], path: str = "a.yaml"
) -> Report:
    rules = Input("rules.yaml", "0" * 64)
    data = Data(registry, rulebook, waivers, rules, (Input(path, "1" * 64), rules), (), Diagnostics())
    return report_on(data, Selection(), (as_of, "option"), ("congress", "check"))


def saved(one: Report, path: str = "a.json") -> Saved:
    return Saved(one, Input(path, "2" * 64))


def parts_of(seed: int) -> tuple[list[Saved], Report]:
    """The reports of three provinces, and that of the whole."""
    first = city(seed)
    provinces = [
        province(letter, city(seed + 1000 * number)._replace(rulebook=first.rulebook))
        for number, letter in enumerate(PROVINCES)
    ]
    parts = [
        saved(report(registry, first.rulebook, first.as_of, waivers, f"{letter}.yaml"), f"{letter}.json")
        for letter, (registry, waivers) in zip(PROVINCES, provinces, strict=True)
    ]
    waivers = tuple(waiver for _, own in provinces for waiver in own)
    whole = report(together([registry for registry, _ in provinces]), first.rulebook, first.as_of, waivers)
    return parts, whole


def content(one: Report | None) -> dict[str, Any]:
    assert one is not None
    return {key: value for key, value in json.loads(canonical(one)).items() if key not in ("inputs", "command")}


@pytest.mark.parametrize("seed", range(25))
def test_merged_provinces_are_the_whole(seed: int) -> None:
    parts, whole = parts_of(seed)

    found = merged(parts)

    assert found.refusals == ()
    assert content(found.report) == content(whole)
    assert found.report is not None
    assert [one.path for one in found.report.inputs] == ["A.yaml", "B.yaml", "C.yaml", "rules.yaml"]
    assert found.report.command == ("congress", "merge", "A.json", "B.json", "C.json")


def test_the_order_of_the_reports_changes_only_the_command() -> None:
    parts, _ = parts_of(3)

    assert content(merged(parts).report) == content(merged(parts[::-1]).report)


def test_one_report_alone_stays_as_it_is() -> None:
    (first, *_), _ = parts_of(4)

    assert content(merged([first]).report) == content(first.report)


def test_a_merged_report_is_read_back_like_any_other() -> None:
    parts, _ = parts_of(5)
    whole = merged(parts).report
    assert whole is not None

    assert report_of(canonical(whole), "w.json") == report_of(canonical(whole), "w.json")
    assert canonical(report_of(canonical(whole), "w.json")) == canonical(whole)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (lambda one: replace(one, as_of=date(2020, 1, 1)), "merge-field-differs", "as_of"),
        (lambda one: replace(one, rulebook=Input("rules.yaml", "9" * 64)), "merge-field-differs", "rulebook"),
        (lambda one: replace(one, tool=Tool("congress", "0.0.0")), "merge-field-differs", "tool"),
        (lambda one: replace(one, language="vi"), "merge-field-differs", "language"),
        (lambda one: replace(one, rules=one.rules[1:], findings=()), "merge-field-differs", "rules"),
        (lambda one: replace(one, asked=Selection(rules=("x",))), "merge-field-differs", "asked"),
        (lambda one: replace(one, asked=Selection(statuses=("met",))), "merge-narrowed", None),
        (lambda one: replace(one, inputs=(Input("A.yaml", "9" * 64),)), "merge-input-differs", None),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    change: Callable[[Report], Report], code: str, field: str | None
) -> None:
    (first, second, _), _ = parts_of(6)

    found = merged([first, saved(change(second.report), "B.json")])

    assert found.report is None
    assert (code, field) in [(one.key, one.args.get("field")) for one in found.refusals]


def test_the_same_report_given_twice_is_refused_and_counts_nothing_double() -> None:
    (first, *_), _ = parts_of(7)

    found = merged([first, first])

    assert found.report is None
    assert [one.args["unit"] for one in found.refusals] == list(first.report.at_by_id)


def test_a_unit_in_two_reports_is_refused_and_all_reasons_are_told() -> None:
    (first, *_), _ = parts_of(7)

    found = merged([first, saved(replace(first.report, language="vi"), "again.json")])

    codes = [one.key for one in found.refusals]
    assert found.report is None
    assert codes.count("merge-unit-twice") == len(first.report.at_by_id)
    assert "merge-field-differs" in codes
