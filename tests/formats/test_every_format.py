"""What holds for every format: the same bytes from a saved report, from two runs, and into a file."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from congress_cli.formats import FORMATS, Form
from congress_cli.text import forbidden
from tests.cli.commands import in_own_process, in_this_process
from tests.formats.reports import SUBJECTS, json_text
from tests.patience import some

LANGUAGE_OF = {"shipped": "vi", "city": "en", "small": "vi"}
ELSEWHERE: dict[str, Any] = {"TZ": "America/Lima", "PYTHONHASHSEED": "7", "LC_ALL": "C"}


DEAR = ("html", "docx", "xlsx")  # of a large registry
WRITTEN = {subject: [*FORMATS] for subject in SUBJECTS}
WRITTEN["shipped"] = some(WRITTEN["shipped"], [name for name in FORMATS if name not in DEAR])
PAIRS = [(subject, name) for subject, names in WRITTEN.items() for name in names]


@cache
def direct(subject: str) -> dict[str, bytes]:
    """What one run writes in each format."""
    with TemporaryDirectory() as folder:
        return _files(in_this_process, subject, Path(folder), "check", *SUBJECTS[subject])


@cache
def later(subject: str) -> dict[str, bytes]:
    """What is written elsewhere, of a saved report."""
    with TemporaryDirectory() as folder:
        saved = Path(folder) / "report.json"
        saved.write_bytes(json_text(subject).encode())
        return _files(partial(in_own_process, **ELSEWHERE), subject, Path(folder), "render", str(saved))


def _files(run: Callable[..., Any], subject: str, folder: Path, *words: str) -> dict[str, bytes]:
    formats = [word for name in WRITTEN[subject] for word in ("--format", f"{name}={folder / name}")]
    ran = run(*words, *formats, "--lang", LANGUAGE_OF[subject], "--width", "100")
    assert ran.returncode in (0, 1), ran.stderr.decode()
    assert ran.stdout == b""
    return {name: (folder / name).read_bytes() for name in WRITTEN[subject]}


@pytest.mark.parametrize(("subject", "name"), PAIRS)
def test_a_saved_report_is_rendered_to_the_bytes_of_the_direct_output(subject: str, name: str) -> None:
    assert direct(subject)[name]
    assert direct(subject)[name] == later(subject)[name]


@pytest.mark.parametrize(("subject", "name"), [one for one in PAIRS if FORMATS[one[1]].form is not Form.BINARY])
def test_no_text_holds_a_control_character_or_a_bidi_mark(subject: str, name: str) -> None:
    text = later(subject)[name].decode("utf-8-sig")

    assert forbidden(text.replace("\r\n", "\n")) is None
