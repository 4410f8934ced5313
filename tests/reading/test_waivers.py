"""The waivers' reader: whole waivers in, each mistake at its place."""

from datetime import date

import pytest

from congress_cli.model.message import Diagnostics, Unreadable
from congress_cli.reading.load import read_data, read_rules, read_waivers
from congress_cli.reading.project import find_project
from tests.reading.places import marked, place, source, told, words
from tests.reading.test_rulebook import RULES

WAIVERS = """\
format: congress-waivers/1
waivers:
  - {rule: held, units: [M, M-1], from: 2020-06-01, until: 2020-06-30, authority: Ban A, document: 31-CV, reason: lụt}
"""


def read(text):
    diagnostics = Diagnostics()
    return read_waivers(source(text, "data/waivers.yaml"), diagnostics), diagnostics


def test_a_waiver_is_in_force_from_its_first_to_its_last_day():
    (waiver,), diagnostics = read(WAIVERS)

    assert not diagnostics.found
    assert waiver.units == ("M", "M-1")
    days = [date(2020, 5, 31), date(2020, 6, 1), date(2020, 6, 30), date(2020, 7, 1)]
    assert [waiver.in_force(day) for day in days] == [False, True, True, False]


def test_a_file_may_hold_no_waiver():
    assert read("format: congress-waivers/1\n")[0] == ()


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("congress-waivers/1", "‹congress-waivers/2", "value-unknown"),
        ("{rule: held, ", "‹{", "key-missing"),
        ("authority: Ban A, ", "", "key-missing"),
        ("document: 31-CV, ", "", "key-missing"),
        ("reason: lụt", "reason: ‹''", "value-missing"),
        ("units: [M, M-1]", "units: ‹[]", "list-empty"),
        ("units: [M, M-1]", "units: ‹M", "list-expected"),
        ("units: [M, M-1]", "units: [M, ‹M_1]", "text-pattern"),
        ("from: 2020-06-01", "from: ‹1/6/2020", "day-ambiguous"),
        ("until: 2020-06-30", "until: ‹2020-06-31", "day-impossible"),
        (
            "{rule: held, units: [M, M-1], from: 2020-06-01",
            "‹{rule: held, units: [M], from: 2020-07-01",
            "waiver-order",
        ),
        ("reason: lụt", "reason: lụt, ‹approved: true", "key-unknown"),
    ],
    ids=lambda value: value.lstrip("‹")[:30] or "left out",
)
def test_a_mistake_is_told_at_its_place(golden, good, bad, code):
    text = WAIVERS.replace(good, bad) if bad else WAIVERS.replace(good, "").replace("{rule", "‹{rule")
    text, place = marked(text)

    waivers, diagnostics = read(text)

    assert waivers is None
    assert told(diagnostics) == [f"{place} {code}"]
    golden.same("mistakes-waivers.txt", words(diagnostics), f"{good} -> {bad}")


def test_a_file_that_is_no_yaml_is_one_mistake():
    waivers, diagnostics = read("waivers: [\n")

    assert waivers is None
    assert len(diagnostics.errors) == 1


UNITS = """\
format: congress-units/1
term: 2020-2025
records: partial
task_forces: [{id: TF-1, name: Đoàn}]
units:
  - {id: M, name: Quận Mẫu, level: upper, type: quan, was: [OLD]}
"""
WAIVED = "from: 2020-06-01, until: 2020-06-30, authority: A, document: B, reason: lụt"


def read_all(folder, waivers, units=UNITS):
    """What is read of a folder with these waivers; all its mistakes and warnings."""
    waivers = f"format: congress-waivers/1\nwaivers:\n{waivers}"
    for name, text in (("units", units), ("rules", RULES), ("waivers", waivers)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    try:
        return read_data(find_project(folder, str(folder / "units.yaml"), None, None), warnings=True).diagnostics
    except Unreadable as error:
        return error.diagnostics


@pytest.mark.parametrize(
    ("names", "code", "known"),
    [
        ("rule: held, units: [M, TF-1, OLD]", None, None),
        ("rule: held, under: M, type: quan, tag: pilot", None, None),
        ("rule: ‹hold, units: [M]", "rule-unknown", ["held"]),
        ("rule: held, units: [M, ‹TF-2]", "unit-unknown", ["TF-1"]),
        ("rule: held, under: ‹OLDE", "unit-unknown", ["OLD"]),
        ("rule: held, under: M, type: ‹quann", "type-unknown", ["quan"]),
        ("rule: held, under: M, tag: ‹pilto", "tag-unknown", ["pilot"]),
    ],
)
def test_a_name_in_a_waiver_that_there_is_not_is_told_as_a_warning_or_with_other_mistakes(tmp_path, names, code, known):
    text = f"  - {{{names}, {WAIVED}}}\n"
    at = "3:" + str(text.index("‹") + 1) if "‹" in text else ""
    text = text.replace("‹", "")

    told_of = read_all(tmp_path, text)
    assert not told_of.errors
    warned = [(place(one), one.key, one.args["known"]) for one in told_of.warnings]
    assert warned == ([(at, code, known)] if code else [])

    told_of = read_all(tmp_path, text, UNITS.replace("level: upper", "level: uper"))
    assert sorted(told(told_of)) == sorted([*([f"{at} {code}"] if code else []), "6:36 level-unknown"])


def test_beside_a_rulebook_that_is_no_text_the_names_in_waivers_are_not_called_unknown(tmp_path):
    read_all(tmp_path, f"  - {{rule: hold, units: [M], {WAIVED}}}\n")
    (tmp_path / "rules.yaml").write_bytes(b"%PDF-1.7")

    with pytest.raises(Unreadable) as caught:
        read_data(find_project(tmp_path, str(tmp_path / "units.yaml"), None, None))

    assert told(caught.value.diagnostics) == ["1:1 file-of-program"]


def test_files_left_alone_in_a_folder_of_units_are_named(tmp_path):
    read_all(tmp_path, "  []\n")
    (tmp_path / "stranger.yaml").write_text("format: other/1\n", "utf-8")

    data = read_data(find_project(tmp_path, str(tmp_path), None, None))

    assert [(one.key, one.args) for one in data.notes] == [("files-left-alone", {"paths": ["stranger.yaml"]})]


def test_a_rulebook_alone_is_read_with_its_places_or_all_its_mistakes(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    assert read_rules(tmp_path / "rules.yaml", "shown.yaml").place(("rules", 0, "event")).startswith("shown.yaml:")

    (tmp_path / "rules.yaml").write_bytes(b"%PDF-1.7")
    with pytest.raises(Unreadable) as caught:
        read_rules(tmp_path / "rules.yaml", "shown.yaml")
    assert [str(one.place) for one in caught.value.diagnostics.errors] == ["shown.yaml:1:1"]
