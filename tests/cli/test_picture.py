"""The picture of the command line shows what the command prints today."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from scripts.picture import ROOT, THEMES, draw, lines_of, record


def test_the_picture_is_up_to_date_and_needs_nothing_else() -> None:
    lines = record()
    for name, theme in THEMES.items():
        picture = (ROOT / "docs" / "assets" / f"cli-{name}.svg").read_text(encoding="utf-8")
        assert lines_of(picture) == lines_of(draw(lines, theme)), "run `make picture`"
        assert not any(word in picture for word in ("href", "url(", "@import", "<script", "@font-face"))
        assert picture.count("http://") == 1  # the name space
    assert any("Done: app/page.tsx now shows" in line for line in lines_of(picture))
    assert any(cell.colour == "cyan" for line in lines for cell in line)
