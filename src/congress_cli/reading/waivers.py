"""A waivers file into waivers."""

from __future__ import annotations

from congress_cli.model.waivers import Waiver, WaiversFile
from congress_cli.reading.diagnostics import Diagnostics, Spot
from congress_cli.reading.files import SourceFile
from congress_cli.reading.shape import shaped
from congress_cli.reading.yaml import BadYaml, Mapping, load

FORMAT = "congress-waivers/1"


def read_waivers(source: SourceFile, diagnostics: Diagnostics) -> tuple[Waiver, ...] | None:
    """The waivers of a file, or None where it has mistakes; all of them are noted."""
    try:
        raw = load(source.text, source.path, diagnostics)
    except BadYaml:
        return None
    if not isinstance(raw, Mapping):
        diagnostics.error(source.path, Spot(1, 1), "file-empty" if raw is None else "mapping-expected", key="")
        return None
    before = len(diagnostics.errors)
    file = shaped(WaiversFile, raw, source.path, diagnostics)
    return file.waivers if file is not None and len(diagnostics.errors) == before else None
