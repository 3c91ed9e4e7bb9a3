"""What is shown of a command's raw output: the last state of each line, in colours that hide nothing."""

from __future__ import annotations

import pytest
import typer

from v0_client import V0Error
from v0_client.cli.command_session import open_session
from v0_client.cli.part_descriptions import Step, shown_output

LONG = 3_000_000  # characters: work that grows with their square would not end within the time of a test


def shown(output: str, *, keep_colour: bool = False) -> list[str]:
    return list(shown_output(Step("run", "make", output), keep_colour=keep_colour))


@pytest.mark.parametrize("codes", ["", "0", "1;31", "01;31", "2", "4;96;1", "39;22", ";;32"])
def test_a_colour_that_can_be_seen_is_kept(codes: str) -> None:
    assert shown(f"\x1b[{codes}mmake\x1b[0m", keep_colour=True) == [f"\x1b[{codes}mmake\x1b[0m"]
    assert shown(f"\x1b[{codes}mmake\x1b[0m") == ["make"]


@pytest.mark.parametrize(
    "codes",
    [
        "30;40",
        "40",
        "37;107",
        "31;41",
        "30",  # on a dark terminal
        "97",  # on a light one
        "7",
        "8",
        "38;5;0;48;5;0",
        "38;5;0",
        "38;2;0;0;0",
        "38:5:0",
        "1" * 4301,
        "0;" * 5000,
        "38;5;" + "1" * 4301,
    ],
)
def test_a_colour_that_may_hide_text_is_not_kept(codes: str) -> None:
    assert shown(f"\x1b[{codes}mrm -rf\x1b[0m done", keep_colour=True) == ["rm -rf\x1b[0m done"]


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
