"""Writing files: a file is whole or as it was, and of several files all are new or none is."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from io import BufferedWriter, FileIO, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, NamedTuple

from congress_cli.errors import CongressError, cause
from congress_cli.files.system import (
    ALONE,
    UNDER_LOCK,
    Kind,
    Signature,
    close,
    flock,
    release,
    remove,
    replace,
    signature,
    sweep,
    sync_folders,
    temporary_name,
    umask,
    uninterrupted,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer


class Before(Enum):
    """What is demanded of a file before it is written."""

    ANYTHING = "anything"


ANYTHING: Final = Before.ANYTHING


Content = bytes | Callable[[BinaryIO], None]
"""The bytes of a file, or what writes them into one."""


class Write(NamedTuple):
    """One file to be written.

    `data`: its bytes, or what writes them; None: it is to go. `before`: its bytes now, None where there is no file.
    `shown`: its path as messages name it; `mode`: the permissions of a new file, None for what the umask leaves.
    """

    path: Path
    data: Content | None
    before: bytes | Literal[Before.ANYTHING] | None = ANYTHING
    shown: str | None = None
    mode: int | None = None

    @property
    def label(self) -> str:
        """The path for a message."""
        return self.shown or str(self.path)


def write_whole(path: Path, data: bytes) -> None:
    """Put the bytes in the place of a file in one step; a link is followed, a device or pipe is written to.

    Raises CongressError.
    """
    write_all([Write(path, data)])


def write_all(writes: Sequence[Write]) -> None:
    """Write several files, or none of them. Raises CongressError."""
    with Staged(writes) as staged:
        staged.put()


class Staged:
    """Files whose new bytes lie complete beside the old ones, for as long as the block lasts.

    Entering and `put` raise CongressError; then every file is as it was, unless the code is "write-partly".
    """

    def __init__(self, writes: Sequence[Write], kind: Kind = ALONE) -> None:
        self.kind = kind
        self.files = [StagedFile(one, kind) for one in writes]
        self.partly = False

    def __enter__(self) -> Staged:
        keeps = len(self.files) > 1 or self.kind is UNDER_LOCK
        try:
            sweep((file.target.parent for file in self.files), self.kind)
            for file in self.files:
                file.stage(keeps=keeps)
        except BaseException:
            self.discard()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if not self.partly or self.kind is ALONE:  # else the recovery needs them
            self.discard()

    def put(self) -> None:
        """Put all files in their places. Where one cannot be put there, those before it go back."""
        with uninterrupted():
            try:
                for file in sorted(self.files, key=lambda one: not one.is_device):
                    file.swap()
            except BaseException as error:
                left = [file.label for file in reversed(self.files) if not file.restore()]
                self.partly = bool(left)
                if left:
                    raise CongressError("write-partly", path=left[0], paths=left, why=why(error)) from None
                raise
            sync_folders(file.target.parent for file in self.files)

    def discard(self) -> None:
        """Remove the temporary files, as far as that can be done."""
        for file in self.files:
            file.discard()

    @property
    def is_complete(self) -> bool:
        """Whether the new bytes of every file lie beside it still."""
        return all(file.write.data is None or file.new.exists() for file in self.files)


class StagedFile:
    """One file of those that are written together."""

    def __init__(self, write: Write, kind: Kind) -> None:
        self.write = write
        self.label = write.label
        self.target = Path(os.path.realpath(write.path))
        self.new = self.target.parent / temporary_name(kind.new)
        self.old = self.target.parent / temporary_name(kind.old)
        self.held: list[int] = []
        self.holds = kind is ALONE and os.name != "nt"
        self.is_device = False
        self.existed = False
        self.done = False
        self.seen: Signature | None = None
        self.placed: Signature | None = None

    def stage(self, *, keeps: bool) -> None:
        """Write the new bytes beside the file; `keeps`: keep the old file under a second name, too."""
        with naming_file(self.label):
            if self.target.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            if self.target.is_dir():
                raise CongressError("output-is-folder", path=self.label)
            self.existed = self.target.exists()
            if os.name == "nt" and self.existed and not self.target.stat().st_mode & stat.S_IWUSR:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self.is_device = self.existed and not self.target.is_file()
            self._compare()
            if self.is_device:
                return
            if self.write.data is not None:
                self._write_new(self.write.data)
            if keeps and self.existed and self.write.data is not None:
                self._keep_old()

    def swap(self) -> None:
        """Put the new file in the place of the old one."""
        with naming_file(self.label):
            if self.write.before is not ANYTHING and signature(self.target) != self.seen:
                raise CongressError("changed-meanwhile", path=self.label)
            if self.is_device:
                with self.target.open("wb") as device:
                    _fill(device, self.write.data or b"")
                return
            if self.write.data is None:
                replace(self.target, self.old)
            else:
                release(self.held if os.name == "nt" else [])
                replace(self.new, self.target)
            self.done = True

    def restore(self) -> bool:
        """Put the old file back where it was replaced; whether it lies there now."""
        if not self.done:
            return True
        try:
            if not self.existed:
                remove(self.target, missing_ok=True)
            elif self.placed is not None and signature(self.target) != self.placed:
                return False  # it was saved since
            else:
                replace(self.old, self.target)
        except OSError:
            return False
        self.done = False
        return True

    def discard(self) -> None:
        """Remove the temporary files, as far as that can be done."""
        for path in (self.new, self.old):
            with suppress(OSError):
                remove(path, missing_ok=True)
        release(self.held)

    def _compare(self) -> None:
        """Refuse a file that does not hold what is demanded."""
        if self.write.before is ANYTHING:
            return
        self.seen = signature(self.target)
        now = self.target.read_bytes() if self.existed and not self.is_device else None
        if now != self.write.before or self.is_device:
            raise CongressError("changed-meanwhile", path=self.label)

    def _write_new(self, data: Content) -> None:
        descriptor = os.open(self.new, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self.held.append(descriptor)
        self._hold(descriptor)
        with _NewFile(descriptor) as file:
            _fill(file, data)
        os.fsync(descriptor)
        self._keep_mode()
        self.placed = signature(self.new)
        if not self.holds:
            close(self.held)

    def _keep_mode(self) -> None:
        """Give the new file the permissions of the old one, and its owner where the system lets us."""
        if not self.existed:
            self.new.chmod(0o666 & ~umask() if self.write.mode is None else self.write.mode)
            return
        old, new = self.target.stat(), self.new.stat()
        if os.name != "nt" and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            with suppress(OSError):
                os.chown(self.new, old.st_uid, old.st_gid)
        self.new.chmod(old.st_mode & 0o777)

    def _keep_old(self) -> None:
        """A second name for the old file, so that it can come back without needing new space."""
        try:
            self.old.hardlink_to(self.target)
        except (OSError, NotImplementedError):  # a file system without links: a copy, while nothing is changed yet
            with suppress(OSError):
                self.old.unlink(missing_ok=True)
            shutil.copy2(self.target, self.old)
        if self.holds:
            self.held.append(os.open(self.old, os.O_RDONLY))
            self._hold(self.held[-1])

    def _hold(self, descriptor: int) -> None:
        if self.holds:
            flock(descriptor)


class _NewFile(BufferedWriter):
    """A file that is being written; where that fails, no more of it is."""

    def __init__(self, descriptor: int) -> None:
        self.target = _Descriptor(descriptor)
        super().__init__(self.target)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.target.is_over = kind is not None
        try:
            self.flush()
        finally:
            self.target.is_over = True


class _Descriptor(RawIOBase):
    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.is_over = False

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        return memoryview(data).nbytes if self.is_over else os.write(self.descriptor, data)


def _fill(file: BinaryIO | BufferedWriter, data: Content) -> None:
    if isinstance(data, bytes):
        file.write(data)
    else:
        data(file)


@contextmanager
def naming_file(label: str) -> Iterator[None]:
    """Report what the system refuses as an error about a file: it was not written, and nothing else was."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise CongressError("output-unwritable", path=label, why=why(error)) from None


def why(error: BaseException) -> str:
    """The cause of an error, as messages name it."""
    if isinstance(error, CongressError):
        return str(error.args_.get("why") or error.code)
    return cause(error) if isinstance(error, OSError) else str(error)


# ---------------------------------------------------------------- adding to a file


def append_whole(path: Path, data: bytes) -> None:
    """Put the bytes at the end of a plain file, all of them or none; the file is made where there is none.

    Raises CongressError.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o666), "wb", buffering=0) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise CongressError("output-not-plain", path=str(path))
            _append(file, data, before.st_size)
    except (OSError, ValueError) as error:
        raise CongressError("append-unwritable", path=str(path), why=why(error)) from None


def _append(file: FileIO, data: bytes, size: int) -> None:
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(size)
        raise
