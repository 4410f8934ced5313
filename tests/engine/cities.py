"""Random invented cities: a registry, a rulebook, waivers and a day, all from one number and always the same.

Days lie close together around the directive's, so that they meet; two in five are uncertain.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any, NamedTuple

from congress_cli.model.registry import Registry, Waiver
from congress_cli.rules import Rulebook
from tests import builders
from tests.builders import ITEMS, parameter, rule, unless

FIRST, DAYS = date(2020, 6, 3), 40
UPPER, BELOW = 5, 15
KINDS = ("event", "event", "sequence", "sequence", "tally", "checklist", "measures", "share", "census", "every", "each")
EVENTS = tuple(name for name, term in builders.FACTS.items() if term["kind"] == "event")
PLANS = tuple(name for name, term in builders.FACTS.items() if term["kind"] == "plan")
SERIES = {
    "report.sent": ("2020-05", "2020-06", "2020-07"),
    "quarter.sent": ("2020-Q1", "2020-Q2", "2020-Q3"),
    "half.sent": ("2019-H2", "2020-H1", "2020-H2"),
    "year.sent": ("2019", "2020", "2021"),
    "progress.sent": ("1", "2", "3", "4"),
}
DECIMALS = ("-1", "1", "2", "2.0", "2.5")
PARAMETERS = {
    "limit": parameter(("2020-06-11", "2020-06-20")),
    "limit-to-come": parameter(("2020-06-20", "2020-06-28")),
    "limit-amended": parameter(("2020-06-11", "2020-06-15"), ("2020-06-22", "2020-07-01")),
    "number": parameter(("2020-06-11", "3"), ("2020-06-24", "4")),
    "number-to-come": parameter(("2020-06-20", "2")),
    "reference": parameter(("2020-06-15", {"growth": "2", "poverty": "2"})),
    "reference-amended": parameter(("2020-06-11", {"growth": "2"}), ("2020-06-26", {"members": {"above": "1"}})),
}

CALENDARS = {
    "long": {
        "weekend": ["saturday", "sunday"],
        "covers": {"from": "2020-05-01", "until": "2020-08-31"},
        "closed": {"2020-06-17": {"until": "2020-06-19", "ref": "a"}, "2020-06-25": {"ref": "b"}},
        "worked": {"2020-06-20": {"ref": "c"}, "2020-06-18": {"ref": "c"}},
    },
    "short": {"weekend": ["friday"], "covers": {"from": "2020-06-08", "until": "2020-06-27"}},
}

COMPARISONS = ("at_least", "at_most", "above", "below", "exactly")
CASE_DAYS = {name: list(term["days"]) for name, term in builders.FACTS.items() if term["kind"] == "cases"}

Raw = dict[str, Any]


class City(NamedTuple):
    """All that the engine is given."""

    registry: Registry
    rulebook: Rulebook
    as_of: date
    waivers: tuple[Waiver, ...]


def city(seed: int, upper: int = UPPER, below: int = BELOW) -> City:
    """The city of a number. `upper`, `below`: how many units there are below it, and below those."""
    chance = Chance(seed)
    rules = chance.rules()
    registry = chance.registry(upper, below)
    waivers = tuple(chance.waiver(rules, [one.id for one in registry.units]) for _ in range(6))
    return City(registry, _rulebook(rules), chance.as_of(), waivers)


def small_cities(seed: int, many: int) -> Iterator[City]:
    """So many cities of five units, each under one rule of its own; shares aside, which ask for other rules."""
    chance = Chance(seed)
    book = _rulebook(chance.rules())
    for one in islice(cycle(one for one in book.rules if one.kind != "share"), many):
        yield City(chance.registry(2, 2), book.with_changes(rules=(one,)), chance.as_of(), ())


def _rulebook(rules: list[Raw]) -> Rulebook:
    return builders.rulebook(*rules, parameters=PARAMETERS, calendars=CALENDARS, calendar="long")


class Chance(Random):
    """What chance makes of units, facts and rules, as files hold them."""

    def at(self, share: float) -> bool:
        """True in so many cases of a hundred."""
        return self.random() < share

    def exact(self) -> date:
        return FIRST + timedelta(self.randrange(DAYS))

    def day(self) -> str:
        first = self.exact()
        if self.at(0.006):
            return self.choice([f"{first}/..", f"../{first}"])
        return f"{first}/{first + timedelta(self.randrange(1, 5))}" if self.at(0.4) else str(first)

    def as_of(self) -> date:
        return date(2020, 6, 10) + timedelta(self.randrange(35))

    # ---- units

    def registry(self, upper: int, below: int) -> Registry:
        units = [builders.unit(one.pop("id"), one.pop("level"), **one) for one in self.units(upper, below)]
        return builders.registry(*units, records=self.choice(["partial", "complete"]), task_forces=("TF-1", "TF-2"))

    def units(self, upper: int, below: int) -> list[Raw]:
        """A city, upper units, and grassroots units below them."""
        above = [self.unit(f"U{i}", "upper", "C") for i in range(upper)]
        lower = [self.unit(f"G{i:02}", "grassroots", f"U{self.randrange(upper)}") for i in range(below)]
        return [{"id": "C", "level": "city"}, *above, *lower]

    def unit(self, unit_id: str, level: str, parent: str) -> Raw:
        some: Raw = {
            "tags": self.sample(builders.TAGS, self.randrange(1, 3)) if self.at(0.3) else None,
            "task_force": self.choice(["TF-1", "TF-2"]) if self.at(0.3) else None,
            "records": self.choice(["partial", "complete"]) if self.at(0.5) else None,
            "closed": {"day": self.day()} if self.at(0.12) else None,
        }
        types = [name for name, levels in builders.TYPES.items() if level in levels]
        fixed = {"id": unit_id, "level": level, "type": self.choice(types), "parent": parent, "facts": self.facts()}
        return {**fixed, **{name: value for name, value in some.items() if value is not None}}

    def facts(self) -> Raw:
        found: Raw = {name: {"day": self.day()} for name in (*EVENTS, *PLANS) if self.at(0.6)}
        for name in found:
            if self.at(0.5):
                found[name]["document"] = "12-CV/QU"
        total = self.randrange(4)
        others: Raw = {
            "complaints": {"total": total, "done": self.choice([total, self.randrange(total + 1)])},
            "topics": {"items": [item for item in ITEMS if self.at(0.8)]},
            "targets": {"values": self.numbers()},
            "results": {"values": self.numbers()},
        }
        for name, keys in SERIES.items():
            found[name] = {key: self.day() for key in keys if self.at(0.6)}
        if self.at(0.8):
            found["findings"] = [
                {**self.case(number, "detected", "fixed"), "sort": self.choice(["critical", "high"])}
                for number in range(self.randrange(4))
            ]
        if self.at(0.8):
            found["requests"] = [self.case(number, "asked", "answered") for number in range(self.randrange(3))]
        for name, fact in others.items():
            if self.at(0.7):
                found[name] = {**fact, "day": self.day()} if self.at(0.5) else fact
        return found

    def numbers(self) -> Raw:
        return {name: self.choice(DECIMALS) for name in builders.INDICATORS if self.at(0.8)}

    def waiver(self, rules: list[Raw], units: list[str]) -> Waiver:
        first = self.exact()
        until = first + timedelta(self.randrange(40))
        whom: Raw = {"units": self.sample(units, min(8, len(units)))}
        if self.at(0.3):
            whom = self.choice(
                [{"under": "C", "tag": "watch"}, {"under": self.choice(units)}, {"type": ["quan", "xa"]}]
            )
        return builders.waiver(rule=self.choice(rules)["id"], **whom, **{"from": str(first), "until": str(until)})

    # ---- rules

    def rules(self) -> list[Raw]:
        """Every kind once, then as chance will; a share asks for rules before it."""
        made: list[Raw] = []
        for place, kind in enumerate((*dict.fromkeys(KINDS), *(self.choice(KINDS) for _ in range(15)))):
            earlier = [one["id"] for one in made]
            own = self.share(earlier) if kind == "share" else self.census() if kind == "census" else self.timed(kind)
            made.append(rule(kind, id=f"rule-{place:02}", **self.common(), **own))
        return made

    def common(self) -> Raw:
        """What every kind may have."""
        found: Raw = {"modality": self.choice(["must", "must", "should", "strive"])}
        if self.at(0.1):
            found["severity"] = self.choice(["violation", "warning"])
        if self.at(0.25):
            found["unless"] = unless(**self.exception())
        if self.at(0.3):
            found["warn_days"] = self.randrange(20)
        if self.at(0.3):
            found["limit_basis"] = "inferred"
        return found

    def timed(self, kind: str) -> Raw:
        applies_to: Raw = {"level": self.choice([["upper", "grassroots"], "upper", "grassroots", ["city", "upper"]])}
        if self.at(0.2):
            applies_to |= self.choice([{"tag": "pilot"}, {"tag": list(builders.TAGS)}, {"type": ["quan", "phuong"]}])
        fields: Raw = {"applies_to": {**applies_to, **self.perhaps()}, **getattr(self, kind)()}
        if kind != "every":
            fields |= self.time(fields.get("cases"))
        return {**fields, "calendar": "short"} if self.at(0.2) else fields

    def exception(self) -> Raw:
        some = [{"tag": "watch"}, {"tag": "watch"}, {"level": "upper", "type": "quan"}, self.some_units(), self.where()]
        return self.choice(some)

    def perhaps(self) -> Raw:
        return self.choice([self.where(), self.some_units()]) if self.at(0.2) else {}

    def some_units(self) -> Raw:
        return {"unit": self.sample(["U1", "U2", "G03", "G04", "NOWHERE"], 3)}

    def time(self, cases: str | None) -> Raw:
        """A limit, a start and a first day; of cases often counted from a day of the case."""
        found: Raw = self.limit(cases) if self.at(0.75) else {}
        if self.at(0.3):
            event = self.choice(EVENTS)
            own = self.choice(CASE_DAYS[cases]) if cases else event
            found["after"] = self.choice([own, {"event": event, "of": "children"}, self.event_of()])
        if self.at(0.25):
            found["not_before"] = self.not_before(cases)
        return found

    def limit(self, cases: str | None) -> Raw:
        anchor = self.anchor(cases)
        days = {"days": self.choice([*range(12), 40_000]), "after": anchor}
        months = {
            "months": self.choice([1, 8, 8, 12 * 90]),
            "after": anchor,
            "month_end": self.choice(["clamp", "next"]),
        }
        other = self.choice([{"within": {**self.span(), "after": anchor}}, {"ahead": {**self.span(), "of": anchor}}])
        limit = self.choice([{"before": anchor}, {"by": anchor}, {"within": days}, {"within": months}, other, other])
        return {**limit, "roll": self.choice(["forward", "back"])} if self.at(0.25) else limit

    def anchor(self, cases: str | None = None) -> Any:
        """A day, a parameter, or an event of the unit, of its superior or of a named unit; or a day of a case."""
        if cases and self.at(0.7):
            return self.choice(CASE_DAYS[cases])
        parameters = [{"param": name} for name in ("limit", "limit-to-come", "limit-amended")]
        return self.choice([str(self.exact()), *parameters, *(self.event_of() for _ in range(4))])

    def event_of(self) -> Any:
        of = self.choice(["unit", "unit", "parent", "C", "U1", "G03", "NOWHERE"])
        event = self.choice(EVENTS)
        return event if of == "unit" and self.at(0.5) else {"event": event, "of": of}

    def span(self, most: int = 12) -> Raw:
        number: Any = {"param": self.choice(["number", "number-to-come"])} if self.at(0.2) else None
        unit = self.choice(["days", "months", "working_days", "working_days"])
        length: Raw = {unit: number or self.randrange(1, 2 if unit == "months" else most)}
        return {**length, "month_end": self.choice(["clamp", "next"])} if unit == "months" else length

    def not_before(self, cases: str | None) -> Any:
        return {**self.span(5), "after": self.anchor(cases)} if self.at(0.4) else self.anchor(cases)

    def event(self) -> Raw:
        return {"event": self.choice(EVENTS), "document": self.choice(["required", "expected", None])}

    def sequence(self) -> Raw:
        return {"steps": self.sample(EVENTS, self.randrange(2, 4)), "strict": self.at(0.4)}

    def every(self) -> Raw:
        series = self.choice(["progress.sent", "progress.sent", "report.sent", *SERIES])
        days, keys = series == "progress.sent", SERIES[series]
        edges = [str(self.exact()), self.event_of(), *(() if days else keys[:2])]
        ends = [None, None, str(self.exact()), self.event_of(), keys[1] if days else keys[2]]
        dues: list[Any] = [None, {"days": 3}, {"working_days": 2}, {"months": 1}]
        if not days:
            dues += [{"day": 25}, {"day": 31}, {"day": 5, "month": 2}]
        chosen = {"from": self.choice(edges), "until": self.choice(ends), "due": self.choice(dues)}
        roll = self.choice(["forward", "back", None, None])
        found = {"series": series, "roll": roll, **chosen}
        return {name: _texts(value) for name, value in found.items() if value is not None}

    def each(self) -> Raw:
        if self.at(0.3):
            return {"cases": "requests", "day": self.choice(CASE_DAYS["requests"])}
        sort = self.choice([None, "high", ["critical", "high"]])
        return {"cases": "findings", "sort": sort, "day": self.choice(CASE_DAYS["findings"])}

    def case(self, number: int, *names: str) -> Raw:
        return {"case": str(number), **{name: self.day() for name in names if self.at(0.7)}}

    def where(self) -> Raw:
        wanted = {name: self.comparison() for name in self.sample(list(builders.INDICATORS), self.randrange(1, 3))}
        return {"where": {self.choice(["targets", "results"]): wanted}}

    def comparison(self) -> Raw:
        if self.at(0.2):
            return {"between": sorted(self.sample(DECIMALS, 2), key=float)}
        return {self.choice(COMPARISONS): self.choice(DECIMALS)}

    def tally(self) -> Raw:
        return {"at_least": self.choice([None, None, 15, 50, 67])}

    def checklist(self) -> Raw:
        return {"items": self.choice([None, self.sample(ITEMS, self.randrange(1, 3))])}

    def measures(self) -> Raw:
        references = [{"param": "reference"}, {"param": "reference-amended"}]
        return {
            "measures": "targets",
            "against": self.choice([*references, {"fact": "results"}, self.values()]),
        }

    def values(self) -> Raw:
        names = self.sample(list(builders.INDICATORS), self.randrange(1, 4))
        return {"values": {name: self.choice([self.choice(DECIMALS), self.comparison()]) for name in names}}

    def share(self, earlier: list[str]) -> Raw:
        over = self.choice(["children", "below", "task_force"])
        asked: Any = self.choice(["all", self.choice(earlier), self.sample(earlier, 2)])
        fields = {
            "rule": asked,
            "over": over,
            "applies_to": {"level": ["upper", "city"], **self.perhaps()},
        }
        if self.at(0.5):
            fields["at_least"] = self.choice([0, 10, 30, 50, 66, 100])
        return fields

    def census(self) -> Raw:
        level = self.choice(["upper", "grassroots", ["upper", "grassroots"]])
        select = {
            "level": level,
            "tag": "pilot" if self.at(0.3) else None,
            "without": self.choice(EVENTS) if self.at(0.6) else None,
            "day": str(self.exact()) if self.at(0.6) else None,
        }
        chosen = {name: value for name, value in select.items() if value is not None}
        if self.at(0.3):
            chosen |= self.choice([self.where(), self.some_units(), {"type": ["quan", "phuong"]}])
        lengths = ("number", "number-to-come")
        comparisons = [{name: str(self.randrange(6))} for name in COMPARISONS]
        expect = self.choice(
            [self.randrange(6), {"param": self.choice(lengths)}, {"between": ["1", "4"]}, *comparisons]
        )
        return {
            "select": chosen,
            "expect": expect,
            "applies_to": {"level": ["city", "upper"], **self.perhaps()},
        }


def _texts(value: Any) -> Any:
    """Numbers as files hold them."""
    return (
        {key: str(inner) for key, inner in value.items()} if isinstance(value, dict) and "event" not in value else value
    )
