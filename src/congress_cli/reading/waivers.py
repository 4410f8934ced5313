"""A waivers file into waivers."""

from __future__ import annotations

from congress_cli.model.waivers import Waiver, WaiversFile
from congress_cli.reading.diagnostics import Diagnostics
from congress_cli.reading.files import SourceFile
from congress_cli.reading.root import root_mapping
from congress_cli.reading.shape import shaped

FORMAT = "congress-waivers/1"


def read_waivers(source: SourceFile, diagnostics: Diagnostics) -> tuple[Waiver, ...] | None:
    """The waivers of a file, or None where it has mistakes; all of them are noted."""
    raw = root_mapping(source, FORMAT, diagnostics)
    if raw is None:
        return None
    before = len(diagnostics.errors)
    file = shaped(WaiversFile, raw, source.path, diagnostics)
    return file.waivers if file is not None and len(diagnostics.errors) == before else None
