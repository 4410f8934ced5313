"""The entry of `congress`. `--version` loads nothing else; completion is answered before the command line starts."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def main() -> int:
    """Run the command line and give its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from congress_cli import __version__
        from congress_cli.cli.terminal import write_out

        return write_out(f"congress {__version__}\n")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for them is a twentieth of a short run
    if "_CONGRESS_COMPLETE" in os.environ:
        from congress_cli.cli.run import complete

        return complete()
    from congress_cli.cli.run import run
    from congress_cli.long_run import less_often

    less_often()
    return run(sys.argv[1:], leave)


def leave(code: int) -> NoReturn:
    """End the process at once: a registry of a whole country is not taken apart piece by piece before."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # closed or gone: the writer has reported it
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
