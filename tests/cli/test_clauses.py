"""congress clauses: the ledger, its coverage, and its comparison with a paper. Every paper here is invented."""

import io
import json
from datetime import date
from types import SimpleNamespace

import pytest

from congress_cli.cli import session
from congress_cli.rulebook.coverage import sentences
from tests.cli.commands import ROOT, write_project

SHIPPED = ("--rules", ROOT / "data" / "rules.yaml")
PAPER = """\
Tít của thông báo mẫu (Báo Mẫu)
Lập kế hoạch.
Phấn đấu xong đại hội trước ngày 20/6; tổng kết.
Người viết
"""
RULES = """\
format: congress-rules/1
language: vi
directive: {{number: 01-TB/MN, kind: Thông báo, issuer: Thành ủy Mẫu Nhỏ, issued: 2020-06-11, term: 2020-2025{verified}}}
levels: {{grassroots: {{vi: "cơ sở", en: "grassroots"}}}}
types: {{phuong: {{level: grassroots, vi: "phường", en: "ward"}}}}
facts:
  plan.issued: {{kind: event, vi: "ban hành kế hoạch", en: "plan issued"}}
  congress.closed: {{kind: event, vi: "bế mạc đại hội", en: "congress closed"}}
clauses:
  - {{id: H, check: informational, vi: "Tít.", en: "Headline."{H}}}
  - {{id: "1.1", who: grassroots, modality: must, cue: lập, check: attested, rules: [planned], vi: "Lập kế hoạch.", en: "Make a plan."{one}}}
  - {{id: "2.1a", who: grassroots, modality: strive, check: automated, rules: [held], vi: "Phấn đấu xong.", en: "Strive."{two}}}
  - {{id: "2.1b", who: grassroots, modality: must, check: automated, rules: [{other}], vi: "Tổng kết.", en: "Review."{two}}}
rules:
  - {{id: planned, kind: event, title: {{vi: "Kế hoạch", en: "Plan"}}, clause: ["1.1"], owner: grassroots, modality: must, applies_to: {{}}, event: plan.issued}}
  - {{id: held, kind: event, title: {{vi: "Đại hội", en: "Congress"}}, clause: [{cited}], owner: grassroots, modality: strive, applies_to: {{}}, event: congress.closed}}
"""  # noqa: E501


def _rules(*, verified: str | None = "2020-07-01", other: str = "held", cited: str = '"2.1a", "2.1b"') -> str:
    digests = {one.id: one.sha256 for one in sentences(PAPER)}
    shas = {key: f", sha256: {digests[id_]}" for key, id_ in (("H", "H"), ("one", "1.1"), ("two", "2.1"))}
    return RULES.format(verified=f", verified: {verified}" if verified else "", other=other, cited=cited, **shas)


