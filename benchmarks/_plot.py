"""Curves as a small SVG that reads well in light and dark, without a library for plots."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 390, 64, 24, 60, 56
COLOURS = ("#2266aa", "#aa5511", "#117733", "#882255")


@dataclass(frozen=True)
class Line:
    """A curve. points: (x, y) pairs in the units of the axes."""

    name: str
    points: Sequence[tuple[float, float]]


def plotted(title: str, x_axis: str, y_axis: str, lines: Sequence[Line], *, log: bool = False) -> str:
    """The curves on common axes from zero, or on logarithmic ones, as an SVG; every point is marked."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    across, up = _Scale(xs, LEFT, WIDTH - RIGHT, log), _Scale(ys, HEIGHT - BOTTOM, TOP, log)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"',
        f' font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{title}</text>',
    ]
    for at, label in across.ticks():
        parts.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{label}</text>')
    for at, label in up.ticks():
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{label}</text>')
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        places = [(across.at(x), up.at(y)) for x, y in line.points]
        parts.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" fill="none" '
            f'stroke="{colour}" stroke-width="2"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        parts.append(f'<text x="{LEFT + 12}" y="{TOP + 16 + 16 * number}" fill="{colour}">{line.name}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">{x_axis}</text>')
    parts.append(f'<text x="16" y="{TOP - 10}">{y_axis}</text></svg>')
    return "\n".join(parts) + "\n"


class _Scale:
    """Values to places."""

    def __init__(self, values: Sequence[float], begin: float, end: float, log: bool) -> None:
        self._begin, self._end, self._log = begin, end, log
        self._low = min(value for value in values if value > 0) if log else 0.0
        self._high = max(values) or 1.0

    def at(self, value: float) -> float:
        if self._log:
            share = (log10(max(value, self._low)) - log10(self._low)) / ((log10(self._high) - log10(self._low)) or 1)
        else:
            share = value / self._high
        return self._begin + share * (self._end - self._begin)

    def ticks(self) -> list[tuple[float, str]]:
        """Places and labels: 1, 2 and 5 times powers of ten on a logarithmic axis, else round steps."""
        if self._log:
            powers = range(floor(log10(self._low)), floor(log10(self._high)) + 1)
            values = (times * 10.0**power for power in powers for times in (1, 2, 5))
            return [(self.at(value), f"{value:,g}") for value in values if self._low <= value <= self._high]
        step = 10 ** floor(log10(self._high))
        step = next(one for one in (step / 10, step / 5, step / 2, step, step * 2) if self._high / one <= 6)
        return [(self.at(step * number), f"{step * number:,g}") for number in range(int(self._high / step) + 1)]
