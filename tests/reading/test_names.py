"""What `find` reads of units files: the same units as the full reader, and nothing where that one says a mistake."""

import json
from collections.abc import Mapping
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.app.search import nothing_found, units_named
from congress_cli.model.message import Unreadable
from congress_cli.reading.files import Sources
from congress_cli.reading.load import read_data
from congress_cli.reading.names import known_units
from congress_cli.reading.project import Project
from congress_cli.rendering.options import RenderOptions
from congress_cli.screens.tree import render_found, render_found_json
from tests.builders import TYPE_OF_LEVEL, rule, rules_file
from tests.engine import strategies as some
from tests.patience import same_cases
from tests.reading.test_readers_agree import WAYS, dumped

FILE = {
    "format": "congress-units/1",
    "records": "partial",
    "task_forces": [{"id": f"TF-{n}", "name": "Tổ"} for n in (1, 2)],
}
CITY_UNIT = {"id": "C", "name": "Thành phố Không Có Thật", "level": "city", "type": "thanh-pho"}
UPPER_UNIT = {"id": "Q", "name": "quận Không Có Thật", "level": "upper", "type": "quan", "parent": "C"}
FIELDS = ("id", "name", "level", "type", "parent", "code", "task_force", "was", "tags")


def _project(folder: Path, files: Mapping[str, str], rules: Any = None) -> Project:
    folder.mkdir(exist_ok=True)
    path = folder / "rules.yaml"
    path.write_text(dumped(rules or rules_file(rule())), "utf-8")
    units = folder / "units"
    units.mkdir(exist_ok=True)
    for old in units.iterdir():
        old.unlink()
    for name, text in files.items():
        (units / name).write_bytes(text.encode())
    named = units if len(files) > 1 else units / next(iter(files))
    return Project(folder, str(named), path, rules_are_shipped=False, waivers=None)


def _written(units: list[Any], ways: list[str], **head: Any) -> str:
    text = dumped({**FILE, **head})
    plain = json.loads(json.dumps(units))
    return text + "units:\n" + "".join(WAYS[way](one) for one, way in zip(plain, cycle(ways)))


def _known(project: Project) -> Any:
    return known_units(project, Sources(project.shown))


def _fields(units: Any) -> list[dict[str, Any]]:
    return [{key: getattr(unit, key) for key in FIELDS} for unit in units]


def _read(project: Project) -> Any:
    try:
        return read_data(project, warnings=True)
    except Unreadable:
        return None


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names")


NAMES = ("Đảng bộ quận Mẫu Một", "Đảng bộ phường Mẫu Hai", "Chi bộ Không Có Thật", "Mẫu")


