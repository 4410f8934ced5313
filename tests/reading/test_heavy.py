"""Input made to be heavy, in a small form: mistakes are counted, not built, and suggestions have a bound."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from congress_cli.__main__ import run
from congress_cli.engine import judge
from congress_cli.model.finding import Responsibility
from congress_cli.model.message import MOST, MOST_EFFORT, Diagnostics
from congress_cli.model.report import ReportedUnit
from congress_cli.reading.registry import read_registry
from congress_cli.text import Words
from tests.builders import registry, rule, rulebook, unit
from tests.long.heavy_input import UNITS, heavy_inputs
from tests.reading.places import source
from tests.reading.test_registry import rules

SMALL = heavy_inputs(30_000)


@pytest.mark.parametrize("name", SMALL)
def test_heavy_input_is_refused_with_few_suggestions(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    near = Words.near

    def counted(self: Words, *words: object, **more: object) -> tuple[list[str], int]:
        hits, effort = near(self, *words, **more)  # type: ignore[arg-type]
        compared.append(effort)
        return hits, effort

    monkeypatch.setattr(Words, "near", counted)
    monkeypatch.chdir(tmp_path)
    for file, text in SMALL[name].files.items():
        (tmp_path / file).write_text(text, "utf-8")

    assert run([*SMALL[name].words]) == SMALL[name].code
    assert len(compared) <= 2 * MOST
    assert sum(compared) <= MOST_EFFORT * 1.1
    assert len(capsys.readouterr().err) < 500_000


@pytest.mark.parametrize("name", UNITS)
def test_what_is_kept_of_heavy_units_does_not_grow_with_them(name: str) -> None:
    for size in (20_000, 60_000):
        diagnostics = Diagnostics()

        assert read_registry([source(UNITS[name](size))], rules(), diagnostics) is None

        assert 1 <= len(diagnostics.errors) <= MOST
        assert len(diagnostics.warnings) <= MOST
        assert diagnostics.total() + diagnostics.total(warning=True) == diagnostics.noted


def test_every_mistake_is_counted_under_its_code() -> None:
    diagnostics = Diagnostics()
    items = "".join("  - {}\n" for _ in range(12_000))

    read_registry([source(f"format: congress-units/1\nterm: x\nrecords: partial\nunits:\n{items}")], None, diagnostics)

    assert diagnostics.total() == 48_000
    (counted,) = diagnostics.counted().values()
    assert counted == {"key-missing": 48_000 - MOST}


def test_a_very_long_chain_of_superiors_has_one_branch_and_one_task_force() -> None:
    above = [None, *(f"U-{number}" for number in range(5_000))]
    units = {
        f"U-{number}": ReportedUnit(
            f"U-{number}", "x", "upper", "quan", parent, "TF" if number == 1 else None, (), "partial", ""
        )
        for number, parent in enumerate(above)
    }
    responsibility = Responsibility(units)

    assert responsibility.branch_of("U-5000") == "U-1"
    assert responsibility.branch_of("U-0") == "U-0"
    assert responsibility.force_of("U-5000") == "TF"
    assert responsibility.force_of("U-0") is None
    assert responsibility.force_of("X") is None


def test_a_chain_of_units_is_judged_in_about_as_many_steps_as_as_many_below_one() -> None:
    def steps(parents: list[str | None]) -> int:
        facts = {"paper.issued": "2020-06-15"}
        units = registry(*(unit(f"U-{at}", facts=facts, parent=above) for at, above in enumerate(parents)))
        of_units = [rule("event", id="paper"), rule("share", id="share")]
        book = rulebook(rule("census", applies_to={"unit": ["U-0"]}), *of_units)
        count = 0

        def note(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(note)
        try:
            judge(units, book, date(2020, 7, 1))
        finally:
            sys.setprofile(None)
        return count

    chain = steps([None, *(f"U-{at}" for at in range(400))])
    flat = steps([None, *("U-0" for _ in range(400))])

    assert flat > 400
    assert chain < 3 * flat
