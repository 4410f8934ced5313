"""The root of a file: one mapping, whatever its format."""

from __future__ import annotations

from congress_cli.reading.diagnostics import Diagnostics, Spot
from congress_cli.reading.files import SourceFile
from congress_cli.reading.marked import Mapping


def root_mapping(source: SourceFile, diagnostics: Diagnostics) -> Mapping | None:
    """The mapping that a file holds, or None where it cannot be read or holds something else; that is noted."""
    from congress_cli.reading.yaml import BadYaml, load

    try:
        raw = load(source.text, source.path, diagnostics)
    except BadYaml:
        return None
    if isinstance(raw, Mapping):
        return raw
    code = "file-empty" if raw is None else "file-not-mapping"
    diagnostics.error(source.path, Spot(1, 1), code)
    return None
