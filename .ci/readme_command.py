"""Print the command that README.md shows after `<!-- command: NAME -->`: CI runs what a reader runs."""

import re
import sys
from pathlib import Path


def readme_command(readme: str, name: str) -> str:
    """The text of the `sh` block directly after the comment; LookupError unless there is exactly one."""
    block = rf"^<!-- command: {re.escape(name)} -->\n\s*```sh\n(.+?)\n```$"
    found: list[str] = re.findall(block, readme, re.DOTALL | re.MULTILINE)
    if len(found) != 1:
        raise LookupError(f"README.md: {len(found)} sh blocks after <!-- command: {name} -->, not 1")
    return found[0]


if __name__ == "__main__":
    try:
        print(readme_command(Path("README.md").read_text(encoding="utf-8"), sys.argv[1]))
    except (LookupError, OSError) as error:
        sys.exit(str(error))