def _without_ledger() -> str:
    before, _, rest = _rules().partition("clauses:\n")
    return before + "rules:\n" + rest.partition("rules:\n")[2]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a small ledger, on a day soon after somebody compared it with the paper."""
    monkeypatch.setattr(session, "today", lambda *_: date(2020, 7, 15))
    (tmp_path / "notice.txt").write_text(PAPER, "utf-8")
    return write_project(tmp_path, rules=_rules())


def test_the_list_tells_who_how_strongly_by_which_word_how_it_is_checked_and_by_which_rule(congress, project):
    ran = congress("clauses")

    assert ran.code == 0
    assert ran.err == ""
    assert ran.lines == [
        "Bảng đối chiếu từng câu · Thông báo số 01-TB/MN",
        "Lần so lại với văn bản gần nhất: 01/07/2020",
        "",
        "H      Tít.",
        "       câu nêu thông tin, không giao nhiệm vụ",
        "1.1    Lập kế hoạch.",
        "       cơ sở · bắt buộc («lập») · xét theo ngày xác nhận · planned",
        "2.1a   Phấn đấu xong.",
        "       cơ sở · phấn đấu · xét theo thông tin đã ghi · held",
        "2.1b   Tổng kết.",
        "       cơ sở · bắt buộc · xét theo thông tin đã ghi · held",
    ]


def test_the_list_in_english(congress, project):
    assert (
        '       grassroots · must ("lập") · judged by a day of attestation · planned'
        in congress("clauses", "--lang", "en").lines
    )


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("option", [(), ("--stats",)])
def test_the_shipped_ledger_fits_every_width(congress, option, language, width):
    ran = congress("clauses", *option, *SHIPPED, "--lang", language, "--width", width)

    assert ran.code == 0
    assert "{" not in ran.out
    if not option:
        assert max(map(len, ran.lines)) <= width


def test_the_list_as_json_is_the_ledger(congress, project):
    read = json.loads(congress("clauses", "--format", "json").out)

    assert read["schema"] == "congress-clauses/1"
    assert [one["id"] for one in read["clauses"]] == ["H", "1.1", "2.1a", "2.1b"]
    assert read["clauses"][1]["cue"] == "lập"


def test_the_shipped_ledger_covers_all_28_sentences(congress):
    ran = congress("clauses", "--stats", *SHIPPED)

    assert ran.code == 0
    assert "28/28 câu của văn bản đã có tiêu chí hoặc chỉ nêu thông tin" in ran.out
    assert "Không còn chỗ hở." in ran.out
    assert "sha256" not in ran.out
    read = json.loads(congress("clauses", "--stats", "--format", "json", *SHIPPED).out)
    assert (read["schema"], read["sentences"], read["sentences_covered"]) == ("congress-coverage/1", 28, 28)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (_rules(cited='"2.1a"', other=""), ["câu chưa có tiêu chí: 2.1b", "1/2 câu"]),
        (_without_ledger(), ["tiêu chí không có câu nào làm căn cứ: planned", "0/2 tiêu chí"]),
        (_rules(cited='"2.1a"'), ["câu 2.1b và tiêu chí held: chỉ một bên nêu bên kia"]),
        (_rules().replace('id: "1.1"', 'id: "1.2"').replace('["1.1"]', '["1.2"]'), ["bảng đối chiếu thiếu câu 1.1"]),
        (_rules().replace("modality: strive, check", "check"), ["câu chưa ghi mức độ: 2.1a"]),
    ],
    ids=["a duty without a rule", "a rule without a sentence", "a disagreement", "a gap", "no modality"],
)
def test_each_kind_of_hole_is_named_and_ends_in_1(congress, tmp_path, rules, told):
    write_project(tmp_path, rules=rules)

    ran = congress("clauses", "--stats")

    assert ran.code == 1
    for one in told:
        assert one in ran.out
    assert "Không còn chỗ hở." not in ran.out
    assert congress("clauses", "--stats", "--format", "json").code == 1
    assert congress("clauses").code == 0


def test_a_ledger_without_digests_is_whole_but_says_so(congress, tmp_path):
    write_project(tmp_path)

    ran = congress("clauses", "--stats", "--lang", "en")

    assert "Not comparable with the paper, for want of a sha256: 1.1, 2.1." in ran.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_unchanged_paper_ends_in_0(congress, project, form):
    assert congress("clauses", "--text", "notice.txt", "--format", form).code == 0


def test_every_sentence_of_the_paper_stands_beside_its_rules(congress, project):
    ran = congress("clauses", "--text", "notice.txt", "--lang", "en")

    assert ran.lines[3:] == [
        "H      the same  no rule",
        "       Tít của thông báo mẫu",
        "1.1    the same  planned",
        "       Lập kế hoạch.",
        "2.1    the same  held",
        "       Phấn đấu xong đại hội trước ngày 20/6; tổng kết.",
        "",
        "3 of 3 sentences (the headline included) are those of the ledger",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("20/6", "21/6", "câu 2.1 đã thay đổi"),
        ("Lập kế hoạch.", "Lập kế hoạch. Học tập.", "câu 1.2 chưa có trong bảng đối chiếu"),
        ("Lập kế hoạch.", "Học tập. Lập kế hoạch.", "câu 1.1 nay ở chỗ câu 1.2"),
        ("Phấn đấu xong đại hội trước ngày 20/6; tổng kết.\n", "", "câu 2.1 không còn trong văn bản"),
    ],
    ids=["changed", "new", "moved", "missing"],
)
def test_what_differs_is_named_and_ends_in_1(congress, project, old, new, told):
    (project / "notice.txt").write_text(PAPER.replace(old, new), "utf-8")

    ran = congress("clauses", "--text", "notice.txt")

    assert ran.code == 1
    assert told in ran.lines
    assert congress("clauses", "--text", "notice.txt", "--format", "json").code == 1


def test_the_digest_of_a_changed_sentence_is_told_so_that_it_can_be_entered(congress, project):
    text = PAPER.replace("20/6", "21/6")
    (project / "notice.txt").write_text(text, "utf-8")
    digest = next(one.sha256 for one in sentences(text) if one.id == "2.1")

    assert f"sha256: {digest}" in congress("clauses", "--text", "notice.txt").out
    read = json.loads(congress("clauses", "--text", "notice.txt", "--format", "json").out)
    assert [(one["id"], one["fate"], one["sha256"]) for one in read["sentences"]][2] == ("2.1", "changed", digest)


@pytest.mark.parametrize(
    "data",
    [
        ("\ufeff" + PAPER).encode(),
        PAPER.replace("\n", "\r\n").encode(),
        ("\ufeff" + PAPER).encode("utf-16-le"),
    ],
    ids=["BOM", "CRLF", "UTF-16"],
)
def test_how_the_paper_was_saved_makes_no_difference(congress, project, data):
    (project / "notice.txt").write_bytes(data)

    assert congress("clauses", "--text", "notice.txt").code == 0


def test_the_paper_may_come_from_standard_input(congress, project, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PAPER.encode())))

    assert congress("clauses", "--text", "-").code == 0


def test_a_paper_that_is_not_there_ends_in_3(congress, project):
    ran = congress("clauses", "--text", "nothing.txt", "--lang", "en")

    assert (ran.code, ran.out) == (3, "")
    assert "nothing.txt: no such file" in ran.err


def test_a_paper_in_another_encoding_ends_in_3_and_is_not_taken_for_a_changed_one(congress, project):
    (project / "notice.txt").write_bytes(b"T\xedt\n")

    ran = congress("clauses", "--text", "notice.txt")

    assert ran.code == 3
    assert "notice.txt:1:2: encoding" in ran.err


def test_what_the_paper_holds_is_shown_and_not_obeyed(congress, project):
    (project / "notice.txt").write_text("[red]\x1b[31mTít {0}\u202e\n", "utf-8")

    ran = congress("clauses", "--text", "notice.txt")

    assert "\x1b" not in ran.out
    assert "[red]<U+001B>[31mTít {0}<U+202E>" in ran.out


def test_a_ledger_compared_long_ago_is_reminded_of_on_standard_error(congress, project, monkeypatch):
    monkeypatch.setattr(session, "today", lambda *_: date(2021, 7, 2))

    ran = congress("clauses", "--stats", "--lang", "en")

    assert ran.err == "Note: the ledger was last compared with the paper 366 days ago (reminder after 365 days).\n"
    assert ran.code == 0


@pytest.mark.parametrize(("within", "reminded"), [("13", True), ("14", False)])
def test_how_long_ago_is_a_setting(congress, project, within, reminded):
    (project / "congress.toml").write_text(f'verified-within = "{within}"\n', "utf-8")

    assert bool(congress("clauses").err) is reminded


def test_a_setting_that_is_no_number_is_a_mistake(congress, project):
    (project / "congress.toml").write_text('verified-within = "long"\n', "utf-8")

    ran = congress("clauses", "--lang", "en")

    assert ran.code == 3
    assert '"verified-within" must be a number of days' in ran.err


def test_a_ledger_that_nobody_ever_compared_says_so(congress, tmp_path):
    write_project(tmp_path, rules=_rules(verified=None))

    assert "chưa ghi ngày có người so lại" in congress("clauses").err


@pytest.mark.parametrize(
    "words",
    [("--format", "yaml"), ("--color", "pink"), ("--text", ""), ("--stats", "--text", "notice.txt")],
)
def test_a_bad_option_is_a_mistake_of_usage(congress, project, words):
    assert congress("clauses", *words).code == 2
