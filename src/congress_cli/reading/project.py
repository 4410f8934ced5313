"""Where the data are: the project's root, its settings, and which files are read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from congress_cli import dataclass
from congress_cli.errors import CongressError, cause
from congress_cli.files import shipped
from congress_cli.language import LANGUAGES
from congress_cli.model.message import Diagnostics, Position
from congress_cli.reading.files import STDIN, is_file, is_folder, peek, shown_path, yaml_files
from congress_cli.rendering.options import Letterhead
from congress_cli.text import Words

UNITS = Path("data", "units.yaml")
RULES = Path("data", "rules.yaml")
WAIVERS = "waivers.yaml"
PATHS = ("units", "rules", "waivers")
MOST_DOTS = 100
SETTINGS_FILES = ("congress.toml", "pyproject.toml")
LETTERHEAD = tuple(f"report-{field}" for field in Letterhead.__dataclass_fields__)
NUMBERS = ("verified-within", "longest-waiver")
SETTINGS = (*PATHS, "lang", *NUMBERS, "import-heads", *LETTERHEAD)

_FORMAT = re.compile(r"^\{?[\"']?format[\"']?[ \t]*:[ \t]*[\"']?congress-(units/1\b|rules/|waivers/)", re.MULTILINE)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_DOTTED = re.compile(r"[\w\"'-]+(?:[ \t]*\.[ \t]*[\w\"'-]+)*")
_LANGUAGE = re.compile(r"^language:[ \t]*[\"']?(vi|en)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Project:
    """The files of one run. `root` is what paths are shown relative to."""

    root: Path
    units: str
    rules: Path
    rules_are_shipped: bool
    waivers: Path | None

    def paths(self) -> tuple[str, ...]:
        """Every file and folder that is read."""
        return tuple(str(path) for path in (self.units, self.rules, self.waivers) if path is not None)

    def files(self) -> frozenset[str]:
        """Every file that is read, by its real path. Raises CongressError for a folder without units."""
        paths = (*unit_files(self.units).paths, self.rules, *([self.waivers] if self.waivers else []))
        return frozenset(map(os.path.realpath, paths))

    def words(self) -> tuple[str, ...]:
        """The options that name these files, as far as they are not the ones that are found without any."""
        named = []
        units = self.shown(self.units)
        if units != UNITS.as_posix():
            named += ["--units", units]
        found = rules_file(self.root, None, self.units)[0]
        if not self.rules_are_shipped and self.shown(self.rules) != self.shown(found):
            named += ["--rules", self.shown(self.rules)]
        beside = _beside(self.units, WAIVERS)
        if self.waivers is None:
            return (*named, "--no-waivers") if beside else tuple(named)
        return (*named, "--waivers", self.shown(self.waivers)) if self.waivers != beside else tuple(named)

    def shown(self, path: Path | str) -> str:
        """A path as reports show it."""
        if self.rules_are_shipped and path == self.rules:
            return "congress:rules.yaml"
        return shown_path(Path(path), self.root)


def find_root(start: Path) -> Path | None:
    """The nearest folder from here upward that has data/units.yaml."""
    return next((folder for folder in (start, *start.parents) if (folder / UNITS).is_file()), None)


def settings(start: Path) -> Mapping[str, str]:
    """The settings of the nearest congress.toml, or [tool.congress] of pyproject.toml, from here upward.

    Paths in it are resolved against its folder. Raises CongressError where the file is no TOML or names
    what does not exist.
    """
    for path in _settings_files(start):
        if (found := _settings_in(path)) is not None:
            return found
    return {}


def settings_file(start: Path) -> Path | None:
    """The file that the settings are taken from. Raises as `settings` does."""
    return next((path for path in _settings_files(start) if _settings_in(path) is not None), None)


def _settings_files(start: Path) -> Iterator[Path]:
    for folder in (start, *start.parents):
        yield from (path for name in SETTINGS_FILES if (path := folder / name).is_file())


class BadSettings(CongressError):  # noqa: N818
    """Mistakes in a settings file, each at its place; `code` and `args_` are of the first."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        first = diagnostics.errors[0]
        super().__init__(first.key, path=first.place.path, **first.args)
        self.diagnostics = diagnostics


