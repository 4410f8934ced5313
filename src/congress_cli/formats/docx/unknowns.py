"""The section of what nobody can say yet: how much of how much, and what to record to be able to."""

from __future__ import annotations

from congress_cli.formats.docx.page import Page
from congress_cli.formats.docx.tables import Column, add_table
from congress_cli.model.finding import Finding, Status
from congress_cli.model.report import ReportedRule
from congress_cli.rendering.office import Office

MOST_FACTS = 3


def write_unknowns(page: Page) -> None:
    """A row a rule that has unknowns."""
    office, report = page.office, page.office.report
    count = report.totals[Status.UNKNOWN]
    page.paragraph(office.translate("unknown-count", count=count, applicable=report.applicable))
    columns = [
        Column(office.translate("head-clause"), 1, "center"),
        Column(office.translate("head-rule"), 5),
        Column(office.translate("head-unknown"), 2.2, "center"),
        Column(office.translate("head-need"), 5),
    ]
    found = _found(office)
    rules = [rule for rule in report.rules if not rule.rolled_up and rule.counts[Status.UNKNOWN]]
    add_table(page, columns, (_row(office, rule, found.get(rule.id, [])) for rule in rules))


def _found(office: Office) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in office.report.findings:
        if finding.status is Status.UNKNOWN:
            found.setdefault(finding.rule, []).append(finding)
    return found


def _row(office: Office, rule: ReportedRule, findings: list[Finding]) -> list[str]:
    count = f"{rule.counts[Status.UNKNOWN]}/{rule.applicable}"
    return [rule.narrowest_clause, office.phrases.marked_title(rule), count, _need(office, rule, findings)]


def _need(office: Office, rule: ReportedRule, findings: list[Finding]) -> str:
    params = sorted({str(one.args["param"]) for one in findings if one.code == "parameter-missing"})
    if params:
        return office.translate("need-parameter", params=", ".join(params))
    uncertain = sum(one.code == "uncertain" for one in findings)
    facts = ", ".join(office.fact(fact) for fact in rule.facts[:MOST_FACTS])
    needs = [facts] if uncertain < len(findings) or not findings else []
    needs += [office.translate("need-certain", count=uncertain)] if uncertain else []
    return "; ".join(needs)
