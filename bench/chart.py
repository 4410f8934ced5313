"""The results as bars in SVG, on a scale of powers of ten, and as the tables of docs/performance.md."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

WIDTH, LEFT, ROW, TOP = 820, 250, 24, 46
OURS, THEIRS = "#b3261e", "#8a8f98"
PEERS = ("one_command", "table_600", "check-jsonschema", "yamllint", "plain_yaml", "data_frame", "three_rules")

Results = Mapping[str, Any]
"""What bench/results.json holds."""


def chart(results: Results) -> str:
    """One bar of seconds of the processor for each program that reads a whole registry, in the order of measuring."""
    found = {name: one for name, one in results["programs"].items() if name.startswith(("congress", "fast_", *PEERS))}
    low, high = -2, math.ceil(math.log10(max(one["processor"] for one in found.values())))
    height = TOP + ROW * len(found) + 16
    scale = (WIDTH - LEFT - 110) / (high - low)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"',
        'font-size="13">',
        "<title>Seconds of the processor of each program, side by side</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *_axis(low, high, scale, height),
        *(line for place, (name, one) in enumerate(found.items()) for line in _bar(place, name, one, low, scale)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axis(low: int, high: int, scale: float, height: int) -> list[str]:
    lines = []
    for power in range(low, high + 1):
        x = LEFT + (power - low) * scale
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 10}" y2="{height - 10}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{TOP - 18}" text-anchor="middle" fill="#555">{10.0**power:g} s</text>')
    return lines


def _bar(place: int, name: str, one: Mapping[str, float], low: int, scale: float) -> list[str]:
    seconds, memory = one["processor"], one["memory"]
    y, width = TOP + place * ROW, max(1.0, (math.log10(max(seconds, 0.01)) - low) * scale)
    colour = OURS if name.startswith("congress") else THEIRS
    return [
        f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end" fill="#222">{escape(name)}</text>',
        f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 7}" fill="{colour}"/>',
        f'<text x="{LEFT + width + 6:.1f}" y="{y + 13}" fill="#222">{seconds:.2f} s, {memory:.0f} MiB</text>',
    ]


_FIGURES = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def in_page(page: str, results: Results) -> str:
    """The page with the figures of these results between its markers."""
    return _FIGURES.sub(lambda found: f"{found[1]}\n{_TABLES[found[2]](results)}\n\n{found[3]}", page)


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---", *["--:"] * (len(names) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |" for cells in lines)


def _machine(results: Results) -> str:
    one = results["machine"]
    runs = "one run of nearly all programs" if one["quick"] else "two or three runs of most programs"
    where = f"On {one['system']}, {one['cores']} cores and Python {one['python']}"
    return f"{where}, {runs} ([all figures](../bench/results.json)):"


def _sizes(results: Results) -> str:
    names = {"congress check": "621, the shipped registry"}
    names |= {f"congress {count}": f"{count:,}" for count in (2_500, 25_000, 52_000)}
    names |= {f"congress {count} folder": f"{count:,}, a folder" for count in (52_000, 300_000)}
    found = [(told, results["programs"][name]) for name, told in names.items() if name in results["programs"]]
    head = ("units", "seconds by the clock", "of the processor", "MiB")
    return _rows(
        head,
        ([told, f"{one['seconds']:.2f}", f"{one['processor']:.2f}", f"{one['memory']:,.0f}"] for told, one in found),
    )


def _targets(results: Results) -> str:
    head = ("ratio of seconds of the processor, or size", "measured", "at most", "")
    return _rows(
        head,
        (
            [one["told"], f"{one['value']:,.3g}", f"{one['most']:,.3g} {one['unit']}", _strong(one["verdict"])]
            for one in results["targets"]
        ),
    )


def _strong(verdict: str) -> str:
    return verdict if verdict == "met" else f"**{verdict.lower()}**"


def _missed(results: Results) -> str:
    missed = [one for one in results["targets"] if one["verdict"] != "met"]
    lines = [f"- {one['told']}: {one['reason'] or 'no reason is known'}." for one in missed]
    return "\n".join(lines or [f"All {len(results['targets'])} targets are met."])


def _formats(results: Results) -> str:
    names = ("plain", "json", "jsonl", "csv", "markdown", "github", "gitlab", "sarif", "junit", "ics", "html")
    rows = [
        *_compared(results, "table", ("table before the paper", *names)),
        *_compared(results, "table of 2500", ("docx", "xlsx")),
    ]
    told = f"Of {25_000 if results['machine']['quick'] else 52_000:,} units; docx and xlsx of 2,500.\n\n"
    return told + _rows(("format", "seconds", "times the table", "MiB", "above the table", "MB written", "nodes"), rows)


def _compared(results: Results, table: str, names: Iterable[str]) -> Iterator[list[str]]:
    programs = results["programs"]
    for name in (table, *names):
        if name not in programs:
            continue
        one, beside = programs[name], programs[table]
        sizes = [f"{one['memory']:,.0f}", f"{one['memory'] - beside['memory']:,.0f}", f"{one['written'] / 1e6:,.2f}"]
        yield [name, f"{one['processor']:.2f}", f"{one['processor'] / beside['processor']:.2f}", *sizes, _nodes(one)]


def _nodes(one: Mapping[str, int]) -> str:
    return f"{one['tags']:,}" if one["tags"] else ""


def _desk(results: Results) -> str:
    names = ("record", "undo", "show", "explain", "find", "next", "completion")
    rows = _compared(results, "table before the desk", names)
    return _rows(("command", "seconds", "times the table", "MiB"), (row[:4] for row in rows))


def _again(results: Results) -> str:
    pairs = [(f"fast_reader {name}", f"congress {name}") for name in ("series", "cases")]
    rows = (row[:4] for reader, program in pairs for row in _compared(results, reader, [program]))
    return _rows(("program", "seconds", "times the reader", "MiB"), rows)


def _shares(results: Results) -> str:
    whole = sum(results["shares"].values())
    return _rows(("step", "share"), ([step, f"{one / whole:.0%}"] for step, one in results["shares"].items()))


_TABLES = {
    "machine": _machine,
    "sizes": _sizes,
    "targets": _targets,
    "missed": _missed,
    "formats": _formats,
    "desk": _desk,
    "again": _again,
    "shares": _shares,
}
