"""Between runs: diff, history, digest, verify and --baseline, through the command."""

import email
import email.policy
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.commands import CITY, CONGRESS, PLAN, REVIEW, ROOT, RULES, write_project
from tests.cli.conftest import Congress

CITY_WORDS = ("--units", CITY, "--rules", ROOT / "data" / "rules.yaml")
LANGUAGES = ("vi", "en")
BOOK = yaml.safe_load((ROOT / "data" / "rules.yaml").read_text("utf-8"))
OF_UNITS = [one["id"] for one in BOOK["rules"] if one["kind"] not in ("share", "census")]


def save(congress: Congress, name: str, *words: object) -> None:
    assert congress("check", "--format", f"json={name}", *words).code in (0, 1)


# ---------------------------------------------------------------- diff


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("19/6/2020", "20/6/2020", 0), ("20/6/2020", "21/6/2020", 1), ("2020-06-21", "2020-06-22", 0)],
)
def test_what_is_overdue_is_new_on_the_day_after_the_last_day(
    congress: Congress, tmp_path: Path, old: str, new: str, code: int
) -> None:
    write_project(tmp_path, CONGRESS, REVIEW)

    assert congress("diff", old, new, "--fail-on-new").code == code
    assert congress("diff", old, new).code == 0


def test_two_saved_reports_are_compared_without_the_files_they_were_made_from(
    congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path, CONGRESS, REVIEW)
    save(congress, "old.json")
    write_project(tmp_path, PLAN, CONGRESS)
    save(congress, "new.json")
    shutil.rmtree(tmp_path / "data")

    found = json.loads(congress("diff", "old.json", "new.json", "--format", "json").out)

    assert [(one["rule"], one["old"], one["new"], one["change"]) for one in found["changes"]] == [
        ("plan-issued", "overdue", "met", "mended"),
        ("review-issued", "met", "overdue", "new"),
    ]
    assert found["other_rulebook"] is False
    assert found["counts"]["same"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_rulebook_and_another_selection_are_said(congress: Congress, tmp_path: Path, language: str) -> None:
    write_project(tmp_path, PLAN)
    save(congress, "old.json")
    write_project(tmp_path, PLAN, rules=RULES.replace("by: 2020-06-20", "by: 2020-06-21"))
    save(congress, "new.json", "--rule", "plan-issued")

    ran = congress("diff", "old.json", "new.json", "--lang", language)

    said = {"vi": ("hai bộ tiêu chí", "phạm vi xét"), "en": ("different rulebooks", "same selection")}
    assert all(words in ran.out for words in said[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_a_diff_names_units_rules_and_both_statuses(congress: Congress, language: str) -> None:
    ran = congress("diff", "12/6/2020", "17/6/2020", *CITY_WORDS, "--lang", language, "--width", 100)

    assert ran.code == 0
    assert "MAU-01-01" in ran.out
    assert max(map(len, ran.lines)) <= 100
    arrow = {"vi": "sắp đến hạn → quá hạn", "en": "due soon → overdue"}[language]
    assert arrow in ran.out


def test_a_long_list_is_cut_and_all_unfolds_it(congress: Congress) -> None:
    folded = congress("diff", "12/6/2020", "17/6/2020", *CITY_WORDS, "--lang", "en")
    unfolded = congress("diff", "12/6/2020", "17/6/2020", *CITY_WORDS, "--lang", "en", "--all")

    assert "more, shown with --all" in folded.out
    assert "more, shown with --all" not in unfolded.out
    assert len(unfolded.lines) > len(folded.lines)


def test_neither_a_day_nor_a_report_is_refused(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    assert congress("diff", "31/6/2020", "20/6/2020").code == 3
    assert congress("diff", "none.json", "20/6/2020").code == 3
    assert congress("diff", "20/6/2020").code == 2


# ---------------------------------------------------------------- baseline


def test_with_a_baseline_only_what_is_new_is_told_and_counted(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS)
    save(congress, "base.json")

    same = congress("check", "--baseline", "base.json", "--format", "json", "--fail-on", "unknown")
    write_project(tmp_path, "plan.issued: 2020-06-21", CONGRESS)
    other = congress("check", "--baseline", "base.json", "--format", "json")

    assert same.code == 0
    report = json.loads(same.out)
    assert report["findings"] == []
    assert report["problems"] == {"violation": 0, "warning": 0, "unknown": 0}
    assert report["baseline"]["known"] == {"violation": 1, "warning": 1, "unknown": 0}
    assert report["totals"]["overdue"] == 2
    assert other.code == 1
    assert [(one["rule"], one["status"]) for one in json.loads(other.out)["findings"]] == [("plan-issued", "late")]


@pytest.mark.parametrize("form", ["table", "plain"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_baseline_hides_is_said_with_its_counts(
    congress: Congress, tmp_path: Path, form: str, language: str
) -> None:
    write_project(tmp_path, CONGRESS)
    save(congress, "base.json")

    ran = congress("check", "--baseline", "base.json", "--format", form, "--lang", language, "--width", 300)

    said = {
        "vi": "1 chưa bảo đảm yêu cầu bắt buộc, 1 cần lưu ý, 0 chưa rõ",
        "en": "1 duties not met, 1 needing attention, 0 unknown",
    }
    assert said[language] in ran.out
    assert "MN-01" not in ran.out


def test_a_baseline_is_not_written_over_and_a_broken_one_is_refused(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    save(congress, "base.json")

    assert congress("check", "--baseline", "base.json", "--format", "json=base.json").code == 3
    assert congress("check", "--baseline", "data/units.yaml").code == 3
    assert congress("check", "--baseline", "none.json").code == 3


# ---------------------------------------------------------------- history


def test_each_run_is_a_file_that_never_changes(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS)
    first = congress("history", "--store", "kept")
    (path,) = (tmp_path / "kept").glob("*.json")
    before = path.read_bytes()

    again = congress("history", "--store", "kept")
    write_project(tmp_path, PLAN, CONGRESS)
    congress("history", "--store", "kept", "--lang", "en")
    write_project(tmp_path, CONGRESS)
    last = congress("history", "--store", "kept", "--format", "json")

    assert first.code == again.code == 0
    assert before == path.read_bytes() == path.with_name(path.name).read_bytes()
    assert [one["changes"] and one["changes"]["mended"] for one in json.loads(last.out)["reports"]] == [None, 1, 0]
    names = sorted(one.name[:15] for one in (tmp_path / "kept").glob("*.json"))
    assert names == ["2020-06-30-0001", "2020-06-30-0002", "2020-06-30-0003"]


def test_reports_are_told_by_the_day_they_judge(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS, REVIEW)
    for day in ("2020-06-21", "2020-06-19", "2020-06-20"):
        congress("history", "--store", "kept", "--as-of", day)

    told = json.loads(congress("history", "--store", "kept", "--show", "--format", "json").out)["reports"]

    assert [(one["as_of"], one["totals"]["overdue"]) for one in told] == [
        ("2020-06-19", 0),
        ("2020-06-20", 0),
        ("2020-06-21", 1),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trend_fits_eighty_columns(congress: Congress, tmp_path: Path, language: str) -> None:
    for day in ("2020-06-12", "2020-06-17"):
        ran = congress("history", "--store", tmp_path / "k", "--as-of", day, *CITY_WORDS, "--lang", language)

    assert ran.code == 0
    assert "12/06/2020" in ran.out
    assert "17/06/2020" in ran.out
    assert max(map(len, ran.lines)) <= 80


def test_a_kept_report_that_was_changed_is_refused(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS)
    congress("history", "--store", "kept")
    (path,) = (tmp_path / "kept").glob("*.json")
    path.write_text(path.read_text("utf-8").replace('"overdue"', '"met"'), "utf-8")

    assert congress("history", "--store", "kept", "--show").code == 3


def test_an_empty_store_is_said_and_a_store_that_cannot_be_written_is_refused(
    congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path)
    (tmp_path / "file").write_text("")

    assert "kept" in congress("history", "--store", "kept", "--show").out
    assert congress("history", "--store", "file").code == 3


# ---------------------------------------------------------------- digest


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_names_all_that_is_to_be_done_now_and_everyone_responsible(
    congress: Congress, language: str
) -> None:
    report = json.loads(congress("check", *CITY_WORDS, "--format", "json").out)
    names = {one["id"]: one["name"] for one in (*report["units"], *report["task_forces"])}
    now = [one for one in report["findings"] if one["status"] in ("overdue", "failed") and one["rule"] in OF_UNITS]

    ran = congress("digest", *CITY_WORDS, "--lang", language)
    told = ran.out.split("\n\n")[1].splitlines()

    assert ran.code == 0
    assert len(now) == report["tasks"]["overdue"] + report["tasks"]["failed"] == 11
    assert sum(line.startswith("- ") for line in told) == len(now)
    assert all(f"- {names[one['unit']]}: " in ran.out for one in now)


def test_the_digest_says_whom_to_ask_for_what_and_leaves_no_name_out(congress: Congress) -> None:
    lines = congress("digest", "--units", ROOT / "data" / "units.yaml").lines
    grassroots, undecided, unrecorded = [line for line in lines if line.startswith("- ")]

    assert grassroots.startswith(
        "- Tổ chức xong đại hội cơ sở: chưa ghi bế mạc đại hội, 577 nơi: Huyện ủy Chương Mỹ (32),"
    )
    assert sum(int(count) for count in re.findall(r"\((\d+)\)", grassroots)) == 577
    assert len(re.findall(r"(?:Quận|Huyện|Thị) ủy", grassroots)) == 30
    assert undecided.endswith("3 nơi: Quận ủy Hoàng Mai, Huyện ủy Phú Xuyên, Đảng ủy Khối Doanh nghiệp Hà Nội")
    assert len(unrecorded.partition("8 nơi: ")[2].split(", ")) == 8


def test_the_digest_names_at_most_thirty_things_to_do_and_counts_the_rest_under_whom_they_concern(
    congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path, PLAN, as_of="2020-07-30")
    file = tmp_path / "data" / "units.yaml"
    head = file.read_text("utf-8").partition("units:")[0]
    top = "  - {id: MN, name: Đảng bộ Mẫu Nhỏ, level: city, type: thanh-pho}\n"
    below = "  - {{id: MN-{0:02}, name: Đảng bộ phường {0:02}, level: grassroots, type: phuong, parent: MN}}\n"
    file.write_text(f"{head}units:\n{top}{''.join(map(below.format, range(1, 34)))}", "utf-8")

    head, *lines = congress("digest", "--lang", "en").out.split("\n\n")[1].splitlines()
    more = [int(line.split()[2]) for line in lines if line.startswith("- and ")]

    assert head == f"TO DO NOW ({30 + sum(more)} tasks)"
    assert sum(line.startswith("- Đảng bộ phường") for line in lines) == 30
    assert sum(not line.startswith("- ") for line in lines) == 34


def test_the_digest_says_something_where_nothing_is_to_be_done(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, as_of="2020-06-12")

    assert len(congress("digest").lines) > 3


@pytest.mark.parametrize(("day", "due"), [("2020-06-12", 0), ("2020-06-13", 1), ("2020-06-20", 1), ("2020-06-21", 0)])
def test_due_within_a_week_counts_from_the_judged_day_to_seven_days_later(
    congress: Congress, tmp_path: Path, day: str, due: int
) -> None:
    write_project(tmp_path, CONGRESS, REVIEW, as_of=day)

    lines = congress("digest", "--lang", "en").lines
    (told,) = [line for line in lines if line.startswith("DUE WITHIN A WEEK")]

    # The facts of June 16 and 17 do not exist yet on the first two days, so their rules are due as well.
    early = 2 if day == "2020-06-13" else 0
    assert told.endswith(f": {due + early}")


def test_with_a_store_the_last_run_is_compared_with_and_this_one_kept(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS)
    first = congress("digest", "--store", "kept", "--lang", "en")
    write_project(tmp_path, PLAN, CONGRESS)
    second = congress("digest", "--store", "kept", "--lang", "en")

    assert "no earlier report" in first.out
    assert "1 no longer a problem" in second.out
    assert len(list((tmp_path / "kept").glob("*.json"))) == 2


def test_the_draft_is_a_mail_that_any_program_reads(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS, name="'Đảng bộ :: Một'")

    ran = congress("digest", "--eml", "d.eml", "--to", "a@example.org\nBcc: b@example.org", "--from", "c@example.org")
    read = email.message_from_bytes((tmp_path / "d.eml").read_bytes(), policy=email.policy.default)

    assert (ran.code, ran.out) == (0, "")
    assert read.get_body() is not None
    assert read["Bcc"] is None
    assert "2020" in read["Subject"]
    assert read["Date"].datetime.isoformat() == "2020-07-01T06:00:00+07:00"
    assert read.get_content().replace("\r\n", "\n") == congress("digest").out
    before = (tmp_path / "d.eml").read_bytes()
    congress("digest", "--eml", "d.eml", "--to", "a@example.org\nBcc: b@example.org", "--from", "c@example.org")
    assert before == (tmp_path / "d.eml").read_bytes()


def test_two_pasts_are_refused(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    assert congress("digest", "--since", "a", "--store", "b").code == 2


# ---------------------------------------------------------------- verify


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [(), ("--as-of", "20/6/2020", "--rule", "plan-issued", "--status", "overdue")])
def test_an_untouched_report_is_confirmed(
    congress: Congress, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    write_project(tmp_path, CONGRESS)
    save(congress, "r.json", *words)

    assert congress("verify", "r.json", "--lang", language).code == 0


def test_a_report_since_a_baseline_is_confirmed_too(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS)
    save(congress, "base.json")
    write_project(tmp_path, PLAN, CONGRESS)
    save(congress, "r.json", "--baseline", "base.json")

    assert congress("verify", "r.json").code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"status": "overdue"', '"status": "met"', "MN-01 plan-issued"),
        ('"days_left": -10', '"days_left": -9', "MN-01 plan-issued"),
        ('"overdue": 2', '"overdue": 1', "totals"),
        ('"name": "Đảng bộ phường Một"', '"name": "Đảng bộ phường Hai"', "units"),
        ('"warn_days": 14', '"warn_days": 15', "rules"),
        ('"message": "chưa', '"message": "đã', "the words or the order"),
    ],
)
def test_a_report_that_was_changed_is_not_confirmed(
    congress: Congress, tmp_path: Path, old: str, new: str, told: str
) -> None:
    write_project(tmp_path, CONGRESS)
    save(congress, "r.json")
    text = (tmp_path / "r.json").read_text("utf-8")
    assert old in text
    (tmp_path / "r.json").write_text(text.replace(old, new, 1), "utf-8")

    ran = congress("verify", "r.json", "--lang", "en")

    assert ran.code == 1
    assert told in ran.out


def test_a_changed_input_is_named_with_what_it_changes(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, CONGRESS)
    save(congress, "r.json")
    write_project(tmp_path, PLAN, CONGRESS)

    ran = congress("verify", "r.json", "--lang", "en")

    assert ran.code == 1
    assert "the file has changed: data/units.yaml" in ran.out
    assert "MN-01 plan-issued: the report says overdue, judged again it is met" in ran.out


def test_a_report_is_verified_below_another_folder(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path / "office", CONGRESS)
    monkeypatch.chdir(tmp_path / "office")
    save(congress, "../r.json")
    monkeypatch.chdir(tmp_path)

    assert congress("verify", "r.json", "--root", "office").code == 0
    assert congress("verify", "r.json").code == 3
