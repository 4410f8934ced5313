"""How an office's paper looks: its heading words, margins and letters. An empty text is left to fill in by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Heading and layout of a paper. `size` in points; `margins` in millimetres: top, bottom, left, right."""

    party: str = ""
    superior: str = ""
    office: str = ""
    symbol: str = ""
    place: str = ""
    subject: str = ""
    signature: str = ""
    recipients: tuple[str, ...] = ()
    font: str = "Times New Roman"
    size: int = 14
    margins: tuple[int, int, int, int] = (20, 20, 30, 15)


BLANK = Letterhead()
SETTINGS = tuple(f"report-{field}" for field in Letterhead.__dataclass_fields__)
