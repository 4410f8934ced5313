"""Mutants of a rulebook: each one small change to what reaches a finding. One that no example kills is a survivor.

The example that would kill it is looked for among plain ones near the days that matter.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, product
from typing import Any

from pydantic import ValidationError

from congress_cli import dataclass
from congress_cli.model.directive import DatedValue, Modality, Parameter
from congress_cli.model.facts import CASE_FIELDS
from congress_cli.model.figures import Comparison
from congress_cli.model.finding import Status
from congress_cli.model.message import Message
from congress_cli.rulebook.examples import document_missing, judge_example, judge_examples, read_example
from congress_cli.rules import Rule, Rulebook
from congress_cli.rules.base import LATER, Mutable, Path, Raw
from congress_cli.rules.context import profiles_of
from congress_cli.worlds import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant(Message):
    """A rulebook with one change: where (`loc` in the file), what, and the rules whose examples may kill it."""

    loc: Path
    rulebook: Rulebook = field(repr=False)
    rules: tuple[str, ...] = ()


def mutants(raw: Mapping[str, Any], rulebook: Rulebook) -> Iterator[Mutant]:
    """Every mutant, rule by rule, then those of parameters and of the directive's day."""
    for index, rule in enumerate(rulebook.rules):
        yield from _of_rule(raw["rules"][index], index, rule, rulebook)
    for name in rulebook.parameters:
        yield from _of_parameter(name, rulebook)
    yield from _of_directive(rulebook)


def survives(mutant: Mutant) -> bool:
    """Whether every example of the rules concerned still holds."""
    rules = [mutant.rulebook.by_id[name] for name in mutant.rules]
    return all(result.ok for result in judge_examples(mutant.rulebook, rules))


def _of_rule(raw: Raw, index: int, rule: Rule, rulebook: Rulebook) -> Iterator[Mutant]:
    for at, code, args, changed in _changes(raw, rule, rulebook):
        try:
            other = type(rule).model_validate(changed)
        except ValidationError:
            continue  # a change that the model itself refuses needs no example
        if _reaches_nothing(rule, other, rulebook):
            continue
        rules = tuple(other if one.id == rule.id else one for one in rulebook.rules)
        changes = rulebook.with_changes(rules=rules)
        yield Mutant(f"rules.mutant-{code}", args, loc=("rules", index, *at), rulebook=changes, rules=(rule.id,))


def _reaches_nothing(rule: Rule, other: Rule, rulebook: Rulebook) -> bool:
    """A turned basis that leaves the severity as it was, or a selector that takes the same units, cannot be seen."""
    one, two = ({**dict(chosen.applies_to), "level": None, "type": None} for chosen in (rule, other))
    alike = one == two and profiles_of(rule.applies_to, rulebook) == profiles_of(other.applies_to, rulebook)
    changes: Raw = {"limit_basis": rule.limit_basis, **({"applies_to": rule.applies_to} if alike else {})}
    return other.model_copy(update=changes) == rule and other.severity is rule.severity


Change = tuple[Path, str, Mapping[str, Any], Raw]


def _changes(raw: Raw, rule: Rule, rulebook: Rulebook) -> Iterator[Change]:
    fields = rule.changeable()
    yield from _days(raw, fields)
    yield from _numbers(raw, rule, fields)
    yield from _figures(raw)
    yield from _swapped_limit(raw)
    yield from _dropped_lines(raw, fields)
    yield from _dropped_values(raw, rule, rulebook, fields)
    yield from _swapped(raw, fields)
    yield from _narrower(raw, rule, rulebook)
    yield from _wider(raw, rule, rulebook)
    for modality in Modality:
        if modality is not rule.modality:
            yield ("modality",), "modality", {"to": modality.value}, {**_bare(raw), "modality": modality.value}
    if rule.of_one_unit:
        basis = "inferred" if rule.limit_basis == "stated" else "stated"
        yield ("limit_basis",), "basis", {"to": basis}, {**_bare(raw), "limit_basis": basis}


def _bare(raw: Raw) -> Raw:
    """A copy without what no finding sees, but with the examples."""
    return {key: value if key == "examples" else copy.deepcopy(value) for key, value in raw.items()}


def _put(raw: Raw, at: Path, value: Any) -> Raw:
    changed = _bare(raw)
    inner: Any = changed
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    return changed


def _get(raw: Any, at: Path) -> Any:
    for step in at:
        raw = raw.get(step) if isinstance(raw, dict) else None
    return raw


def _as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _days(raw: Raw, fields: Mutable) -> Iterator[Change]:
    for at in fields.days:
        day = _as_day(_get(raw, at))
        for shift in (-1, 1):
            if day is None:
                break
            moved = (day + timedelta(days=shift)).isoformat()
            yield at, "day", {"from": str(day), "to": moved}, _put(raw, at, moved)


