"""Invented registries of any size: the same seed gives the same bytes. No unit in them exists.

A unit has the facts of about five rules (`lean`, what an office keeps) or of all of them (`full`). Those of `lean` may
be written in brackets, a unit a line (`brackets`), with one such unit alone (`mixed`), or each paper with a number of
its own (`numbered`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

Facts = Literal["lean", "full", "brackets", "mixed", "numbered"]

SEED = 2658
DISTRICTS_AT_MOST = 700
UNITS_A_DISTRICT = 50
IN_BRACKETS = 150
"""Which unit of a `mixed` file is written in brackets."""

HEAD = (
    "# An invented city, made for measuring: no unit here exists.\n"
    "format: congress-units/1\nterm: 2020-2025\nas_of: 2020-08-20\nrecords: {records}\nunits:\n"
)
WORDS = (
    "An",
    "Bình",
    "Cát",
    "Đông",
    "Giang",
    "Hòa",
    "Khê",
    "Lâm",
    "Minh",
    "Ninh",
    "Phú",
    "Quế",
    "Sơn",
    "Thịnh",
    "Xuân",
)
GRASSROOTS = (("phuong", "phường"), ("xa", "xã"), ("truong-hoc", "trường"), ("doanh-nghiep", "công ty"))
ITEMS = {
    "congress-plan.cites": ("directive-35-2019", "plan-155-2019"),
    "political-report.parts": ("directions-and-solutions", "follows-city-draft"),
    "self-review.manner": ("no-repetition", "not-dwelling-on-results"),
    "self-review.topics": ("democratic-centralism", "working-rules", "leadership-renewal", "setting-example"),
    "comments.gathered": ("city-xvii-draft", "national-xiii-draft"),
    "running-script.papers": ("script", "content", "programme"),
    "logistics": ("papers", "forms", "decoration", "ceremony", "facilities"),
    "publicity.phases": ("before", "during", "after"),
}
TALLIES = ("entitlements", "duties", "vacancies", "urban-pilot-posts", "vetting", "inspections")
ATTESTED = ("dual-task", "grassroots-direction", "own-congress-direction", "personnel-procedure", "publicity-continued")
EVENTS = (
    *(f"{name}.attested" for name in ATTESTED),
    "congress-plan.issued",
    "political-report.finished",
    "emulation.launched",
    "schedule.registered",
    "personnel-scheme.submitted",
    "personnel-scheme.approved",
    "personnel-direction.opinion",
    "action-programme.issued",
)


class Unit(NamedTuple):
    """One invented unit, without its facts."""

    id: str
    name: str
    level: str
    type: str
    parent: str | None


def write_file(path: Path, count: int, facts: Facts = "lean") -> Path:
    """One file of so many units."""
    chance = random.Random(f"{SEED}/{count}/{facts}")
    _write(path, (unit for district in _districts(count) for unit in district), facts, chance)
    return path


def write_folder(folder: Path, count: int, facts: Facts = "lean") -> Path:
    """A folder of one file a district."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"{SEED}/{count}/{facts}")
    for number, district in enumerate(_districts(count)):
        _write(folder / f"district-{number:03}.yaml", district, facts, chance)
    return folder


