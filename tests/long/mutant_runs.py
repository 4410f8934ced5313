"""Puts wrong code into the place of the right one, and looks which test fails first; the command is `mutants.py`."""

from __future__ import annotations

import gc
import importlib
import importlib.machinery
import json
import os
import resource
import signal
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "congress_cli"
BUILD = ROOT / "build" / "mutants"
SLOWEST = 3.0  # seconds of a test that is still worth a try
MEMORY = 4 << 30
ROOMS = ("days.py", "worlds.py", "rules", "engine", "reading")


def sources() -> list[Path]:
    """The files of the rooms."""
    return [
        path for room in ROOMS for path in ([SOURCE / room] if "." in room else sorted((SOURCE / room).glob("*.py")))
    ]


class Mutant(NamedTuple):
    """One change: where (file below the package, function, line, character), what stood there, what stands there."""

    path: str
    function: str
    line: int
    first: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """What names it while code around it moves."""
        return f"{self.function}: {' '.join(self.before.split())} -> {' '.join(self.after.split())}"

    def code(self) -> CodeType:
        """The code of its file with the change in it; SyntaxError where there is none."""
        text = _text(self.path)
        changed = text[: self.first] + self.after + text[self.first + len(self.before) :]
        return compile(changed, str(SOURCE / self.path), "exec", dont_inherit=True)

    def differs(self) -> bool:
        """Whether it is code, and other code than the right one."""
        try:
            return self.code() != right_code(self.path)
        except SyntaxError:
            return False


@cache
def _text(path: str) -> str:
    return (SOURCE / path).read_text("utf-8")


@cache
def right_code(path: str) -> CodeType:
    """The code of a file as it is."""
    return compile(_text(path), str(SOURCE / path), "exec", dont_inherit=True)


def codes(code: CodeType) -> list[CodeType]:
    """A code and those within it."""
    return [code, *(inner for one in code.co_consts if isinstance(one, CodeType) for inner in codes(one))]


def functions_by_code() -> dict[CodeType, list[FunctionType]]:
    """The functions of the package that exist now."""
    found: dict[CodeType, list[FunctionType]] = defaultdict(list)
    gc.unfreeze()  # a command froze what there was
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(str(SOURCE)):
            found[one.__code__].append(one)
    return found


