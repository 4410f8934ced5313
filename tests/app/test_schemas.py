"""The JSON Schemas: the same as those committed, good schemas, and of one mind with the program about files."""

import copy
import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from congress_cli.app.check import check
from congress_cli.app.schemas import SCHEMAS, schema_text
from congress_cli.formats.json import canonical
from congress_cli.model.report import Selection
from congress_cli.reading.project import find_project
from tests.builders import ROOT
from tests.patience import some

jsonschema = pytest.importorskip("jsonschema")

CITY = ROOT / "examples" / "thanh-pho-mau"
SMALL = ROOT / "tests" / "cases" / "small-city"
KINDS = {"congress-units/1": "units", "congress-rules/1": "rules", "congress-waivers/1": "waivers"}


class _Loader(yaml.SafeLoader):
    """A loader as YAML 1.2 has it: days stay text, `yes` is a word, only true and false are truths."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


@cache
def _loaded(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)


def _shipped_files() -> list[Path]:
    """Every YAML file we ship that names its format; those of the small city's expectations do not."""
    found = [*(ROOT / "data").glob("*.yaml"), *CITY.glob("*.yaml"), *SMALL.glob("*.yaml")]
    return [path for path in sorted(found) if re.search(r"^format: congress-", path.read_text("utf-8"), re.MULTILINE)]


FILES = _shipped_files()


@cache
def _validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(json.loads(schema_text(name)))


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_one_that_the_models_make(name):
    committed = ROOT / "schemas" / f"{name}.schema.json"

    assert committed.read_text("utf-8") == schema_text(name), f"congress schema {name} -o schemas/{name}.schema.json"


def test_no_other_schema_is_committed():
    assert {path.name for path in (ROOT / "schemas").iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_good_schema(name):
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_in_a_schema_leads_somewhere_and_every_definition_is_used(name):
    text = schema_text(name)
    defined = set(json.loads(text).get("$defs", {}))

    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) == defined


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_every_shipped_file_obeys_its_schema(path):
    content = _loaded(path)

    _validator(KINDS[content["format"]]).validate(content)


def test_there_are_files_of_all_three_kinds():
    assert {KINDS[_loaded(path)["format"]] for path in FILES} == {"units", "rules", "waivers"}


PROJECTS: dict[str, tuple[Path, Path | None]] = {
    "the small city": (SMALL / "units.yaml", SMALL / "rules.yaml"),
    "the invented city": (CITY, None),
    "Hanoi": (ROOT / "data" / "units.yaml", None),
}


@pytest.mark.parametrize("name", some([*PROJECTS], ["the small city", "the invented city"]))
def test_the_json_report_obeys_its_schema(name):
    units, rules = PROJECTS[name]
    found = find_project(ROOT, str(units), None if rules is None else str(rules), None)
    report = check(found, Selection(), None, lambda _: date(2020, 7, 1)).report

    _validator("report").validate(json.loads(canonical(report)))


UNITS: dict[str, Any] = {
    "format": "congress-units/1",
    "term": "2020-2025",
    "records": "partial",
    "units": [
        {
            "id": "U",
            "name": "Đảng bộ Mẫu",
            "level": "upper",
            "type": "quan",
            "facts": {
                "congress.opened": "2020-06-03",
                "congress.closed": {"day": "2020-06-03/2020-06-06", "note": "x"},
                "complaints": {"total": 3, "done": 2},
                "topics": ["one"],
                "targets": {"growth": 7.5},
            },
        }
    ],
}
RULES: dict[str, Any] = {
    "format": "congress-rules/1",
    "language": "vi",
    "directive": {"number": "1-TB", "kind": "TB", "issuer": "MN", "issued": "2020-06-11", "term": "2020-2025"},
    "levels": {"upper": {"vi": "a", "en": "b"}},
    "types": {"quan": {"level": "upper", "vi": "a", "en": "b"}},
    "facts": {"paper.issued": {"kind": "event", "vi": "a", "en": "b"}},
    "rules": [
        {
            "id": "judged",
            "kind": "event",
            "title": {"vi": "a", "en": "b"},
            "clause": "1.1",
            "owner": "upper",
            "modality": "must",
            "applies_to": {"level": "upper"},
            "event": "paper.issued",
            "by": "2020-07-01",
        }
    ],
}
WAIVERS: dict[str, Any] = {
    "format": "congress-waivers/1",
    "waivers": [
        {
            "rule": "judged",
            "units": ["U"],
            "from": "2020-06-12",
            "until": "2020-07-01",
            "authority": "BTC",
            "document": "1-CV",
            "reason": "x",
        }
    ],
}
GOOD = {"units": UNITS, "rules": RULES, "waivers": WAIVERS}


