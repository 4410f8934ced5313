"""The beginning of a project (rulebook, registry and schemas in a folder of the user's) and of a new rulebook."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from congress_cli import dataclass
from congress_cli.app.search import meant
from congress_cli.edit.journal import MERGING
from congress_cli.errors import CongressError, UsageError, cause
from congress_cli.files import shipped
from congress_cli.files.recovery import About, Recovered, locked, recover, write_recoverably
from congress_cli.files.writing import Write, naming_file, write_all
from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.files import read_bytes, source_of
from congress_cli.reading.load import read_data
from congress_cli.reading.project import RULES, UNITS, Project
from congress_cli.reading.rulebook import read_rulebook
from congress_cli.rules.base import WARN_DAYS

ATTRIBUTES = Path(".gitattributes")
SCHEMAS = Path("schemas")
MAPPING = "tag:yaml.org,2002:map"
OF_FILES = ("report", "rules", "units", "waivers")


def scaffold(
    folder: Path,
    at: str,
    *,
    empty: bool = False,
    units: bool = True,
    under: str | None = None,
    records: str | None = None,
) -> tuple[tuple[Path, ...], Recovered | None]:
    """Write the shipped files below a folder, all or none; what a run that was killed left of them is removed first.

    `at`: the moment it is (ISO 8601); `empty`: the units without facts, and not frozen; without `units` there is none;
    `under`: the id or name of the unit to begin with; `records`: what the registry claims of itself.
    Raises CongressError where one of the files is there already, UsageError for no such unit.
    """
    try:
        contents = dict(_contents(empty=empty or not units, units=units, under=under, records=records))
    except OSError as error:
        raise CongressError("file-unreadable", path=str(shipped(RULES).parent), why=cause(error)) from None
    names = {path.as_posix(): folder / path for path in (*contents, ATTRIBUTES)}
    with _made([(folder / path).parent for path in contents]), locked(folder, stays=False):
        recovered = recover(folder, names, forward=False)
        for path in contents:
            if os.path.lexists(folder / path):
                raise CongressError("init-exists", path=(folder / path).as_posix())
        writes = {path.as_posix(): Write(folder / path, data, None) for path, data in contents.items()}
        writes |= _attributes(folder / ATTRIBUTES)
        write_recoverably(folder, writes, About("init", at))
    return tuple(folder / path for path in writes), recovered


@contextmanager
def _made(folders: Iterable[Path]) -> Iterator[None]:
    """Folders for as long as they are needed: those that were made here go where the block fails."""
    made: list[Path] = []
    try:
        for folder in folders:
            with naming_file(str(folder)):
                missing = [one for one in (folder, *folder.parents) if not one.exists()]
                folder.mkdir(parents=True, exist_ok=True)
                made += reversed(missing)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _attributes(path: Path) -> dict[str, Write]:
    """What git must know of the journal, where its attributes do not say it yet."""
    before = read_bytes(path, path.as_posix()) if path.exists() else None
    held = before or b""
    if MERGING.encode() in held.splitlines():
        return {}
    between = b"" if not held or held.endswith(b"\n") else b"\n"
    return {ATTRIBUTES.as_posix(): Write(path, held + between + MERGING.encode() + b"\n", before)}


def _contents(*, empty: bool, units: bool, under: str | None, records: str | None) -> Iterator[tuple[Path, bytes]]:
    yield RULES, shipped(RULES).read_bytes()
    text = shipped(UNITS).read_text("utf-8")
    text = text if under is None else only_under(text, under)
    text = without_facts(text) if empty else text
    if not units:
        text = f"{text.partition('units:')[0]}units: []\n"
    yield UNITS, (text if records is None else _claiming(text, records)).encode()
    for schema in sorted(shipped(SCHEMAS).iterdir()):  # `glob` would pass over a folder that cannot be read
        if schema.name.partition(".")[0] in OF_FILES:
            yield SCHEMAS / schema.name, schema.read_bytes()


def _claiming(text: str, records: str) -> str:
    """The text of a units file that says of itself that its records are partial or complete."""
    return re.sub(r"^records: \w+$", f"records: {records}", text, count=1, flags=re.MULTILINE)


def only_under(units: str, under: str) -> str:
    """The text of the shipped registry with one unit, which has no superior any more, and those below it.

    Raises UsageError for no such unit.
    """
    data = read_data(Project(Path(), str(shipped(UNITS)), shipped(RULES), True, None))
    top = meant(under, data)
    kept = {top, *(unit.id for unit in data.registry.below(top))}
    head, *blocks = re.split(r"^(?=  - id: )", units, flags=re.MULTILINE)
    wanted = [block for block in blocks if block.partition("\n")[0].removeprefix("  - id: ").strip() in kept]
    first, *rest = head.splitlines(keepends=True)
    head = first + "".join(line for line in rest if not line.startswith("#"))
    return head + "".join(wanted).replace(f"    parent: {data.registry.by_id[top].parent}\n", "", 1)


def without_facts(units: str) -> str:
    """The text of a units file in block style without its facts, its frozen day and its comments but the first."""
    kept: list[str] = []
    depth: int | None = None
    for number, line in enumerate(units.splitlines()):
        indent = len(line) - len(line.lstrip())
        if depth is not None and (indent > depth or not line.strip()):
            continue
        depth = None
        if line.strip() == "facts:":
            depth = indent
        elif not line.startswith("as_of:") and not (line.startswith("#") and number):
            kept.append(line)
    return "\n".join(kept) + "\n"


FORMS = {"level": "city=Thành phố|City", "type": "ward:grassroots=phường|ward"}
EXAMPLE = {
    "fact": {"vi": "ban hành kế hoạch", "en": "plan issued"},
    "duty": {"vi": "Ví dụ: ban hành kế hoạch.", "en": "Example: issue a plan."},
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


class _Line(dict[str, Any]):
    """A mapping that is written in one line."""


class _Plain(yaml.SafeDumper):
    """Writes everything out: our files know no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


