"""table: the report for a person at a terminal: what to do, whom to ask, who is late, and how much is known.

Where the window is short, blocks fold to one line each, the least urgent first; the head and the verdict never do.
"""

from congress_cli.formats.table.summary import write, write_overview

__all__ = ["write", "write_overview"]
