"""Record the command line in a terminal and draw what it shows: `make picture` writes docs/assets/cli-*.svg.

The command is real: it runs in a pseudo-terminal of 80 columns, against a sandbox. The pictures need no font and no
address; a viewer's own monospaced font is stretched to the columns of the terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from attrs import frozen

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.terminal import Cell, Terminal  # noqa: E402 - the same terminal as in the tests

PROMPT: Final = "A landing page for a bakery"
COLUMNS: Final = 80
WIDTH, HEIGHT, SIZE, MARGIN, BAR = 8.4, 18, 14, 16, 34  # pixels: of a character, a line, the font and the frame


@frozen
class Theme:
    """Colours of a picture; those of the terminal by their names there."""

    background: str
    frame: str
    text: str
    dim: str
    colours: Mapping[str, str]


THEMES: Final = {
    "light": Theme(
        "#ffffff",
        "#d0d7de",
        "#1f2328",
        "#656d76",
        {"red": "#cf222e", "green": "#116329", "brown": "#7d4e00", "blue": "#0550ae", "magenta": "#8250df"}
        | {"cyan": "#1b7c83"},
    ),
    "dark": Theme(
        "#0d1117",
        "#30363d",
        "#e6edf3",
        "#8b949e",
        {"red": "#ff7b72", "green": "#3fb950", "brown": "#d29922", "blue": "#79c0ff", "magenta": "#bc8cff"}
        | {"cyan": "#56d4dd"},
    ),
}


def record() -> list[list[Cell]]:
    """The lines that the command leaves on the screen. Exits with 1 if it fails."""
    program = [sys.executable, "-m", "v0_client", "chat", PROMPT, "--sandbox"]
    kept = {name: value for name in ("PATH", "HOME") if (value := os.environ.get(name)) is not None}
    environment = {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with Terminal(program, environment, columns=COLUMNS, lines=40) as terminal:
        if terminal.wait() != 0:
            raise SystemExit(f"The command failed:\n{terminal.shown}")
        return terminal.cells


def draw(lines: list[list[Cell]], theme: Theme) -> str:
    """An SVG of a terminal window."""
    typed = [Cell(character) for character in f'$ v0-client chat "{PROMPT}" --sandbox']
    shown = [typed, [], *lines]
    width, height = 2 * MARGIN + COLUMNS * WIDTH, BAR + len(shown) * HEIGHT + MARGIN
    label = "v0-client builds a landing page in a terminal"
    window = f'width="{width - 1:g}" height="{height - 1:g}" fill="{theme.background}" stroke="{theme.frame}"'
    font = f'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="{SIZE}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
            f"<title>{label}</title>",
            f'<rect x="0.5" y="0.5" rx="8" {window}/>',
            *(f'<circle cx="{MARGIN + 4 + 16 * i}" cy="17" r="5" fill="{theme.frame}"/>' for i in range(3)),
            f"<g {font}>",
            *(span for row, line in enumerate(shown) for span in _spans(line, BAR + row * HEIGHT + SIZE, theme)),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _spans(line: list[Cell], y: float, theme: Theme) -> Iterator[str]:
    """The text of a line, in pieces of one style; the position of each says where its columns are."""
    column = 0
    for _, group in groupby(line, key=lambda cell: cell[1:]):
        cells = list(group)
        start, end = column, column + len(cells)
        column = end
        while cells and cells[0].text == " ":  # a viewer drops blanks at both ends
            cells, start = cells[1:], start + 1
        while cells and cells[-1].text == " ":
            cells, end = cells[:-1], end - 1
        if cells:
            text = "".join(cell.text for cell in cells).replace("  ", "\u00a0 ")
            place = f'x="{MARGIN + start * WIDTH:g}" y="{y:g}" textLength="{(end - start) * WIDTH:g}"'
            yield f"<text {place} {_style(cells[0], theme)}>{escape(text)}</text>"


def _style(cell: Cell, theme: Theme) -> str:
    fill = theme.colours.get(cell.colour.removeprefix("bright"), theme.dim if cell.is_dim else theme.text)
    bold, italic = ' font-weight="bold"' * cell.is_bold, ' font-style="italic"' * cell.is_italic
    return f'fill="{fill}"{bold}{italic}'


def lines_of(picture: str) -> list[str]:
    """The text of a picture, by lines, without the time that the command took."""
    lines: dict[float, str] = {}
    for x, y, text in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)<', picture):
        start = round((float(x) - MARGIN) / WIDTH)
        lines[float(y)] = lines.get(float(y), "").ljust(start) + text
    return [re.sub(r"· \d+ s\b", "· 2 s", line) for line in lines.values()]


def main() -> None:
    """Write the pictures."""
    lines = record()
    folder = ROOT / "docs" / "assets"
    folder.mkdir(exist_ok=True)
    for name, theme in THEMES.items():
        place = folder / f"cli-{name}.svg"
        place.write_text(draw(lines, theme), encoding="utf-8")
        print(f"{place.relative_to(ROOT)}: {len(lines)} lines")


if __name__ == "__main__":
    main()