def _settings_in(path: Path) -> Mapping[str, str] | None:
    content = _ours(path) if path.name == "pyproject.toml" else _toml(path)
    if content is None:
        return None
    diagnostics = Diagnostics()
    diagnostics.know(str(path), _text(path))
    found = {key: _setting(path, key, value, diagnostics) for key, value in content.items()}
    if diagnostics.total():
        raise BadSettings(diagnostics)
    return found


def _ours(path: Path) -> dict[str, Any] | None:
    """[tool.congress] of a pyproject.toml; its other mistakes are none of our business."""
    try:
        tool = _toml(path).get("tool")
    except CongressError as error:
        if error.code == "settings-too-deep":  # what it would set cannot be known
            raise
        return None
    ours = tool.get("congress") if isinstance(tool, dict) else None
    return ours if isinstance(ours, dict) else None


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    text = _text(path)
    try:
        return _parsed(text)
    except RecursionError:
        raise CongressError("settings-too-deep", path=str(path)) from None
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = map(int, place.groups()) if place else (1, 1)
        diagnostics = Diagnostics()
        diagnostics.know(str(path), text)
        diagnostics.error(str(path), Position(line, column), "settings-unreadable", line=line, column=column)
        raise BadSettings(diagnostics) from None


@lru_cache(maxsize=4)
def _parsed(text: str) -> dict[str, Any]:
    """Each file is asked for several settings."""
    import tomllib

    # The parser of Python takes time by the square of the dots in one key.
    if any(match[0].count(".") > MOST_DOTS for match in _DOTTED.finditer(text)):
        raise RecursionError
    return tomllib.loads(text)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise CongressError("file-unreadable", path=str(path), why=cause(error)) from None
    except UnicodeDecodeError:
        raise CongressError("settings-not-utf8", path=str(path)) from None


def _setting(path: Path, key: str, value: Any, diagnostics: Diagnostics) -> str:
    if key not in SETTINGS:
        known = diagnostics.near(key, Words(SETTINGS))
        diagnostics.error(
            str(path), _position(key, diagnostics), "setting-unknown", key=key, all=list(SETTINGS), known=known
        )
    elif key in NUMBERS and type(value) is int:
        return str(value)
    elif not isinstance(value, str):
        diagnostics.error(str(path), _position(key, diagnostics), "setting-not-text", key=key)
    elif key == "lang" and value not in LANGUAGES:
        args = {"text": value, "all": list(LANGUAGES), "known": diagnostics.near(value, Words(LANGUAGES))}
        diagnostics.error(str(path), _position(key, diagnostics), "setting-language", **args)
    return str(path.parent / value) if key in PATHS and isinstance(value, str) else str(value)


def _position(key: str, diagnostics: Diagnostics) -> Position:
    """Where a key stands: the parser does not say it."""
    (lines,) = diagnostics.texts.values()
    for number, line in enumerate(lines, 1):
        if found := re.match(rf"\s*([\"']?){re.escape(key)}\1\s*[.=]", line):
            return Position(number, found[0].index(key) + 1, len(key))
    return Position(1, 1)


def find_project(
    start: Path,
    units: str | None,
    rules: str | None,
    waivers: str | None,
    configured: Mapping[str, str] = MappingProxyType({}),
    *,
    use_waivers: bool = True,
) -> Project:
    """The project to judge: the files that are named, those beside a named registry, then those that are configured.

    Raises CongressError where there is none.
    """
    root = find_root(start)
    registry = units or configured.get("units") or (None if root is None else str(root / UNITS))
    if registry is None:
        raise CongressError("no-project")
    base = root or start
    rules_path, is_shipped = rules_file(base, rules, units, configured)
    found = _first(waivers, _beside(units, WAIVERS), configured.get("waivers"), _beside(registry, WAIVERS))
    return Project(base, registry, rules_path, is_shipped, found if use_waivers else None)


