"""The ledger of sentences: how much of the directive the rules cover, and whether its text is still the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from congress_cli.errors import CongressError
from congress_cli.model.directive import Clause
from congress_cli.model.message import Message
from congress_cli.rules import Rulebook
from congress_cli.screens.coverage import Compared, Coverage, Fate
from congress_cli.text import tidy


def coverage(rulebook: Rulebook) -> Coverage:
    """Sentences with a rule, duties checked, rules without a sentence, sentences without a rule."""
    clauses = rulebook.clauses
    body = [clause for clause in clauses if clause.id != "H"]
    duties = [clause for clause in clauses if clause.check != "informational"]
    named = {clause for rule in rulebook.rules for clause in rule.clause}
    with_rule = {clause.id for clause in clauses if clause.rules or clause.id in named}
    done = {clause.sentence for clause in body if clause.id in with_rule or clause.check == "informational"}
    lacking = {clause.sentence for clause in duties if clause.id not in with_rule}
    ids = {clause.id for clause in clauses}
    return Coverage(
        sentences=len({clause.sentence for clause in body}),
        sentences_covered=len(done - lacking),
        informational=len({clause.sentence for clause in body if clause.check == "informational"}),
        duties=len(duties),
        automated=sum(clause.check == "automated" for clause in duties),
        attested=sum(clause.check == "attested" for clause in duties),
        rules=len(rulebook.rules),
        rules_without_clause=tuple(rule.id for rule in rulebook.rules if not ids & set(rule.clause)),
        clauses_without_rule=tuple(clause.id for clause in duties if clause.id not in with_rule),
        duties_without_modality=tuple(clause.id for clause in duties if clause.modality is None),
        disagreements=tuple(_disagreements(rulebook)),
        gaps=tuple(_gaps({clause.sentence for clause in body})),
        without_digest=tuple(one for one, digest in _digests(clauses).items() if digest is None),
    )


def _gaps(known: set[str]) -> list[str]:
    """The sentences that the numbering skips: 3.2 where the ledger has 3.1 and 3.3, 4.1 between 3.3 and 5.1."""
    if not all(re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,4}", one) for one in known):
        return []  # sentences that are not numbered through
    last: dict[int, int] = {}
    for sentence in known:
        paragraph, _, number = sentence.partition(".")
        last[int(paragraph)] = max(last.get(int(paragraph), 0), int(number))
    expected = (
        f"{paragraph}.{number}"
        for paragraph in range(1, max(last, default=0) + 1)
        for number in range(1, last.get(paragraph, 1) + 1)
    )
    return [one for one in expected if one not in known]


def _disagreements(rulebook: Rulebook) -> Iterable[tuple[str, str]]:
    """Pairs of clause and rule that only one of the two names."""
    by_clause = {(clause.id, rule) for clause in rulebook.clauses for rule in clause.rules}
    by_rule = {(clause, rule.id) for rule in rulebook.rules for clause in rule.clause}
    return sorted(by_clause ^ by_rule)


def compared(rulebook: Rulebook, sentences: Iterable[Sentence]) -> tuple[Compared, ...]:
    """Every sentence of a text beside its rules, then those of the ledger that the text lacks."""
    rules, digests = _by_sentence(rulebook.clauses), _digests(rulebook.clauses)
    found = list(sentences)
    stayed = {one.id for one in found if one.sha256 == digests.get(one.id)}
    moved = _moved([one for one in found if one.id not in stayed], {**digests, **dict.fromkeys(stayed)})
    at_home = stayed | set(moved.values())
    results = []
    for one in found:
        fate = _fate(one, stayed, moved, at_home, digests)
        known = moved.get(one.id, one.id)
        results.append(Compared(known, fate, one.text, () if fate is Fate.NEW else rules[known], one.id, one.sha256))
    met = {one.id for one in results if one.fate is not Fate.NEW}
    missing = [Compared(one, Fate.MISSING, None, rules[one]) for one in rules if one not in met]
    return (*results, *missing)


def _moved(found: Iterable[Sentence], digests: Mapping[str, str | None]) -> dict[str, str]:
    """Where a sentence stands now, and which one of the ledger it is word for word; each of the ledger once."""
    homes: dict[str, list[str]] = {}
    for known, digest in digests.items():
        if digest is not None:
            homes.setdefault(digest, []).append(known)
    return {one.id: homes[one.sha256].pop(0) for one in found if homes.get(one.sha256)}


def _fate(
    one: Sentence, stayed: set[str], moved: Mapping[str, str], at_home: set[str], digests: Mapping[str, str | None]
) -> Fate:
    if one.id in stayed:
        return Fate.SAME
    if one.id in moved:
        return Fate.MOVED
    if one.id not in digests or one.id in at_home:
        return Fate.NEW
    return Fate.UNDIGESTED if digests[one.id] is None else Fate.CHANGED


def _digests(clauses: Iterable[Clause]) -> dict[str, str | None]:
    """The digest of each sentence of the ledger; None where no part of it has one."""
    digests: dict[str, str | None] = {}
    for clause in clauses:
        digests[clause.sentence] = digests.get(clause.sentence) or clause.sha256
    return digests


def _by_sentence(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for clause in clauses:
        rules[clause.sentence] = tuple(dict.fromkeys((*rules.get(clause.sentence, ()), *clause.rules)))
    return rules


def stale_days(rulebook: Rulebook, today: date) -> int | None:
    """How many days ago a person last compared ledger and text; None where it is not recorded."""
    verified = rulebook.directive.verified
    return None if verified is None else (today - verified).days


def staleness(rulebook: Rulebook, today: date, setting: str | None) -> Iterator[Message]:
    """Whether that is longer ago than the setting `verified-within` allows, in days. Raises CongressError for it."""
    if setting is not None and not setting.isdecimal():
        raise CongressError("setting-not-number", key="verified-within", text=setting)
    within, days = VERIFIED_WITHIN if setting is None else int(setting), stale_days(rulebook, today)
    if days is None:
        yield Message("notes.ledger-never-verified")
    elif days > within:
        yield Message("notes.ledger-stale", {"days": days, "within": within})


HEADLINE = "H"
VERIFIED_WITHIN = 365

_BRACKET = re.compile(r"\s*\([^()]*\)\s*\Z")
_HEADS = ("", "Điều ", "Article ", "Section ", r"Sec\. ")
_LABELS = (  # what ends in a stop and ends no sentence
    *(rf"^{word}{number}\." for word in _HEADS for number in (r"\d", r"\d\d")),
    *(rf"^[IVX]{{{length}}}\." for length in range(1, 5)),
    *(r"\bNo\.", r"\bSec\.", r"U\.S\."),
)
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)] |(?:Điều|Chương|Mục|Article|Chapter|Part|Section|Sec\.) [\dIVX]")
_ROMAN = re.compile(r"[IVXLC]+[.)] ")
_END = re.compile(r"(?<=\.)" + "".join(f"(?<!{label})" for label in _LABELS) + r"\s+")


class Sentence(NamedTuple):
    """One sentence: `paragraph.number`, both counted from 1, or H for the headline."""

    id: str
    text: str

    @property
    def sha256(self) -> str:
        """The digest by which the ledger knows it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def sentences(text: str) -> tuple[Sentence, ...]:
    """The headline and every sentence of the body, in order; NFC, white space folded.

    The body goes on over headings with a number and items of a list, which are sentences, too.
    """
    paragraphs = _paragraphs(text)
    if not paragraphs:
        return ()
    found = [Sentence(HEADLINE, _BRACKET.sub("", paragraphs[0]))]
    for number, paragraph in enumerate(paragraphs[1 : _end(paragraphs)], start=1):
        found += [Sentence(f"{number}.{place}", part) for place, part in enumerate(_END.split(paragraph), start=1)]
    return tuple(found)


def unread(text: str) -> int:
    """How many paragraphs stand after the last one that ends like a sentence."""
    paragraphs = _paragraphs(text)
    return len(paragraphs) - _end(paragraphs)


def _paragraphs(text: str) -> list[str]:
    return [part for line in re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")) if (part := tidy(line))]


def _end(paragraphs: list[str]) -> int:
    """How many paragraphs belong to the paper, the headline included: the author's line ends it, a heading does not."""
    last = min(1, len(paragraphs))
    for place, one in enumerate(paragraphs[1:], start=1):
        if one.endswith((".", ";", ":")):
            last = place + 1
        elif not (_HEADING.match(one) or (_ROMAN.match(one) and one.isupper())):
            break
    return last
