"""The quick reader changes nothing: read quickly or with care, a random registry has the same report."""

import json
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.check import report_on
from congress_cli.formats import FORMATS, RenderOptions
from congress_cli.model.report import Selection
from congress_cli.reading.fast import simple_units_file
from congress_cli.reading.load import read_data
from congress_cli.reading.project import Project
from tests.builders import TYPE_OF_LEVEL, rules_file
from tests.engine import strategies as some
from tests.patience import same_cases


def _without_nothing(raw: Any) -> Any:
    if not isinstance(raw, dict):
        return raw
    return {key: _without_nothing(value) for key, value in raw.items() if value is not None}


def dumped(raw: Any) -> str:
    return yaml.dump(json.loads(json.dumps(raw)), sort_keys=False, allow_unicode=True, width=10_000)


def _styled(**style: Any) -> Callable[[Any], str]:
    """A way of writing one unit, as an item of a list."""

    def written(unit: Any) -> str:
        text: str = yaml.dump(unit, sort_keys=False, allow_unicode=True, **style)
        return "  - " + indent(text, "    ").lstrip()

    return written


def _commented(unit: Any) -> str:
    lines = WAYS["lines"](unit).splitlines()
    return "".join(f"{line}   # nhận xét → x\n\n# {{a: [\n" for line in lines)


WAYS: dict[str, Callable[[Any], str]] = {
    "lines": _styled(width=10_000),
    "comments": _commented,
    "brackets": _styled(width=10_000, default_flow_style=True),
    "brackets over several lines": _styled(width=30, default_flow_style=True),
    "everything in quotes": lambda unit: _styled(width=10_000, default_style='"')(
        json.loads(json.dumps(unit), parse_int=str, parse_float=str)
    ),
    "facts in brackets": _styled(width=10_000, default_flow_style=None),
}
"""Every way to write a unit; most of the ways but not all are simple."""


def _write_random(
    folder: Path, rules: list[Any], parameters: Any, tree: list[Any], records: str, ways: list[str] | None = None
) -> None:
    folder.mkdir(exist_ok=True)
    clause = {"id": "1.1", "check": "automated", "rules": [one["id"] for one in rules], "vi": "Việc.", "en": "Matter."}
    book = {**rules_file(*rules, parameters=parameters), "clauses": [clause]}
    named = [{**one, "name": f"Unit {one['id']}", "type": TYPE_OF_LEVEL[one["level"]]} for one in tree]
    forces = [{"id": force, "name": force} for force in ("TF-1", "TF-2")]
    units = {"format": "congress-units/1", "term": "2020-2025", "records": records, "task_forces": forces}
    (folder / "rules.yaml").write_text(dumped(book), "utf-8")
    written = zip(map(_without_nothing, named), cycle(ways or ["lines"]))
    listed = "units:\n" + "".join(WAYS[way](json.loads(json.dumps(one))) for one, way in written)
    (folder / "units.yaml").write_text(dumped(units) + listed, "utf-8")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@same_cases()
@given(
    some.rules_together(),
    some.parameters(),
    some.small_trees(),
    some.judged_days(),
    st.sampled_from(["complete", "partial"]),
    st.lists(st.sampled_from(list(WAYS)), min_size=1),
)
def test_a_random_registry_has_one_report_whichever_way_it_is_read(
    places: Path, rules: Any, parameters: Any, tree: Any, as_of: Any, records: Any, ways: Any
) -> None:
    folder = places / "data"
    _write_random(folder, rules, parameters, tree, records, ways)
    project = Project(places, str(folder), folder / "rules.yaml", rules_are_shipped=False, waivers=None)

    careful, quick = (
        FORMATS["json"].render(
            report_on(read_data(project, warnings=carefully), Selection(), (as_of, "option"), ("congress", "check")),
            RenderOptions("vi"),
        )
        for carefully in (True, False)
    )

    assert careful == quick


@pytest.mark.parametrize("way", WAYS)
def test_the_random_registries_are_read_quickly_in_whichever_way_they_are_written(tmp_path: Path, way: str) -> None:
    facts = {"topics": {"items": ["one"]}, "congress.opened": "2020-06"}
    tree = [{"id": "C", "level": "city", "facts": facts}, {"id": "D", "level": "city", "facts": {}}]
    _write_random(tmp_path, [], {}, tree, "partial", [way, "lines"])

    assert simple_units_file((tmp_path / "units.yaml").read_bytes()) is not None
