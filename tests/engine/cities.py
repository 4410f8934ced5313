"""Random invented cities: a registry, a rulebook, waivers and a day, all from one number and always the same.

Days lie close together around the directive's, so that they meet; two in five are uncertain.
"""

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from congress_cli.model.registry import Registry, Waiver
from congress_cli.rules import Rulebook
from tests import builders
from tests.builders import ITEMS, parameter, rule, unless

FIRST, DAYS = date(2020, 6, 3), 40
UPPER, BELOW = 5, 15
TIMED = ("event", "sequence", "tally", "checklist", "measures")
KINDS = ("event", "event", "sequence", "sequence", "tally", "checklist", "measures", "share", "census", "every", "each")
EVENTS = tuple(name for name, term in builders.FACTS.items() if term["kind"] == "event")
PLANS = tuple(name for name, term in builders.FACTS.items() if term["kind"] == "plan")
DECIMALS = ("-1", "1", "2", "2.0", "2.5")
PARAMETERS = {
    "limit": parameter(("2020-06-11", "2020-06-20")),
    "limit-to-come": parameter(("2020-06-20", "2020-06-28")),
    "limit-amended": parameter(("2020-06-11", "2020-06-15"), ("2020-06-22", "2020-07-01")),
    "number": parameter(("2020-06-11", "3"), ("2020-06-24", "4")),
    "number-to-come": parameter(("2020-06-20", "2")),
    "reference": parameter(("2020-06-15", {"growth": "2", "poverty": "2"})),
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

Raw = dict[str, Any]


class City(NamedTuple):
    """All that the engine is given."""

    registry: Registry
    rulebook: Rulebook
    as_of: date
    waivers: tuple[Waiver, ...]


def city(seed: int) -> City:
    """The city of a number."""
    chance = Chance(seed)
    rules = chance.rules()
    units = [builders.unit(one.pop("id"), one.pop("level"), **one) for one in chance.units()]
    return City(
        builders.registry(*units, records=chance.choice(["partial", "complete"]), task_forces=("TF-1", "TF-2")),
        builders.rulebook(*rules, parameters=PARAMETERS, calendars=CALENDARS, calendar="long"),
        date(2020, 6, 10) + timedelta(chance.randrange(35)),
        tuple(chance.waiver(rules, [one.id for one in units]) for _ in range(6)),
    )


class Chance(Random):
    """What chance makes of units, facts and rules, as files hold them."""

    def at(self, share: float) -> bool:
        """True in so many cases of a hundred."""
        return self.random() < share

    def exact(self) -> date:
        return FIRST + timedelta(self.randrange(DAYS))

    def day(self) -> str:
        first = self.exact()
        return f"{first}/{first + timedelta(self.randrange(1, 5))}" if self.at(0.4) else str(first)

    # ---- units

    def units(self) -> list[Raw]:
        """A city, upper units, and grassroots units below them."""
        upper = [self.unit(f"U{i}", "upper", "C") for i in range(UPPER)]
        below = [self.unit(f"G{i:02}", "grassroots", f"U{self.randrange(UPPER)}") for i in range(BELOW)]
        return [{"id": "C", "level": "city"}, *upper, *below]

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
        found["report.sent"] = {key: self.day() for key in ("2020-05", "2020-06", "2020-07") if self.at(0.6)}
        found["progress.sent"] = {key: self.day() for key in "1234" if self.at(0.6)}
        if self.at(0.8):
            found["findings"] = [self.case(number) for number in range(self.randrange(4))]
        for name, fact in others.items():
            if self.at(0.7):
                found[name] = {**fact, "day": self.day()} if self.at(0.5) else fact
        return found

    def numbers(self) -> Raw:
        return {name: self.choice(DECIMALS) for name in builders.INDICATORS if self.at(0.8)}

    def waiver(self, rules: list[Raw], units: list[str]) -> Waiver:
        first = self.exact()
        until = first + timedelta(self.randrange(40))
        waived, where = self.choice(rules)["id"], self.sample(units, 8)
        return builders.waiver(rule=waived, units=where, **{"from": str(first), "until": str(until)})

    # ---- rules

    def rules(self) -> list[Raw]:
        """Every kind once, then as chance will; a share asks for rules before it."""
        made: list[Raw] = []
        for place, kind in enumerate((*dict.fromkeys(KINDS), *(self.choice(KINDS) for _ in range(15)))):
            earlier = [one["id"] for one in made]
            own = self.share(earlier) if kind == "share" else self.census() if kind == "census" else self.timed(kind)
            if kind == "each":
                own = {key: value for key, value in own.items() if key != "limit_basis"}
            common = {"modality": self.choice(["must", "must", "should", "strive"])}
            if self.at(0.1):
                common["severity"] = self.choice(["violation", "warning"])
            made.append(rule(kind, id=f"rule-{place:02}", **common, **own))
        return made

    def timed(self, kind: str) -> Raw:
        applies_to: Raw = {"level": self.choice([["upper", "grassroots"], "upper", "grassroots", ["city", "upper"]])}
        if self.at(0.2):
            applies_to |= self.choice([{"tag": "pilot"}, {"tag": list(builders.TAGS)}, {"type": ["quan", "phuong"]}])
        if self.at(0.2):
            applies_to |= self.choice([self.where(), {"unit": self.sample(["U1", "U2", "G03", "G04", "NOWHERE"], 3)}])
        fields: Raw = {
            "applies_to": applies_to,
            **getattr(self, kind)(),
            **(self.limit() if kind != "every" and self.at(0.75) else {}),
        }
        if self.at(0.25):
            fields["unless"] = unless(**self.choice([{"tag": "watch"}, {"tag": "watch"}, self.where()]))
        if self.at(0.3):
            fields["warn_days"] = self.randrange(20)
        if self.at(0.3):
            fields["limit_basis"] = "inferred"
        if kind != "every" and self.at(0.3):
            event = self.choice(EVENTS)
            fields["after"] = self.choice([event, {"event": event, "of": "children"}, self.event_of()])
        if kind != "every" and self.at(0.25):
            fields["not_before"] = self.not_before()
        if self.at(0.2):
            fields["calendar"] = "short"
        return fields

    def some_limit(self, kind: str) -> Raw:
        return self.limit(kind) if kind != "every" and self.at(0.75) else {}

    def limit(self, kind: str = "") -> Raw:
        anchor = self.case_anchor() if kind == "each" and self.at(0.7) else self.anchor()
        days = {"days": self.choice([*range(12), 40_000]), "after": anchor}
        months = {
            "months": self.choice([1, 8, 8, 12 * 90]),
            "after": anchor,
            "month_end": self.choice(["clamp", "next"]),
        }
        other = self.choice([{"within": {**self.span(), "after": anchor}}, {"ahead": {**self.span(), "of": anchor}}])
        limit = self.choice([{"before": anchor}, {"by": anchor}, {"within": days}, {"within": months}, other, other])
        return {**limit, "roll": self.choice(["forward", "back"])} if self.at(0.25) else limit

    def anchor(self) -> Any:
        """A day, a parameter, or an event of the unit, of its superior or of a named unit."""
        parameters = [{"param": name} for name in ("limit", "limit-to-come", "limit-amended")]
        return self.choice([str(self.exact()), *parameters, *(self.event_of() for _ in range(4))])

    def case_anchor(self) -> Any:
        """As `anchor`, or a day of the case."""
        return self.choice(["detected", "detected", "fixed", self.anchor()])

    def event_of(self) -> Any:
        of = self.choice(["unit", "unit", "parent", "C", "U1", "G03", "NOWHERE"])
        event = self.choice(EVENTS)
        return event if of == "unit" and self.at(0.5) else {"event": event, "of": of}

    def span(self, most: int = 12) -> Raw:
        number: Any = {"param": self.choice(["number", "number-to-come"])} if self.at(0.2) else None
        unit = self.choice(["days", "months", "working_days", "working_days"])
        return {unit: number or self.randrange(1, 2 if unit == "months" else most)}

    def not_before(self) -> Any:
        return {**self.span(5), "after": self.anchor()} if self.at(0.4) else self.anchor()

    def event(self) -> Raw:
        return {"event": self.choice(EVENTS), "document": self.choice(["required", "expected", None])}

    def sequence(self) -> Raw:
        return {"steps": self.sample(EVENTS, self.randrange(2, 4)), "strict": self.at(0.4)}

    def every(self) -> Raw:
        days = self.at(0.4)
        edges = [str(self.exact()), self.event_of(), *(() if days else ("2020-06", "2020-05"))]
        ends = [None, None, str(self.exact()), self.event_of(), "2" if days else "2020-07"]
        dues: list[Any] = [None, {"days": 3}, {"working_days": 2}, {"months": 1}]
        if not days:
            dues += [{"day": 25}, {"day": 31}, {"day": 5, "month": 2}]
        chosen = {"from": self.choice(edges), "until": self.choice(ends), "due": self.choice(dues)}
        roll = self.choice(["forward", "back", None, None])
        series = "progress.sent" if days else "report.sent"
        found = {"series": series, "roll": roll, **chosen}
        return {name: _texts(value) for name, value in found.items() if value is not None}

    def each(self) -> Raw:
        return {"sort": self.choice([None, "high", ["critical", "high"]]), "day": self.choice(["fixed", "detected"])}

    def case(self, number: int) -> Raw:
        days = {name: self.day() for name in ("detected", "fixed") if self.at(0.7)}
        return {"case": str(number), "sort": self.choice(["critical", "high"]), **days}

    def where(self) -> Raw:
        wanted = {name: self.comparison() for name in self.sample(list(builders.INDICATORS), self.randrange(1, 3))}
        return {"where": {self.choice(["targets", "results"]): wanted}}

    def comparison(self) -> Raw:
        if self.at(0.2):
            return {"between": sorted(self.sample(DECIMALS, 2), key=float)}
        return {self.choice(["at_least", "at_most", "above", "below", "exactly"]): self.choice(DECIMALS)}

    def tally(self) -> Raw:
        return {"at_least": self.choice([None, None, 15, 50, 67])}

    def checklist(self) -> Raw:
        return {"items": self.choice([None, self.sample(ITEMS, self.randrange(1, 3))])}

    def measures(self) -> Raw:
        return {
            "measures": "targets",
            "against": self.choice([{"param": "reference"}, {"fact": "results"}, self.values()]),
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
            "applies_to": {"level": ["upper", "city"], **(self.where() if self.at(0.1) else {})},
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
        if self.at(0.2):
            chosen |= self.where()
        expect = self.choice(
            [self.randrange(6), {"param": "number"}, {"between": ["1", "4"]}, {"at_least": "3"}, {"below": "5"}]
        )
        return {
            "select": chosen,
            "expect": expect,
            "applies_to": {"level": ["city", "upper"], **(self.where() if self.at(0.1) else {})},
        }


def _texts(value: Any) -> Any:
    """Numbers as files hold them."""
    return (
        {key: str(inner) for key, inner in value.items()} if isinstance(value, dict) and "event" not in value else value
    )
