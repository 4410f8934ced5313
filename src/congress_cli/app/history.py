"""The store of `congress history`: a folder of reports, a file a run, none of which ever changes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from congress_cli.errors import CongressError
from congress_cli.files.lock import locked
from congress_cli.files.writing import told, write_whole
from congress_cli.formats.json import canonical
from congress_cli.model.report import Report
from congress_cli.reading.report import Saved, read_report, read_saved

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4})-([0-9a-f]{12})\.json\Z")


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of reports, ordered by the day they judge and, for one day, by when they were kept."""

    folder: Path

    def paths(self) -> tuple[Path, ...]:
        """The files of the reports, the oldest first. Files of other names are left alone."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path for path in self.folder.iterdir() if _NAME.match(path.name)))

    def reports(self) -> Iterator[Saved]:
        """The reports, the oldest first. Raises CongressError for a file that was changed or cannot be read."""
        for path in self.paths():
            yield self._read(path)

    def latest(self) -> Saved | None:
        """The newest report, or None in an empty store."""
        paths = self.paths()
        return self._read(paths[-1]) if paths else None

    def keep(self, report: Report) -> Path:
        """Keep a report, unless the newest of its day is the very same; the file that holds it.

        Raises CongressError where it cannot be written.
        """
        content = canonical(report)
        with told(str(self.folder)):
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder, name=".lock", busy="store-busy"):
                return self._keep(report.as_of.isoformat(), content)

    def _keep(self, day: str, content: bytes) -> Path:
        digest = hashlib.sha256(content).hexdigest()[:12]
        of_day = [path for path in self.paths() if path.name.startswith(day)]
        if of_day and of_day[-1].stem.endswith(digest):
            return of_day[-1]
        number = int(of_day[-1].name.split("-")[3]) + 1 if of_day else 1
        path = self.folder / f"{day}-{number:04}-{digest}.json"
        write_whole(path, content)
        return path

    def _read(self, path: Path) -> Saved:
        saved = read_saved(str(path))
        if not path.stem.endswith(saved.source.sha256[:12]):
            raise CongressError("store-changed", path=str(path))
        return saved


def report_before(report: Report, since: str | None, store: str | None) -> Report | None:
    """The earlier report; with a store its newest one, and the report of now is kept beside it."""
    if since is not None:
        return read_report(since)
    if store is None:
        return None
    kept = Store(Path(store))
    latest = kept.latest()
    kept.keep(report)
    return None if latest is None else latest.report
