"""Bytes to text: encodings, what is no plain file, sizes, folders in byte order."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from congress_cli.errors import CongressError
from congress_cli.model.message import Diagnostics
from congress_cli.reading.files import MAX_BYTES, SourceFile, Sources, peek, read_source, shown_path, yaml_files
from congress_cli.reading.yaml import BadYaml, load
from tests.patience import cases
from tests.reading.places import refusal, told

TEXT = "a: Đảng bộ 😀\nb: 1\n"


def read(path, data=None):
    """The source read (from a file that holds `data`), and what was noted."""
    if data is not None:
        path.write_bytes(data)
    diagnostics = Diagnostics()
    return read_source(path, "a.yaml", diagnostics), diagnostics


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), codecs.BOM_UTF8 + TEXT.encode()],
    ids=["UTF-8", "UTF-8 with its mark"],
)
def test_utf_8_is_read_without_a_word_and_its_mark_is_no_text(tmp_path, data):
    source, diagnostics = read(tmp_path / "a", data)

    assert source.text == TEXT
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert not diagnostics.found


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_wide_encoding_with_its_mark_is_read_with_a_warning(tmp_path, mark, encoding):
    source, diagnostics = read(tmp_path / "a", mark + TEXT.encode(encoding))

    assert source.text == TEXT
    assert not diagnostics.errors
    assert [one.key for one in diagnostics.warnings] == ["encoding-wide"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("a: 1\nb: Đảng ".encode() + "bộ".encode("cp1258", "replace") + b"\xd0", "2:11"),
        (b"a: 1\r\nb: \xfe\xff", "2:4"),
        (b"a: 1\rb: \xd1", "2:4"),
        (codecs.BOM_UTF8 + b"\xff", "1:1"),
        (TEXT.encode("utf-16-le"), "1:9"),
        (codecs.BOM_UTF16_LE + b"a", "1:1"),
        (codecs.BOM_UTF32_LE + b"abc", "1:1"),
    ],
    ids=[
        "an old code page",
        "CRLF before it",
        "a lone CR before it",
        "right after the mark",
        "UTF-16 without its mark",
        "half a character of UTF-16",
        "half a character of UTF-32",
    ],
)
def test_bytes_of_another_encoding_are_told_with_the_place_of_the_first(tmp_path, data, place):
    source, diagnostics = read(tmp_path / "a", data)

    assert source is None
    assert told(diagnostics) == [f"{place} encoding"]


@cases(200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.one_of(st.binary(), st.binary().map(codecs.BOM_UTF16_LE.__add__), st.text().map(str.encode)))
def test_any_bytes_are_a_value_or_a_noted_mistake(tmp_path, data):
    source, diagnostics = read(tmp_path / "a", data)
    if source is not None:
        try:
            load(source.text, "a.yaml", diagnostics)
        except BadYaml:
            source = None

    assert source is not None or diagnostics.errors
    assert all(one.place.line >= 1 and one.place.column >= 1 for one in diagnostics.found)


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def a_circle_of_links(folder: Path) -> Path:
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    return folder / "one"


def a_sparse_giant(folder: Path) -> Path:
    with (folder / "giant").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    return folder / "giant"


@pytest.mark.parametrize(
    ("path_in", "code"),
    [
        (lambda folder: folder / "absent", "file-not-found"),
        (lambda folder: folder, "file-is-folder"),
        (a_pipe, "file-not-plain"),
        (lambda folder: Path("/dev/zero"), "file-not-plain"),
        (a_circle_of_links, "file-unreadable"),
        (lambda folder: folder / ("n" * 300), "file-unreadable"),
        (lambda folder: folder / "a\0b", "file-unreadable"),
        (a_sparse_giant, "file-too-large"),
    ],
    ids=["absent", "a folder", "a pipe", "a device", "links in a circle", "a long name", "a NUL", "65 MiB"],
)
def test_what_is_no_readable_plain_file_is_refused_without_waiting(tmp_path, path_in, code):
    with pytest.raises(CongressError) as caught:
        read(path_in(tmp_path))

    assert refusal(caught.value, "a.yaml") == code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "file-pdf"),
        (b"{\\rtf1", "file-word"),
        (b"\x89PNG\r\n", "file-picture"),
        (b"\xff\xd8\xff\xe0", "file-picture"),
        (b"Rar!\x1a", "file-packed"),
        (b"7z\xbc\xaf\x27\x1c\x00", "file-packed"),
        (b"\x1f\x8b\x08", "file-packed"),
        (b"PK\x03\x04 a.txt", "file-packed"),
        (b"PK\x03\x04 xl/workbook.xml", "file-excel"),
        (b"PK\x03\x04 opendocument.spreadsheet", "file-excel"),
        (b"PK\x03\x04 word/document.xml", "file-word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "file-word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "file-excel"),
    ],
)
def test_a_file_of_another_program_is_told_with_the_name_of_the_program(tmp_path, data, kind):
    source, diagnostics = read(tmp_path / "a", data)

    assert source is None
    assert told(diagnostics) == [f"1:1 {'file-excel' if kind == 'file-excel' else 'file-of-program'}"]
    assert diagnostics.errors[0].args == {"kind": kind, "file": "a.yaml"}


def test_without_standard_input_a_hyphen_is_refused(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(CongressError) as caught:
        read("-")

    assert refusal(caught.value, "-") == "file-unreadable"
    assert caught.value.args_["why"] == "EBADF"


def test_a_folder_that_cannot_be_listed_is_refused_by_its_name(tmp_path):
    with pytest.raises(CongressError) as caught:
        yaml_files(tmp_path / "gone")

    assert refusal(caught.value, str(tmp_path / "gone")) == "folder-unreadable"


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "real").write_text(TEXT, "utf-8")
    (tmp_path / "link").symlink_to("real")

    assert read(tmp_path / "link")[0].text == TEXT


def test_a_hyphen_is_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))

    assert read("-")[0].text == TEXT


def test_the_yaml_files_of_a_folder_stand_in_byte_order_of_their_paths(tmp_path):
    names = ["b.yaml", "a/z.yaml", "a.yaml", "a-b.yaml", "B.yaml", "é.yaml", "a/b/c.yaml", "a.yml", "note.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")

    found = [path.relative_to(tmp_path).as_posix() for path in yaml_files(tmp_path)]

    assert found == ["B.yaml", "a-b.yaml", "a.yaml", "a/b/c.yaml", "a/z.yaml", "b.yaml", "é.yaml"]


def test_links_to_folders_are_not_followed(tmp_path):
    (tmp_path / "a.yaml").write_text("", "utf-8")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)

    assert yaml_files(tmp_path) == [tmp_path / "a.yaml"]


def test_a_path_is_shown_relative_to_the_root_where_it_lies_below(tmp_path):
    (tmp_path / "root" / "data").mkdir(parents=True)

    assert shown_path(tmp_path / "root" / "data" / "units.yaml", tmp_path / "root") == "data/units.yaml"
    assert shown_path(tmp_path / "root" / "data" / ".." / "a.yaml", tmp_path / "root") == "a.yaml"
    assert shown_path(tmp_path / "other.yaml", tmp_path / "root") == (tmp_path / "other.yaml").as_posix()


def test_a_circle_of_links_can_be_shown(tmp_path):
    assert shown_path(a_circle_of_links(tmp_path), tmp_path) == "one"


def test_a_file_is_read_once_a_run_whatever_becomes_of_it(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, "utf-8")
    sources = Sources(lambda one: Path(one).name, spans=True)
    before = sources.source(path, Diagnostics())
    path.unlink()

    assert sources.source(path, Diagnostics()) == before
    assert sources.sha256(path) == hashlib.sha256(TEXT.encode()).hexdigest()
    assert sources.source(path, Diagnostics()) is sources.source(path, Diagnostics())


def test_a_file_that_is_replaced_is_not_read_from_disk(tmp_path):
    sources = Sources(lambda one: Path(one).name)
    changed = sources.replaced({"a.yaml": SourceFile("a.yaml", "a: 2\n", "sha")})

    assert changed.data(tmp_path / "a.yaml") == b"a: 2\n"
    assert changed.sha256(tmp_path / "a.yaml") == "sha"
    assert changed.source(tmp_path / "a.yaml", Diagnostics()) == SourceFile("a.yaml", "a: 2\n", "sha")
    with pytest.raises(CongressError):
        sources.data(tmp_path / "a.yaml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_head_of_a_file_is_text_in_any_encoding(tmp_path, encoding):
    (tmp_path / "a.yaml").write_bytes("language: vi\r\nb: Đảng\r".encode(encoding))

    assert peek(tmp_path / "a.yaml") == "language: vi\nb: Đảng\n"
    assert peek(tmp_path) == ""
