"""Files that version 0.1.0 wrote, of an invented city: they still load, and mean what they meant."""

import json
import shutil

import pytest

from tests.builders import ROOT
from tests.cli.commands import in_this_process

OLD = ROOT / "tests" / "cases" / "version-0.1"


@pytest.fixture
def old(tmp_path):
    return shutil.copytree(OLD, tmp_path / "old")


def ran(folder, *words):
    found = in_this_process(*words, folder=folder)
    assert found.returncode in (0, 1), found.stderr.decode()
    return found.stdout.decode()


def test_registry_rulebook_and_waivers_are_read_and_judged_as_then(old):
    now = json.loads(ran(old, "check", "--as-of", "2020-06-30", "--format", "json"))
    (stored,) = [path for path in (old / "history").rglob("*.json") if "findings" in path.read_text("utf-8")]
    then = json.loads(stored.read_text("utf-8"))

    def statuses(report):
        return {(one["unit"], one["rule"]): one["status"] for one in report["findings"]}

    assert statuses(now) == statuses(then) != {}


def test_the_journal_takes_back_what_was_recorded_then(old):
    assert "review.issued" in ran(old, "journal")
    assert "review.issued" in ran(old, "undo")
    assert "review.issued" not in (old / "data" / "units.yaml").read_text("utf-8")


@pytest.mark.parametrize("form", ["table", "markdown", "html", "csv"])
def test_a_saved_report_is_rendered(old, form):
    assert "MN-01" in ran(old, "render", "report.json", "--format", form)


def test_the_history_store_is_shown_and_goes_on(old):
    assert "30/06/2020" in ran(old, "history", "--show")
    ran(old, "history", "--as-of", "2020-07-05")
    assert "05/07/2020" in ran(old, "history", "--show")
    assert len(list((old / "history").glob("*.json"))) == 2
