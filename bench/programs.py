"""`congress` and its peers as commands on a registry. A peer that is not installed is left out."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Program

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers"
SCHEMA = ROOT / "schemas" / "units.schema.json"
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "120"}
COLOURED = {**ENVIRONMENT, "FORCE_COLOR": "1"}


def congress(name: str, *words: str) -> Program:
    """`congress` with these words."""
    return Program(name, (_beside("congress"), *words), ENVIRONMENT)


def recording(name: str, registry: Path) -> Program:
    """`congress record` and `congress undo`, so that the registry is the same after each run."""
    program, units = _beside("congress"), shlex.quote(str(registry))
    record = f"{program} record MAU-001-0001 working-rules.issued 2020-07-07 --units {units}"
    return Program(name, ("sh", "-c", f"{record} && {program} undo --units {units}"), ENVIRONMENT, (0,))


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
