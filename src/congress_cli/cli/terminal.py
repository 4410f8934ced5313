"""The terminal: what it can do, which setting decides that, and text to standard output and error.

They may be a closed pipe, a full disk or an old code page.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from congress_cli.errors import ExitCode, UsageError
from congress_cli.text import SYMBOLS, VIETNAMESE, begun_otherwise, can_encode, in_encoding, parted

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1 << 16
RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")


def write_out(text: str | bytes, *, utf8: bool = False) -> int:
    """Write to standard output: 0, 141 where its reader went away, 3 where it cannot be written.

    Bytes are written as they are. `utf8`: the bytes are UTF-8 whatever the stream's own encoding.
    """
    stream = sys.stdout
    if stream is None:
        return ExitCode.INVALID
    try:
        stream.flush()
        _write_all(stream, _encoded(text, stream, utf8=utf8))
        stream.flush()
    except BrokenPipeError:
        _abandon(stream)
        return ExitCode.PIPE_CLOSED
    except (OSError, ValueError):
        _abandon(stream)
        return ExitCode.INVALID
    return ExitCode.OK


def write_pieces(write: Callable[[Pieces], None], *, utf8: bool = False) -> int:
    """Write to standard output what `write` makes, as it goes: the exit codes and the ways of `write_out`."""
    if sys.stdout is None:
        return ExitCode.INVALID
    pieces = Pieces(utf8=utf8, at_once=not utf8 and not can_show(VIETNAMESE + SYMBOLS, sys.stdout))
    try:
        write(pieces)
        pieces.close()
    except _Unwritable as failed:
        return failed.code
    return ExitCode.OK


class _Unwritable(Exception):  # noqa: N818
    """Standard output takes no more."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Pieces:
    """Text or bytes on their way to standard output; text goes on by whole lines.

    `at_once`: all of it together, since the signs it has decide how it is shown.
    """

    def __init__(self, *, utf8: bool, at_once: bool) -> None:
        self._utf8 = utf8
        self._at_once = at_once
        self._waiting: list[str | bytes] = []
        self._size = 0

    def write(self, piece: str | bytes, /) -> None:
        """Add one piece. Raises _Unwritable."""
        self._waiting.append(piece)
        self._size += len(piece)
        if self._size >= MOST and not self._at_once and (self._utf8 or piece[-1:] == "\n"):
            self.close()

    def close(self) -> None:
        """Write what waits. Raises _Unwritable."""
        text = "".join(piece for piece in self._waiting if isinstance(piece, str))
        data = b"".join(piece for piece in self._waiting if isinstance(piece, bytes))
        self._waiting.clear()
        self._size = 0
        code = write_out(data or (_at_runner(text).encode() if self._utf8 else text))
        if code:
            raise _Unwritable(code)


def write_error(text: str) -> None:
    """Write to standard error, as well as it goes."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(_showable(text, stream))
        stream.flush()
    except (OSError, ValueError):
        _abandon(stream)


def can_show(characters: str, stream: TextIO | None) -> bool:
    """Whether a stream's encoding has these characters."""
    return can_encode(characters, getattr(stream, "encoding", None) or "ascii")


def _encoded(text: str | bytes, stream: TextIO, *, utf8: bool) -> bytes:
    if isinstance(text, bytes):
        return text
    if utf8:
        return _at_runner(text).encode()
    return _showable(text, stream).replace("\n", os.linesep).encode(stream.encoding or "ascii")


def _write_all(stream: TextIO, data: bytes) -> None:
    # With PYTHONUNBUFFERED the layer below takes a part of the bytes and nobody writes the rest.
    if not hasattr(stream, "buffer"):
        stream.write(data.decode(stream.encoding or "utf-8").replace(os.linesep, "\n"))
        return
    rest = memoryview(data)
    while rest:
        rest = rest[stream.buffer.write(rest) :]


def _showable(text: str, stream: TextIO) -> str:
    return in_encoding(_at_runner(begun_otherwise(text)), stream.encoding or "ascii")


def _at_runner(text: str) -> str:
    """On a runner of CI, the text without what it obeys within a line. Formats with escapes have none of that."""
    return parted(text) if any(map(os.environ.get, RUNNERS)) else text


