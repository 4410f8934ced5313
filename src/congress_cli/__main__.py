"""The entry of `congress`: what asks for the version, or for the rest of a word, loads nothing else."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and give its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from congress_cli import __version__
        from congress_cli.cli.streams import write_out

        return write_out(f"congress {__version__}\n")
    if sys.argv[1:2] == ["__complete"]:
        from congress_cli.cli.completion.answer import answer

        return answer(sys.argv[2:])
    from congress_cli.cli.run import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
