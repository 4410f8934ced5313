"""`congress` and its peers as commands on a registry. A peer that is not installed is left out."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Program

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers"
SCHEMA = ROOT / "schemas" / "units.schema.json"
RETURNS = ROOT / "bench" / "returns.yaml"
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "120"}
COLOURED = {**ENVIRONMENT, "FORCE_COLOR": "1"}


def congress(name: str, *words: str) -> Program:
    """`congress` with these words."""
    return Program(name, (_beside("congress"), *words), ENVIRONMENT)


def desk(registry: Path) -> Iterator[Program]:
    """The commands of the desk on one unit. `undo` comes after `record`, so that each round finds the same registry."""
    unit, units = "MAU-001-0001", ("--units", str(registry))
    yield congress("record", "record", unit, "working-rules.issued", "2020-07-07", *units)
    yield congress("undo", "undo", *units)
    for name, *more in (("show", unit), ("explain", unit), ("find", "Mẫu Bình An"), ("next",)):
        yield congress(name, name, *more, *units)
    typed = f"congress show --units {registry} {unit[:-2]}"
    fish = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_ARGS": typed}
    yield congress("completion")._replace(environment={**ENVIRONMENT, "_CONGRESS_COMPLETE": "complete_fish", **fish})


def shares(registry: Path) -> dict[str, float]:
    """Seconds of the processor that each step of `congress check` takes."""
    command = (sys.executable, str(PEERS / "shares.py"), str(registry))
    ran = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def again(name: str, registry: Path) -> Iterator[Program]:
    """Series or cases judged, and what the fast reader alone takes for their file."""
    rules = ("--rules", str(RETURNS))
    yield congress(f"congress {name}", "check", "--units", str(registry), *rules, "--format", "table")
    command = (sys.executable, str(PEERS / "fast_reader.py"), str(registry), str(RETURNS))
    yield Program(f"fast_reader {name}", command, ENVIRONMENT)


def start_up() -> Iterator[Program]:
    """The smallest programs that use the same libraries."""
    for peer in ("one_command", "table_600"):
        yield Program(peer, (sys.executable, str(PEERS / f"{peer}.py")), COLOURED)


def peers(registry: Path, *names: str) -> Iterator[Program]:
    """The peers of these names that are installed, each on a registry."""
    for name in names:
        command = _command(name, registry)
        if command is not None:
            yield Program(f"{name} {registry.stem}", command, ENVIRONMENT)


def _command(name: str, registry: Path) -> tuple[str, ...] | None:
    needs = {"check-jsonschema": "check_jsonschema", "yamllint": "yamllint", "three_rules": "regopy"}
    needs["data_frame"] = "polars"
    if importlib.util.find_spec(needs.get(name, "yaml")) is None:
        return None
    if name == "check-jsonschema":
        return (_beside(name), "--schemafile", str(SCHEMA), str(registry))
    if name == "yamllint":
        return (_beside(name), "-d", "relaxed", str(registry))
    return (sys.executable, str(PEERS / f"{name}.py"), str(registry))


def _beside(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    return found or sys.exit(f"{name} is not installed beside this interpreter")
