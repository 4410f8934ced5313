"""A rulebook of one's own to begin with: the paper, levels and types, and one rule as an example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from congress_cli.errors import CongressError, UsageError
from congress_cli.files.writing import Write, told, write_all
from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.files import source_of
from congress_cli.reading.rulebook import read_rulebook

FORMS = {"level": "city=Thành phố|City", "type": "ward:grassroots=phường|ward"}
EXAMPLE = {
    "fact": {"vi": "ban hành kế hoạch", "en": "plan issued"},
    "duty": {
        "vi": "Ví dụ: ban hành kế hoạch.",
        "en": "Example: issue a plan.",
    },
    "title": {"vi": "Ban hành kế hoạch", "en": "Plan issued"},
}
TO_ACT = timedelta(days=30)  # of the example rule, from the day of issue
_WORD = re.compile(r"(?P<id>[A-Za-z0-9-]+)(?::(?P<level>[A-Za-z0-9-]+))?=(?P<names>[^|]*[^|\s](?:\|[^|]*[^|\s])?)\s*\Z")


@dataclass(frozen=True, slots=True)
class NewPaper:
    """What a person says of a paper. `levels`, `types`: entries by id, as they stand in the file."""

    number: str
    issuer: str
    issued: date
    languages: tuple[str, ...]
    levels: dict[str, dict[str, str]]
    types: dict[str, dict[str, str]]


class _Plain(yaml.SafeDumper):
    """Writes everything out: our files know no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def languages_of(text: str) -> tuple[str, ...]:
    """`vi`, `en` or both. Raises UsageError."""
    found = tuple(dict.fromkeys(re.split(r"[\s,]+", text.strip().lower())))
    if not set(found) <= {"vi", "en"}:
        raise UsageError("new-languages", text=text)
    return found


def words_of(text: str, languages: Sequence[str], levels: Sequence[str] | None = None) -> dict[str, dict[str, str]]:
    """Levels, or types of these levels, as `ID=NAME; ID=NAME`; two languages are parted by `|`. Raises UsageError."""
    found: dict[str, dict[str, str]] = {}
    form = {"count": len(languages), "form": FORMS["level" if levels is None else "type"]}
    for one in (part.strip() for part in text.split(";") if part.strip()):
        match = _WORD.match(one)
        names = [] if match is None else [name.strip() for name in match["names"].split("|")]
        if match is None or len(names) != len(languages) or (match["level"] is None) != (levels is None):
            raise UsageError("new-word", text=one, **form)
        if levels is not None and match["level"] not in levels:
            raise UsageError("new-level", text=match["level"], names=list(levels))
        of_level = {} if levels is None else {"level": match["level"]}
        found[match["id"]] = {**of_level, **dict(zip(languages, names, strict=True))}
    if not found:
        raise UsageError("new-word", text=text, **form)
    return found


def begin_rulebook(path: Path, paper: NewPaper, comment: str) -> None:
    """Write the rulebook whole, in a folder that is made where it is lacking.

    Raises CongressError where there is a file already, Unreadable where what was said makes no rulebook.
    """
    if path.is_symlink() or path.exists():
        raise CongressError("draft-exists", path=path.as_posix())
    text = yaml.dump(_content(paper), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
    data = f"# {comment}\n{text}".encode()
    diagnostics = Diagnostics()
    source = source_of(data, path.as_posix(), diagnostics)
    if source is None or read_rulebook(source, diagnostics) is None:
        raise Unreadable(diagnostics)
    with told(path.as_posix()):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_all([Write(path, data, None)])


def _content(paper: NewPaper) -> dict[str, Any]:
    def named(key: str) -> dict[str, str]:
        return {language: EXAMPLE[key][language] for language in paper.languages}

    level, day = next(iter(paper.types.values()))["level"], paper.issued + TO_ACT
    return {
        "format": "congress-rules/1",
        "language": paper.languages[0],
        "languages": list(paper.languages),
        "directive": {"number": paper.number, "issuer": paper.issuer, "issued": paper.issued},
        "levels": paper.levels,
        "types": paper.types,
        "owners": paper.levels,
        "facts": {"plan.issued": {"kind": "event", **named("fact")}},
        "clauses": [
            {
                "id": "1.1",
                "who": level,
                "modality": "must",
                "check": "automated",
                "rules": ["plan-issued"],
                **named("duty"),
            }
        ],
        "rules": [
            {
                "id": "plan-issued",
                "kind": "event",
                "title": named("title"),
                "clause": ["1.1"],
                "owner": level,
                "modality": "must",
                "applies_to": {"level": level},
                "event": "plan.issued",
                "by": day,
                "examples": _examples(paper, day),
            }
        ],
    }


def _examples(paper: NewPaper, day: date) -> list[dict[str, Any]]:
    """Those of one event with a last day: the day before, the day and the day after, not done and done."""
    of_type, type_ = next(iter(paper.types.items()))
    unit = {"level": type_["level"], "type": of_type}
    before, after = day - timedelta(1), day + timedelta(1)
    late = {"as_of": after, "unit": unit, "records": "complete", "facts": {}, "expect": "overdue"}
    return [
        {**late, "as_of": before, "expect": "due_soon"},
        {**late, "as_of": day, "expect": "due_soon"},
        {**late, "facts": {"plan.issued": before}, "expect": "met"},
        {**late, "facts": {"plan.issued": day}, "expect": "met"},
        {**late, "facts": {"plan.issued": after}, "expect": "late"},
        late,
    ]