def rules_file(
    base: Path, asked: str | None, units: str | None = None, configured: Mapping[str, str] = MappingProxyType({})
) -> tuple[Path, bool]:
    """The rules file asked for, else that beside the named registry, the configured one, that of the data folder.

    Without any of them the shipped one, which the second value says. `units`: the registry that is named, if any.
    """
    own = base / RULES
    found = _first(
        asked,
        _beside(units, RULES.name),
        configured.get("rules"),
        _beside(configured.get("units"), RULES.name),
        own if is_file(own) else None,
    )
    return (shipped(RULES), True) if found is None else (found, False)


def _first(*paths: str | Path | None) -> Path | None:
    return next((Path(path) for path in paths if path is not None), None)


def _beside(units: str | None, name: str) -> Path | None:
    """A file of that name in the folder of a registry, which may be a folder itself; None where there is none."""
    if units is None or units == STDIN:
        return None
    path = Path(units)
    beside = (path if is_folder(path) else path.parent) / name
    return beside if is_file(beside) else None


@dataclass(frozen=True, slots=True)
class UnitFiles:
    """The units files of a run, and the YAML files of the folder that were left alone."""

    paths: tuple[Path | str, ...]
    left_alone: tuple[Path, ...] = ()


def unit_files(units: str) -> UnitFiles:
    """The one file, or of a folder every *.yaml whose format is congress-units/1, in byte order of their paths.

    Raises CongressError where a folder has none.
    """
    path = Path(units)
    if units == STDIN or not is_folder(path):
        return UnitFiles((units,))
    found, left_alone = [], []
    for file in yaml_files(path):
        kind = kind_of(file)
        if kind == "units":
            found.append(file)
        elif kind is None:
            left_alone.append(file)
    if not found:
        raise CongressError("folder-without-units", path=units)
    return UnitFiles(tuple(found), tuple(left_alone))


def kind_of(path: Path) -> str | None:
    """What a file says that it is: `units`, `rules` or `waivers`; `units` for one that cannot be read."""
    try:
        found = _FORMAT.search(peek(path))
    except OSError:
        return "units"  # let the reader say why it cannot be read
    return None if found is None else found[1].partition("/")[0]


def language_of(rules: Path) -> str | None:
    """The language a rules file names, without reading all of it."""
    try:
        head = peek(rules, 65_536)
    except (OSError, ValueError):
        return None
    match = _LANGUAGE.search(head)
    return None if match is None else match[1]


SMALLEST, LARGEST = 8, 20
WIDEST_MARGIN = 60


def letterhead(settings: Mapping[str, str]) -> Letterhead:
    """The letterhead that the settings describe. Raises CongressError for a size or margins that make no page."""
    fields: dict[str, Any] = {field: settings.get(f"report-{field}") for field in Letterhead.__dataclass_fields__}
    given = {field: text.strip() for field, text in fields.items() if text is not None}
    for field, read in (("recipients", _recipients), ("size", _size), ("margins", _margins)):
        if field in given:
            given[field] = read(given[field])
    return Letterhead(**given)


def _recipients(text: str) -> tuple[str, ...]:
    return tuple(one for part in text.split(";") if (one := part.strip()))


def _size(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text) or not SMALLEST <= int(text) <= LARGEST:
        raise CongressError("setting-no-size", key="report-size", text=text, least=SMALLEST, most=LARGEST)
    return int(text)


def _margins(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"[0-9]{1,2}( +[0-9]{1,2}){3}", text) or max(map(int, text.split())) > WIDEST_MARGIN:
        raise CongressError("setting-no-margins", key="report-margins", text=text, most=WIDEST_MARGIN)
    return tuple(map(int, text.split()))
