"""Drafts are written whole or not at all, by one writer at a time, and only onto what was read. All is invented."""

from collections.abc import Callable
from pathlib import Path

import pytest

from congress_cli.edit import journal, transaction
from congress_cli.edit.registry_changes import fact_change, waiver_change
from congress_cli.edit.scalars import Raw
from congress_cli.edit.transaction import Desk, desk_of, draft, locked, write
from congress_cli.edit.undo import last_change, undo_draft
from congress_cli.errors import CongressError
from congress_cli.files import write_whole
from congress_cli.model.diagnostics import Unreadable
from congress_cli.reading.project import find_project
from tests.cli.commands import write_project

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
    assert len(journal.read_journal(data)) == 1
    entry = last_change(opened(data))
    write(undo_draft(opened(data), entry), "undo", AT, undoes=entry.number)
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


def failing(number: int, real: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
    """A disk that is full at one write."""
    writes = [0]

    def write_or_fail(path: Path, content: bytes) -> None:
        writes[0] += 1
        if writes[0] == number:
            raise CongressError("output-unwritable", path=str(path), why="No space left on device")
        real(path, content)

    return write_or_fail


@pytest.mark.parametrize("number", [1, 2, 3])
def test_where_one_write_fails_none_has_happened(data: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bytes_of(data)
    desk = opened(data)
    changes = [fact_change(desk, "MN-01", "congress.closed", "2020-06-16"), waiver_change(desk, WAIVER)]
    disk = failing(number, write_whole)
    monkeypatch.setattr(transaction, "write_whole", disk)
    monkeypatch.setattr(journal, "write_whole", disk)

    with pytest.raises(CongressError, match="output-unwritable"):
        write(draft(desk, changes), "import", AT)

    assert bytes_of(data) == before


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


def test_a_writer_that_is_stopped_between_two_files_leaves_the_old_ones(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(data)
    desk = opened(data)
    drawn = draft(desk, [fact_change(desk, "MN-01", "congress.closed", "2020-06-16"), waiver_change(desk, WAIVER)])

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(transaction, "append", stopped)
    with pytest.raises(KeyboardInterrupt):
        write(drawn, "import", AT)

    assert bytes_of(data) == before
