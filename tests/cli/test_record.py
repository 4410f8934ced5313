"""congress record and undo: one fact into the registry and out again, on the invented city."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.cli.commands import QUIET_ENVIRONMENT, congress_words, in_own_process
from tests.cli.conftest import Congress
from tests.cli.desks import JOURNAL, Copy

CITES = "      congress-plan.cites: [directive-35-2019, plan-155-2019]"
COMPLAINTS = "      complaints: {total: 3, done: 2}"
PLANNED = (
    '      congress.planned: {day: 2020-06-18, document: "14-CV/ĐU", recorded: 2020-06-15, '
    'note: "chờ hoàn chỉnh hồ sơ nhân sự"}'
)
TARGETS = "      targets: {grdp-growth: 8.0, budget-revenue: 2900, poor-households: 0.1, new-members: 170}"


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("words", "gone", "come", "said"),
    [
        (
            ["congress.closed", "10/6/2020"],
            None,
            "      congress.closed: 2020-06-10",
            "congress closed (congress.closed): Wednesday 10/06/2020",
        ),
        (["congress.closed", "2020-06-10"], None, "      congress.closed: 2020-06-10", "Wednesday 10/06/2020"),
        (["congress.closed", "6/2020"], None, "      congress.closed: 2020-06", ": in 06/2020"),
        (
            ["congress.closed", "9/6/2020", "-", "10/6/2020"],
            None,
            "      congress.closed: 2020-06-09/2020-06-10",
            "some day from 09/06/2020 to 10/06/2020",
        ),
        (
            ["congress.closed", "../2020-06-10"],
            None,
            "      congress.closed: ../2020-06-10",
            "10/06/2020",
        ),
        (
            [
                "congress.closed",
                "10/6/2020",
                "--document",
                "15 – bc/đu",
                "--source",
                "gọi: 8h",
                "--by",
                "Văn phòng",
            ],
            None,
            '      congress.closed: {day: 2020-06-10, document: 15-BC/ĐU, source: "gọi: 8h", by: "Văn phòng"}',
            "The document number is written in its usual form: 15-BC/ĐU (typed: 15 – bc/đu)",
        ),
        (
            ["congress.closed", "10/6/2020", "--document", "mười lăm"],
            None,
            "      congress.closed: {day: 2020-06-10, document: mười lăm}",
            "has an unusual form",
        ),
        (["complaints", "3/3"], COMPLAINTS, "      complaints: {total: 3, done: 3}", "(complaints): 3/3"),
        (
            ["complaints", "2/3", "--day", "15/6/2020"],
            COMPLAINTS,
            "      complaints: {total: 3, done: 2, day: 2020-06-15}",
            "2/3",
        ),
        (
            ["congress-plan.cites", "-plan-155-2019"],
            CITES,
            "      congress-plan.cites: [directive-35-2019]",
            "1 item: ",
        ),
        (
            ["congress-plan.cites", "plan-155-2019", "--note", "-x"],
            CITES,
            '      congress-plan.cites: {items: [plan-155-2019], note: "-x"}',
            "1 item: ",
        ),
        (["congress-plan.cites", "--clear"], CITES, None, "taken out of the registry"),
        (
            ["congress.planned", "--document", ""],
            PLANNED,
            '      congress.planned: {day: 2020-06-18, recorded: 2020-06-20, note: "chờ hoàn chỉnh hồ sơ nhân sự"}',
            "Thursday 18/06/2020",
        ),
        (
            ["congress.planned", "19/6/2020"],
            PLANNED,
            PLANNED.replace("06-18", "06-19").replace("06-15", "06-20"),
            "Friday 19/06/2020",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_value_is_written_as_a_change_of_one_line_said_back_and_undone_to_the_byte(
    congress: Congress,
    city: Copy,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    gone: str | None,
    come: str | None,
    said: str,
) -> None:
    monkeypatch.setattr("congress_cli.cli.session.today", lambda zone="": date(2020, 6, 20))
    ran = congress("record", "MAU-01-01", *words)

    assert (ran.code, ran.err) == (0, "")
    assert said in ran.out
    assert city.lines() == ([gone] if gone else [], [come] if come else [])
    assert congress("validate").code in (0, 1)
    assert congress("undo").code == 0
    assert city.same()


def test_figures_are_changed_one_by_one_with_the_decimal_mark_of_either_language(
    congress: Congress, city: Copy
) -> None:
    assert congress("record", "MAU-01", "targets", "grdp-growth=7,5", "new-members=").code == 0

    assert city.lines() == (
        [TARGETS],
        ["      targets: {grdp-growth: 7.5, budget-revenue: 2900, poor-households: 0.1}"],
    )


def test_what_is_there_already_is_not_written_again(congress: Congress, city: Copy) -> None:
    ran = congress("record", "MAU-01-01", "complaints", "2/3")

    assert (ran.code, ran.out) == (0, "The registry says just that already; nothing to change.\n")
    assert not (city.folder / JOURNAL).exists()


# ---------------------------------------------------------------- who and what


@pytest.mark.parametrize("name", ["p. sen vang", "Đảng bộ phường Sen Vàng", "mau-01-01", "Đảng ủy phường sen vàng"])
def test_a_unit_may_be_named_without_accents(congress: Congress, city: Copy, name: str) -> None:
    assert "Đảng bộ phường Sen Vàng (MAU-01-01)" in congress("record", name, "complaints", "3/3").out


def test_a_fact_may_be_named_by_its_words(congress: Congress, city: Copy) -> None:
    assert "(congress.closed)" in congress("record", "MAU-01-01", "congress closed", "10/6/2020", "--dry-run").out
    assert "(congress.closed)" in congress("record", "MAU-01-01", "be mac", "1/6/2020", "--lang", "vi").out


def test_of_several_units_none_is_picked_and_all_are_listed(congress: Congress, city: Copy) -> None:
    ran = congress("record", "phuong", "complaints", "3/3")

    assert (ran.code, ran.out) == (2, "")
    assert "may be 14 units" in ran.err
    assert "\n  MAU-01-01  Đảng bộ phường Sen Vàng (Đảng bộ quận Mẫu Một)\n" in ran.err
    assert city.same()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["MAU-01-0", "complaints", "1/2"], "no unit has the id"),
        (["MAU-01-01", "complaint", "1/2"], "Did you mean complaints"),
        (["MAU-01-01", "congress", "1/2"], "may be"),
        (["MAU-01-01", "congress.closed", "31/6/2020"], "has only 30 days"),
        (["MAU-01-01", "congress.closed", "tuần trước"], 'congress: "tuần trước" is no day Write'),
        (["MAU-01-01", "congress.closed", "6/10"], "lacks the year"),
        (["MAU-01-01", "congress.closed", "10/6/2020", "--day", "10/6/2020"], "VALUE, --day"),
        (["MAU-01-01", "congress.closed", "10/6/2020", "--recorded", "2020-06"], "--recorded"),
        (["MAU-01-01", "complaints", "4/3"], "more done (4) than there are (3)"),
        (["MAU-01-01", "complaints", "3"], "not so many done of so many"),
        (["MAU-01-01", "congress-plan.cites", "+plan-156"], "the checklist has no item «plan-156»"),
        (["MAU-01-01", "congress-plan.cites", "+plan-155-2019", "directive-35-2019"], "not both"),
        (["MAU-01", "targets", "gdp=7"], "no indicator «gdp»"),
        (["MAU-01", "targets", "grdp-growth=7.5.1"], "no figure of an indicator"),
        (["MAU-01", "targets", "grdp-growth"], "no figure of an indicator"),
        (["MAU-01-01", "complaints", "3/3", "--clear"], "--clear"),
        (["MAU-01-01", "complaints", "3/3", "--note", "a\u202eb"], "U+202E"),
        (["MAU-01-01", "complaints", "3/3", "--documnt", "x"], "--documnt"),
        (["MAU-01-01", "complaints"], "missing: VALUE"),
        (["MAU-01-01"], "missing: FACT, VALUE"),
        ([], "missing: UNIT, FACT, VALUE"),
        (["MAU-01-01", "congress.closed", "1/6/2020", "--as-of", "x"], "is no day"),
    ],
    ids=" ".join,
)
def test_a_slip_is_told_and_nothing_is_written(congress: Congress, city: Copy, words: list[str], told: str) -> None:
    ran = congress("record", *words)

    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert city.same()
    assert not (city.folder / JOURNAL).exists()


# ---------------------------------------------------------------- what it does


def test_the_findings_that_moved_are_shown_with_what_they_were(congress: Congress, city: Copy) -> None:
    out = congress("record", "MAU-01-01", "congress.closed", "14/6/2020").out

    assert "As of the end of Wednesday 17/06/2020 (the registry is frozen on this day)" in out
    assert "✗ overdue → ✓ met  Grassroots congress held" in out
    assert "✗ overdue → ▲ late  Grassroots congresses below held" in out


def test_the_day_after_the_last_is_late(congress: Congress, city: Copy) -> None:
    assert "✗ overdue → ▲ late  Grassroots" in congress("record", "MAU-01-01", "congress.closed", "15/6/2020").out


def test_a_finding_that_is_only_later_than_before_moved_too(congress: Congress, city: Copy) -> None:
    congress("record", "MAU-01-01", "congress.closed", "15/6/2020")

    out = congress("record", "MAU-01-01", "congress.closed", "16/6/2020", "--dry-run").out

    assert "No finding changed." not in out
    assert "▲ late → ▲ late  Grassroots congress held" in out


@pytest.mark.parametrize(("day", "after"), [("16/6/2020", False), ("17/6/2020", False), ("18/6/2020", True)])
def test_a_day_after_the_frozen_one_is_said_to_count_for_nothing_yet(
    congress: Congress, city: Copy, day: str, after: bool
) -> None:
    out = congress("record", "MAU-01-01", "congress.closed", day, "--dry-run", "--future").out

    assert ("after the day the registry is frozen on, Wednesday 17/06/2020" in out) is after
    assert ("No finding changed." in out) is after


def test_a_plan_after_the_frozen_day_counts(congress: Congress, city: Copy) -> None:
    assert "frozen on, " not in congress("record", "MAU-01-01", "congress.planned", "20/6/2020").out


def test_a_trial_shows_everything_and_writes_nothing(congress: Congress, city: Copy) -> None:
    trial = congress("record", "MAU-01-01", "congress.closed", "10/6/2020", "--dry-run")

    assert city.same()
    assert sorted(path.name for path in city.folder.iterdir() if path.suffix != ".yaml") == []
    written = congress("record", "MAU-01-01", "congress.closed", "10/6/2020")
    assert trial.lines[:-1] == written.lines[:-1]


# ---------------------------------------------------------------- undo


def test_undo_takes_back_one_change_after_another_and_then_says_that_there_is_none(
    congress: Congress, city: Copy
) -> None:
    congress("record", "MAU-01-01", "congress.closed", "10/6/2020", "--by", "Văn phòng")
    congress("record", "MAU-01-01", "congress.closed", "11/6/2020")
    congress("record", "MAU-02-01", "complaints", "1/1")

    assert "MAU-02-01 · complaints" in congress("undo").out
    assert "MAU-01-01 · congress.closed" in congress("undo").out
    assert "by Văn phòng" in congress("undo").out
    assert city.same()
    none = congress("undo")
    assert (none.code, none.out) == (3, "")
    assert "there is no entry to take back" in none.err


def test_undo_refuses_where_the_value_was_changed_since_by_hand(congress: Congress, city: Copy) -> None:
    congress("record", "MAU-01-01", "congress.closed", "10/6/2020")
    path = city.folder / "quan-mau-mot.yaml"
    text = path.read_text("utf-8").replace("congress.closed: 2020-06-10", "congress.closed: 2020-06-11")
    path.write_text(text, "utf-8")

    ran = congress("undo")

    assert ran.code == 3
    assert "«congress.closed» was changed after the entry" in ran.err
    assert path.read_text("utf-8") == text


def test_undo_leaves_alone_what_was_changed_elsewhere_in_the_file(congress: Congress, city: Copy) -> None:
    path = city.folder / "quan-mau-mot.yaml"
    before = path.read_text("utf-8")
    congress("record", "MAU-01-01", "complaints", "3/3")
    path.write_text("# thêm\n" + path.read_text("utf-8"), "utf-8")

    assert congress("undo").code == 0
    assert path.read_text("utf-8") == "# thêm\n" + before


def test_the_journal_says_when_what_and_from_what_to_what_and_names_nobody(congress: Congress, city: Copy) -> None:
    import json

    congress("record", "MAU-01-01", "complaints", "3/3")
    congress("undo")

    entries = [json.loads(line) for line in (city.folder / JOURNAL).read_text("utf-8").splitlines()]
    first, second = entries
    assert first["changes"] == [
        {
            "file": "quan-mau-mot.yaml",
            "where": ["units", "MAU-01-01", "facts", "complaints"],
            "old": {"total": "3", "done": "2"},
            "new": {"total": "3", "done": "3"},
        }
    ]
    assert (first["undoes"], first["command"], first["by"]) == (None, "record", None)
    assert first["at"].endswith("+07:00")
    assert second["undoes"] == first["id"] != second["id"]
    assert first["files"][0]["before"] == second["files"][0]["after"]


def test_a_journal_that_is_none_is_refused_by_line(congress: Congress, city: Copy) -> None:
    (city.folder / JOURNAL).write_text("{}\n", "utf-8")

    ran = congress("record", "MAU-01-01", "complaints", "3/3")

    assert ran.code == 3
    assert f"{JOURNAL}:1: the journal cannot be read" in ran.err
    assert city.same()


def test_a_journal_that_names_a_file_elsewhere_is_not_obeyed(congress: Congress, city: Copy, tmp_path: Path) -> None:
    congress("record", "MAU-01-01", "complaints", "3/3")
    journal = city.folder / JOURNAL
    journal.write_text(journal.read_text("utf-8").replace("quan-mau-mot.yaml", "../rules.yaml"), "utf-8")
    rules = (tmp_path / "rules.yaml").read_bytes()

    assert congress("undo").code == 3
    assert (tmp_path / "rules.yaml").read_bytes() == rules


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_line_ends_and_the_byte_order_mark_stay(congress: Congress, city: Copy, newline: bytes, mark: bytes) -> None:
    path = city.folder / "quan-mau-mot.yaml"
    before = mark + path.read_bytes().replace(b"\n", newline)
    path.write_bytes(before)

    assert congress("record", "MAU-01-01", "congress.closed", "10/6/2020").code == 0

    line = b"      congress.closed: 2020-06-10" + newline
    after = path.read_bytes()
    assert after.count(line) == 1
    assert after.replace(line, b"") == before
    congress("undo")
    assert path.read_bytes() == before


def test_a_file_in_utf_16_is_not_written_to(congress: Congress, city: Copy) -> None:
    path = city.folder / "quan-mau-mot.yaml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    before = path.read_bytes()

    ran = congress("record", "MAU-01-01", "complaints", "3/3")

    assert ran.code == 3
    assert "UTF-16" in ran.err
    assert path.read_bytes() == before


def test_a_link_stays_a_link_and_the_mode_stays(congress: Congress, city: Copy, tmp_path: Path) -> None:
    link, real = city.folder / "quan-mau-mot.yaml", tmp_path / "elsewhere.yaml"
    link.rename(real)
    link.symlink_to(real)
    real.chmod(0o640)

    assert congress("record", "MAU-01-01", "complaints", "3/3").code == 0

    assert link.is_symlink()
    assert "complaints: {total: 3, done: 3}" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_registry_from_standard_input_cannot_be_written_to(congress: Congress, city: Copy) -> None:
    assert congress("record", "MAU-01-01", "complaints", "3/3", "--units", "-").code == 2


def test_mistakes_in_the_files_are_told_as_everywhere_else(congress: Congress, city: Copy) -> None:
    (city.folder / "quan-mau-hai.yaml").write_text("format: congress-units/1\nunits: [\n", "utf-8")

    ran = congress("record", "MAU-01-01", "complaints", "3/3")

    assert ran.code == 3
    assert "quan-mau-hai.yaml:" in ran.err


def test_two_writers_at_once_lose_nothing(city: Copy, tmp_path: Path) -> None:
    words = [["MAU-01-01", "complaints", "3/3"], ["MAU-01-01", "congress.closed", "10/6/2020"]]
    running = [
        subprocess.Popen(
            congress_words("record", *one), cwd=tmp_path, env=QUIET_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=-1
        )
        for one in words
    ]
    ended = [(process.communicate()[1].decode(), process.returncode) for process in running]

    text = (city.folder / "quan-mau-mot.yaml").read_text("utf-8")
    written = [text.count("complaints: {total: 3, done: 2}") == 0, "congress.closed: 2020-06-10" in text]
    assert [code == 0 for _, code in ended] == written
    assert any(written)
    assert all(code == 0 or "changed elsewhere" in err for err, code in ended)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "openpty"), reason="needs a terminal")
def test_on_a_terminal_what_was_not_said_is_asked_for(city: Copy, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, b"zzz\nphuong\np. sen vang\ncomplaints\nx\n3/3\nq\n")
    process = subprocess.Popen(
        congress_words("record"), cwd=tmp_path, env=QUIET_ENVIRONMENT, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    told = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        told += part
    assert process.wait() == 0
    os.close(ours)

    text = told.decode()
    assert "Which unit" in text
    assert "may be" in text
    assert "Which fact" in text
    assert "Recorded now: 2/3" in text
    assert "not so many done of so many" in text
    assert city.lines() == ([COMPLAINTS], ["      complaints: {total: 3, done: 3}"])


def test_elsewhere_nobody_is_asked(city: Copy, tmp_path: Path) -> None:
    ran = in_own_process("record", "MAU-01-01", folder=tmp_path, stdin=b"complaints\n3/3\n")

    assert ran.returncode == 2
    assert city.same()


def test_what_stood_beside_the_old_value_is_said_to_stay(congress: Congress, city: Copy) -> None:
    changed = congress("record", "MAU-01-01", "congress.planned", "19/6/2020", "--document", "15-CV/ĐU").out
    same = congress("record", "MAU-01-01", "congress.planned", "19/6/2020", "--note", "x").out

    assert "kept from before: note; if no longer true, take it away" in changed
    assert "kept from before" not in same


def test_what_becomes_odd_is_said_and_what_was_odd_before_is_not(congress: Congress, city: Copy) -> None:
    congress("record", "MAU-01-02", "congress.closed", "20/5/2020")

    told = congress("record", "MAU-01-02", "congress.closed", "19/5/2020").out
    other = congress("record", "MAU-01-01", "complaints", "3/3").out

    assert "Note: congress.closed on 19/05/2020, before congress.opened" in told
    assert "before congress.opened" not in other
