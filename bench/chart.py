"""The figures as bars, in SVG: seconds on a scale of powers of ten, so that 0.1 s and 100 s are both seen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from bench.measuring import Measured

WIDTH, LEFT, ROW, TOP = 820, 250, 24, 46
OURS, THEIRS = "#b3261e", "#8a8f98"


def chart(found: Mapping[str, Measured]) -> str:
    """One bar a program, in the order in which they were measured."""
    longest = max(one.seconds for one in found.values())
    low, high = -2, math.ceil(math.log10(longest))
    height = TOP + ROW * len(found) + 16
    scale = (WIDTH - LEFT - 110) / (high - low)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"',
        'font-size="13">',
        "<title>Seconds of each program, side by side</title>",
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


def _bar(place: int, name: str, one: Measured, low: int, scale: float) -> list[str]:
    y, width = TOP + place * ROW, max(1.0, (math.log10(max(one.seconds, 0.01)) - low) * scale)
    colour = OURS if name.startswith("congress") else THEIRS
    return [
        f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end" fill="#222">{escape(name)}</text>',
        f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 7}" fill="{colour}"/>',
        f'<text x="{LEFT + width + 6:.1f}" y="{y + 13}" fill="#222">{one.seconds:.2f} s, {one.memory:.0f} MiB</text>',
    ]
