"""The text of a paper as sentences: headline, paragraphs, sentences; the furniture of a web page left out.

A paragraph is a run of lines that ends with a full stop; the first that does not (the author's line) ends the body.
A sentence ends at a full stop or "..." before white space or the paragraph's end; "35- CT/TW" and semicolons end
nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

HEADLINE = "H"

_BRACKET = re.compile(r"\s*\([^()]*\)\s*\Z")
_END = re.compile(r"(?<=\.)\s+")


class Sentence(NamedTuple):
    """One sentence: `paragraph.number`, both counted from 1, or H for the headline."""

    id: str
    text: str

    @property
    def sha256(self) -> str:
        """The digest by which the ledger knows it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def sentences(text: str) -> tuple[Sentence, ...]:
    """The headline and every sentence of the body, in order; NFC, white space folded."""
    paragraphs = [part for line in re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")) if (part := _folded(line))]
    if not paragraphs:
        return ()
    found = [Sentence(HEADLINE, _BRACKET.sub("", paragraphs[0]))]
    for number, paragraph in enumerate(paragraphs[1:], start=1):
        if not paragraph.endswith("."):
            break
        found += [Sentence(f"{number}.{place}", part) for place, part in enumerate(_END.split(paragraph), start=1)]
    return tuple(found)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
