"""A morning at the desk, through the command alone: three facts from a call, a waiver, one entry taken back."""

from pathlib import Path

from tests.cli.conftest import Congress
from tests.cli.desks import Copy


def test_a_morning_at_the_desk(congress: Congress, tmp_path: Path) -> None:
    city = Copy(tmp_path)
    before = congress("check", "--format", "json", "--unit", "MAU-01-01").out

    call = ("--source", "điện thoại, văn phòng phường", "--by", "Văn phòng Quận ủy")
    assert congress("record", "p. sen vang", "complaints", "3/3", *call).code == 0
    assert congress("record", "p. sen vang", "entitlements", "2/2").code == 0
    held = congress("record", "p. sen vang", "bế mạc", "16/6/2020", "--lang", "vi", "--document", "15-bc/đu")
    assert "thứ Ba 16/06/2020" in held.out
    assert "✗ quá hạn → ▲ muộn  Tổ chức xong đại hội cơ sở" in held.out

    paper = ("--document", "41-CV/TU", "--reason", "mưa lũ", "--authority", "Ban Tổ chức", "--until", "30/6/2020")
    waived = congress("waive", "p. sen vang", "grassroots-congress-in-time", *paper)
    assert "▲ late → ~ waived" in waived.out

    assert "~ waived → ▲ late" in congress("undo").out
    assert city.lines() == (
        ["      complaints: {total: 3, done: 2}", "      entitlements: {total: 2, done: 1}"],
        [
            '      complaints: {total: 3, done: 3, source: "điện thoại, văn phòng phường", by: "Văn phòng Quận ủy"}',
            "      entitlements: {total: 2, done: 2}",
            "      congress.closed: {day: 2020-06-16, document: 15-BC/ĐU}",
        ],
    )
    for _ in range(3):
        assert congress("undo").code == 0
    assert city.same()
    assert congress("check", "--format", "json", "--unit", "MAU-01-01").out == before
