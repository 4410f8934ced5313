"""The peer of `congress check`: the same libraries and a rich table of 600 rows and 6 columns, no work."""

import typer
import yaml  # noqa: F401  # only its loading time is wanted, as pydantic's
from pydantic import BaseModel  # noqa: F401
from rich.console import Console
from rich.table import Table

ROW = ("MAU-01", "met", "must", "14/06/2020", "event", "unit")


def main() -> None:
    """Print the table."""
    table = Table("unit", "status", "modality", "last day", "kind", "owner")
    for _ in range(600):
        table.add_row(*ROW)
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
