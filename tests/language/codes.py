"""Which sentences the source asks for: read off its syntax trees, nothing is run."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import congress_cli
from congress_cli.language import CATALOGUES

SOURCE = Path(congress_cli.__file__).parent
CODE = re.compile(r"[a-z0-9_]+(?:[-+.][a-z0-9_]+)*\Z")

# The callable, the place of the code among its arguments, and the catalogue the code belongs to.
PLACES = {
    "CongressError": (0, "errors"),
    "UsageError": (0, "errors"),
    "DayError": (0, "diagnostics"),
    "PydanticCustomError": (0, "diagnostics"),
    "Verdict": (1, "findings"),
    "Outcome": (1, "findings"),
    "Progress": (1, "findings"),
    "note": (0, "notes"),
}
# Callables whose codes are the ends of keys.
ENDS = {
    "Refused": (1, "sheets.no-"),
    "NotTaken": (0, "sheets.no-"),
}
# Methods that note a mistake in a file: of their arguments the one that looks like a code is one.
NOTING = {"error", "warn", "_error", "_warn", "_fail", "_known", "_names"}
# Tables of codes.
TABLES = {("reading/validation.py", "_SHAPES"), ("reading/yaml.py", "_PROBLEMS")}
# Functions that give a code back together with what fills it, or with a status.
RETURNING = ("reading/validation.py", "reading/yaml.py", "rules/census.py")
# `translate` of a module, or of the modules of a folder, that does not name the catalogue itself; the first that fits.
SAYING = {
    "screens/comparison.py": "runs",
    "screens/simulation.py": "ahead",
    "screens/agenda": "ahead",
    "screens/pace.py": "ahead",
    "screens/plan.py": "ahead",
    "screens/digest.py": "runs",
    "formats/ics.py": "office",
    "screens/changes.py": "desk",
    "app/prompts.py": "desk",
    "screens/journal.py": "journal",
    "screens/coverage.py": "ledger",
    "formats/docx/": "office",
    "screens/explanation.py": "proof",
    "screens/proof_steps.py": "proof",
    "screens/doctor.py": "doctor",
    "screens/unit.py": "lookup",
    "screens/facts.py": "lookup",
    "screens/tree.py": "lookup",
    "screens/differences.py": "sheets",
    "edit/sheets/xlsx_form.py": "sheets",
    "formats/html/": "webpage",
    "formats/xlsx/": "office",
    "formats/xlsx.py": "office",
    "formats/": "screen",
    "language/__init__.py": "findings",
    "rendering/office.py": "office",
    "rendering/": "screen",
    "rules/": "rules",
}
# What speaks for a catalogue of its own wherever it is called.
SPEAKERS = {"phrases": "screen."}
# What a template calls to say something.
CALLED = {"translate": "webpage", "screen": "screen"}


# Names of files that look like the code of a sentence.
FILES = {"rules.yaml", "rules.md", "proof.js"}
FULL = re.compile(r"[A-Za-z0-9_.+*-]*[a-z0-9*]\Z")

Known = dict[str, list[ast.expr]]


class Request(NamedTuple):
    """A sentence that the source asks for: `catalogue.key`, with `*` for what is filled in only when it runs.

    `given`: what it is filled with, where that can be read off the call.
    """

    pattern: str
    place: str
    given: frozenset[str] | None = None

    def fits(self, key: str) -> bool:
        """Whether a key of a catalogue is asked for here."""
        return _compiled(self.pattern).fullmatch(key) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", "[A-Za-z0-9_.+-]+"))


@cache
def constants() -> frozenset[str]:
    """Every text and every part of a text that the source is written with."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if not _is_catalogue(path):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(found)


