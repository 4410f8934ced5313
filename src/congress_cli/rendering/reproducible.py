"""The stamps inside files: always the judged day, never the clock, so that two runs give the same bytes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIRST_YEAR_OF_ZIP = 1980
_UNIX = 3


def moment(day: date) -> datetime:
    """The end of a day in Vietnam, which a report as of that day speaks for."""
    return datetime(day.year, day.month, day.day, 16, 59, 59, tzinfo=UTC)


def settled(archive: bytes, day: date) -> bytes:
    """An office file (a ZIP archive) whose stamps are those of the day, whoever wrote it and when."""
    clock = (max(day.year, _FIRST_YEAR_OF_ZIP), day.month, day.day, 0, 0, 0)
    settled_file = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(settled_file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, clock)
            entry.create_system, entry.compress_type = _UNIX, ZIP_DEFLATED
            new.writestr(entry, _stamped(old.read(name), day) if name == "docProps/core.xml" else old.read(name))
    return settled_file.getvalue()


def _stamped(properties: bytes, day: date) -> bytes:
    return _MODIFIED.sub(rb"\g<1>" + f"{moment(day):%Y-%m-%dT%H:%M:%SZ}".encode(), properties)