_Plain.add_representer(_Line, lambda dumper, one: dumper.represent_mapping(MAPPING, one.items(), flow_style=True))


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
    if os.path.lexists(path):
        raise CongressError("draft-exists", path=path.as_posix())
    text = yaml.dump(
        _content(paper), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None
    )
    data = f"# {comment}\n{text}".encode()
    diagnostics = Diagnostics()
    source = source_of(data, path.as_posix(), diagnostics)
    if source is None or read_rulebook(source, diagnostics) is None:
        raise Unreadable(diagnostics)
    with naming_file(path.as_posix()):
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


def _examples(paper: NewPaper, day: date) -> list[_Line]:
    """Those of one event with a last day, enough for `rules test` and `rules mutate`."""
    level = next(iter(paper.types.values()))["level"]
    absent: dict[str, Any] = {"records": "complete", "facts": {}}
    before, after, warned = day - timedelta(1), day + timedelta(1), day - timedelta(WARN_DAYS)
    open_on = [(paper.issued, "open"), (warned - timedelta(1), "open")]
    states = [
        (paper.issued - timedelta(1), "not_applicable"),
        *open_on,
        *((at, "due_soon") for at in (warned, before, day)),
    ]
    grave = {"expect": "overdue", "severity": "violation", "modality": "must"}
    alike = [name for name, one in paper.types.items() if one["level"] == level]
    beside = [name for name, one in paper.types.items() if one["level"] != level][:1]
    found = [
        *({"as_of": at, **absent, "expect": status} for at, status in states),
        {"as_of": after, **absent, **grave},
        *({"as_of": after, "facts": {"plan.issued": at}, "expect": "met"} for at in (before, day)),
        {"as_of": after, "facts": {"plan.issued": after}, "expect": "late"},
        *({"as_of": day, "unit": {"type": one}, **absent, "expect": "due_soon"} for one in alike[:2] if alike[1:]),
        *({"as_of": day, "unit": {"type": one}, **absent, "expect": "no_finding"} for one in beside),
    ]
    return [_Line(one) for one in found]
