"""Mistakes as text: where, what, the line with a caret, and how to fix it."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from congress_cli.errors import CongressError
from congress_cli.language import has, translate
from congress_cli.model.message import Diagnostic, Diagnostics, Message
from congress_cli.text import sanitize

LONGEST_LINE = 160


def error_text(error: CongressError, language: str, *, numbered: bool = False) -> str:
    """One mistake of the command line or of a whole file. `numbered`: where it has choices, a line and number each."""
    diagnostics = getattr(error, "diagnostics", None)
    if isinstance(diagnostics, Diagnostics):
        return diagnostics_text(diagnostics, language)
    args = _localised(error.args_, language)
    text = f"congress: {translate(language, f'errors.{error.code}', args)}\n"
    if numbered and (choices := choices_of(error, language)):
        return f"{text}  {translate(language, 'errors.choices')}\n{_listed(choices, numbered=True)}"
    return text + _fix(f"errors.{error.code}", args, language)


def choices_of(error: CongressError, language: str) -> list[tuple[str, str, str]]:
    """What may be meant: id, name, superior."""
    known, names = error.args_.get("known") or (), error.args_.get("names")
    found = error.args_.get("hits") or [(one, names[place] if names else "", "") for place, one in enumerate(known)]
    return _names_in(found, language)


def _names_in(found: Iterable[tuple[str, Any, str]], language: str) -> list[tuple[str, str, str]]:
    """Choices whose names, where there is one for each language, are those of one language."""
    return [(one, name if isinstance(name, str) else name[language], above) for one, name, above in found]


def diagnostics_text(diagnostics: Diagnostics, language: str, *, warnings: bool = False) -> str:
    """Each mistake (or warning) with its line and a caret; behind those of a file, how many more it has by code."""
    found = diagnostics.warnings if warnings else diagnostics.errors
    counted = diagnostics.counted(warning=warnings)
    text = ""
    for path, of_file in groupby(found, key=lambda one: one.place.path):
        text += "".join(_diagnostic_text(one, language) for one in of_file)
        text += _more(path, counted.get(path, Counter()), language)
    return text


def _more(path: str, counted: Counter[str], language: str) -> str:
    if not counted:
        return ""
    head = translate(language, "diagnostics.more", {"count": counted.total()})
    codes = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return f"{sanitize(path)}: {head}\n" + "".join(f"  {code}: {number}\n" for code, number in codes)


def mistake_text(mistake: Message, language: str) -> str:
    """A mistake that a model found, in one sentence; its key where the catalogues have none."""
    code = f"diagnostics.{mistake.args['code']}" if mistake.key == "day" else mistake.code
    return translate(language, code, _localised(mistake.args, language)) if has(language, code) else mistake.key


def summary(diagnostics: Diagnostics, language: str) -> str:
    """How many mistakes in how many files."""
    files = len({one.place.path for one in diagnostics.errors})
    return translate(language, "diagnostics.summary", {"count": diagnostics.total(), "files": files}) + "\n"


def _diagnostic_text(one: Diagnostic, language: str) -> str:
    args = _localised(one.args, language)
    sentence = translate(language, one, args)
    head = f"{sanitize(str(one.place))}: {one.key}: {sentence}\n"
    return head + _line(one) + _fix(one.code, args, language)


def _line(one: Diagnostic) -> str:
    if one.line_text is None or not one.line_text.strip():
        return ""
    number = str(one.place.line)
    start = max(0, one.place.column - 1 - LONGEST_LINE // 2) if len(one.line_text) > LONGEST_LINE else 0
    text = one.line_text[start : start + LONGEST_LINE]
    before = sanitize(text[: one.place.column - 1 - start])
    rest = text[one.place.column - 1 - start :]
    marked = sanitize(rest[: max(one.length, _quoted(rest))])
    caret = " " * _columns(before) + "^" * max(1, _columns(marked))
    return f"  {number} | {sanitize(text)}\n  {' ' * len(number)} | {caret}\n"


def _quoted(text: str) -> int:
    """How many characters the text in quotes has that begins here, the quotes included."""
    return text.find(text[0], 1) + 1 if text[:1] in ("'", '"') else 0


def _columns(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _fix(code: str, args: Mapping[str, Any], language: str) -> str:
    """How to fix it: what was probably meant, else the catalogue's advice."""
    if "hits" in args:
        left = args.get("left", 0)
        rest = f"  {translate(language, 'errors.hits-left', {'count': left})}\n" if left else ""
        return _listed(_names_in(args["hits"], language)) + rest + _advice(code, args, language)
    known = args.get("known")
    if not known:
        return _advice(code, args, language)
    names = args.get("names")
    meant = [f"{one} ({names[place][language]})" if names else one for place, one in enumerate(known)]
    return f"  {translate(language, 'diagnostics.did-you-mean', {'known': meant})}\n"


def _advice(code: str, args: Mapping[str, Any], language: str) -> str:
    return f"  {translate(language, f'{code}+fix', args)}\n" if has(language, f"{code}+fix") else ""


def _listed(hits: Sequence[tuple[str, str, str]], *, numbered: bool = False) -> str:
    """What may be meant: id, name, superior."""
    room = max(len(one) for one, _, _ in hits)
    lines = [
        f"  {one:<{room}}  {sanitize(name)}" + (f" ({sanitize(above)})" if above else "") for one, name, above in hits
    ]
    return "".join(f"{place:>3}{line}\n" if numbered else f"{line}\n" for place, line in enumerate(lines, 1))


def _localised(args: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Kinds, system errors and a mistake of another catalogue in words."""
    kinds = {key: value for key, value in args.items() if key in ("kind", "wanted")}
    words: dict[str, Any] = {key: translate(language, f"terms.{value}") for key, value in kinds.items()}
    if isinstance(args.get("all"), Mapping):
        words["all"] = [f"{one} ({names[language]})" for one, names in args["all"].items()]
    if "mistake" in args:
        words["mistake"] = mistake_text(args["mistake"], language)
    if "why" in args:
        words["why"] = _system(str(args["why"]), language)
    return {**args, **words}


def _system(name: str, language: str) -> str:
    """What a system error means; in the system's words where the catalogue has none."""
    code = f"errors.system-{name.lower()}"
    if has(language, code):
        return translate(language, code)
    number = getattr(errno, name, None)
    return os.strerror(number) if isinstance(number, int) else name
