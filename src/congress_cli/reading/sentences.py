"""Whether every finding of a saved report can be told by this version, in the words that it was saved with."""

from __future__ import annotations

from congress_cli.errors import CongressError
from congress_cli.language import LANGUAGES
from congress_cli.language.telling import tell
from congress_cli.model.report import Report


def check_told(report: Report, path: str) -> None:
    """Tell each finding once in every language. Raises CongressError where one cannot be told."""
    strive = {rule.id: rule.modality == "strive" for rule in report.rules}
    for language in LANGUAGES:
        names = report.name_in(language)
        for finding in report.findings:
            try:
                tell(finding, language, lambda name: names.get(name, name), strive=strive[finding.rule])  # noqa: B023
            except (KeyError, ValueError, TypeError, AttributeError, IndexError):
                where = f"{finding.unit} {finding.rule}: {finding.code}"
                raise CongressError("report-broken", path=path, where=where) from None
