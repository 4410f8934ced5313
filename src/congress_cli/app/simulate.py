"""What would change: the same registry judged twice on one day, as it is and as it would be. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from congress_cli import dataclass
from congress_cli.app.check import by_id, report_on
from congress_cli.app.compare import compared
from congress_cli.app.search import fact_meant, unit_and_fact
from congress_cli.days import EARLIEST, LATEST, Day, DayError, Today, months_after, parse_day
from congress_cli.edit.typed_values import typed_value
from congress_cli.engine.judging import Scope
from congress_cli.errors import UsageError
from congress_cli.model.comparison import Change, Comparison, Simulation
from congress_cli.model.directive import DatedValue, ParameterValue
from congress_cli.model.facts import FACT_MODELS, Fact
from congress_cli.model.message import Message
from congress_cli.model.report import Selection
from congress_cli.model.typed import Present, said_exact
from congress_cli.reading.files import paused
from congress_cli.reading.load import Data, read_data
from congress_cli.reading.project import Project
from congress_cli.rules import Rule, Rulebook
from congress_cli.text import suggestions

_LENGTH = re.compile(r"([+-])(\d{1,4})([dwm])\Z", re.ASCII)

_DAYS = {"d": 1, "w": 7}
_FACT_OF_UNIT = re.compile(r"\s*([^\s=][^=]*\s[^\s=]+)\s*=(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed, as it was typed: `PARAM=VALUE`, `UNIT FACT=VALUE`, `FACT=+7d`; another rulebook."""

    parameters: Sequence[str] = ()
    events: Sequence[str] = ()
    shifts: Sequence[str] = ()
    rules: Path | None = None


class Assumed(NamedTuple):
    """What was read, changed by what is assumed, and what to say of each assumption."""

    data: Data
    notes: tuple[Message, ...]

    def then(self, data: Data, message: Message) -> Assumed:
        """With one more assumption."""
        return Assumed(data, (*self.notes, message))


def simulate(
    project: Project, assumptions: Assumptions, asked: Selection, as_of: date | None, today: Today
) -> Simulation:
    """What would change of the selection if all of this held.

    Raises Unreadable, and UsageError for what cannot be assumed.
    """
    with paused():
        data = read_data(project)
        asked, taken = by_id(asked, data)
        day, came_from = data.judged_day(as_of, today)
        other = _under_rules(project, data, assumptions)
        assumed = assume(other, assumptions, asked, day)

        def comparison(wanted: Selection) -> Comparison:
            words = ("congress", "simulate")
            return compared(*(report_on(one, wanted, (day, came_from), words) for one in (data, assumed.data)))

        found = comparison(asked)
        elsewhere = 0 if asked.everything else _different(comparison(Selection())) - _different(found)
        unseen = [Message("notes.assumed-unseen", one.args) for one in assumed.notes if _unseen(one, other.data, day)]
        return Simulation(found, assumed.notes, elsewhere, (*data.notes, *taken, *unseen))


def _unseen(assumed: Message, data: Data, day: date) -> bool:
    """Whether an assumed day comes after the judged one, so that only a plan would be seen."""
    args = assumed.args
    term = data.rulebook.facts.get(args.get("fact", ""))
    if term is None or not term.is_day or not args.get("new") or getattr(term, "of", None) is not None:
        return False
    return parse_day(args["new"]).first > day


def _different(found: Comparison) -> int:
    return len(found.changes) - found.counts[Change.SAME]


def _under_rules(project: Project, data: Data, assumptions: Assumptions) -> Assumed:
    if assumptions.rules is None:
        return Assumed(data, ())
    other = replace(project, rules=assumptions.rules, rules_are_shipped=False)
    path = other.shown(assumptions.rules)
    return Assumed(read_data(other), (Message("ahead.assumed-rules", {"path": path}),))


def assume(assumed: Assumed, assumptions: Assumptions, asked: Selection, day: date) -> Assumed:
    """Days moved first, then facts set, then parameters; `day`: the judged one. Raises UsageError."""
    for text in assumptions.shifts:
        assumed = _shifted(assumed, text, asked)
    for text in assumptions.events:
        assumed = _with_fact(assumed, text, day)
    for text in assumptions.parameters:
        assumed = _with_parameter(assumed, text)
    return assumed


