"""One row against the registry: which cells somebody changed since the form was made, and what they say now.

Of each cell three texts may be known: what the form held when it was made (by its seal), what it says now, and what
the registry says now. A cell that nobody touched changes nothing, whatever the registry has learned since. Where the
form's own text is not known, an empty cell is taken for one that was never filled in, not for one that was emptied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from congress_cli.desk.sheets.columns import NO
from congress_cli.desk.sheets.form import seal
from congress_cli.model.sheet import Column, Part, Refused


@dataclass
class Merged:
    """The texts a row leads to, and the cells that cannot be believed."""

    texts: dict[Column, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    moved_on: int = 0


def merged(
    said: Mapping[Column, str],
    recorded: Mapping[Column, str],
    seals: Mapping[str, str],
    at: Mapping[Column, str],
) -> Merged:
    """What the cells of a row say over what is recorded. `said`: the cells of the sheet that could be read."""
    found = Merged()
    for column, text in _settled(said, recorded, seals).items():
        now, made_of = recorded[column], seals.get(column.key)
        if text == now:
            continue
        if made_of is None:
            if text:
                found.texts[column] = text
        elif made_of == seal((text,)):
            found.moved_on += 1
        elif made_of != seal((now,)):
            found.refused.append(Refused(at[column], "changed-meanwhile", {"text": text, "now": now}, column=column))
        else:
            found.texts[column] = text
    return found


def _settled(said: Mapping[Column, str], recorded: Mapping[Column, str], seals: Mapping[str, str]) -> dict[Column, str]:
    """The texts, an item left empty beside others that are filled in being one that is not there."""
    settled = dict(said)
    for fact in {column.fact for column in said if column.part is Part.ITEM}:
        items = [column for column in recorded if column.fact == fact and column.part is Part.ITEM]
        given = {column: settled[column] if column in settled else recorded[column] for column in items}
        for column, text in given.items():
            if column in settled and not text and any(given.values()):
                settled[column] = recorded[column] if column.key not in seals and recorded[column] else NO
    return settled