def _numbers(raw: Raw, rule: Rule, fields: Mutable) -> Iterator[Change]:
    for at in (("warn_days",), *fields.numbers):
        written = _get(raw, at)
        if written is None and at == ("warn_days",) and rule.limit is not None:
            written = str(rule.warn_days)
        if not isinstance(written, str) or not written.isdecimal():
            continue
        for number in (int(written) - 1, int(written) + 1):
            if number >= 0:
                yield at, "number", {"from": written, "to": str(number)}, _put(raw, at, str(number))


def _figures(raw: Raw) -> Iterator[Change]:
    """Each number that a figure is compared with."""
    for at in (
        *((selector, "where") for selector in ("applies_to", "unless", "select")),
        ("against", "values"),
        ("expect",),
    ):
        for loc, written in _leaves(_get(raw, at), at):
            if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", written) and loc != ("expect",):
                number = Decimal(written)
                step = Decimal(1).scaleb(int(number.as_tuple().exponent))
                for moved in (str(number - step), str(number + step)):
                    yield loc, "number", {"from": written, "to": moved}, _put(raw, loc, moved)


def _leaves(value: Any, at: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*at, step))


def _swapped_limit(raw: Raw) -> Iterator[Change]:
    for one, other in (("before", "by"), ("by", "before")):
        if one in raw:
            changed = _bare(raw)
            changed[other] = changed.pop(one)
            yield (one,), "limit", {"from": one, "to": other}, changed


def _dropped_lines(raw: Raw, fields: Mutable) -> Iterator[Change]:
    for key in ("unless", *fields.lines, "severity"):
        if key in raw:
            yield (key,), "line", {"dropped": key}, {name: value for name, value in _bare(raw).items() if name != key}
    for key, stronger, weaker in fields.weaker:
        if raw.get(key) == stronger:
            yield (key,), "line", {"dropped": f"{key}: {stronger}"}, _put(raw, (key,), weaker)


def _dropped_values(raw: Raw, rule: Rule, rulebook: Rulebook, fields: Mutable) -> Iterator[Change]:
    for selector in ("applies_to", "unless", *fields.selectors):
        for key in ("level", "type", "tag", "unit", "where", "without", "day"):
            if _get(raw, (selector, key)) is not None:
                yield from _dropped_key(raw, selector, key)
    for key in fields.lists:
        if isinstance(raw.get(key), list):
            yield from _shorter(raw, (key,))
    for implied_by, key, entries in rule.unwritten_lists(rulebook):
        for entry in entries:
            rest = [one for one in entries if one != entry]
            yield (implied_by,), "value", {"dropped": entry}, {**_bare(raw), key: rest}


def _dropped_key(raw: Raw, selector: str, key: str) -> Iterator[Change]:
    changed = _bare(raw)
    del changed[selector][key]
    if not (selector == "unless" and set(changed[selector]) == {"reason"}):
        yield (selector, key), "line", {"dropped": f"{selector}.{key}"}, changed
    if isinstance(raw[selector][key], list) and len(raw[selector][key]) > 1:
        yield from _shorter(raw, (selector, key))


def _shorter(raw: Raw, at: Path) -> Iterator[Change]:
    values = list(_get(raw, at))
    for place, value in enumerate(values):
        rest = values[:place] + values[place + 1 :]
        yield (*at, place), "value", {"dropped": value}, _put(raw, at, rest)


def _swapped(raw: Raw, fields: Mutable) -> Iterator[Change]:
    for key, one, other in fields.swaps:
        if raw.get(key) in (one, other):
            turned = other if raw[key] == one else one
            yield (key,), "limit", {"from": raw[key], "to": turned}, _put(raw, (key,), turned)


def _narrower(raw: Raw, rule: Rule, rulebook: Rulebook) -> Iterator[Change]:
    """Only one of the levels, or only one of the types, of the units that the rule concerns."""
    profiles = profiles_of(rule.applies_to, rulebook)
    for place, key in enumerate(("level", "type")):
        names = sorted({profile[place] for profile in profiles})
        for name in names if len(names) > 1 else ():
            yield ("applies_to",), "narrower", {"to": name}, _put(raw, ("applies_to", key), name)


def _wider(raw: Raw, rule: Rule, rulebook: Rulebook) -> Iterator[Change]:
    """One more level, type or tag excepted beside those that are."""
    all_names = {"level": rulebook.levels, "type": rulebook.types, "tag": rulebook.tags}
    concerned = profiles_of(rule.applies_to, rulebook)
    for key in ("level", "type", "tag"):
        excepted = getattr(rule.unless, key, None) or ()
        for name in all_names[key] if excepted else ():
            if name not in excepted and (key == "tag" or any(name in profile for profile in concerned)):
                at = ("unless", key)
                yield at, "wider", {"to": name}, _put(raw, at, [*excepted, name])


