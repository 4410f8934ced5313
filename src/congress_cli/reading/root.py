"""The root of a file: one mapping, of the format that is wanted."""

from __future__ import annotations

from congress_cli.reading.diagnostics import Diagnostics, Spot
from congress_cli.reading.files import SourceFile
from congress_cli.reading.marked import Mapping
from congress_cli.reading.shape import spot_of

KINDS = {
    "congress-units/1": "registry",
    "congress-rules/1": "rulebook",
    "congress-waivers/1": "waivers",
    "congress-report/1": "report",
}


def root_mapping(source: SourceFile, wanted: str, diagnostics: Diagnostics) -> Mapping | None:
    """The mapping that a file of the `wanted` format holds, or None where it cannot be read or holds something else.

    That is noted; a file of ours of another format is one mistake, whatever its keys.
    """
    from congress_cli.reading.yaml import BadYaml, load

    try:
        raw = load(source.text, source.path, diagnostics)
    except BadYaml:
        return None
    if isinstance(raw, Mapping):
        return None if _of_other_kind(raw, source.path, wanted, diagnostics) else raw
    code = "file-empty" if raw is None else "file-not-mapping"
    diagnostics.error(source.path, Spot(1, 1), code)
    return None


def _of_other_kind(raw: Mapping, path: str, wanted: str, diagnostics: Diagnostics) -> bool:
    """Whether the file says that it is something else of ours; a report says so under `schema`."""
    key = "format" if "format" in raw else "schema"
    said = raw.get(key)
    if not isinstance(said, str) or said == wanted or said not in KINDS:
        return False
    spot = spot_of(raw, (key,), Spot(1, 1))
    diagnostics.error(path, spot, "file-of-other-kind", kind=KINDS[said], wanted=KINDS[wanted], text=said)
    return True