@same_cases()
@given(
    some.small_trees(),
    st.lists(st.sampled_from(list(WAYS)), min_size=1),
    st.lists(st.sampled_from(NAMES), min_size=1),
    st.sampled_from(["mau", "Mẫu Một", "dang bo", "q. mau", "ma", "khong co", "WAS-0", "007", "zzz"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_hits_and_their_text_are_those_of_the_full_way(
    places: Path, tree: Any, ways: Any, names: Any, text: str, breaks: str, begins_with_mark: bool
) -> None:
    named = [
        {**one, "name": f"{name} {number}", "type": TYPE_OF_LEVEL[one["level"]], "was": [f"WAS-{number}"]}
        for number, (one, name) in enumerate(zip(tree, cycle(names)))
    ]
    named = [{key: value for key, value in one.items() if value is not None} for one in named]
    written = _written(named, ways).replace("\n", breaks)
    project = _project(places, {"units.yaml": "\ufeff" * begins_with_mark + written})

    known, data = _known(project), read_data(project)

    assert known is None or _fields(known[0]) == _fields(data.registry.units)
    full = data.registry.units, data.rulebook.types
    assert _told(text, *(known or full)) == _told(text, *full)


def _told(text: str, units: Any, types: Any) -> list[Any]:
    """What is printed of a text, in all ways, or the mistake of what is not found."""
    hits = units_named(text, units, types)
    if not hits:
        return [nothing_found(text, units, types).args_]
    options = [RenderOptions(language, width=width) for language, width in product(("vi", "en"), (40, 10_000))]
    return [render_found_json(text, hits), *(render_found(text, hits, units, types, one) for one in options)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_units_are_known_in_whichever_way_they_are_written(tmp_path: Path, way: str, mark: str) -> None:
    facts = {"topics": {"items": ["one"]}, "congress.opened": "2020-06", "nobody.knows": "this"}
    units = [CITY_UNIT, {**UPPER_UNIT, "facts": facts, "was": ["OLD"]}]

    known = _known(_project(tmp_path, {"units.yaml": mark + _written(units, [way, "lines"])}))

    assert [(unit.id, unit.parent, unit.was) for unit in known[0]] == [("C", None, ()), ("Q", "C", ("OLD",))]


def test_units_of_a_folder_are_known_together(tmp_path: Path) -> None:
    files = {"a.yaml": _written([UPPER_UNIT], ["lines"]), "b.yaml": _written([CITY_UNIT], ["lines"], task_forces=[])}

    assert [unit.id for unit in _known(_project(tmp_path, files))[0]] == ["C", "Q"]


def test_a_key_of_a_fact_is_no_field_of_its_unit(tmp_path: Path) -> None:
    unit = {**CITY_UNIT, "facts": {"name": {"name": "Không phải tên", "id": "X"}, "id": "Z"}}

    (known,) = _known(_project(tmp_path, {"units.yaml": _written([unit], ["lines"])}))[0]

    assert (known.id, known.name) == (CITY_UNIT["id"], CITY_UNIT["name"])


ODD_FIELDS: dict[str, list[Any]] = {
    "id": ["unit", "C", "TF-1", "A B", "X" * 100, "X" * 101, "Đ", ["Q"], "OLD"],
    "name": ["", "x" * 1000, "x" * 1001, ["x"], "yes"],
    "level": ["city", "none", ["upper"]],
    "type": ["phuong", "none", {"a": "b"}],
    "parent": ["Q", "NONE", ["C"], "OLD", "TF-1"],
    "was": [["C"], ["Q"], ["OLD", "OLD"], ["A B"], "OLD", [], ["TF-1"], [["x"]], ["unit"]],
    "tags": [["pilot"], ["none"], "pilot", [], ["pilot", "pilot"], [["pilot"]]],
    "task_force": ["TF-1", "NONE", "Q", ["TF-1"]],
    "records": ["complete", "none", ["complete"]],
    "source": ["x", ["x"]],
    "code": ["x", ["x"], {"x": "y"}],
    "closed": [
        {"day": "2020-06-01"},
        {"day": "2020-06", "into": "C", "note": "x", "source": "x", "document": "1"},
        *({"day": "2020-06", "into": "NONE"}, {"into": "C"}, {"day": "hôm qua"}, "2020-06-01", ["x"], {}),
        *({"day": "2020-06", "other": "x"}, {"day": "2020-06", "note": ["x"]}),
    ],
    "names": ["x"],
}
ODD = [(key, value) for key, values in ODD_FIELDS.items() for value in values]
FORCES = ["x", [], ["x"], [{"id": "T"}], [{"id": "C", "name": "x"}], [{"id": "T", "name": ""}]]
ODD_HEADS: list[dict[str, Any]] = [
    *({"format": one} for one in ("congress-rules/1", "congress-units/2", ["x"])),
    *({"records": one} for one in ("complete", "none", ["partial"])),
    *({"term": one} for one in ("2020-2025", "", ["x"])),
    *({"as_of": one} for one in ("2020-06-30", "2020-06", "x", ["x"])),
    *({"task_forces": one} for one in FORCES),
    {"other": "x"},
]


@same_cases(150)
@given(st.data())
def test_what_the_full_reader_refuses_is_never_known(places: Path, data: st.DataObject) -> None:
    units: list[dict[str, Any]] = [{**CITY_UNIT}, {**UPPER_UNIT}, {**UPPER_UNIT, "id": "R", "was": ["OLD"]}]
    for key, value in data.draw(st.lists(st.sampled_from(ODD), max_size=2)):
        units[data.draw(st.sampled_from([0, 1, 2]))][key] = value
    head = data.draw(st.sampled_from([{}, {}, *ODD_HEADS]))
    way = data.draw(st.sampled_from(["lines", "brackets", "everything in quotes"]))
    other = data.draw(st.sampled_from([{}, {}, {"term": "2025-2030"}, {"as_of": "2020-06-29"}]))
    more = _written([{**CITY_UNIT, "id": "Z"}], [way], task_forces=[], **other)

    project = _project(places, {"units.yaml": _written(units, [way], **head), "z.yaml": more})

    _agree(project)


@pytest.mark.parametrize(("key", "value"), ODD)
def test_each_odd_field_alone_is_refused_by_both_or_by_none(tmp_path: Path, key: str, value: Any) -> None:
    units = [CITY_UNIT, {**UPPER_UNIT, key: value}, {**CITY_UNIT, "id": "R", "was": ["OLD"]}]

    _agree(_project(tmp_path, {"units.yaml": _written(units, ["lines"])}))


@pytest.mark.parametrize("head", ODD_HEADS)
def test_each_odd_head_alone_is_refused_by_both_or_by_none(tmp_path: Path, head: dict[str, Any]) -> None:
    _agree(_project(tmp_path, {"units.yaml": _written([CITY_UNIT], ["lines"], **head)}))


ODD_TYPES: list[Any] = [
    *[{"level": one} for one in ("city", "none", ["city", "upper"], [], ["none"], {"a": "b"})],
    *[{"short": one} for one in (["tp."], [""], "tp.", [], [["x"]])],
    *[{"vi": one} for one in ("", ["x"], {"a": "b"})],
    *[{"committee": one} for one in ({"vi": "x", "en": "y"}, {"vi": "x"}, "x", {"vi": "x", "en": "y", "fr": "z"}, {})],
    {"other": "x"},
]


@pytest.mark.parametrize("odd", ODD_TYPES)
def test_each_odd_type_is_refused_by_both_or_by_none(tmp_path: Path, odd: dict[str, Any]) -> None:
    book: Any = rules_file(rule())
    book["types"]["thanh-pho"].update(odd)

    _agree(_project(tmp_path, {"units.yaml": _written([CITY_UNIT], ["lines"])}, book))


@pytest.mark.parametrize("key", ["format", "levels", "types", "tags"])
@pytest.mark.parametrize("value", [None, "x", ["x"], {}])
def test_odd_words_of_a_rulebook_are_not_known(tmp_path: Path, key: str, value: Any) -> None:
    book = {**rules_file(rule()), key: value}

    _agree(_project(tmp_path, {"units.yaml": _written([CITY_UNIT], ["lines"])}, book))


@pytest.mark.parametrize("languages", [["en"], ["vi"], ["vi", "en"], [], ["fr"], "en"])
def test_a_name_in_one_language_stands_for_the_other(tmp_path: Path, languages: Any) -> None:
    kept = languages if isinstance(languages, list) else [languages]
    names = {one: f"type-{one}" for one in kept if one in ("vi", "en")}
    book = {**rules_file(rule()), "languages": languages, "types": {"thanh-pho": {"level": "city", **names}}}
    project = _project(tmp_path, {"units.yaml": _written([CITY_UNIT], ["lines"])}, book)

    known = _known(project)

    if known is not None:
        told = [known[1]["thanh-pho"].in_language(one) for one in ("vi", "en")]
        assert told == [names.get(one) or names[kept[0]] for one in ("vi", "en")]
    assert (known is not None) is (languages in (["en"], ["vi"], ["vi", "en"]))


def _agree(project: Project) -> None:
    """What is known was not refused by the full reader, which found the same."""
    known, read = _known(project), _read(project)
    if known is not None:
        assert read is not None
        assert _fields(known[0]) == _fields(read.registry.units)
        for name, one in known[1].items():
            other = read.rulebook.types[name]
            assert (one.vi, one.en, [*one.short]) == (other.vi, other.en, [*other.short])
            assert one.committee == (other.committee and (other.committee.vi, other.committee.en))
