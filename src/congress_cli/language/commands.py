"""The commands that texts print: quoted for the user's shell, with the options that named the files and the day.

In the catalogues a command stands in angle brackets: `<congress explain {unit} RULE>`. Its fields are quoted; words in
capitals are left for the reader to fill in.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from congress_cli.text import sanitize

VALUED = ("--units", "--rules", "--waivers", "--as-of")
FLAGS = ("--no-waivers",)

_JUDGING = (*VALUED, *FLAGS)
_WRITING = ("--units", "--rules", "--as-of")
_FILES = ("--units", "--rules")
TAKES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("check", "explain", "show", "tree"), _JUDGING),
    **dict.fromkeys(("undo", "waive", "import", "validate"), VALUED),
    **dict.fromkeys(("record", "unit", "export"), _WRITING),
    **dict.fromkeys(("find", "journal"), _FILES),
    **dict.fromkeys(("facts", "rules", "clauses"), ("--rules",)),
}
"""The options of each command that is printed, as far as they are repeated."""

BEGINNING = frozenset({("rules", "new"), ("rules", "draft")})
"""Commands that begin a file of their own, and read none of the run."""

GIVEN: ContextVar[tuple[str, ...]] = ContextVar("given", default=())
"""The options of this run that name files and day, as they were typed."""

LONG = re.compile(rf"(?<!\S)congress (?:{'|'.join(TAKES)}) (?:[^ ;·\n]+ )*[^ ;·\n]+")
"""A command in a text: to the end, or to what is joined on."""

IN_TEXT = re.compile(r"<((?:congress|cd) [^<>]+)>")

_FIELD = re.compile(r"\{(\w+)\}")
_PLAIN_ON_WINDOWS = re.compile(r"[\w./\\:=+-]+")


def given_in(words: Sequence[str]) -> tuple[str, ...]:
    """The options that name files and day, in a command line."""
    return tuple(word for option in _options(words) for word in option)


def without_given(words: Sequence[str]) -> tuple[str, ...]:
    """A command line without the options that name files and day."""
    kept, at = [], 0
    while at < len(words):
        if words[at] in VALUED:
            at += 1
        elif words[at].partition("=")[0] not in (*VALUED, *FLAGS):
            kept.append(words[at])
        at += 1
    return tuple(kept)


def command_line(*words: str, given: Sequence[str] | None = None, blank: str = "") -> str:
    """A command as it may be typed, with those of the `given` options that it takes and whose value it does not name.

    `given`: without it those of this run. `blank`: a word that is left to be filled in, in the place of a value.
    """
    return _joined(words, [*map(quoted, words), *([blank] if blank else [])], given)


def same_command(words: Sequence[str], given: Sequence[str] | None, *more: str) -> str:
    """The command that made a report, with more words. `given`: the options for files and day, if not its own."""
    if given is not None:
        kept = without_given(words)
        at = next((at for at, word in enumerate(words) if word in (*VALUED, *FLAGS)), len(kept))
        words = (*kept[:at], *given, *kept[at:])
    return command_line(*words, *more, given=())


def command_in(template: str) -> Callable[[Any, Any], str]:
    """What makes the command of a catalogue's template of the arguments of a text."""

    def filled(args: Mapping[str, Any], name_of: object) -> str:
        del name_of
        words = [(_FIELD.sub(lambda match: str(args[match[1]]), one), "{" in one) for one in template.split()]
        return _joined([word for word, _ in words], [quoted(word) if typed else word for word, typed in words], None)

    return filled


def quoted(word: str) -> str:
    """A word as the shell reads it (POSIX, cmd, PowerShell); what cannot be seen in it is spelled out."""
    word = sanitize(word)
    if os.name != "nt":
        return shlex.quote(word)
    if _PLAIN_ON_WINDOWS.fullmatch(word):
        return word
    if any(sign in word for sign in '"$`%'):  # only PowerShell has quotes in which these mean nothing
        return "'" + word.replace("'", "''") + "'"
    at_the_end = word[len(word.rstrip("\\")) :]  # would make the quote a part of the word
    return f'"{word}{at_the_end}"'


def _options(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if word == "--":
            return
        if word in FLAGS:
            yield (word,)
        elif name in VALUED and equals:
            yield (name, value)
        elif word in VALUED and at + 1 < len(words):
            yield (word, words[at + 1])


def _joined(words: Sequence[str], typed: Sequence[str], given: Sequence[str] | None) -> str:
    taken = (
        TAKES.get(words[1], ()) if words[0] == "congress" and words[1:] and tuple(words[1:3]) not in BEGINNING else ()
    )
    options = _options(GIVEN.get() if given is None else given)
    repeated = [one for one in options if one[0] in taken and one[0] not in words and one[-1] not in words[2:]]
    return " ".join([*typed, *(quoted(word) for option in repeated for word in option)])
