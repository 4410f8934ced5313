"""All words a user reads, in Vietnamese and English; findings are described by their code and arguments alone.

A file is loaded when its first sentence is translated.

Texts are format strings whose specifications say what is filled in: `day` (03/06/2020), `weekday` (thứ Tư
03/06/2020), `span` (an uncertain day in words), `stretch` (each day of an interval), `days` (a count of days),
`range` (a count of days from-to), `decimal` (a number with the language's mark), `name` and `names` (of facts,
items, indicators), `period` (of a series: tháng 2/2025), `list` (several, joined), `unit|units` (a count with its
noun, for one and for more).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from congress_cli import dataclass
from congress_cli.days import EARLIEST, LATEST, Day, parse_day
from congress_cli.language.commands import IN_TEXT, command_in
from congress_cli.model.finding import Finding
from congress_cli.model.message import Message
from congress_cli.text import sanitize


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of one language: `{}` is a day, a month or a count; `briefly`: an interval tells a year once."""

    weekdays: tuple[str, ...]
    on: str
    within_month: str
    at_the_latest: str
    at_the_earliest: str
    between: str
    up_to: str
    onward: str
    from_to: str
    one_day: str
    several_days: str
    two_counts: str
    decimal_mark: str
    quarters: tuple[str, ...]
    briefly: bool = False

    def day(self, value: Day) -> str:
        """03/06/2020."""
        return f"{value.first:%d/%m/%Y}"

    def weekday(self, value: Day) -> str:
        """thứ Tư 03/06/2020, Wednesday 03/06/2020."""
        return f"{self.weekdays[value.first.weekday()]} {self.day(value)}"

    def span(self, value: Day) -> str:
        """ngày 03/06/2020, on 03/06/2020; or the uncertain day in words."""
        if len(str(value)) == 7:
            return self.within_month.format(f"{value.first:%m/%Y}")
        return self._day_text(value, self.at_the_latest, self.at_the_earliest, self.between)

    def stretch(self, value: Day) -> str:
        """Each of these days: ngày 15/08/2020, từ 12 đến 14/08/2020."""
        return self._day_text(value, self.up_to, self.onward, self.from_to)

    def _day_text(self, value: Day, until: str, since: str, between: str) -> str:
        first, last = (f"{day:%d/%m/%Y}" for day in value)
        if value.exact:
            return self.on.format(first)
        if value.first == EARLIEST or value.last == LATEST:
            return until.format(last) if value.first == EARLIEST else since.format(first)
        if self.briefly and first[6:] == last[6:]:
            first = first[:2] if first[3:] == last[3:] else first[:5]
        return between.format(first, last)

    def days(self, count: int) -> str:
        """3 ngày, 3 days."""
        return (self.one_day if count == 1 else self.several_days).format(count)

    def range(self, counts: Sequence[int]) -> str:
        """2 đến 5 ngày, 2 to 5 days."""
        low, high = counts
        return self.days(low) if low == high else self.two_counts.format(low, high)

    def decimal(self, number: str) -> str:
        """7,5 or 7.5."""
        return number.replace(".", self.decimal_mark)

    def joined(self, parts: Sequence[str]) -> str:
        """Listed with commas."""
        return ", ".join(parts)


WORDS = {
    "vi": Words(
        weekdays=("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
        on="ngày {}",
        within_month="trong tháng {}",
        at_the_latest="chậm nhất ngày {}",
        at_the_earliest="từ ngày {} trở đi",
        between="trong khoảng từ {} đến {}",
        up_to="đến hết ngày {}",
        onward="từ ngày {} trở đi",
        from_to="từ {} đến {}",
        one_day="{} ngày",
        several_days="{} ngày",
        two_counts="{} đến {} ngày",
        decimal_mark=",",
        quarters=("", "I", "II", "III", "IV"),
        briefly=True,
    ),
    "en": Words(
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        on="on {}",
        within_month="in {}",
        at_the_latest="on {} at the latest",
        at_the_earliest="on {} at the earliest",
        between="some day from {} to {}",
        up_to="up to {}",
        onward="from {} on",
        from_to="from {} to {}",
        one_day="{} day",
        several_days="{} days",
        two_counts="{} to {} days",
        decimal_mark=".",
        quarters=("", "1", "2", "3", "4"),
    ),
}


LANGUAGES = ("vi", "en")
_HERE = Path(__file__).parent
# The file that each catalogue is a table of: what one command says is read with one file.
CATALOGUES = {
    "errors": "errors",
    "diagnostics": "errors",
    "findings": "findings",
    "terms": "findings",
    "screen": "findings",
    "notes": "findings",
    "help": "help",
    "office": "formats",
    "webpage": "formats",
    "ci": "formats",
    "rules": "rules",
    "proof": "rules",
    "ledger": "rules",
    "draft": "rules",
    "desk": "edit",
    "journal": "edit",
    "sheets": "edit",
    "lookup": "screens",
    "runs": "screens",
    "doctor": "screens",
    "ahead": "ahead",
}

NameOf = Callable[[str], str]
Writer = Callable[[Any, NameOf], str]
Part = tuple[str, str | None, Writer | None]


def translate(
    language: str, message: Message | str, args: Mapping[str, Any] | None = None, name_of: NameOf = str
) -> str:
    """The sentence of a message, or of a code (`catalogue.key`) with its `args`, which go before the message's own.

    `name_of` turns ids of the vocabulary into names.

    Raises KeyError for a code without a sentence, and for a field that `args` does not fill.
    """
    code, filled = (message, args or {}) if isinstance(message, str) else (message.code, args or message.args)
    parts = []
    for literal, field, write in _compiled(language, code):
        parts.append(literal)
        if write is not None:
            parts.append(write(filled if field is None else filled[field], name_of))
    return "".join(parts)


def has(language: str, code: str) -> bool:
    """Whether a catalogue has a sentence for the code."""
    catalogue, _, key = code.partition(".")
    return key in texts(language, catalogue)


@cache
def texts(language: str, catalogue: str) -> Mapping[str, str]:
    """One catalogue of one language."""
    return _file(language, CATALOGUES[catalogue])[catalogue]


@cache
def _file(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_HERE / language / f"{name}.toml").read_text("utf-8"))


@cache
def _compiled(language: str, code: str) -> tuple[Part, ...]:
    """A sentence in parts: a literal, the field after it and how its value is written; no writer at the end.

    A command in angle brackets is a part without a field: it is written of all arguments.
    """
    catalogue, _, key = code.partition(".")
    parts: list[Part] = []
    for place, piece in enumerate(IN_TEXT.split(texts(language, catalogue)[key])):
        if place % 2:
            parts.append(("", None, command_in(piece)))
            continue
        for literal, field, spec, _ in Formatter().parse(piece):
            parts.append((literal, field or "", None if field is None else _writer(language, spec or "")))
    return tuple(parts)


@cache
def _writer(language: str, spec: str) -> Writer:
    """How a value is written under a specification; all that comes from data passes the sanitiser."""
    words = WORDS[language]
    if "|" in spec:
        one, more = spec.split("|")
        return lambda value, _: f"{sanitize(str(value))} {one if value == 1 else more}"
    if spec in ("name", "names"):
        return lambda value, name_of: str(words.joined([sanitize(name_of(one)) for one in _listed(value)]))
    if spec == "list":
        return lambda value, _: str(words.joined([sanitize(str(one)) for one in value]))
    if spec in ("day", "weekday", "span", "stretch"):
        day = getattr(words, spec)
        written = lru_cache(4_096)(lambda value: str(day(value if isinstance(value, Day) else parse_day(value))))
        return lambda value, _: written(value)
    if spec == "period":
        return lambda value, _: sanitize(period_name(language, value))
    if spec in ("days", "range", "decimal"):
        count = getattr(words, spec)
        return lambda value, _: str(count(value))
    return lambda value, _: sanitize(format(value, spec))


_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d\d)|([QH])(\d)))?\Z", re.ASCII)


def period_name(language: str, key: str, form: str = "") -> str:
    """What a period of a series is called: tháng 2/2025, quý I/2025, kỳ 3. `form`: `days` where it is a number."""
    match = None if form == "days" else _PERIOD.match(key)
    if match is None:
        return translate(language, "terms.period-number", {"number": key})
    year, month, part, number = match.groups()
    numeral = str(int(month)) if month else WORDS[language].quarters[int(number or 0) % 5]
    codes = {"Q": "period-quarter", "H": f"period-half-{number}"}
    code = "period-month" if month else codes.get(part or "", "period-year")
    return translate(language, f"terms.{code}", {"year": year, "number": numeral})


def _listed(ids: Any) -> list[str]:
    return [ids] if isinstance(ids, str) else list(ids)


def paper_name(kind: str | None, number: str, language: str) -> str:
    """What a directive is called: its kind, if it has one, and its number."""
    return number if kind is None else translate(language, "screen.paper", {"kind": kind, "number": number})


def describe(finding: Finding, language: str, name_of: NameOf, *, strive: bool = False) -> str:
    """The state of the matter, then how it stands in time. `strive`: the rule is a goal, so no word of breach."""
    sentence = _Sentence(language, name_of, strive)
    args = dict(finding.args)
    if finding.would_be is None:
        in_time = sentence.part_in_time(finding, finding.code)
        parts = [sentence.state(finding.code, args), *sentence.added(args), in_time]
        return "; ".join(part for part in parts if part)
    code = str(args["would_be_code"])
    parts = [sentence.state(code, dict(args["would_be_args"])), sentence.part_in_time(finding, code)]
    would_be = "; ".join(part for part in parts if part)
    return f"{sentence.translate('waived', args)}; " + sentence.translate("would-be", {"would_be": would_be})


def in_time(finding: Finding, language: str, name_of: NameOf, *, strive: bool = False) -> str:
    """How the finding stands in time alone: `quá hạn 3 ngày`; empty where time has no part in it."""
    words = _Sentence(language, name_of, strive)
    text, args = words.in_time(finding, finding.code), finding.facts_args
    return words.translate("in-time-of", {"text": text, "part": words.part(args)}) if text and "part" in args else text


class _Sentence:
    """The parts of the sentences of findings."""

    def __init__(self, language: str, name_of: NameOf, strive: bool) -> None:
        self.language = language
        self.name_of = name_of
        self.strive = strive

    def translate(self, code: str, args: Mapping[str, Any]) -> str:
        return translate(self.language, f"findings.{code}", args, self.name_of)

    def _named(self, fact: str) -> str:
        """The name of a fact; the day on which a unit itself was closed is no fact of the vocabulary."""
        return translate(self.language, "findings.closing") if fact == "closed" else self.name_of(fact)

    def state(self, code: str, args: dict[str, Any]) -> str:
        if code == "uncertain" and args["worlds"] and "first" in args["worlds"][0]:
            code, args["worlds_text"] = "uncertain+worlds", "; ".join(map(self._world, args["worlds"]))
        elif code == "census-fewer" and not args["possible"]:
            code = "census-none"
        elif code == "measures-below":
            args["below_text"] = "; ".join(self._below(args["fact"], *one) for one in args["below"])
        elif code == "unit-closed" and args.get("day"):
            code = "unit-closed+into" if args.get("into") else "unit-closed+day"
        elif code == "unless":
            args["reason"] = args["reason"].get(self.language) or next(iter(args["reason"].values()))
        if isinstance(args.get("missing"), list) and "fact" in args:
            args["missing"] = [f"{args['fact']}/{item}" for item in args["missing"]]
        return translate(self.language, f"findings.{code}", args, self._named)

    def _world(self, world: Mapping[str, str]) -> str:
        days = Day(parse_day(world["first"]).first, parse_day(world["last"]).first)
        status = translate(self.language, f"terms.{world['status']}")
        return self.translate("world", {"days_text": self.translate("days", {"days": days}), "status": status})

    def _below(self, fact: str, name: str, value: object, wanted: object) -> str:
        return self.translate("below", {"name": self.name_of(f"{fact}/{name}"), "value": value, "wanted": wanted})

    def added(self, args: Mapping[str, Any]) -> Iterator[str]:
        if args.get("document") is not None:
            yield self.translate("with-document", args)
        if args.get("document_missing"):
            yield self.translate("document-expected", args)
        if "former_ref" in args:
            yield self.translate("amended", args)
        if "since" in args:
            yield self.translate("since", args)
        if args.get("plan_passed"):
            yield self.translate("plan-passed", args)
        elif "planned" in args:
            yield self.translate("by-plan", args)

    def part(self, args: Mapping[str, Any], *, with_days: bool = False) -> str:
        """The period or case that a finding speaks of; `with_days`: a period of so many days with first and last."""
        variant = f"part-{args['part_kind']}" + ("+days" if with_days and args.get("part_days") else "")
        return self.translate(variant, args)

    def part_in_time(self, finding: Finding, code: str) -> str:
        """How the finding stands in time, behind the period or case that stands so."""
        text, args = self.in_time(finding, code), finding.facts_args
        if "part" not in args:
            return text
        part = self.part(args, with_days=True)
        text = text or translate(self.language, f"terms.{args['part_status']}")
        return self.translate("part-told", {"part": part, "text": text})

    def in_time(self, finding: Finding, code: str) -> str:
        if code.startswith(("share", "census", "waits", "every-not-yet")):
            return ""
        args = finding.facts_args
        status, days_left = str(finding.facts_status), finding.days_left
        if "part_status" in args:
            status, days_left = args["part_status"], args.get("part_days_left")
        variant, more = _variant(status, args, days_left)
        if variant is not None and self.strive and has(self.language, f"findings.{variant}+strive"):
            variant += "+strive"
        known = variant is not None and has(self.language, f"findings.{variant}")
        return self.translate(str(variant), {**args, **more}) if known else ""


NO_DAY = {"by": "+by", "within": "+within"}  # without a form: the last day is before that of the event


def _variant(status: str, args: Mapping[str, Any], days_left: int | None) -> tuple[str | None, dict[str, Any]]:
    if status == "late":
        return "late", {"late": args["days_late"]}
    if status == "overdue":
        return ("overdue+range", {}) if days_left is None else ("overdue", {"days": -days_left})
    if status == "due_soon":
        return _soon(days_left)
    if status == "open":
        return _open(args, days_left)
    return ("failed" if status == "failed" else None), {}


def _soon(days_left: int | None) -> tuple[str, dict[str, Any]]:
    if days_left is None:
        return "due_soon+range", {}
    return ("due_soon", {"days": days_left}) if days_left else ("due_soon+today", {})


def _open(args: Mapping[str, Any], days_left: int | None) -> tuple[str | None, dict[str, Any]]:
    if days_left is not None and days_left >= 0:
        return ("open", {"days": days_left}) if days_left else ("due_soon+today", {})
    if "limit_event" in args and "planned" not in args:
        return f"open+no-day-yet{NO_DAY.get(args.get('limit_form', ''), '')}", {}
    return ("open+no-limit", {}) if days_left is None and "limit_event" not in args else (None, {})
