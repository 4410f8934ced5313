"""Mistakes a user can make, each with the exit code it ends in. Texts stand in the language catalogues."""

from __future__ import annotations

import errno
import os
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """The exit codes; the one table of the contract."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    INVALID = 3
    BUG = 4
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


class CongressError(Exception):
    """A mistake with one message: `code` is its key in the catalogue `errors`, `args_` fill the text."""

    exit_code = ExitCode.INVALID

    def __init__(self, code: str, **args_: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args_


class UsageError(CongressError):
    """The command line asks for what does not exist."""

    exit_code = ExitCode.USAGE


IN_USE = (32, 33)
"""What Windows says of a file that another program has open."""


def cause(error: OSError) -> str:
    """The system's own name of what went wrong, as in ENOSPC, for which the catalogues have words; else its text."""
    if getattr(error, "winerror", None) in IN_USE:
        return "in-use"
    if os.name == "nt" and isinstance(error, PermissionError):  # it says so of a file in use, too
        return "in-use-or-forbidden"
    return errno.errorcode.get(error.errno or 0) or error.strerror or str(error)
