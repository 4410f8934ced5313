"""Places in small files: a mark in the text says where a mistake must be told."""

from congress_cli.errors import CongressError
from congress_cli.language import LANGUAGES
from congress_cli.model.message import Diagnostic, Diagnostics
from congress_cli.reading.files import SourceFile
from congress_cli.screens.diagnostics import diagnostics_text, error_text

MARK = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"


def marked(text: str) -> tuple[str, str]:
    """The text without its mark, and the line and column at which the mark stood."""
    before, mark, after = text.partition(MARK)
    assert mark, "the text has no mark"
    lines = before.split("\n")
    return before + after, f"{len(lines)}:{len(lines[-1]) + 1}"


def source(text: str, path: str = "data/units.yaml") -> SourceFile:
    """A file that holds this text."""
    return SourceFile(path, text, "0" * 64)


def place(one: Diagnostic) -> str:
    """The line and column of a mistake."""
    return f"{one.place.line}:{one.place.column}"


def told(diagnostics: Diagnostics) -> list[str]:
    """Every mistake as `line:column code`; each has a whole sentence in either language, which names its file."""
    for language in LANGUAGES:
        whole(diagnostics_text(diagnostics, language), *(str(one.place) for one in diagnostics.errors))
    return [f"{place(one)} {one.key}" for one in diagnostics.errors]


def words(diagnostics: Diagnostics) -> str:
    """Every mistake and warning as it is shown, in both languages."""
    return "".join(diagnostics_text(diagnostics, language) for language in LANGUAGES)


def refusal(error: CongressError, path: str) -> str:
    """The code of a refusal; it has a whole sentence in either language, which names the file."""
    for language in LANGUAGES:
        whole(error_text(error, language), path)
    return error.code


def whole(text: str, *names: str) -> None:
    """Asserts that nothing is missing in a text, and that it has these names."""
    assert "None" not in text
    assert all(name in text for name in names), text
