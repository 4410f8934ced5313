"""Typed words as the values that files hold (days, tallies, lists of items, figures, texts), and those as YAML.

A scalar is written plain where every reader takes it for the same text, else in quotes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from congress_cli.days import DayError, in_order, is_key, parse_day
from congress_cli.errors import UsageError
from congress_cli.language import LANGUAGES, translate
from congress_cli.model.directive import CasesTerm, ChecklistTerm, SeriesTerm, TallyTerm, Term
from congress_cli.model.facts import CASE_FIELDS
from congress_cli.model.message import Message, names_of
from congress_cli.model.typed import Present, meaning, meanings, said_day, said_exact, said_period
from congress_cli.reading.data_warnings import is_usual_number, usual_number
from congress_cli.text import forbidden

MINUS = "\N{MINUS SIGN}"  # what a paste may make of a hyphen
LONGEST = 4_000

_TALLY = re.compile(r"(0|[1-9]\d{0,8})\s*/\s*(0|[1-9]\d{0,8})\Z", re.ASCII)
_FIGURES = re.compile(r"([^=;]+)=\s*([-\d.,]*)\s*;?\s*", re.ASCII)
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:[.,]\d{1,9})?\Z", re.ASCII)

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw] | None"
Value = dict[str, Raw]
"""The value of a fact in its long form, what may stand beside it left out."""


def typed_value(
    term: Term, words: Sequence[str], old: Mapping[str, Raw], present: Present, beside: Mapping[str, str] | None = None
) -> Value:
    """The value that words mean for a fact; `old`: what is recorded now, in the long form. Raises UsageError.

    `beside`: what belongs to the periods or the case that the words name; an empty text goes.
    """
    if term.is_day:
        return {"day": typed_span(" ".join(words), present)}
    if isinstance(term, SeriesTerm):
        return _series(term, words, old, present, beside or {})
    if isinstance(term, CasesTerm):
        return _cases(term, words, old, present, beside or {})
    if isinstance(term, TallyTerm):
        return _tally(words)
    return _checklist(term, words, old) if isinstance(term, ChecklistTerm) else _measures(term, words, old)


def typed_span(text: str, present: Present) -> str:
    """A day, a month or an interval as the files write it. Raises UsageError."""
    try:
        return str(said_day(text, present.today))
    except DayError as error:
        raise day_mistake("value-not-day", error, present, text=text) from None


def typed_exact(option: str, text: str, present: Present) -> str:
    """A single day as the files write it. Raises UsageError."""
    try:
        return said_exact(text, present.today).isoformat()
    except DayError as error:
        raise day_mistake("option-not-day", error, present, text=text, option=option) from None


def day_mistake(code: str, error: DayError, present: Present, **args: str) -> UsageError:
    """A text that is no day, with the days that may be meant where only the year is in doubt."""
    known = error.args_.get("known") or []
    if error.code == "day-without-year":
        known = present.with_year(error.args_["written"])
    names = [described_day(str(said_day(text))) for text in known]
    mistake = Message(f"diagnostics.{error.code}", error.args_)
    return UsageError(code, **args, mistake=mistake, known=known, names=names)


def described_day(day: str) -> dict[str, str]:
    """A day of the files in each language: with its weekday, or in words where it is uncertain."""
    code = "desk.day" if parse_day(day).exact else "desk.span"
    return {language: translate(language, code, {"day": day}) for language in LANGUAGES}


def typed_text(option: str, text: str) -> str:
    """A text in the usual form of its letters, without blanks around it. Raises UsageError."""
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    match = forbidden(clean)
    if match is not None or any("\ud800" <= sign <= "\udfff" for sign in clean):
        character = "U+FFFD" if match is None else f"U+{ord(match[0]):04X}"
        raise UsageError("text-forbidden", option=option, character=character)
    if len(clean) > LONGEST:
        raise UsageError("text-too-long", option=option, length=len(clean), most=LONGEST)
    return clean


def typed_document(text: str) -> str:
    """A document number, in its usual form where it has one. Raises UsageError."""
    number = typed_text("--document", text)
    usual = usual_number(number)
    return usual if is_usual_number(usual) else number


def _tally(words: Sequence[str]) -> Value:
    text = "".join(words)
    match = _TALLY.match(text)
    if match is None:
        raise UsageError("value-not-tally", text=text)
    if int(match[1]) > int(match[2]):
        raise UsageError("tally-over", done=match[1], total=match[2])
    return {"total": match[2], "done": match[1]}


def _checklist(term: Term, words: Sequence[str], old: Mapping[str, Raw]) -> Value:
    texts = words if any(" " in word for word in words) else [" ".join(words)]
    signed = [one for text in texts for one in _items(text, term)]
    if all(not sign for sign, _ in signed):
        return {"items": list(dict.fromkeys(name for _, name in signed))}
    if not all(sign for sign, _ in signed):
        raise UsageError("checklist-mixed")
    before = old.get("items")
    items = dict.fromkeys(str(item) for item in before) if isinstance(before, list) else {}
    for sign, name in signed:
        if sign == "+":
            items[name] = None
        else:
            items.pop(name, None)
    return {"items": list(items)}


def _items(text: str, term: Term) -> list[tuple[str, str]]:
    """The signs and ids of items: one that has a name of several words, or several with blanks or commas between."""
    names = names_of(term.parts)
    sign, name = _signed(text)
    words = [_signed(word)[1].strip(",;") for word in text.split()]
    if not all(word in names for word in words) and len(found := meanings(name, names)) == 1:
        return [(sign, found[0])]
    parts = [part for part in re.split(r"\s*[,;]\s*", text) if part]
    parts = parts if len(parts) > 1 else text.split()
    if len(parts) > 1:
        return [one for part in parts for one in _items(part, term)]
    return [(sign, meaning("item", name, names))]


def _measures(term: Term, words: Sequence[str], old: Mapping[str, Raw]) -> Value:
    before = old.get("values")
    values: dict[str, Raw] = dict(before) if isinstance(before, Mapping) else {}
    text = " ".join(words)
    if not re.fullmatch(rf"(?:{_FIGURES.pattern})+", text, re.ASCII):
        raise UsageError("value-not-figure", text=text)
    for said, typed in _FIGURES.findall(text):
        name, number = meaning("indicator", said.strip(" ,"), names_of(term.parts)), typed.rstrip(",")
        if number and not _FIGURE.match(number):
            raise UsageError("value-not-figure", text=f"{said.strip()}={number}")
        if number:
            values[name] = number.replace(",", ".")
        else:
            values.pop(name, None)
    return {"values": values}


def _series(
    term: SeriesTerm, words: Sequence[str], old: Mapping[str, Raw], present: Present, beside: Mapping[str, str]
) -> Value:
    """Each period with its day, `2025-02=26/2/2025` or `2/2025=26/2/2025`; without a day it goes."""
    days = {}
    for said, day in _pairs(" ".join(words)):
        key, rest = (said, "") if is_key(term.form, said) else said_period(said, term.form) or ("", said)
        if rest:
            raise UsageError("value-not-period", text=" ".join(words))
        days[key] = typed_come(day, words, present) if day else ""
    return {"periods": periods_written(days, old.get("periods"), str(present.today), beside)}


def periods_written(
    days: Mapping[str, str], old: Raw, today: str, beside: Mapping[str, str] | None = None
) -> dict[str, Raw]:
    """The periods of a series as a file holds them, in order, with these days; one without a day goes.

    `beside`: what stands beside each of these days. A day of entry that there is becomes `today`.
    """
    periods: dict[str, Raw] = dict(old) if isinstance(old, Mapping) else {}
    for key, day in days.items():
        before = periods.pop(key, None)
        if day:
            periods[key] = dated(before, day, today, beside or {})
    return dict(sorted(periods.items(), key=lambda pair: in_order(pair[0])))


def dated(before: Raw, day: str, today: str, beside: Mapping[str, str]) -> Raw:
    """An event on that day as a file holds it, short where nothing stands beside the day."""
    old = before if isinstance(before, Mapping) else {} if before is None else {"day": before}
    entered = {"recorded": today} if "recorded" in old and day != old.get("day") else {}
    event: dict[str, Raw] = {key: one for key, one in {**old, "day": day, **entered, **beside}.items() if one}
    return event if len(event) > 1 or isinstance(before, Mapping) else day


def typed_come(text: str, words: Sequence[str], present: Present) -> str:
    """A day of a period or a case among the words, which must have come. Raises UsageError."""
    day = typed_span(text, present)
    if present.is_future(day):
        code = "day-future" if present.last == present.today else "day-after-frozen"
        hits = [(f"{' '.join(words)} --future", described_day(day), "")]
        raise UsageError(code, text=text, day=day, last=str(present.last), hits=hits)
    return day


def _cases(
    term: CasesTerm, words: Sequence[str], old: Mapping[str, Raw], present: Present, beside: Mapping[str, str]
) -> Value:
    """A case by its number with what is known of it, `17 detected=1/3/2025`; a name without a value goes."""
    before, today = old.get("cases"), str(present.today)
    cases = [dict(one) for one in before if isinstance(one, Mapping)] if isinstance(before, list) else []
    if not words or "=" in words[0]:
        raise UsageError("value-not-case", text=" ".join(words))
    found: dict[str, Raw] = next((one for one in cases if one.get("case") == words[0]), {})
    if not found:
        found["case"] = words[0]
        cases.append(found)
    for key, said in (*_pairs(" ".join(words[1:])), *beside.items()):
        if key not in (*term.days, *CASE_FIELDS[1:]) or (key == "sort" and said and said not in term.sorts):
            raise UsageError("value-not-case", text=" ".join(words))
        if said:
            is_day = key in term.days
            found[key] = dated(found.get(key), typed_come(said, words, present), today, {}) if is_day else said
        else:
            found.pop(key, None)
    if "recorded" in found and "recorded" not in beside:
        found["recorded"] = today
    return {"cases": list(cases)}


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names with what is typed for them. Raises UsageError where something stands before the first."""
    found = [(match[1], match[2].strip(" ,;")) for match in _PAIR.finditer(text)]
    if text and (not found or not _PAIR.match(text)):
        raise UsageError("value-not-period", text=text)
    return found


