"""The kind of a file by its first bytes, and whether its parts may be unpacked at all.

Refused by name: old .xls, a password, web pages, other office files, bombs, DOCTYPEs. Nothing is parsed here.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from congress_cli.errors import CongressError

MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # below this a part may be packed as tightly as it likes
MAX_PARTS = 1_000
MAX_TAGS = 1_500_000
CHUNK = 1024 * 1024

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = tuple("<!DOCTYPE".encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_ENCODINGS = frozenset((b"UTF-8", b"UTF-16", b"US-ASCII"))
_BY_PART = (
    ("xl/workbook.bin", "sheet-xlsb"),
    ("word/document.xml", "sheet-word"),
    ("ppt/presentation.xml", "sheet-other"),
    ("content.xml", "sheet-ods"),
)
_BY_START = (
    (b"%pdf", "sheet-pdf"),
    (rb"{\rtf", "sheet-word"),
    (b"<!doctype html", "sheet-html"),
    (b"<html", "sheet-html"),
    (b"<table", "sheet-html"),
    (b"<meta", "sheet-html"),
    (b"<?xml", "sheet-xml"),
    (b"mime-version", "sheet-html"),
)


def is_workbook(data: bytes, path: str) -> bool:
    """Whether the bytes are an Excel workbook; if not, they may be CSV. Raises CongressError for any other file."""
    if data.startswith(_OLE):
        raise CongressError("sheet-password" if _ENCRYPTED in data else "sheet-xls", path=path)
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return True
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, code in _BY_START:
        if start.startswith(beginning):
            raise CongressError("sheet-html" if code == "sheet-xml" and b"<html" in start else code, path=path)
    return False


def opened(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive of a workbook, every part of it looked through. Raises CongressError."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _check_parts(archive, path)
        _check_contents(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise CongressError("sheet-broken", path=path) from None
    return archive


def _check_parts(archive: zipfile.ZipFile, path: str) -> None:
    names = archive.namelist()
    for part, code in _BY_PART:
        if part in names:
            raise CongressError(code, path=path)
    if "xl/workbook.xml" not in names:
        raise CongressError("sheet-other", path=path)
    if len(names) > MAX_PARTS or sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
        raise CongressError("sheet-too-large", path=path, most=MAX_UNPACKED // 1024 // 1024)
    for packed in archive.infolist():
        if packed.file_size > SMALL and packed.file_size > MAX_RATIO * max(1, packed.compress_size):
            raise CongressError("sheet-bomb", path=path, part=packed.filename)


def _check_contents(archive: zipfile.ZipFile, path: str) -> None:
    tags = 0
    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(part) as stream:
            for number, piece in enumerate(_pieces(stream)):
                tags += piece.count(b"<")
                if any(doctype in piece for doctype in _DOCTYPES) or (not number and _odd_encoding(piece)):
                    raise CongressError("sheet-doctype", path=path, part=part.filename)
        if tags > MAX_TAGS:
            raise CongressError("sheet-too-large", path=path, most=MAX_UNPACKED // 1024 // 1024)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The content bit by bit; each piece begins with the end of the one before, so that no word is cut in two."""
    last = b""
    while chunk := stream.read(CHUNK):
        yield last + chunk
        last = chunk[-32:]


def _odd_encoding(piece: bytes) -> bool:
    found = _ENCODING.search(piece[:256])
    return found is not None and found[1].upper() not in _ENCODINGS
