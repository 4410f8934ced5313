"""The ledger of sentences: how much of the directive the rules cover, and whether its text is still the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from congress_cli.model.directive import Clause
from congress_cli.model.ledger import Compared, Coverage, Fate
from congress_cli.reading.paper import Sentence
from congress_cli.rules.rulebook import Rulebook


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
        disagreements=tuple(_disagreements(rulebook)),
    )


def _disagreements(rulebook: Rulebook) -> Iterable[tuple[str, str]]:
    """Pairs of clause and rule that only one of the two names."""
    by_clause = {(clause.id, rule) for clause in rulebook.clauses for rule in clause.rules}
    by_rule = {(clause, rule.id) for rule in rulebook.rules for clause in rule.clause}
    return sorted(by_clause ^ by_rule)


def compared(rulebook: Rulebook, sentences: Iterable[Sentence]) -> tuple[Compared, ...]:
    """Every sentence of a text beside its rules, then those of the ledger that the text lacks."""
    known = _by_sentence(rulebook.clauses)
    digests = {clause.sha256: clause.sentence for clause in rulebook.clauses if clause.sha256 is not None}
    found = list(sentences)
    same = {digests[one.sha256] for one in found if one.sha256 in digests}
    told = [_fate(one, digests, known, same) for one in found]
    met = {one.id for one in told}
    missing = [Compared(one, Fate.MISSING, None, known[one]) for one in known if one not in met]
    return (*told, *missing)


def _fate(one: Sentence, digests: dict[str, str], known: dict[str, tuple[str, ...]], same: set[str]) -> Compared:
    if one.sha256 in digests:
        of_ledger = digests[one.sha256]
        return Compared(of_ledger, Fate.SAME, one.text, known[of_ledger])
    if one.id in known and one.id not in same:
        return Compared(one.id, Fate.CHANGED, one.text, known[one.id])
    return Compared(one.id, Fate.NEW, one.text, ())


def _by_sentence(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for clause in clauses:
        rules[clause.sentence] = tuple(dict.fromkeys((*rules.get(clause.sentence, ()), *clause.rules)))
    return rules


def stale_days(rulebook: Rulebook, today: date) -> int | None:
    """How many days ago a person last compared ledger and text; None where nobody says."""
    verified = rulebook.directive.verified
    return None if verified is None else (today - verified).days
