"""The peer of `congress --version`: the smallest typer program, one command that prints a version."""

import typer


def main() -> None:
    """Print a version."""
    print("1.0.0")


if __name__ == "__main__":
    typer.run(main)
