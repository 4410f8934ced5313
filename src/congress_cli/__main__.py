"""One run of `congress`: from its words to an exit code. Every outcome is reported in the user's language.

`--version` loads nothing else; completion is answered before the command line starts.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

from congress_cli.cli import terminal
from congress_cli.cli.terminal import write_error, write_out
from congress_cli.errors import CongressError, ExitCode, UsageError

if TYPE_CHECKING:
    from types import FrameType


def main() -> int:
    """Run the command line and give its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from congress_cli import __version__

        return write_out(f"congress {__version__}\n")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for them is a twentieth of a short run
    if "_CONGRESS_COMPLETE" in os.environ:
        return complete()
    gc.set_threshold(100_000, 20, 50)  # most of what a short run makes stays to its end
    return run(sys.argv[1:], leave)


def leave(code: int) -> NoReturn:
    """End the process at once: a registry of a whole country is not taken apart piece by piece before."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed or gone: the writer has reported it
    os._exit(code)


class _Terminated(BaseException):
    """SIGTERM or SIGHUP arrived."""


def run(argv: Sequence[str], leave: Callable[[int], NoReturn] | None = None) -> int:
    """Run `congress` with these words. Never raises. `leave`: how to end the process while all is still held."""
    from pathlib import Path

    from congress_cli.language.commands import GIVEN, given_in

    language = "vi"
    GIVEN.set(given_in(argv))
    try:
        with _ended_by_signals():
            language = terminal.language(argv, terminal.environment(), Path.cwd())
            return _dispatch(list(argv), language, leave)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except _Terminated:
        return ExitCode.TERMINATED
    except CongressError as error:
        from congress_cli.screens.diagnostics import error_text

        write_error(error_text(error, language))
        return error.exit_code
    except Exception as error:
        return _bug(error, language, debug="--debug" in argv)


def complete() -> int:
    """Answer a shell that asks in the environment for the rest of a word. Where nothing can be read, offer nothing."""
    from pathlib import Path

    from typer import _completion_classes
    from typer.completion import completion_init  # type: ignore[attr-defined]
    from typer.exceptions import TyperException

    from congress_cli.cli.app import build
    from congress_cli.cli.completion import VARIABLE, words_before
    from congress_cli.cli.session import Session

    completion_init()
    # A meaning is no markup; to make plain text of it typer would load much of rich.
    _completion_classes._sanitize_help_text = lambda text: text
    words = words_before(os.environ)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    with suppress(CongressError, TyperException):
        session = Session(terminal.language(words, os.environ, Path.cwd()), tuple(words))
        try:
            build(words).main(args=[], prog_name="congress", complete_var=VARIABLE, obj=session)
        except SystemExit as ended:
            return int(ended.code or 0)
    return ExitCode.OK


def _dispatch(argv: list[str], language: str, leave: Callable[[int], NoReturn] | None) -> int:
    from typer.exceptions import TyperException

    from congress_cli.cli.app import build
    from congress_cli.cli.session import Session
    from congress_cli.language import translate
    from congress_cli.model.message import Unreadable

    session = Session(language, tuple(argv))
    try:
        with session.resources:
            answer = build(argv).main(args=argv, prog_name="congress", standalone_mode=False, obj=session)
    except TyperException as error:
        raise _usage_error(error) from None
    except Unreadable as unreadable:
        from congress_cli.screens.diagnostics import diagnostics_text, summary

        write_error(diagnostics_text(unreadable.diagnostics, language))
        write_error(summary(unreadable.diagnostics, language))
        return ExitCode.INVALID
    if answer == ExitCode.INVALID:
        write_error(f"congress: {translate(language, 'errors.stdout-unwritable')}\n")
    code = answer if isinstance(answer, int) else ExitCode.OK
    if leave is not None and session.held:
        leave(code)
    return code


def _usage_error(error: Any) -> UsageError:
    """What typer found wrong with the words, in our own."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return UsageError("option-unknown", text=error.option_name, known=list(error.possibilities or ()))
    if kind == "MissingParameter":
        option = error.param.opts[:1] if error.param.param_type_name == "option" else []
        return UsageError("argument-missing", text=" ".join([*option, str(error.param.metavar or error.param.name)]))
    if kind == "BadOptionUsage":
        code = "option-value-extra" if "does not take" in error.message else "option-value-missing"
        return UsageError(code, text=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        return UsageError("option-value-bad", text=error.param.opts[0])
    if kind == "UsageError" and "extra argument" in error.message:
        return UsageError("argument-extra", text=error.message.partition(" (")[2].removesuffix(")"))
    return UsageError("usage", text=error.format_message())


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the run with its own exit code; outside of it they end the process as usual."""
    import signal

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise _Terminated

    before: dict[int, Any] = {}
    try:
        for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP; `nohup` has it ignored
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, stop)
    except ValueError:
        before.clear()  # not in the main thread: signals do not arrive here
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _bug(error: Exception, language: str, *, debug: bool) -> int:
    """A mistake of ours: one line and where the details are."""
    import tempfile
    import traceback

    from congress_cli.language import translate

    details = "".join(traceback.format_exception(error))
    if debug:
        write_error(details)
        return ExitCode.BUG
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="congress-", suffix=".txt", delete=False
        ) as file:
            file.write(f"congress {sys.version}\n{details}")
        where = file.name
    except OSError:
        where = "--debug"
    write_error(f"congress: {translate(language, 'errors.bug', {'why': type(error).__name__, 'where': where})}\n")
    return ExitCode.BUG


if __name__ == "__main__":
    sys.exit(main())