_PAIR = re.compile(r"\s*([^\s=]+)=(.*?)(?=\s+[^\s=]+=|\Z)")


def _signed(word: str) -> tuple[str, str]:
    sign = word[:1].replace(MINUS, "-")
    return (sign, word[1:].strip()) if sign and sign in "+-" else ("", word)


_DAY = re.compile(r"(?:\.\.|\d{4}-\d\d(?:-\d\d)?)(?:/(?:\.\.|\d{4}-\d\d(?:-\d\d)?))?\Z", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII)
_WORDS = re.compile(r"[^\W\d_](?:[\w.%()/+-]| (?! ))*(?<! )\Z")
_PAPER = re.compile(r"\d+[-/][^\W\d_][\w./-]*\Z")
_OTHERS = re.compile(r"(?:y|yes|n|no|on|off|true|false|null|nan|inf)\Z", re.IGNORECASE)
_FREE = frozenset({"source", "by", "note", "reason", "code"})


def flow(value: Raw, key: str = "") -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(entry(name, inner) for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return "" if value is None else scalar(value, key)


def entry(key: str, value: Raw) -> str:
    """A key and its value on one line."""
    written = flow(value, key)
    return f"{scalar(key)}: {written}" if written else f"{scalar(key)}:"


def scalar(text: str, key: str = "") -> str:
    """A single text: plain where that is safe, in double quotes else. `key` tells what it is the value of."""
    return text if _is_plain(text, key) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def restyled(text: str, style: str, key: str = "") -> str:
    """A text in the style of the one it replaces."""
    if style == '"':
        return quoted(text)
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return scalar(text, key)


def _is_plain(text: str, key: str) -> bool:
    if key in _FREE or _OTHERS.match(text):
        return False
    if _DAY.match(text):
        return True
    if _NUMBER.match(text):
        return key not in ("document", "name", "term", "case")
    return bool(_WORDS.match(text) or _PAPER.match(text))