@cache
def beginnings() -> frozenset[str]:
    """How texts begin that are put together: `why-` of `f"why-{modality}"`."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
            if isinstance(first, ast.Constant) and re.fullmatch("[a-z]+(-[a-z]+)*-", str(first.value)):
                found.add(str(first.value))
    return frozenset(found)


@cache
def requests() -> tuple[Request, ...]:
    """Every sentence the source asks for."""
    modules = (path for path in sorted(SOURCE.rglob("*.py")) if not _is_catalogue(path))
    templates = sorted(SOURCE.rglob("*.j2"))
    return (
        *(one for path in modules for one in _of_module(path)),
        *(one for path in templates for one in _of_template(path)),
    )


def _of_template(path: Path) -> Iterator[Request]:
    """What a template says; `"head-" ~ status` is filled in only when it runs."""
    place = path.relative_to(SOURCE).as_posix()
    for called, code, joined in re.findall(r'\b(translate|screen)\("([^"]*)"( ~)?', path.read_text("utf-8")):
        yield Request(f"{CALLED[called]}.{code}{'*' if joined else ''}", place)


def _is_catalogue(path: Path) -> bool:
    return path.parent.name in ("vi", "en") and path.stem != "words"


def _of_module(path: Path) -> Iterator[Request]:
    name = path.relative_to(SOURCE).as_posix()
    tree = ast.parse(path.read_text("utf-8"))
    for node, known in _walked(tree, {}):
        place = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield from (Request(code, place) for code in _texts(node, known) if _is_full(code))
        elif isinstance(node, ast.Call):
            yield from (Request(pattern, place, _given(node)) for pattern in _of_call(node, name, known))
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and name.startswith(RETURNING):
            yield from (Request(f"{_returned(name)}.{code}", place) for code in _codes(node.value, known))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and (name, _target(node)) in TABLES:
            yield from (Request(f"diagnostics.{code}", place) for code in _table(node))


def _of_call(node: ast.Call, module: str, known: Known) -> Iterator[str]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in PLACES and len(node.args) > PLACES[called][0]:
        place, catalogue = PLACES[called]
        yield from (f"{catalogue}.{code}" for code in _texts(node.args[place], known) if code not in ("day", "*"))
    elif called in ENDS and len(node.args) > ENDS[called][0]:
        place, beginning = ENDS[called]
        yield from (f"{beginning}{code}" for code in _texts(node.args[place], known) if "*" not in code)
    elif called in NOTING:
        texts = [text for arg in node.args for text in _texts(arg, known)]
        yield from (f"diagnostics.{text}" for text in texts if "-" in text and CODE.match(text))
    elif called in ("translate", "has") and isinstance(node.func, ast.Name) and len(node.args) > 1:
        yield from _texts(node.args[1], known)
    elif called in ("translate", "term") and isinstance(node.func, ast.Attribute) and node.args:
        prefix = "terms." if called == "term" else _catalogue_of(module, node.func.value)
        yield from (f"{prefix}{text}" for text in _texts(node.args[0], known) if text != "*")


def _is_full(text: str) -> bool:
    """Whether a text is the full code of a sentence: it names its catalogue."""
    catalogue, _, key = text.partition(".")
    return catalogue in CATALOGUES and FULL.match(key) is not None and text not in FILES


def _returned(module: str) -> str:
    return "diagnostics" if module.startswith("reading/") else "findings"


def _codes(node: ast.Tuple, known: Known) -> Iterator[str]:
    """The codes among what a function returns."""
    texts = [text for one in node.elts for text in _texts(one, known)]
    yield from (text for text in texts if "-" in text and CODE.match(text))


def _given(node: ast.Call) -> frozenset[str] | None:
    """The names given by keyword, where nothing else can give any."""
    names = {keyword.arg for keyword in node.keywords}
    mappings = [arg for arg in node.args if isinstance(arg, ast.Dict)]
    if None in names or not (names or len(node.args) < 2) or mappings:
        return None
    return frozenset(name for name in names if name)


def _catalogue_of(module: str, speaker: ast.expr) -> str:
    name = speaker.attr if isinstance(speaker, ast.Attribute) else getattr(speaker, "id", "")
    if name in SPEAKERS:
        return SPEAKERS[name]
    return next((f"{catalogue}." for begin, catalogue in SAYING.items() if module.startswith(begin)), "")


def _texts(node: ast.expr, known: Known, depth: int = 0) -> Iterator[str]:
    """The texts an expression may be; `*` stands for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from _joined(node, known, depth)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, known, depth)
        yield from _texts(node.orelse, known, depth)
    elif isinstance(node, ast.Name) and node.id in known and depth < 4:
        for value in known[node.id]:
            if not any(isinstance(inner, ast.Name) and inner.id == node.id for inner in ast.walk(value)):
                yield from _texts(value, known, depth + 1)


def _joined(node: ast.JoinedStr, known: Known, depth: int) -> Iterator[str]:
    codes = [""]
    for part in node.values:
        options = ["*"]
        if isinstance(part, ast.Constant):
            options = [str(part.value)]
        elif isinstance(part, ast.FormattedValue):
            options = list(_texts(part.value, known, depth + 1)) or ["*"]
        codes = [before + option for before in codes for option in options]
    yield from codes


def _walked(node: ast.AST, known: Known) -> Iterator[tuple[ast.AST, Known]]:
    """Every node below one, with what the names around it stand for."""
    if isinstance(node, ast.FunctionDef):
        known = _assigned(node)
    elif isinstance(node, ast.For | ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp):
        loops = [node] if isinstance(node, ast.For) else node.generators
        known = dict(known)
        for loop in loops:
            _loop(loop.target, loop.iter, known)
    yield node, known
    for inner in ast.iter_child_nodes(node):
        yield from _walked(inner, known)


def _assigned(function: ast.FunctionDef) -> Known:
    """What is assigned to each name of a function."""
    known: Known = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _bind(target, node.value, known)
    return known


def _loop(target: ast.expr, over: ast.expr, known: Known) -> None:
    """The names of a loop, each standing for what it runs over where that is written out."""
    for name in ast.walk(target):
        if isinstance(name, ast.Name):
            known[name.id] = []
    for item in over.elts if isinstance(over, ast.Tuple | ast.List) else ():
        _bind(target, item, known)


def _bind(target: ast.expr, value: ast.expr, known: Known) -> None:
    if isinstance(target, ast.Name):
        known.setdefault(target.id, []).append(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, part in zip(target.elts, value.elts, strict=False):
            _bind(one, part, known)


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def _table(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    if isinstance(node.value, ast.Dict):
        yield from (str(one.value) for one in node.value.values if isinstance(one, ast.Constant))
    elif isinstance(node.value, ast.Tuple):
        for pair in node.value.elts:
            if isinstance(pair, ast.Tuple) and isinstance(pair.elts[1], ast.Constant):
                yield str(pair.elts[1].value)
