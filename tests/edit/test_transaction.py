"""Drafts are written whole or not at all, by one writer at a time, and only onto what was read. All is invented."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from congress_cli.edit import journal, transaction
from congress_cli.edit.document import Opened, fact_change, redrawn, waiver_change
from congress_cli.edit.transaction import Desk, desk_of, draft, write
from congress_cli.edit.typed_values import Raw
from congress_cli.edit.undo import undo
from congress_cli.errors import CongressError
from congress_cli.files.recovery import locked
from congress_cli.model.journal import Changed
from congress_cli.model.message import Unreadable
from congress_cli.reading import files, yaml
from congress_cli.reading.load import read_data
from congress_cli.reading.project import find_project
from tests.cli.commands import write_project
from tests.reading.test_fast import FULL as WRITTEN_IN_EVERY_WAY

AT = "2020-06-20T08:00:00+07:00"
WAIVER: dict[str, Raw] = {
    "rule": "plan-issued",
    "units": ["MN-01"],
    "from": "2020-06-12",
    "until": "2020-07-31",
    "authority": "Ban Tổ chức",
    "document": "31-CV/BTCTU",
    "reason": "thử",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_project(tmp_path, "plan.issued: 2020-06-15") / "data"


def opened(data: Path) -> Desk:
    return desk_of(find_project(data.parent, None, None, None))


def closed(desk: Desk, day: str = "2020-06-16") -> transaction.Draft:
    return draft(desk, [fact_change(desk, "MN-01", "congress.closed", day)])


def bytes_of(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.iterdir() if path.name != ".congress.lock"}


def test_many_changes_in_two_files_are_one_entry_and_are_undone_together(data: Path) -> None:
    before = bytes_of(data)
    desk = opened(data)
    changes = [
        fact_change(desk, "MN-01", "congress.closed", "2020-06-16"),
        fact_change(desk, "MN-01", "review.issued", {"day": "2020-06-17", "note": "a: b"}),
        fact_change(desk, "MN", "review.issued", "2020-06"),
        fact_change(desk, "MN-01", "plan.issued", None),
        waiver_change(desk, WAIVER),
    ]

    write(draft(desk, changes), "import", AT, "Văn phòng")

    facts = opened(data).data.registry.by_id["MN-01"].facts
    assert sorted(facts) == ["congress.closed", "review.issued"]
    assert len(opened(data).data.waivers) == 1
    assert len(journal.read_journal(data).entries) == 1
    back = undo(opened(data))
    write(back.draft, "undo", AT, undoes=back.entry.id)
    after = bytes_of(data)
    assert after.pop(journal.NAME)
    assert after == before


def test_what_was_changed_elsewhere_since_it_was_read_is_not_overwritten(data: Path) -> None:
    mine, theirs = closed(opened(data)), closed(opened(data), "2020-06-17")
    write(theirs, "record", AT)
    before = bytes_of(data)

    with pytest.raises(CongressError, match="changed-meanwhile"):
        write(mine, "record", AT)

    assert bytes_of(data) == before


def test_a_file_that_went_is_not_made_again(data: Path) -> None:
    desk = opened(data)
    drawn = draft(desk, [waiver_change(desk, WAIVER)])
    (data / "waivers.yaml").write_text("format: congress-waivers/1\n", "utf-8")

    with pytest.raises(CongressError, match="changed-meanwhile"):
        write(drawn, "waive", AT)


def test_a_writer_waits_for_another_one_but_not_for_ever(data: Path) -> None:
    with locked(data), pytest.raises(CongressError, match="registry-locked"), locked(data, seconds=0.1):
        pass


@pytest.mark.parametrize(
    "value",
    ["2020-13", {"day": "2020-06-16", "who": "x"}, ["x"], {"day": "2020-06-16", "note": "x" * 70_000}],
)
def test_what_the_reader_would_refuse_is_not_written(data: Path, value: Raw) -> None:
    before = bytes_of(data)
    desk = opened(data)

    with pytest.raises(Unreadable):
        draft(desk, [fact_change(desk, "MN-01", "congress.closed", value)])

    assert bytes_of(data) == before


def test_the_last_fact_takes_the_word_facts_along(data: Path) -> None:
    desk = opened(data)

    drawn = draft(desk, [fact_change(desk, "MN-01", "plan.issued", None)])

    assert "facts:" not in (drawn.files[0].text or "")


@pytest.mark.parametrize("is_simple", [True, False])
def test_each_file_is_read_and_parsed_once_before_and_once_after_a_change(
    data: Path, monkeypatch: pytest.MonkeyPatch, is_simple: bool
) -> None:
    other = (data / "units.yaml").read_text("utf-8").replace("MN", "MX")
    (data / "other.yaml").write_text(other, "utf-8")
    if not is_simple:
        for path in data.glob("*.yaml"):
            path.write_text(path.read_text("utf-8").replace("format:", "format :", 1), "utf-8")
    parsed, read = Counter[str](), Counter[str]()
    monkeypatch.setattr(yaml, "load", counting(parsed, yaml.load, 1))
    monkeypatch.setattr(files, "read_bytes", counting(read, files.read_bytes, 1))

    drawn = closed(desk_of(find_project(data.parent, str(data), None, None)))

    names = ["data/other.yaml", "data/rules.yaml", "data/units.yaml"]
    assert drawn.files
    assert read == dict.fromkeys(names, 1)
    assert parsed == ({"data/units.yaml": 2} if is_simple else {**dict.fromkeys(names, 1), "data/units.yaml": 2})


def counting(counts: Counter[str], real: Callable[..., Any], place: int) -> Callable[..., Any]:
    """The same, counting by one of the arguments."""

    def counted(*args: Any, **kwargs: Any) -> Any:
        counts[args[place]] += 1
        return real(*args, **kwargs)

    return counted


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("unit", ["M", "M-1", "M-2", "M-3", "M-4", "M-5", "M-6", "M-7", "M-8", "M-9"])
@pytest.mark.parametrize("new", ["2020-06-16", None, {"day": "2020-06", "note": "a: b"}])
def test_a_change_of_one_unit_is_the_same_drawn_from_its_lines_alone(unit: str, new: Raw, newline: str) -> None:
    text = WRITTEN_IN_EVERY_WAY.replace("\n", newline)
    units = yaml.parse(text, "units.yaml").value["units"]
    lines = {one["id"]: line for one, (line, _) in zip(units, units.marks, strict=True)}

    def file(line_of: Callable[[str], int | None]) -> Opened:
        source = files.SourceFile("units.yaml", text, "", spans=True)
        return Opened(Path("units.yaml"), "units.yaml", text.encode(), source, line_of)

    whole, alone = file(lambda one: None), file(lines.get)
    where = ("units", unit, "facts", "congress.opened")
    change = Changed(file="units.yaml", where=where, old=whole.value_at(where), new=new)

    assert alone.block_of([where]) is not None
    assert alone.value_at(where) == whole.value_at(where)
    assert redrawn(alone, [change]) == replace(redrawn(whole, [change]), opened=alone)


@pytest.mark.parametrize("is_folder", [True, False])
@pytest.mark.parametrize("unit", ["MN", "MN-01", "MN-02"])
@pytest.mark.parametrize(
    ("fact", "new"),
    [
        ("congress.closed", "2020-06-16"),
        ("plan.issued", None),
        ("plan.issued", {"day": "2020-06-15", "note": "một ghi chú: dài hơn một dòng"}),
        ("plan.issued", "2020-13-45"),
    ],
)
def test_a_registry_with_other_facts_of_one_unit_is_the_one_that_is_read_anew(
    data: Path, fact: str, new: Raw, unit: str, is_folder: bool
) -> None:
    text = (data / "units.yaml").read_text("utf-8")
    (data / "units.yaml").write_text(f"{text}{THIRD}", "utf-8")
    (data / "other.yaml").write_text(text.replace("MN", "MX"), "utf-8")
    project = find_project(data.parent, str(data if is_folder else data / "units.yaml"), None, None)
    desk = desk_of(project)

    def drawn() -> transaction.Draft:
        return draft(desk, [fact_change(desk, unit, fact, new)])

    if new == "2020-13-45":
        with pytest.raises(Unreadable):
            drawn()
        return
    found = drawn()
    assert found.after.registry == read_data(project, {one.opened.shown: one.source for one in found.files}).registry


THIRD = """\
  - id: MN-02
    name: Đảng bộ phường Hai
    level: grassroots
    type: phuong
    parent: MN
    facts:
      plan.issued: 2020-06-11
"""
