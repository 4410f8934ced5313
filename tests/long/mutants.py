"""Small wrong changes to the code that judges and reads: does a test notice each?

    python tests/long/mutants.py [--mutants N] [--seed N] [--only TEXT] [--seconds N] [--tests NAME…] [--again|--fresh]

needs `requirements-slow.txt`. mutmut's operators make the changes, coverage says which tests run the changed line.
A mutant is tried in a fork of a pytest that has everything loaded: its code takes the place of the right one, and
tests run until one fails. What changes while a module is loaded (tables, defaults) is tried in a process that loads
the package anew.

Prints the table of docs/reliability.md and the survivors that `mutants.toml` does not judge. Ends with 1 where there
is one, or where less than 90 % of those that are not equivalent are noticed. What was tried stands in `build/mutants`;
another run goes on from there, `--again` also tries those anew that survived. `--fresh` begins anew; of what was tried
it only knows which test noticed a mutant, and tries that one first.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.long.mutant_runs import (
    BUILD,
    ROOMS,
    ROOT,
    SOURCE,
    Mutant,
    Tests,
    forked,
    in_pytest,
    loaded_anew,
    measured,
    sources,
    tried,
)

JUDGED = Path(__file__).with_name("mutants.toml")
TESTS = (
    "test_days.py",
    "test_worlds.py",
    "test_text.py",
    "model",
    "rules",
    "engine",
    "reading",
    "explain",
    "rulebook",
    "app",
    "cli",
)
BEFOREHAND = (
    "hypothesis",
    "pydantic",
    "yaml",
    "typer",
    "rich.table",
    "openpyxl",
    "jsonschema",
    "dateutil.parser",
    "coverage",
)
SHARE = 0.9


def main(words: list[str]) -> int:
    """Tries what was not tried yet, and tells of the whole sample."""
    asked = _options(words)
    for name in BEFOREHAND:
        importlib.import_module(name)
    BUILD.mkdir(parents=True, exist_ok=True)
    results = Results(BUILD / "tried.jsonl")
    known = {key: name for key, (_, name) in results.told.items() if name}
    if asked.fresh:
        results.forget()
    mutants = [one for one in sample(asked.seed, asked.mutants) if asked.only in f"{one.path} {one.key}"]
    tests = Tests(_measured(asked.tests, asked.fresh), asked.seconds, known)
    old = {key for key, (how, _) in results.told.items() if how != "survived" or not asked.again}
    missing = [one for one in mutants if one.key not in old]
    if missing:
        forked(lambda: in_pytest(tried(missing, tests, results.note), _paths(asked.tests)), None)
    told = results.again()
    for one in [one for one in mutants if told[one.key][0] == "loads"]:
        how, name = forked(partial(loaded_anew, one, tests))
        results.note(one, "survived" if how == "done" and name is None else "killed" if how == "done" else how, name)
    return _table(mutants, results.again())


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mutants", type=int, default=1000, help="how many (default: 1000)")
    parser.add_argument("--seed", type=int, default=2658, help="which ones")
    parser.add_argument("--only", default="", help="those whose file, function or change has this text")
    parser.add_argument("--seconds", type=float, default=5.0, help="of tests tried on one (default: 5)")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="folders and files of tests")
    parser.add_argument("--again", action="store_true", help="try the survivors of earlier runs anew")
    parser.add_argument("--fresh", action="store_true", help="forget what was tried")
    return parser.parse_args(words)


def _paths(names: Iterable[str]) -> list[str]:
    return [str(path) for name in names if (path := ROOT / "tests" / name).exists()]


def _measured(names: Iterable[str], fresh: bool) -> dict[str, Any]:
    """What `measured` says of each folder or file of tests, kept in a file each, as one."""
    every: dict[str, Any] = {"seconds": {}, "lines": {}}
    for name in names:
        path = BUILD / f"tests-{name.replace('/', '-')}.json"
        if fresh or not path.exists():
            forked(partial(_measure, path, name), None)
        told = json.loads(path.read_text("utf-8"))
        every["seconds"] |= told["seconds"]
        for file, lines in told["lines"].items():
            here = every["lines"].setdefault(file, {})
            for line, found in lines.items():
                here.setdefault(line, []).extend(found)
    return every


def _measure(path: Path, name: str) -> None:
    path.write_text(json.dumps(in_pytest(measured, _paths([name]))), "utf-8")


class Results:
    """What was tried, a line of JSON for each mutant; the last one holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told = self.again()

    def forget(self) -> None:
        """Begins anew."""
        self.path.unlink(missing_ok=True)
        self.told = {}

    def again(self) -> dict[str, list[Any]]:
        """How each ended, and by which test; read anew, since a fork may have written it."""
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        return {key: rest for key, *rest in map(json.loads, lines)}

    def note(self, one: Mutant, how: str, name: str | None) -> None:
        """Writes one down."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([one.key, how, name], ensure_ascii=False) + "\n")


# ---------------------------------------------------------------- making


def made(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file that mutmut's operators make; unlike mutmut, also in functions with a decorator."""
    names = ("libcst", "libcst.metadata", "mutmut.mutation.file_mutation")
    cst, metadata, maker = (importlib.import_module(name) for name in names)

    class Everywhere(maker.MutationVisitor):  # type: ignore[name-defined, misc]
        def _skip_node_and_children(self, node: Any) -> bool:
            return not isinstance(node, cst.FunctionDef) and super()._skip_node_and_children(node)

    text = path.read_text("utf-8")
    wrapper = metadata.MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    visitor = Everywhere(maker.mutation_operators, maker.IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    positions, starts, named = wrapper.resolve(metadata.PositionProvider), _starts(text), functions(text)
    for one in visitor.mutations:
        where = positions[one.original_node]
        first, last = (starts[place.line - 1] + place.column for place in (where.start, where.end))
        after = wrapper.module.code_for_node(one.mutated_node).strip()
        name = next((name for name, lines in named if where.start.line in lines), "")
        yield Mutant(str(path.relative_to(SOURCE)), name, where.start.line, first, text[first:last], after)


def _starts(text: str) -> list[int]:
    lengths = [len(line) for line in text.splitlines(keepends=True)]
    return [sum(lengths[:number]) for number in range(len(lengths) + 1)]


def functions(text: str) -> list[tuple[str, range]]:
    """The names of functions with their lines, the innermost ones first."""

    def below(node: ast.AST, outer: str) -> Iterator[tuple[str, range]]:
        for child in ast.iter_child_nodes(node):
            name = f"{outer}.{child.name}".lstrip(".") if isinstance(child, ast.FunctionDef | ast.ClassDef) else outer
            yield from below(child, name)
            if isinstance(child, ast.FunctionDef):
                yield name, range(child.lineno, (child.end_lineno or 0) + 1)

    return list(below(ast.parse(text), ""))


def sample(seed: int, most: int) -> list[Mutant]:
    """As many as asked for, picked by a hash of each: a change of other code leaves the pick as it is."""
    every = {one.key: one for path in sources() for one in made(path)}
    picked: list[Mutant] = []
    for key in sorted(every, key=lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest()):
        if len(picked) < most and every[key].differs():
            picked.append(every[key])
    return sorted(picked, key=lambda one: (one.path, one.line, one.key))


# ---------------------------------------------------------------- telling


def _table(mutants: list[Mutant], told: dict[str, list[Any]]) -> int:
    survivors = tomllib.loads(JUDGED.read_text("utf-8"))["survivors"]
    judged = {key: one["why"] for one in survivors for key in one["mutants"]}
    ends = {one.key: _end(told[one.key][0], judged.get(one.key, "")) for one in mutants}
    print("| room | mutants | noticed by a test | out of time or memory | equivalent | survived |")
    print("|---|---|---|---|---|---|")
    for room in (*ROOMS, ""):
        print(_row(room, Counter(ends[one.key] for one in mutants if one.path.startswith(room))))
    unjudged = [one for one in mutants if ends[one.key] == "survived" and one.key not in judged]
    for one in unjudged:
        print(f"\n{one.path}:{one.line}\n  {one.key}")
    every = Counter(ends.values())
    return int(every["survived"] > (1 - SHARE) * (every.total() - every["equivalent"]) or bool(unjudged))


def _end(how: str, why: str) -> str:
    return "equivalent" if how == "survived" and why.startswith("equivalent") else how


def _row(room: str, ends: Counter[str]) -> str:
    figures = (ends.total(), ends["killed"], ends["timed-out"] + ends["crashed"], ends["equivalent"], ends["survived"])
    return f"| {room.removesuffix('.py') or 'all'} | " + " | ".join(f"{figure:,}" for figure in figures) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