def _of_parameter(name: str, rulebook: Rulebook) -> Iterator[Mutant]:
    rules = tuple(rule.id for rule in rulebook.rules if name in rule.parameters())
    parameter = rulebook.parameters[name]
    for begins, dated in parameter.items():
        loc = ("parameters", name, begins.isoformat())
        for code, args, other in _other_values(begins, dated, rulebook.directive.issued):
            changed: Parameter = {**{day: one for day, one in parameter.items() if day != begins}, **other}
            parameters = {**rulebook.parameters, name: changed}
            changes = rulebook.with_changes(parameters=parameters)
            yield Mutant(f"rules.mutant-{code}", args, loc=loc, rulebook=changes, rules=rules)
    if parameter:
        yield _amended(name, parameter, rules, rulebook)


YEAR = timedelta(days=365)


def _amended(name: str, parameter: Parameter, rules: tuple[str, ...], rulebook: Rulebook) -> Mutant:
    """Another value, in force a year after everything that the parameter holds: only a late example sees it."""
    dated = parameter[max(parameter)]
    days = [*parameter, *(one.value for one in parameter.values() if isinstance(one.value, date))]
    begins = max(rulebook.directive.issued, *days) + YEAR
    *_, (_, _, other) = (one for one in _other_values(begins, dated, begins + YEAR))
    parameters = {**rulebook.parameters, name: {**parameter, **other}}
    changes, loc = rulebook.with_changes(parameters=parameters), ("parameters", name)
    return Mutant("rules.mutant-amended", {"day": str(begins)}, loc=loc, rulebook=changes, rules=rules)


def _other_values(
    begins: date, dated: DatedValue, issued: date
) -> Iterator[tuple[str, Mapping[str, Any], dict[date, DatedValue]]]:
    for shift in (timedelta(days=-1), timedelta(days=1)):
        if begins + shift >= issued:  # before the directive was issued nothing is judged
            yield "start", {"from": str(begins), "to": str(begins + shift)}, {begins + shift: dated}
        if isinstance(dated.value, date):
            moved = dated.value + shift
            other = dated.model_copy(update={"value": moved})
            yield "day", {"from": str(dated.value), "to": str(moved)}, {begins: other}
        elif isinstance(dated.value, Decimal):
            step = Decimal(1).scaleb(int(dated.value.as_tuple().exponent)) * shift.days
            other = dated.model_copy(update={"value": dated.value + step})
            yield "number", {"from": str(dated.value), "to": str(dated.value + step)}, {begins: other}
        else:
            yield from _other_figures(begins, dated, dated.value, shift.days)


def _other_figures(
    begins: date, dated: DatedValue, figures: Mapping[str, Decimal | Comparison], direction: int
) -> Iterator[tuple[str, Mapping[str, Any], dict[date, DatedValue]]]:
    for indicator, figure in figures.items():
        if isinstance(figure, Comparison):
            continue
        moved = figure + Decimal(1).scaleb(int(figure.as_tuple().exponent)) * direction
        other = dated.model_copy(update={"value": {**figures, indicator: moved}})
        yield "number", {"from": f"{indicator} {figure}", "to": str(moved)}, {begins: other}


def _of_directive(rulebook: Rulebook) -> Iterator[Mutant]:
    issued = rulebook.directive.issued
    rules = tuple(rule.id for rule in rulebook.rules)
    for shift in (-1, 1):
        moved = issued + timedelta(days=shift)
        directive = rulebook.directive.model_copy(update={"issued": moved})
        args = {"from": str(issued), "to": str(moved)}
        changes = rulebook.with_changes(directive=directive)
        yield Mutant("rules.mutant-day", args, loc=("directive", "issued"), rulebook=changes, rules=rules)


RECORDS = ("complete", "partial")
MOST = 20_000


def killing_example(mutant: Mutant, rulebook: Rulebook) -> tuple[str, Raw] | None:
    """A rule's id and an example of it that holds for the rulebook and fails for the mutant; None if none is found."""
    for rule_id in mutant.rules:
        rule, other = rulebook.by_id[rule_id], mutant.rulebook.by_id[rule_id]
        for number, raw in enumerate(_candidates(rule, rulebook, mutant.rulebook)):
            if number > MOST:
                break
            answers = [_answer(raw, one, book) for one, book in ((rule, rulebook), (other, mutant.rulebook))]
            if answers[0] is not None and _differs(answers[0], answers[1]):
                return rule_id, _written(raw, answers[0], answers[1])
    return None


ANSWER = ("expect", "last_day", "severity", "modality", "document")