def write_series(path: Path, units: int = 1_000, months: int = 60) -> Path:
    """A monthly report of each unit, a few late, a few missing."""
    chance = random.Random(f"{SEED}/series")

    def reports() -> Iterator[str]:
        for place in range(months):
            first = date(2021 + place // 12, place % 12 + 1, 1)
            if chance.random() < 0.97:
                yield f"{first.isoformat()[:7]}: {_day(chance, first + timedelta(days=14), 14)}"

    return _write_again(path, units, "report.sent", reports)


def write_cases(path: Path, units: int = 100, cases: int = 1_000) -> Path:
    """Findings of each unit with a day on which they were detected and, nearly all, one on which they were fixed."""
    chance = random.Random(f"{SEED}/cases")

    def found() -> Iterator[str]:
        for number in range(1, cases + 1):
            detected = _day(chance, date(2024, 1, 1), 700)
            fixed = f", fixed: {_day(chance, detected, 40)}" if chance.random() < 0.95 else ""
            sort = chance.choice(("critical", "high", "low"))
            yield f'- {{case: "{number}", sort: {sort}, detected: {detected}{fixed}}}'

    return _write_again(path, units, "findings", found)


def _write_again(path: Path, units: int, fact: str, lines: Callable[[], Iterator[str]]) -> Path:
    """Units of the paper `returns.yaml`, with one fact each."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# Invented bodies: none exists.\nformat: congress-units/1\nas_of: 2026-01-20\n")
        file.write("records: complete\nunits:\n")
        for number in range(units):
            file.write(f"  - id: BODY-{number:04}\n    name: Body {number}\n    level: office\n    type: body\n")
            file.write(f"    facts:\n      {fact}:\n")
            file.writelines(f"        {line}\n" for line in lines())
    return path


def _districts(count: int) -> Iterator[list[Unit]]:
    """The City by itself, then each district with the units below it."""
    yield [Unit("MAU", "Đảng bộ Thành phố Mẫu", "city", "thanh-pho", None)]
    many = min(DISTRICTS_AT_MOST, max(3, count // UNITS_A_DISTRICT))
    for number in range(1, many + 1):
        below = (count - 1 - many) * number // many - (count - 1 - many) * (number - 1) // many
        yield list(_district(f"MAU-{number:03}", number, below))


def _district(own: str, number: int, below: int) -> Iterator[Unit]:
    yield Unit(own, f"Đảng bộ quận Mẫu {_name(number)}", "upper", "quan", "MAU")
    for place in range(1, below + 1):
        kind, word = GRASSROOTS[place % len(GRASSROOTS)]
        yield Unit(f"{own}-{place:04}", f"Đảng bộ {word} {_name(number + 31 * place)}", "grassroots", kind, own)


def _name(number: int) -> str:
    words = len(WORDS)
    return f"{WORDS[number % words]} {WORDS[number // words % words]} {number}"


def _write(path: Path, units: Iterable[Unit], facts: Facts, chance: random.Random) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD.format(records=chance.choice(("partial", "partial", "complete"))))
        for place, unit in enumerate(units):
            lines = list(_lines(unit, facts, chance))
            if facts == "brackets" or (facts == "mixed" and place == IN_BRACKETS):
                lines = [_in_brackets(lines)]
            file.writelines(f"{line}\n" for line in lines)


def _in_brackets(lines: Iterable[str]) -> str:
    """The lines of a unit as one."""
    own = [line[4:] for line in lines]
    fields = [line for line in own if not line.startswith(" ") and line != "facts:"]
    facts = [line.strip() for line in own if line.startswith(" ")]
    fields += ["facts: {" + ", ".join(facts) + "}"] if facts else []
    return "  - {" + ", ".join(fields) + "}"


def _lines(unit: Unit, facts: Facts, chance: random.Random) -> Iterator[str]:
    yield f"  - id: {unit.id}"
    yield f"    name: {unit.name}"
    yield f"    level: {unit.level}"
    yield f"    type: {unit.type}"
    if unit.parent is not None:
        yield f"    parent: {unit.parent}"
    recorded = [*_held(chance), *_counted(chance)]
    if facts == "numbered":
        recorded = [re.sub(r"(?<=document: )\d+", lambda _: str(chance.randrange(1, 10_000)), one) for one in recorded]
    if facts == "full":
        recorded += _all_others(chance)
    yield "    facts:" if recorded else "    facts: {}"
    yield from (f"      {fact}" for fact in recorded)


def _held(chance: random.Random) -> Iterator[str]:
    """A congress, mostly known to the day, sometimes only roughly, sometimes only planned or not recorded."""
    drawn, opened = chance.random(), _day(chance, date(2020, 4, 20), 120)
    if drawn < 0.08:
        return
    if drawn < 0.14:
        yield f"congress.planned: {opened}"
    elif drawn < 0.2:
        yield f"congress.opened: {opened.isoformat()[:7]}"
        yield f'congress.closed: {{day: {opened}/{opened + timedelta(days=3)}, note: "not known to the day"}}'
    else:
        yield f'congress.opened: {{day: {opened}, source: "báo Mẫu số {chance.randrange(400)}"}}'
        yield f"congress.closed: {opened + timedelta(days=chance.randrange(3))}"


def _counted(chance: random.Random) -> Iterator[str]:
    """What a grassroots unit is asked most: its plan, complaints, working rules, programme."""
    if chance.random() < 0.7:
        yield "congress-plan.cites: [directive-35-2019, plan-155-2019]"
    if chance.random() < 0.7:
        total = chance.randrange(5)
        yield f"complaints: {{total: {total}, done: {chance.randint(0, total)}}}"
    for name in ("working-rules.issued", "programme.issued"):
        if chance.random() < 0.4:
            paper = f"{chance.randrange(1, 90)}-QC/MAU"
            yield f"{name}: {{day: {_day(chance, date(2020, 6, 1), 80)}, document: {paper}}}"


def _all_others(chance: random.Random) -> Iterator[str]:
    for name in EVENTS:
        yield f"{name}: {_day(chance, date(2020, 5, 1), 110)}"
    for name in TALLIES:
        total = chance.randrange(9)
        yield f"{name}: {{total: {total}, done: {chance.randint(0, total)}}}"
    for name, items in ITEMS.items():
        if name != "congress-plan.cites":
            yield f"{name}: [{', '.join(items[: chance.randint(1, len(items))])}]"
    for name in ("targets", "targets-2020", "results-2020"):
        yield f"{name}: {{grdp-growth: {chance.randrange(50, 90) / 10}, new-members: {chance.randrange(20, 90)}}}"


def _day(chance: random.Random, first: date, days: int) -> date:
    return first + timedelta(days=chance.randrange(days))
