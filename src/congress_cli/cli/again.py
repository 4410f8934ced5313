"""Whether the same was asked before of the same files, and what was answered then."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import congress_cli
from congress_cli.answers import Answer, Answers, cache_folder
from congress_cli.cli import terminal
from congress_cli.errors import CongressError
from congress_cli.model.report import Report
from congress_cli.reading.files import STDIN, is_folder, read_bytes, yaml_files
from congress_cli.reading.project import Project

LEAST_BYTES = 512 * 1024
SCREEN = ("TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")


@dataclass(frozen=True, slots=True)
class Question:
    """One run of `check`: the files it reads, and a digest of all that decides what it says."""

    answers: Answers
    project: Project
    baseline: str | None
    files: tuple[tuple[str, str], ...]
    key: str

    def answer(self) -> Answer | None:
        """What the same run gave before, if that is kept."""
        return self.answers.find(self.key)

    def keep(self, answer: Answer, report: Report) -> None:
        """Keep what this run gave, unless a file has changed since it was asked."""
        read = {(one.path, one.sha256) for one in (report.rulebook, *report.inputs)}
        if read <= set(self.files) and self.files == _digests_if_readable(self.project, self.baseline):
            self.answers.keep(self.key, answer)


def question(project: Project, baseline: str | None, *asked: object) -> Question | None:
    """What is asked of these files; None where they are few, cannot be read twice, or nothing can be kept."""
    folder = cache_folder(terminal.environment(), sys.platform)
    if folder is None or STDIN in (*project.paths(), baseline):
        return None
    try:
        if sum(path.stat().st_size for path in _files(project, baseline)) < LEAST_BYTES:
            return None
        decided_by = (*asked, *_program(), *_surroundings(project))
    except (CongressError, OSError, ValueError):
        return None  # the run itself tells what is the matter
    files = _digests_if_readable(project, baseline)
    return None if files is None else Question(Answers(folder), project, baseline, files, _key(files, decided_by))


def _key(*told: object) -> str:
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _digests_if_readable(project: Project, baseline: str | None) -> tuple[tuple[str, str], ...] | None:
    try:
        return _digests(project, baseline)
    except (CongressError, OSError, ValueError):
        return None


def _digests(project: Project, baseline: str | None) -> tuple[tuple[str, str], ...]:
    """Every file as it is shown, and the SHA-256 of its bytes."""
    shown = ((path, project.shown(path)) for path in _files(project, baseline))
    return tuple((name, hashlib.sha256(read_bytes(path, name)).hexdigest()) for path, name in shown)


def _files(project: Project, baseline: str | None) -> Iterator[Path]:
    units = Path(project.units)
    yield project.rules
    yield from yaml_files(units) if is_folder(units) else (units,)
    yield from (Path(path) for path in (project.waivers, baseline) if path is not None)


def _program() -> Sequence[object]:
    """The program and the libraries it stands on: a version, and which files lie there since when."""
    package = Path(congress_cli.__file__).parent
    own = sorted(_stamps(package))
    libraries = [
        (path, Path(path).stat().st_mtime_ns) for path in sys.path if path.endswith("-packages") and Path(path).is_dir()
    ]
    return congress_cli.__version__, sys.version, own, libraries


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if one != "__pycache__"]
        for path in (Path(parent, name) for name in names):
            status = path.stat()
            yield str(path), status.st_size, status.st_mtime_ns


def _surroundings(project: Project) -> Sequence[object]:
    """Where the files lie and what they are called, and what the environment says of the screen."""
    environment = terminal.environment()
    places = [os.path.realpath(path) for path in (str(project.root), str(Path.cwd()), *project.paths())]
    return repr(project), project.words(), places, [environment.get(name) for name in SCREEN]
