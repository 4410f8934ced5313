"""Small builders with defaults: one rule, one unit, one day. Every unit and every paper here is invented."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from congress_cli.engine import judge
from congress_cli.language import LANGUAGES, describe
from congress_cli.model.facts import FACT_MODELS, Fact, FactKind
from congress_cli.model.finding import Finding
from congress_cli.model.message import Diagnostics, Place
from congress_cli.model.registry import Records, Registry, TaskForce, Unit, UnitSource, Waiver
from congress_cli.reading.files import read_source
from congress_cli.reading.load import read_waivers
from congress_cli.reading.registry import read_registry
from congress_cli.reading.rulebook import read_rulebook
from congress_cli.rules import Rulebook

ROOT = Path(__file__).parent.parent
ISSUED = "2020-06-11"

LEVELS = ("city", "upper", "grassroots")
TYPES = {
    "thanh-pho": ["city"],
    "quan": ["upper"],
    "huyen": ["upper"],
    "phuong": ["grassroots"],
    "xa": ["grassroots"],
    "doanh-nghiep": ["upper", "grassroots"],
}
TYPE_OF_LEVEL = {"city": "thanh-pho", "upper": "quan", "grassroots": "phuong"}
TAGS = ("pilot", "watch")

ITEMS = ("one", "two", "three")
FACTS: dict[str, dict[str, Any]] = {
    "congress.opened": {"kind": "event"},
    "congress.planned": {"kind": "plan", "of": "congress.opened"},
    "congress.closed": {"kind": "event"},
    "paper.issued": {"kind": "event"},
    "step.first": {"kind": "event"},
    "step.middle": {"kind": "event"},
    "step.last": {"kind": "event"},
    "step.planned": {"kind": "plan", "of": "step.last"},
    "complaints": {"kind": "tally"},
    "topics": {"kind": "checklist", "items": {item: {"vi": item, "en": item} for item in ITEMS}},
    "targets": {"kind": "measures"},
    "results": {"kind": "measures"},
    "report.sent": {"kind": "series", "period": "month"},
    "quarter.sent": {"kind": "series", "period": "quarter"},
    "half.sent": {"kind": "series", "period": "half"},
    "year.sent": {"kind": "series", "period": "year"},
    "progress.sent": {"kind": "series", "period": {"days": "10"}},
    "findings": {
        "kind": "cases",
        "days": {name: {"vi": name, "en": name} for name in ("detected", "fixed")},
        "sorts": {name: {"vi": name, "en": name} for name in ("critical", "high")},
    },
    "requests": {"kind": "cases", "days": {name: {"vi": name, "en": name} for name in ("asked", "answered")}},
}
INDICATORS = {
    "growth": {"vi": "tăng trưởng", "en": "growth"},
    "poverty": {"vi": "hộ nghèo", "en": "poverty", "better": "lower"},
    "members": {"vi": "đảng viên mới", "en": "new members"},
}
OF_KIND: dict[str, dict[str, Any]] = {
    "event": {"event": "paper.issued"},
    "sequence": {"steps": ["step.first", "step.middle", "step.last"]},
    "tally": {"tally": "complaints"},
    "checklist": {"checklist": "topics"},
    "measures": {"measures": "targets", "against": {"param": "reference"}},
    "share": {"rule": "paper", "over": "children"},
    "census": {"select": {"level": "upper"}, "expect": "1"},
    "every": {"series": "report.sent", "from": "2020-06"},
    "each": {"cases": "findings", "day": "fixed"},
}


def day(text: str | date) -> date:
    """The day that an ISO text means."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def rule(kind: str = "event", **fields: Any) -> dict[str, Any]:
    """A rule as a file holds it; by default a must for upper units, without a limit."""
    common = {
        "id": "judged",
        "kind": kind,
        "title": {"vi": "Việc", "en": "Matter"},
        "clause": "1.1",
        "owner": "upper",
        "modality": "must",
        "applies_to": {"level": "upper"},
    }
    return {**common, **OF_KIND[kind], **fields}


def unless(**fields: Any) -> dict[str, Any]:
    """An exception with its reason."""
    return {**fields, "reason": {"vi": "đã làm", "en": "already done"}}


def parameter(*values: tuple[str, Any]) -> dict[str, Any]:
    """A parameter of the values that begin on these days."""
    return {begins: {"value": value, "ref": "01-TB/MN"} for begins, value in values}


def rulebook(
    *rules: Mapping[str, Any], parameters: Mapping[str, Any] | None = None, issued: str = ISSUED, **more: Any
) -> Rulebook:
    """A rulebook of the small vocabulary and of these rules; `more`: other keys of the file."""
    return Rulebook.model_validate({**rules_file(*rules, parameters=parameters, issued=issued), **more})


def rules_file(
    *rules: Mapping[str, Any], parameters: Mapping[str, Any] | None = None, issued: str = ISSUED
) -> dict[str, Any]:
    """The same as a file holds it."""
    return {
        "format": "congress-rules/1",
        "language": "en",
        "directive": {"number": "01-TB/MN", "kind": "TB", "issuer": "MN", "issued": issued, "term": "2020-2025"},
        "levels": {name: {"vi": name, "en": name} for name in LEVELS},
        "types": {name: {"level": level, "vi": name, "en": name} for name, level in TYPES.items()},
        "tags": {name: {"vi": name, "en": name} for name in TAGS},
        "facts": {name: _term(name, fields) for name, fields in FACTS.items()},
        "parameters": parameters or {},
        "rules": list(rules),
    }


