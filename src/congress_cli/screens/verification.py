"""A saved report judged again, as text: confirmed, or each place where it differs."""

from __future__ import annotations

from congress_cli.language import translate
from congress_cli.model.comparison import Verification
from congress_cli.model.finding import Status
from congress_cli.model.message import Message
from congress_cli.rendering.options import RenderOptions

MOST = 200


def rendered(found: Verification, options: RenderOptions) -> str:
    """Lines of text; the last one is the verdict."""

    def told(code: str, **args: object) -> str:
        return translate(options.language, f"runs.{code}", args)

    lines = []
    if found.tool != found.saved.tool:
        lines.append(told("verify-version", old=found.saved.tool.version, new=found.tool.version))
    lines += [_line(one, options.language) for one in found.differences[:MOST]]
    if len(found.differences) > MOST:
        lines.append(told("more-differences", count=len(found.differences) - MOST))
    if found.confirmed:
        lines.append(told("verified", inputs=len(found.saved.inputs), findings=len(found.saved.findings)))
    else:
        lines.append(told("verify-failed", count=len(found.differences)))
    return "\n".join(lines) + "\n"


def _line(one: Message, language: str) -> str:
    def status(value: Status | None) -> str:
        return translate(language, "runs.verify-absent" if value is None else f"terms.{value.value}")

    args = {key: status(value) if key in ("old", "new") else value for key, value in one.args.items()}
    return translate(language, one, args)
