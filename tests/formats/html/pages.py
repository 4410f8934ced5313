"""Pages of the registries that every format is tried on."""

from functools import cache

from tests.cli.commands import in_this_process
from tests.formats.reports import json_text


@cache
def page_of(subject: str, language: str) -> str:
    """The page of one registry."""
    return rendered(json_text(subject), language)


def rendered(report: str, language: str = "vi") -> str:
    """The page of a report in JSON."""
    ran = in_this_process("render", "-", "--format", "html", "--lang", language, stdin=report.encode())
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()