def _pair(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError("not-an-assignment", option=option, text=text)
    return name.strip(), value.strip()


# ---------------------------------------------------------------- parameters


def _with_parameter(assumed: Assumed, text: str) -> Assumed:
    """The parameter with this one value, in force from the first day that could ask for one."""
    rulebook = assumed.data.rulebook
    name, value = _pair("--set", text)
    if name not in rulebook.parameters:
        raise UsageError("parameter-unknown", text=name, known=suggestions(name, rulebook.parameters))
    parameter = rulebook.parameters[name]
    new = _parameter_value(name, value, rulebook)
    begins = min([*parameter, rulebook.directive.issued])
    dated = DatedValue(value=new, ref="--set")
    changed = rulebook.with_changes(parameters={**rulebook.parameters, name: {begins: dated}})
    old = parameter[max(parameter)].value if parameter else None
    args = {"param": name, "old": _value_text(old), "new": _value_text(new)}
    code = "ahead.assumed-value" if old is None else "ahead.assumed-other-value"
    if isinstance(new, date) and old is not None:
        code = "ahead.assumed-day"
    return assumed.then(replace(assumed.data, rulebook=changed), Message(code, args))


def _parameter_value(name: str, text: str, rulebook: Rulebook) -> Any:
    """The value as the rules that read the parameter need it. Raises UsageError."""
    kinds = {
        one.kind
        for rule in rulebook.rules
        for one in rule.references()
        if one.name == name and isinstance(one.kind, type) and one.kind is not Rule
    }
    try:
        value = TypeAdapter(ParameterValue).validate_python(_raw_parameter(text, kinds))
    except (DayError, ValidationError):
        raise UsageError("parameter-value-bad", param=name, text=text) from None
    if kinds and not any(isinstance(value, kind) for kind in kinds):
        raise UsageError("parameter-value-bad", param=name, text=text)
    return value


def _raw_parameter(text: str, kinds: set[type]) -> Any:
    if dict in kinds:
        return dict(_pair("--set", one) for one in text.split(","))
    return said_exact(text) if date in kinds else text


def _value_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={number}" for key, number in value.items())
    return "" if value is None else str(value)


# ---------------------------------------------------------------- facts


def _with_fact(assumed: Assumed, text: str, day: date) -> Assumed:
    """The fact of one unit; with no value after the sign it is not recorded. What stands beside the old one stays."""
    data = assumed.data
    match = _FACT_OF_UNIT.match(text)
    if match is None:
        raise UsageError("not-an-assignment", option="--event UNIT", text=text)
    id_, fact = unit_and_fact(match[1], data)
    unit, value = data.registry.by_id[id_], match[2].strip()
    old = unit.facts.get(fact)
    new = _typed_fact(data.rulebook, fact, value, old, day) if value else None
    args = {"unit": unit.id, "name": unit.name, "fact": fact, "old": _value(old), "new": _value(new)}
    kind = "event" if data.rulebook.facts[fact].is_day else "fact"
    code = f"ahead.assumed-{kind}" if old is None else f"ahead.assumed-other-{kind}"
    code = "ahead.assumed-no-fact" if new is None else code
    facts = {key: one for key, one in {**unit.facts, fact: new}.items() if one is not None}
    return assumed.then(_with_units(data, {unit.id: facts}), Message(code, args))


def _typed_fact(rulebook: Rulebook, fact: str, text: str, old: Fact | None, day: date) -> Fact:
    term = rulebook.facts[fact]
    held = {} if old is None else _raw(old.model_dump(exclude_none=True, by_alias=True))
    return FACT_MODELS[term.kind].model_validate(
        {**held, **typed_value(term, text.split(), held, Present(day, future=True))}
    )


def _raw(value: Any) -> Any:
    """A value of a fact as files hold it; a day is dumped as its first and last one."""
    if isinstance(value, Mapping) and "case" in value:
        own = {key: _raw(one) for key, one in value.items() if key != "days"}
        return {**own, **{name: _raw(event) for name, event in value.get("days", ())}}
    if isinstance(value, Mapping):
        return {key: _raw(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        is_day = len(value) == 2 and all(isinstance(one, date) for one in value)
        return str(Day(*value)) if is_day else [_raw(one) for one in value]
    return str(value)


def _value(fact: Fact | None) -> str:
    return "" if fact is None else fact.value()


def _shifted(assumed: Assumed, text: str, asked: Selection) -> Assumed:
    """The day of one fact moved in every selected unit that has one."""
    data = assumed.data
    name, length = _pair("--shift", text)
    fact = fact_meant(name, data.rulebook)
    match = _LENGTH.match(length)
    if match is None:
        raise UsageError("shift-bad", text=length)
    scope = Scope(replace(asked, rules=(), clauses=(), owners=(), statuses=()), data.registry, data.rulebook)
    units = [unit for unit in data.registry.units if scope.takes_unit(unit.id)]
    dated = [unit for unit in units if fact in unit.facts and unit.facts[fact].day is not None]
    moved = {unit.id: {**unit.facts, fact: _later(unit.facts[fact], match)} for unit in dated}
    if not moved:
        raise UsageError("shift-moves-nothing", fact=fact, count=len(units))
    args = {"fact": fact, "length": length, "count": len(moved), "units": len(units)}
    return assumed.then(_with_units(data, moved), Message("ahead.assumed-shift", args))


def _later(fact: Fact, match: re.Match[str]) -> Fact:
    if fact.day is None:
        return fact
    ends = (one if one in (EARLIEST, LATEST) else _moved(one, match) for one in fact.day)
    return fact.model_copy(update={"day": Day(*ends)})


def _moved(day: date, match: re.Match[str]) -> date:
    """Raises UsageError for a day outside the calendar."""
    count = int(match[1] + match[2])
    try:
        moved = months_after(day, count) if match[3] == "m" else day + timedelta(days=count * _DAYS[match[3]])
    except OverflowError:
        moved = date.max
    if not EARLIEST <= moved <= LATEST:
        raise UsageError("shift-outside", text=match[0], day=day.isoformat())
    return moved


def _with_units(data: Data, facts: Mapping[str, Mapping[str, Fact]]) -> Data:
    units = (
        unit.model_copy(update={"facts": facts[unit.id]}) if unit.id in facts else unit for unit in data.registry.units
    )
    return replace(data, registry=replace(data.registry, units=tuple(units)))
