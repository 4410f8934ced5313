"""Writing: a file is there whole or as it was, links and modes are kept, nothing is left lying about."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from congress_cli.errors import CongressError
from congress_cli.files import write_whole


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_holds_the_bytes_and_nothing_lies_beside_it(tmp_path):
    write_whole(tmp_path / "new.json", b"\xef\xbb\xbfa\r\nb")

    assert (tmp_path / "new.json").read_bytes() == b"\xef\xbb\xbfa\r\nb"
    assert names_in(tmp_path) == ["new.json"]


def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path):
    target = tmp_path / "old.txt"
    target.write_bytes(b"a longer text than the new one")
    target.chmod(0o640)

    write_whole(target, b"new")

    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path):
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"")
        left = os.umask(0o027)
    finally:
        os.umask(mask)

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    assert left == 0o027


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")

    write_whole(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_folder_is_not_overwritten(tmp_path):
    (tmp_path / "folder").mkdir()

    with pytest.raises(CongressError) as caught:
        write_whole(tmp_path / "folder", b"new")

    assert caught.value.code == "output-is-folder"


def circle_of_links(folder: Path) -> Path:
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    return folder / "one"


def below_a_file(folder: Path) -> Path:
    (folder / "file").write_bytes(b"")
    return folder / "file" / "new"


@pytest.mark.parametrize(
    "target_in",
    [lambda folder: folder / "absent" / "new", below_a_file, lambda folder: folder / ("n" * 300), circle_of_links],
    ids=["a folder that is not there", "a file as a folder", "a name too long", "links in a circle"],
)
def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path, target_in):
    target = target_in(tmp_path)
    before = names_in(tmp_path)

    with pytest.raises(CongressError) as caught:
        write_whole(target, b"new")

    assert caught.value.code == "output-unwritable"
    assert names_in(tmp_path) == before


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(tmp_path / "pipe", b"new")
        read = os.read(reader, 100)
    finally:
        os.close(reader)

    assert read == b"new"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert names_in(tmp_path) == ["pipe"]


def test_what_is_put_at_the_end_is_there_whole_or_not_at_all(tmp_path):
    path = tmp_path / "summary.md"
    code = (
        "import resource, sys; from pathlib import Path; from congress_cli.files import append_whole;"
        "append_whole(Path(sys.argv[1]), b'x' * 100);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150));"
        "append_whole(Path(sys.argv[1]), b'y' * 100)"
    )

    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)

    assert b"CongressError: append-unwritable" in ran.stderr
    assert path.read_bytes() == b"x" * 100