def _answer(raw: Raw, rule: Rule, rulebook: Rulebook) -> tuple[str | None, ...] | None:
    try:
        example = read_example({**raw, "expect": "met"}, rulebook)
    except ValidationError:
        return None
    finding = judge_example(example, rule, rulebook).finding
    if finding is None:
        return "no_finding", None, None, None, None
    last_day = None if finding.last_day is None else finding.last_day.isoformat()
    modality = None if finding.status is Status.NOT_APPLICABLE else rule.modality.value
    return finding.status.value, last_day, finding.severity.value, modality, document_missing(finding)


def _differs(holds: tuple[str | None, ...], fails: tuple[str | None, ...] | None) -> bool:
    """Whether what an example can ask for differs; it cannot ask that there be no last day."""
    return fails is None or any(one is not None and one != other for one, other in zip(holds, fails, strict=True))


def _written(raw: Raw, holds: tuple[str | None, ...], fails: tuple[str | None, ...] | None) -> Raw:
    """The example with what holds; modality and paper only where they tell the mutant from the rule."""
    others = fails or (None,) * len(ANSWER)
    asked = {
        key: value
        for key, value, other in zip(ANSWER, holds, others, strict=True)
        if value is not None and (key in ANSWER[:3] or value != other)
    }
    return {**raw, **asked}


def _candidates(rule: Rule, rulebook: Rulebook, mutated: Rulebook) -> Iterator[Raw]:
    """Plain examples: the rule's own unit with facts and neighbours of all sorts, then units of every other sort."""
    warn = rule.warn_days + 1
    papers = (rulebook, mutated)
    held = rulebook.directive.issued + LATER
    found = {rulebook.directive.issued, *(day for one in papers for day in rule.example_days(one, rulebook.rules))}
    found |= {date.fromordinal(shift.later(held.toordinal())) for one in papers for shift in _shifts(rule, one)}
    near = (-warn - 1, -warn, 1 - warn, -1, 0, 1)
    days = sorted({day + timedelta(days=shift) for day in found for shift in near})
    more = [{}, *rule.neighbours(rulebook, rulebook.by_id)]
    nothing: tuple[Raw, ...] = ({},)
    own = product(nothing, _facts(rule, rulebook, days, held), more, RECORDS, days)
    others = product(_units(rulebook), nothing, more[:2], RECORDS, days)
    for unit, facts, beside, records, as_of in chain(own, others):
        yield {"as_of": as_of.isoformat(), "records": records, **unit, "facts": facts, **beside}


def _shifts(rule: Rule, rulebook: Rulebook) -> Iterator[Shift]:
    """How far its last day lies from an event, or a day of a case, that it is counted from."""
    time = rule.time
    if time is not None and time.bound is not None and time.anchor_event is not None:
        yield from time.shifts(time.bound, rulebook)


def _units(rulebook: Rulebook) -> Iterator[Raw]:
    kinds = [{"level": level, "type": name} for name, one in rulebook.types.items() for level in one.level]
    yield from ({"unit": {"tags": [tag]}} for tag in rulebook.tags)
    yield from ({"unit": kind} for kind in kinds)
    yield from ({"unit": {**kind, "tags": [tag]}} for tag, kind in product(rulebook.tags, kinds))


def _facts(rule: Rule, rulebook: Rulebook, days: Iterable[date], held: date) -> Iterator[Raw]:
    """Nothing; a plan alone; the matter done in full on a day, `held` first; each of its parts left out once."""
    yield {}
    names = [name for name in rule.own_facts() if name in rulebook.facts]
    plans = rulebook.judge_context(rulebook.directive.issued).plans
    listed = [day.isoformat() for day in days] if names else []
    yield from ({plans[name]: day} for name in names if name in plans for day in listed[-1:])
    for day in [held.isoformat(), *listed[:: max(1, len(listed) // 8)]] if listed else ():
        full = {name: rulebook.facts[name].full_value(day) for name in names}
        yield full
        for name in full:
            yield {other: value for other, value in full.items() if other != name}
            yield from ({**full, name: less} for less in _less(full[name]))
    yield from _plans_with_less(names, plans, listed, rulebook)


def _plans_with_less(names: list[str], plans: Mapping[str, str], days: list[str], rulebook: Rulebook) -> Iterator[Raw]:
    """A tally or checklist not yet full, and the planned day of the event it must precede."""
    for day in days[-1:]:
        for planned in (name for name in names if name in plans):
            for name in names:
                yield from ({plans[planned]: day, name: less} for less in _less(rulebook.facts[name].full_value(day)))


def _less(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from ([one for one in value if one != item] for item in value)
        keys = dict.fromkeys(key for one in value if isinstance(one, dict) for key in one if key not in CASE_FIELDS)
        yield from ([{name: one[name] for name in one if name != key} for one in value] for key in keys)
    elif isinstance(value, dict) and "total" in value:
        yield {**value, "done": "1"}
    elif isinstance(value, dict):
        yield from ({**value, name: number} for name in value for number in ("4", "6"))
