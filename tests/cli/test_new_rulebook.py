"""congress rules new and draft. Every paper here is invented."""

import json
import stat

import pytest
import yaml

from tests.rulebook.test_draft import EN, VI

NEW = ("--number", "12", "--issuer", "Agency: 'of' Examples", "--issued", "1/3/2031", "--languages", "en")
WORDS = ("--level", "agency=agency", "--type", "bureau:agency=bureau")
BOTH = ("--level", "grassroots=cơ sở|grassroots", "--type", "ward:grassroots=phường|ward")


MORE = (
    "--level",
    "cell=cell",
    "--type",
    "office:agency=office",
    "--type",
    "cell:cell=cell",
    "--type",
    "nook:cell=nook",
)


@pytest.mark.parametrize(
    "words",
    [(*NEW, *WORDS), (*NEW[:-1], "vi,en", *BOTH), (*NEW, *WORDS, *MORE)],
    ids=["en", "vi,en", "several levels and types"],
)
def test_a_new_rulebook_is_accepted_by_lint_and_its_examples_hold_and_kill_every_mutant(congress, tmp_path, words):
    assert congress("rules", "new", *words).code == 0

    assert (tmp_path / "data" / "rules.yaml").is_file()
    assert congress("rules", "lint").code == 0
    assert congress("rules", "test").code == 0
    assert congress("rules", "mutate").code == 0
    assert congress("clauses", "--stats").code == 0


def test_on_a_terminal_what_is_lacking_is_asked_for_until_it_is_understood(answering, tmp_path):
    answers = ("12-KH/TU", "Thành ủy Mẫu", "hôm kia kìa", "1/3/2031", "fr", "vi", "xx")
    words = ("grassroots=cơ sở; city=Thành phố", "ward:no=phường", "ward:city=phường")
    typed = "".join(f"{line}\n" for line in (*answers, *words))

    ran = answering(typed, "rules", "new", "own.yaml")

    assert ran.code == 0, ran.err
    paper = yaml.safe_load((tmp_path / "own.yaml").read_text("utf-8"))
    assert paper["directive"]["number"] == "12-KH/TU"
    assert paper["levels"] == {"grassroots": {"vi": "cơ sở"}, "city": {"vi": "Thành phố"}}
    assert paper["types"] == {"ward": {"level": "city", "vi": "phường"}}


def test_without_a_terminal_what_is_lacking_is_a_mistake_and_nothing_is_written(congress, tmp_path):
    assert congress("rules", "new", "own.yaml", *NEW).code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", [("rules", "new", "there.yaml", *NEW, *WORDS), ("rules", "draft", "p.txt", "-o", "there.yaml")]
)
def test_a_file_that_is_there_is_not_overwritten(congress, tmp_path, command):
    (tmp_path / "p.txt").write_text(VI, "utf-8")
    (tmp_path / "there.yaml").write_text("mine", "utf-8")

    assert congress(*command).code == 3
    assert (tmp_path / "there.yaml").read_text("utf-8") == "mine"


@pytest.mark.parametrize("wrong", ["on=a name", "a b=c", "=x", "agency"])
def test_words_that_make_no_rulebook_leave_no_file(congress, tmp_path, wrong):
    assert congress(
        "rules", "new", *NEW, "--level", wrong, "--type", f"bureau:{wrong.partition('=')[0]}=bureau"
    ).code in (2, 3)
    assert list(tmp_path.iterdir()) == []


def test_the_draft_as_json_and_in_a_file(congress, tmp_path):
    (tmp_path / "p.txt").write_text(EN, "utf-8")

    told = json.loads(congress("rules", "draft", "p.txt", "--format", "json").out)
    assert [one["id"] for one in told["sentences"]] == ["H", "1.1", "2.1"]
    assert congress("rules", "draft", "p.txt", "-o", "ledger.yaml").code == 0
    assert (tmp_path / "ledger.yaml").read_text("utf-8") == congress("rules", "draft", "p.txt").out
    assert stat.S_ISREG((tmp_path / "ledger.yaml").stat().st_mode)