def _term(name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    indicators = {"indicators": INDICATORS} if fields["kind"] == "measures" else {}
    return {"vi": name, "en": name, **fields, **indicators}


def facts(raw: Mapping[str, Any]) -> dict[str, Fact]:
    """Facts of the small vocabulary, as a file holds them."""
    return {name: FACT_MODELS[FactKind(FACTS[name]["kind"])].model_validate(value) for name, value in raw.items()}


def unit(unit_id: str = "U", level: str = "upper", **fields: Any) -> Unit:
    """A unit; by default an upper one of which nothing is recorded."""
    recorded = facts(fields.pop("facts", {}))
    defaults = {"name": f"Unit {unit_id}", "type": TYPE_OF_LEVEL[level]}
    return Unit.model_validate({"id": unit_id, "level": level, **defaults, **fields, "facts": recorded})


def registry(*units: Unit, records: str = "complete", task_forces: Sequence[str] = ()) -> Registry:
    """A registry of one file that holds these units."""
    return Registry(
        units=tuple(sorted(units, key=lambda one: one.id)),
        term="2020-2025",
        task_forces=tuple(TaskForce(id=one, name=one) for one in task_forces),
        sources={one.id: _source(one, records) for one in units},
    )


def _source(one: Unit, records: str) -> UnitSource:
    return UnitSource(Place("units.yaml", 1, 1), Records(records), dict.fromkeys(one.facts, (1, 1)))


def waiver(**fields: Any) -> Waiver:
    """A waiver of the rule `judged` in July 2020 for the unit `U`, or for all that a selector takes."""
    defaults = {
        "rule": "judged",
        **({} if {"under", "type", "tag"} & fields.keys() else {"units": ["U"]}),
        "from": "2020-07-01",
        "until": "2020-07-31",
        "authority": "BTC",
        "document": "31-CV/BTCTU",
        "reason": "Lũ lụt",
    }
    return Waiver.model_validate({**defaults, **fields})


def findings_of(
    units: Registry, rules: Rulebook, as_of: str | date, waivers: Iterable[Waiver] = ()
) -> dict[tuple[str, str], Finding]:
    """Every finding on a day under its rule and unit. Each can be said whole in every language."""
    found = {(one.rule, one.unit): one for one in judge(units, rules, day(as_of), waivers)}
    said = (describe(one, language, str) for one in found.values() for language in LANGUAGES)
    assert not [text for text in said if not text or "None" in text]
    return found


def judge_one(
    judged: Mapping[str, Any],
    recorded: Mapping[str, Any] | None = None,
    as_of: str | date = "2020-07-01",
    *,
    records: str = "complete",
    children: Sequence[Unit] = (),
    parameters: Mapping[str, Any] | None = None,
    waivers: Iterable[Waiver] = (),
    issued: str = ISSUED,
    others: Sequence[Unit] = (),
    paper: Mapping[str, Any] | None = None,
    **unit_fields: Any,
) -> Finding:
    """The finding of the rule `judged` on the unit `U` with these facts; `paper`: other keys of the rulebook."""
    below = [child.model_copy(update={"parent": "U"}) for child in children]
    units = registry(unit(facts=recorded or {}, **unit_fields), *below, *others, records=records)
    book = rulebook(judged, parameters=parameters, issued=issued, **(paper or {}))
    return findings_of(units, book, as_of, waivers)["judged", "U"]


def status_of(*args: Any, **kwargs: Any) -> str:
    """The status alone of `judge_one`."""
    return judge_one(*args, **kwargs).status.value


def last_day_of(*args: Any, **kwargs: Any) -> str | None:
    """The last day alone of `judge_one`, in ISO."""
    last_day = judge_one(*args, **kwargs).last_day
    return None if last_day is None else last_day.isoformat()


@cache
def read_case(folder: Path) -> tuple[Registry, Rulebook, tuple[Waiver, ...]]:
    """Registry, rulebook and waivers of a folder, read as the program reads them; without mistakes."""
    diagnostics = Diagnostics()
    book_source = read_source(folder / "rules.yaml", "rules.yaml", diagnostics)
    units_source = read_source(folder / "units.yaml", "units.yaml", diagnostics)
    assert book_source is not None
    assert units_source is not None
    book = read_rulebook(book_source, diagnostics)
    assert book is not None, diagnostics.errors
    units = read_registry([units_source], book, diagnostics)
    assert units is not None, diagnostics.errors
    waivers: tuple[Waiver, ...] | None = ()
    if (folder / "waivers.yaml").exists():
        source = read_source(folder / "waivers.yaml", "waivers.yaml", diagnostics)
        waivers = None if source is None else read_waivers(source, diagnostics)
    assert waivers is not None, diagnostics.errors
    return units, book, waivers