def _abandon(stream: TextIO) -> None:
    """Point a broken stream at nothing, so that the interpreter does not trip over it at exit."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return


DEFAULT_LANGUAGE = "vi"
NARROWEST, WIDEST = 40, 400
FEWEST_ROWS = 10


class Decided(NamedTuple):
    """A value and its origin: an option, a variable of the environment, a file, the terminal, none."""

    value: Any
    by: str


def language(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> str:
    """--lang, CONGRESS_LANG, the project file, the rulebook's own language; never the locale.

    Raises UsageError for a language there is not, CongressError for a broken project file.
    """
    return str(decided_language(argv, environment, folder).value)


def decided_language(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> Decided:
    """The language and who decided it. Raises as `language` does."""
    # Not at the top: `--version` writes by this module and needs neither.
    from congress_cli.language import LANGUAGES
    from congress_cli.reading.project import settings

    deciders: tuple[tuple[str, Callable[[], str | None]], ...] = (
        ("--lang", lambda: _word_after("--lang", argv)),
        ("CONGRESS_LANG", lambda: environment.get("CONGRESS_LANG")),
        ("settings", lambda: settings(folder).get("lang")),
        ("rulebook", lambda: _of_rulebook(argv, environment, folder)),
    )
    for by, asked in deciders:
        if value := asked():
            if value not in LANGUAGES:
                raise UsageError("language-unknown", text=value, all=list(LANGUAGES))
            return Decided(value, by)
    return Decided(DEFAULT_LANGUAGE, "default")


def _of_rulebook(argv: Sequence[str], environment: Mapping[str, str], folder: Path) -> str | None:
    """The language of the rulebook of this run, as far as it can be told before the command line is read."""
    from congress_cli.reading.project import find_root, language_of, rules_file, settings

    asked = _word_after("--rules", argv) or environment.get("CONGRESS_RULES")
    units = _word_after("--units", argv) or environment.get("CONGRESS_UNITS")
    rules, is_shipped = rules_file(find_root(folder) or folder, asked, units, settings(folder))
    return None if is_shipped else language_of(rules)


def _word_after(option: str, argv: Sequence[str]) -> str | None:
    for place, word in enumerate(argv):
        if word == "--":
            return None
        if word == option and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None


def colored(asked: str, environment: Mapping[str, str], *, to_terminal: bool) -> bool:
    """--color, NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal."""
    return bool(decided_color(asked, environment, to_terminal=to_terminal).value)


def decided_color(asked: str, environment: Mapping[str, str], *, to_terminal: bool) -> Decided:
    """Whether there are colours, and who decided it."""
    if asked != "auto":
        return Decided(asked == "always", "--color")
    for name, value in (("NO_COLOR", False), ("FORCE_COLOR", True)):
        if environment.get(name):
            return Decided(value, name)
    if to_terminal and environment.get("TERM") == "dumb":
        return Decided(False, "TERM")
    return Decided(to_terminal, "terminal" if to_terminal else "no-terminal")


def width(asked: int | None) -> int:
    """How many columns: --width, the terminal's, 80."""
    return int(decided_width(asked, os.environ).value)


def decided_width(asked: int | None, environment: Mapping[str, str]) -> Decided:
    """How many columns there are, and who decided it."""
    columns = asked if asked is not None else _window().columns
    by = "--width" if asked is not None else "COLUMNS" if environment.get("COLUMNS", "").isdecimal() else "terminal"
    if by == "terminal" and not is_terminal():
        by = "no-terminal"
    return Decided(max(NARROWEST, min(WIDEST, columns)), by)


def rows(notes: Iterable[str]) -> int:
    """How many lines of the window are left above the next prompt, where these notes stand already."""
    lines = _window().lines
    return max(FEWEST_ROWS, lines - 1 - sum(len(_lines(note)) for note in notes))


def wrapped(text: str, stream: TextIO | None) -> str:
    """Text for a stream: on a terminal wrapped between words, so that no number is torn."""
    return "\n".join(part for line in text.split("\n") for part in _lines(line)) if _is_terminal(stream) else text


def _window() -> os.terminal_size:
    import shutil  # not at the top: `--version` writes by this module

    return shutil.get_terminal_size((80, 24))


def _lines(text: str) -> list[str]:
    import textwrap

    columns = max(NARROWEST, _window().columns)
    return textwrap.wrap(text, columns, subsequent_indent="  ", break_on_hyphens=False) or [""]


def is_terminal() -> bool:
    """Whether standard output is one."""
    return _is_terminal(sys.stdout)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def ascii_only() -> bool:
    """Whether standard output cannot show the symbols."""
    return not can_show(SYMBOLS, sys.stdout)


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ
