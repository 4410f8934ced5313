"""Words offered by Tab: ids of units, facts, rules and clauses, and fixed words; typer does the rest."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from congress_cli.cli.session import Session
from congress_cli.days import key_of, shifted
from congress_cli.language import LANGUAGES, has, period_name, translate
from congress_cli.reading import completion_index
from congress_cli.reading.files import STDIN
from congress_cli.reading.project import Project, unit_files
from congress_cli.text import sanitize, syllables

VARIABLE = "_CONGRESS_COMPLETE"
_INERT = re.compile(r"\w(?:[\w./+%-]|:(?!::))*")  # a shell puts the word into its line as it is
MOST = 100

Entry = tuple[str, str]
"""A word that is offered, and its meaning."""


class _Meant(str):
    """A word that is offered though it does not begin as typed; typer leaves out what does not."""

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        """Say yes to typer."""
        return True


def meaning(text: str) -> str:
    """The meaning of a word, safe for a terminal and for a shell."""
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return ""  # fish asks twice; the first time only whether there are words
    # zsh evaluates the text, and typer escapes all for it but a backslash; `:::` parts word and meaning in PowerShell.
    return re.sub(":{3,}", "::", sanitize(text).replace("\\", "\N{FULLWIDTH REVERSE SOLIDUS}"))


def words_like(words: Iterable[str], ctx: Any, incomplete: str) -> list[Entry]:
    """Words of a closed set, each with its term in the language of the run."""
    found = (str(word) for word in words if word.startswith(incomplete))
    return [(word, meaning(_term(word, ctx.obj.language))) for word in found]


def units_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The units whose id begins as typed; where none does, the only unit whose name has the words.

    Of several such units none is offered: a shell would put what their ids have in common in the place of the word.
    """
    found = [one for text in _texts(_project(ctx)) for one in completion_index.units(text)]
    begun = _begun(found, incomplete)
    named = [] if begun else [one for one in found if _named(incomplete, one[1])]
    return _offered(begun or (named if len(named) == 1 else []))


def facts_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The facts whose id begins as typed."""
    return _ids_like(ctx, incomplete, completion_index.facts)


def values_like(ctx: Any, incomplete: str) -> list[Entry]:
    """Of a series the periods around the present; of cases their numbers, then the names of their days."""
    project, language = _project(ctx), ctx.obj.language
    unit, fact = (str(ctx.params.get(name)) for name in ("unit", "fact"))
    rules = completion_index.text_of(project.rules)
    form, days = completion_index.period_of(rules, fact), completion_index.days_of_cases(rules, fact, language)
    texts = list(_texts(project)) if form or days else []
    recorded = [key for text in texts for key in completion_index.recorded_keys(text, unit, fact)]
    offered = dict.fromkeys(recorded, "") if days else {}
    if form:
        frozen = [day for text in texts if (day := completion_index.frozen(text)) is not None]
        now = str(len(recorded) + 1) if form == "days" else key_of(form, min([ctx.obj.today(), *frozen]))
        keys = [shifted(form, now, number) for number in (0, -1, -2, 1)]
        offered = {f"{key}=": period_name(language, key, form) for key in keys}
    elif ctx.params.get("value"):
        offered = {f"{one}=": name for one, name in days}
    return [(one, meaning(name)) for one, name in offered.items() if one.startswith(incomplete)]


def rules_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The rules whose id begins as typed."""
    return _ids_like(ctx, incomplete, completion_index.rules)


def clauses_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The clauses whose id begins as typed."""
    return _ids_like(ctx, incomplete, completion_index.clauses)


def owners_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The owners whose id begins as typed."""
    return _ids_like(ctx, incomplete, completion_index.owners)


def parameters_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The parameters whose id begins as typed."""
    return _ids_like(ctx, incomplete, completion_index.parameters)


def _ids_like(ctx: Any, incomplete: str, *kinds: Callable[[str, str], Iterable[Entry]]) -> list[Entry]:
    """The words of these kinds whose id begins as typed; where none does, the only one whose name has the words."""
    text, language = completion_index.text_of(_project(ctx).rules), ctx.obj.language
    found = [_begun(entries(text, language), incomplete) for entries in kinds]
    if any(found):
        return [one for begun in found for one in _offered(begun)]
    names = {id_: name for entries in kinds for id_, name in entries(text, language)}
    every = (one for entries in kinds for each in LANGUAGES for one in entries(text, each))
    named = {id_: names[id_] for id_, name in every if _named(incomplete, name)}
    return _offered(named.items()) if len(named) == 1 else []


def pairs_like(ctx: Any, incomplete: str) -> list[Entry]:
    """A unit, or the fact of one."""
    return units_like(ctx, incomplete) or facts_like(ctx, incomplete)


def facts_or_rules_like(ctx: Any, incomplete: str) -> list[Entry]:
    """The facts, then the rules whose id begins as typed."""
    return _ids_like(ctx, incomplete, completion_index.facts, completion_index.rules)


def words_before(environment: Any) -> list[str]:
    """The words behind `congress`, as each shell hands them on; bash's `=` between option and value goes."""
    if "COMP_WORDS" not in environment:
        return str(environment.get("_TYPER_COMPLETE_ARGS", "")).split()[1:]
    place = int(environment.get("COMP_CWORD") or 0)
    words = environment["COMP_WORDS"].split("\n")
    kept = [word for at, word in enumerate(words) if word != "=" or at == place]
    environment["COMP_CWORD"] = str(place - words[:place].count("="))
    environment["COMP_WORDS"] = "\n".join(kept)
    return kept[1:]


def _project(ctx: Any) -> Project:
    session: Session = ctx.obj
    return session.project(ctx.params.get("units"), ctx.params.get("rules"), use_waivers=False, silent=True)


def _texts(project: Project) -> Iterable[str]:
    """The texts of the files of a registry."""
    paths = () if project.units == STDIN else unit_files(project.units).paths
    return (completion_index.text_of(Path(path)) for path in paths)


def _begun(found: Iterable[Entry], incomplete: str) -> list[Entry]:
    return [one for one in found if one[0].casefold().startswith(incomplete.casefold())]


def _offered(found: Iterable[Entry]) -> list[Entry]:
    """All, or of too many those with the fewest parts: districts before their communes."""
    entries = sorted(one for one in found if _INERT.fullmatch(one[0]))
    parts = sorted(one.count("-") for one, _ in entries)
    most = parts[MOST] - 1 if len(parts) > MOST and parts[MOST] > parts[0] else max(parts, default=0)
    return [(_Meant(one), meaning(name)) for one, name in entries if one.count("-") <= most]


def _named(incomplete: str, name: str) -> bool:
    """Whether each word typed begins a word of the name; without accents it begins every accented one."""
    words = syllables(name)
    return all(any(typed.begins(word) for word in words) for typed in syllables(incomplete))


def _term(word: str, language: str) -> str:
    return translate(language, f"terms.{word}") if has(language, f"terms.{word}") else ""
