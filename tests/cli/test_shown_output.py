"""What is shown of a command's raw output: the last state of each line, in colours that hide nothing."""

from __future__ import annotations

import pytest
import typer

from v0_client import V0Error
from v0_client.cli.command_session import open_session
from v0_client.cli.part_descriptions import Step, shown_output

LONG = 3_000_000  # characters: work that grows with their square would not end within the time of a test


def shown(output: str) -> list[str]:
    return list(shown_output(Step("run", "make", output)))


def test_a_line_shows_what_was_drawn_last() -> None:
    assert shown("10%\r20%\r100%\nnext") == ["100%", "next"]
    assert shown("10%\r20%\r\r\nnext\r") == ["20%", "next"]
    assert shown("\r\r\n\r\r") == []


@pytest.mark.parametrize("unit", ["x", "\r", "%\r", "\r\n", "\x1b", "\x1b[1;", "\x1b]", " "])
def test_a_long_output_is_shown_in_one_pass(unit: str) -> None:
    output = unit * (LONG // len(unit))
    assert shown(f"{output}\nlast")[-1] == "last"
    assert shown(f"{output}\rlast")[-1] == "last"


def test_a_long_error_is_shown_in_one_pass(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), open_session(needs_key=False):
        raise V0Error("client.v2.chats." * (LONG // 16))
    assert capsys.readouterr().err.startswith("Error: client.v2.chats.")