def pieces(right: CodeType, wrong: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """The pairs of codes that differ; nothing where what runs while the module is loaded differs."""
    if len(codes(right)) != len(codes(wrong)):
        return None
    pairs = [(old, new) for old, new in zip(codes(right), codes(wrong), strict=True) if old != new]
    return None if any(_loads(old) and _own(old) != _own(new) for old, new in pairs) else pairs


def _loads(code: CodeType) -> bool:
    return not code.co_flags & 1  # CO_OPTIMIZED: the code of a function


def _own(code: CodeType) -> tuple[Any, ...]:
    consts = [repr(one) for one in code.co_consts if not isinstance(one, CodeType)]
    return code.co_code, consts, code.co_names


def put(pairs: Iterable[tuple[CodeType, CodeType]], live: dict[CodeType, list[FunctionType]]) -> bool:
    """Gives the living functions their other code; False where no function has it, or one cannot have the other."""
    changed = False
    for old, new in pairs:
        for function in live.get(old, ()):
            try:
                function.__code__ = new
            except ValueError:
                return False
            changed = True
    return changed


# ---------------------------------------------------------------- running


def forked(work: Callable[[], object], seconds: float | None = 900) -> tuple[str, Any]:
    """What a piece of work gives in a process of its own: `done` and its result, or `timed-out`, or `crashed`."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _in_fork(work, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return ("timed-out" if os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGALRM) else "crashed"), None
    return ("done", json.loads(told)) if told else ("crashed", None)


def _in_fork(work: Callable[[], object], writing: int, seconds: float | None) -> None:
    """Tells the result and ends; a fault of this program itself is told on the old standard error."""
    nowhere, stderr = os.open(os.devnull, os.O_RDWR), os.dup(2)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.setitimer(signal.ITIMER_PROF, seconds or 0)
    try:
        os.write(writing, json.dumps(work()).encode())
    except BaseException:
        os.write(stderr, traceback.format_exc().encode())
        raise
    finally:
        os._exit(0)


class Loop:
    """A pytest that collects as ever, and then does this piece of work with what it found."""

    def __init__(self, work: Callable[[list[pytest.Item]], object]) -> None:
        self.work, self.result = work, None
        self.error: Exception | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from tests import read_once  # not before: the package must not be loaded where `loaded_anew` begins

        try:
            if not session.testsfailed:  # while they are loaded
                with read_once.anew():
                    self.result = self.work(session.items)  # type: ignore[assignment]
        except Exception as error:
            self.error = error
        return True


def in_pytest(work: Callable[[list[pytest.Item]], object], paths: Iterable[str]) -> object:
    """The result of the work, with the tests in these files collected."""
    from hypothesis import Phase, settings

    settings.register_profile("mutants", derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")
    loop = Loop(work)
    options = [
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore:Module already imported",
        "-W",
        "ignore:No data was collected",
        f"--basetemp={BUILD / 'temp'}",
        "--capture=no",
    ]
    pytest.main([*options, *paths], plugins=[loop])
    if loop.error is not None:
        raise loop.error
    return loop.result


def failed(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether a test fails now, in its preparation and its end as well."""
    from _pytest.runner import runtestprotocol

    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def measured(items: list[pytest.Item]) -> dict[str, Any]:
    """Of each test that passes: seconds of processor and, of the files in the rooms, the lines that it runs."""
    counting = importlib.import_module("coverage").Coverage(include=[str(path) for path in sources()], data_file=None)
    seconds: dict[str, float] = {}
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        before = sum(os.times()[:4])
        counting.start()
        counting.switch_context(item.nodeid)
        bad = failed(item, following)
        counting.stop()
        if not bad:
            seconds[item.nodeid] = sum(os.times()[:4]) - before
    data = counting.get_data()
    lines = {str(path.relative_to(SOURCE)): data.contexts_by_lineno(str(path)) for path in sources()}
    return {"seconds": seconds, "lines": lines}


class Tests:
    """Which tests are worth a try on a mutant, the likeliest first; `known`: what noticed one before, by its key."""

    def __init__(self, told: dict[str, Any], most: float, known: Mapping[str, str]) -> None:
        self.seconds, self.lines, self.most, self.known = told["seconds"], told["lines"], most, known
        self.kills: Counter[tuple[str, str]] = Counter()

    def of(self, one: Mutant) -> list[str]:
        """Those that run its lines; for what runs while the file is loaded, those that run any line of it."""
        here = self.lines.get(one.path, {})
        lines = range(one.line, one.line + one.before.count("\n") + 1)
        names = {name for line in lines for name in here.get(str(line), ())} & self.seconds.keys()
        if not names or not one.function:
            names = {name for tests in here.values() for name in tests} & self.seconds.keys()
        rank, known = self._rank(one.path, names), self.known.get(one.key)
        return self._within(sorted(names, key=lambda name: (name != known, rank(name))))

    def _rank(self, path: str, names: Iterable[str]) -> Callable[[str], tuple[Any, ...]]:
        """What killed before in this file, then one case of each test, then others; cheap ones before dear ones."""
        stem, room = Path(path).stem, f"tests/{Path(path).parent}/"
        turns: Counter[str] = Counter()
        turn = {}
        for name in sorted(names, key=lambda one: (self.seconds[one], one)):
            turns[_function(name)] += 1
            turn[name] = turns[_function(name)]

        def rank(name: str) -> tuple[Any, ...]:
            distance = 0 if f"test_{stem}.py" in name else 1 if name.startswith(room) else 2
            known = -self.kills[path, _function(name)] if turn[name] <= 3 else 0
            return known, turn[name] > 1, turn[name] > 5, distance, self.seconds[name], name

        return rank

    def _within(self, names: Iterable[str]) -> list[str]:
        picked, left = [], self.most
        for name in names:
            if self.seconds[name] < SLOWEST and self.seconds[name] <= left:
                picked.append(name)
                left -= self.seconds[name]
        return picked


def _function(name: str) -> str:
    return name.partition("[")[0]


def first_failing(items: list[pytest.Item], seconds: dict[str, float]) -> str | None:
    """The name of the first test that fails."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number, item in enumerate(items):
        signal.setitimer(signal.ITIMER_PROF, 3 + 10 * seconds[item.nodeid])
        signal.alarm(120)
        if failed(item, items[number + 1] if number + 1 < len(items) else None):
            return item.nodeid
    return None


def tried(
    mutants: list[Mutant], tests: Tests, note: Callable[[Mutant, str, str | None], None]
) -> Callable[[Any], object]:
    """The work of a pytest: each mutant in a fork of it. What must be loaded anew is noted as `loads`."""

    def work(items: list[pytest.Item]) -> None:
        by_name = {item.nodeid: item for item in items}
        live = functions_by_code()
        gc.freeze()
        for one in mutants:
            pairs = pieces(right_code(one.path), one.code())
            chosen = [by_name[name] for name in tests.of(one) if name in by_name]
            how, name = _outcome(partial(_with, pairs, live, chosen, tests.seconds))
            tests.kills[one.path, _function(name or "")] += 1
            note(one, how, name)

    return work


def _with(pairs: Any, live: Any, chosen: list[pytest.Item], seconds: dict[str, float]) -> str | None:
    return first_failing(chosen, seconds) if pairs and put(pairs, live) else "loads"


def _outcome(work: Callable[[], str | None]) -> tuple[str, str | None]:
    how, name = forked(work)
    if how == "done":
        how = "survived" if name is None else "loads" if name == "loads" else "killed"
    return how, name


def loaded_anew(one: Mutant, tests: Tests) -> str | None:
    """The first test that fails where the package is loaded with the mutant in it; `loading` where it does not load."""
    assert "congress_cli" not in sys.modules
    right, names = importlib.machinery.SourceFileLoader.get_code, tests.of(one)
    path = str(SOURCE / one.path)

    def get_code(self: Any, fullname: str) -> CodeType | None:
        return one.code() if self.path == path else right(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]

    def work(items: list[pytest.Item]) -> list[str | None]:
        by_name = {item.nodeid: item for item in items}
        return [first_failing([by_name[name] for name in names if name in by_name], tests.seconds)]

    found = in_pytest(work, sorted({name.partition("::")[0] for name in names}))
    return found[0] if isinstance(found, list) else "loading"