@pytest.mark.parametrize("name", GOOD)
def test_a_small_good_file_obeys_its_schema(name):
    _validator(name).validate(GOOD[name])


@pytest.mark.parametrize("name", GOOD)
def test_the_line_that_names_the_schema_may_also_be_a_key(name):
    _validator(name).validate({"$schema": "../schemas/x.schema.json", **GOOD[name]})


LEAVE_OUT = object()
WRONG: list[tuple[str, tuple[str | int, ...], Any]] = [
    ("units", ("unit",), []),
    ("units", ("format",), "congress-units/2"),
    ("units", ("records",), "some"),
    ("units", ("records",), LEAVE_OUT),
    ("units", ("units",), {}),
    ("units", ("units", 0, "nmae"), "x"),
    ("units", ("units", 0, "name"), LEAVE_OUT),
    ("units", ("units", 0, "id"), "a b"),
    ("units", ("units", 0, "code"), 1),
    ("units", ("units", 0, "tags"), "watch"),
    ("units", ("units", 0, "closed"), "2020-06-03"),
    ("units", ("units", 0, "facts", "congress.opened"), "3/6/2020"),
    ("units", ("units", 0, "facts", "congress.opened"), True),
    ("units", ("units", 0, "facts", "congress.closed", "person"), "x"),
    ("units", ("units", 0, "facts", "complaints", "total"), "3"),
    ("units", ("units", 0, "facts", "complaints", "total"), -1),
    ("units", ("units", 0, "facts", "complaints", "total"), 1.5),
    ("units", ("units", 0, "facts", "topics"), [1]),
    ("units", ("units", 0, "facts", "targets", "growth"), "7.5 %"),
    ("rules", ("rule",), []),
    ("rules", ("rules",), []),
    ("rules", ("language",), "fr"),
    ("rules", ("directive", "issued"), 20200611),
    ("rules", ("facts", "paper.issued", "kind"), "evnt"),
    ("rules", ("rules", 0, "kind"), "evnt"),
    ("rules", ("rules", 0, "evnt"), "paper.issued"),
    ("rules", ("rules", 0, "event"), LEAVE_OUT),
    ("rules", ("rules", 0, "modality"), "may"),
    ("rules", ("rules", 0, "owner"), []),
    ("rules", ("rules", 0, "warn_days"), "14"),
    ("rules", ("rules", 0, "by"), 20200701),
    ("rules", ("rules", 0, "title"), "x"),
    ("rules", ("rules", 0, "applies_to", "levels"), "upper"),
    ("rules", ("rules", 0, "limit_basis"), "guessed"),
    ("waivers", ("waiver",), []),
    ("waivers", ("waivers", 0, "units"), []),
    ("waivers", ("waivers", 0, "until"), LEAVE_OUT),
    ("waivers", ("waivers", 0, "person"), "x"),
    ("waivers", ("waivers", 0, "from"), 20200612),
]


def _broken(content: Any, at: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(content)
    inner = changed
    for step in at[:-1]:
        inner = inner[step]
    if value is LEAVE_OUT:
        del inner[at[-1]]
    else:
        inner[at[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("name", "at", "value"), WRONG, ids=lambda one: str(one) if one is not LEAVE_OUT else "missing"
)
def test_what_is_wrong_is_refused(name, at, value):
    with pytest.raises(jsonschema.ValidationError):
        _validator(name).validate(_broken(GOOD[name], at, value))


def _schema_comments(path: Path) -> list[str]:
    return re.findall(r"^# yaml-language-server: \$schema=(\S+)$", path.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", [path for path in FILES if _schema_comments(path)], ids=_named)
def test_the_comment_that_names_the_schema_points_to_one_that_is_there_and_fits(path):
    [named] = _schema_comments(path)
    target = (path.parent / named).resolve()

    assert target.is_file()
    assert target.name == f"{KINDS[_loaded(path)['format']]}.schema.json"


@pytest.mark.parametrize("path", [path for path in FILES if "cases" not in path.parts], ids=_named)
def test_every_file_that_people_edit_names_its_schema_near_its_top(path):
    head = path.read_text("utf-8").splitlines()[:3]

    assert [line for line in head if line.startswith("# yaml-language-server: $schema=")]
