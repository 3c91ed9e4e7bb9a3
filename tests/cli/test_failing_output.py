"""Standard output that is full or closed, folders that cannot be written, and environments that are broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import environment, json_lines, process, run, service, settings
from tests.support.fake_service import CHAT, Service, as_json, message
from v0_client import models
from v0_client.cli import saved_files
from v0_client.cli.exit_codes import CliError, ExitCode

__all__ = ["service"]

TEXT = {"type": "text", "text": "I build a bakery."}
QUESTION = {"type": "agent-action", "name": "ask_user_questions", "data": {"questions": [{"id": "q", "question": "?"}]}}
FILES = {"files": [{"path": "a.ts", "content": "x"}, {"path": "app/b.ts", "content": "y"}]}

needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="devices and descriptors of Unix")
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


# ------------------------------------------------------------------ standard output


@needs_full
@pytest.mark.parametrize("options", [(), ("--quiet",), ("--json",), ("--wait",)])
def test_a_full_disk_ends_a_turn_with_one_line_that_names_the_chat(service: Service, options: tuple[str, ...]) -> None:
    service.create([TEXT])
    service.responses["POST /v2/chats/async"] = as_json({"chatId": "chat_1", "messageId": "msg_2"}, 202)
    with Path("/dev/full").open("w") as full:
        done = process("chat", "hi", *options, stdout=full.fileno(), **settings(service))

    assert done.returncode == ExitCode.ERROR
    assert done.stderr.startswith("Error: standard output cannot be written: No space left on device; ")
    assert "`v0-client resume chat_1`" in done.stderr and done.stderr.count("\n") == 1


@needs_full
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["get", "chat_1", "--json"],
        ["doctor"],
        ["usage"],
        ["deploy", "chat_1"],
        ["delete", "chat_1", "-y"],
        ["--help"],
        ["chat", "--help"],
        ["--version"],
    ],
)
def test_a_full_disk_ends_any_command_with_one_line(service: Service, arguments: list[str]) -> None:
    service.responses["GET /v2/chats"] = as_json({"chats": [CHAT], "cursor": None})
    service.responses["GET /v2/chats/chat_1"] = as_json(CHAT)
    service.responses["GET /v2/usage/summary"] = as_json({"credits": {"total": 1}})
    service.responses["POST /v2/chats/chat_1/deploy"] = as_json({"deploymentId": "dpl_1"})
    service.responses["DELETE /v2/chats/chat_1"] = as_json({"chatId": "chat_1"})
    with Path("/dev/full").open("w") as full:
        done = process(*arguments, stdout=full.fileno(), **settings(service))

    assert done.returncode == ExitCode.ERROR
    assert done.stderr.startswith("Error: ") and "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1


@needs_full
def test_a_task_is_named_though_its_text_cannot_be_printed(service: Service) -> None:
    service.create([QUESTION], "tool-calls")
    with Path("/dev/full").open("w") as full:
        done = process("chat", "hi", "--quiet", stdout=full.fileno(), **settings(service))

    # Nothing of a question is text, so that the command ends as it would have with a good disk.
    assert done.returncode == ExitCode.WAITING
    assert "`v0-client resume chat_1`" in done.stderr and done.stderr.count("\n") == 1


@needs_unix
@pytest.mark.parametrize("arguments", ["chat hi", "list", "--version"])
def test_a_closed_output_is_noticed_before_anything_is_sent(service: Service, arguments: str) -> None:
    service.create([TEXT])
    done = subprocess.run(  # noqa: S602 - our own command line
        f"{sys.executable} -m v0_client {arguments} >&-",
        shell=True,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**settings(service)),
        check=False,
    )
    assert (done.returncode, done.stderr) == (ExitCode.ERROR, "Error: standard output is closed\n")
    assert service.requests == []


@needs_unix
@pytest.mark.parametrize("closed", ["2>&-", "<&-", "<&- 2>&-"])
def test_other_closed_files_are_not_needed(service: Service, closed: str) -> None:
    service.create([TEXT])
    done = subprocess.run(  # noqa: S602 - our own command line
        f"{sys.executable} -m v0_client chat hi --quiet {closed}",
        shell=True,
        capture_output=True,
        text=True,
        env=environment(**settings(service)),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "I build a bakery.\n", "")


@needs_unix
def test_a_prompt_from_a_closed_or_unreadable_input_is_one_line(service: Service) -> None:
    command = [sys.executable, "-m", "v0_client", "chat", "-"]
    for stdin in ("<&-", "< /bin/ls" if Path("/bin/ls").exists() else "<&-"):
        done = subprocess.run(  # noqa: S602 - our own command line
            f"{' '.join(command)} {stdin}",
            shell=True,
            capture_output=True,
            text=True,
            env=environment(**settings(service), PYTHONUTF8="1", PYTHONIOENCODING="utf-8:strict"),
            check=False,
        )
        assert done.returncode == ExitCode.USAGE
        assert done.stderr.startswith("Error: the message cannot be read") and done.stderr.count("\n") == 1
    assert service.requests == []


@needs_unix
@pytest.mark.parametrize("size", [100, 200_000])
def test_a_closed_pipe_ends_a_turn_with_one_line_that_names_the_chat(service: Service, size: int) -> None:
    service.create([{"type": "text", "text": "x" * size}], holds=True)
    with subprocess.Popen(
        [sys.executable, "-m", "v0_client", "chat", "hi", "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**settings(service)),
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        errors = running.stderr.read()

    assert running.returncode == ExitCode.BROKEN_PIPE
    assert errors == (
        "Error: standard output cannot be written: Broken pipe; resume the generation with `v0-client resume chat_1`\n"
    )


@needs_unix
def test_an_output_that_does_not_wait_loses_nothing(service: Service) -> None:
    text = "x" * 1_000_000  # far more than a pipe holds
    service.responses["GET /v2/chats/chat_1/messages"] = as_json(
        {"messages": [message([{"type": "text", "text": text}])], "cursor": None}
    )
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with (
        os.fdopen(reader, encoding="utf-8") as shown,
        subprocess.Popen(
            [sys.executable, "-m", "v0_client", "messages", "chat_1"],
            stdout=writer,
            env=environment(**settings(service)),
        ) as running,
    ):
        os.close(writer)
        output = shown.read()

    assert running.returncode == 0
    assert output.endswith(f"{text}\n")


# ------------------------------------------------------------------ standard error


@needs_full
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["chat", "hi", "--save", "DIR", "--answer", "unused"], ExitCode.OK),
        (["chat", "hi", "--save", "DIR", "--json", "--answer", "unused"], ExitCode.OK),
        (["get", "chat_1"], ExitCode.ERROR),
        (["chat", "hi", "--init", "nowhere"], ExitCode.USAGE),
        (["nonsense"], ExitCode.USAGE),
        (["chat", "hi", "--timeout", "soon"], ExitCode.USAGE),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_full_standard_error_changes_neither_the_work_nor_the_exit_code(
    service: Service, tmp_path: Path, arguments: list[str], code: ExitCode, encoding: str
) -> None:
    service.create([TEXT])
    service.responses["GET /v2/chats/chat_1/files"] = as_json(FILES)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "v0_client", *(str(tmp_path) if word == "DIR" else word for word in arguments)],
            stdout=subprocess.PIPE,
            stderr=full.fileno(),
            env=environment(**settings(service), PYTHONIOENCODING=encoding, V0_LOG="debug"),
            check=False,
        )

    assert done.returncode == code
    if code == ExitCode.OK:
        assert (tmp_path / "app" / "b.ts").read_text(encoding="utf-8") == "y"


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("command", [["chat", "hi"], ["chat", "hi", "--init", "me/shop"], ["resume", "chat_1"]])
@pytest.mark.parametrize("folder", ["file", "file/below", "x" * 300, "d/" * 1500, "d/" * 3000])
def test_save_is_checked_before_anything_is_sent(
    service: Service, tmp_path: Path, command: list[str], folder: str
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, output, errors = run(*command, "--save", str(tmp_path / folder))

    assert (code, output) == (ExitCode.ERROR, "")
    assert errors.startswith("Error: files cannot be written to '") and errors.count("\n") == 1
    assert service.requests == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder that even root cannot write to")
def test_a_folder_that_nobody_can_write_to_is_refused(service: Service) -> None:
    assert run("chat", "hi", "--save", "/proc/self")[0] == ExitCode.ERROR
    assert run("chat", "hi", "--save", "/proc/impossible")[0] == ExitCode.ERROR
    assert service.requests == []


def test_the_check_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for folder in (tmp_path / "there", tmp_path / "a" / "b" / "c"):
        saved_files.check_writable(folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["there"]


def test_a_late_failure_says_how_to_fetch_the_files_again(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my shop"
    again = f"; fetch the files again with `v0-client files chat_1 --save '{folder}'`\n"
    service.create([TEXT])
    code, _, errors = run("chat", "hi", "--save", str(folder))  # the files are not to be had
    assert code == ExitCode.ERROR
    assert errors.startswith("Error: GET /v2/chats/chat_1/files: ") and errors.endswith(again)

    service.responses["GET /v2/chats/chat_1/files"] = as_json(FILES)
    write = saved_files._write

    def fill_disk(place: Path, content: bytes) -> None:
        if place.name == "b.ts":
            raise OSError(28, "No space left on device")
        write(place, content)

    monkeypatch.setattr(saved_files, "_write", fill_disk)
    code, output, errors = run("chat", "hi", "--save", str(folder))
    assert code == ExitCode.ERROR
    assert output.endswith(f"saved: {folder / 'a.ts'}\n")
    assert errors == (
        "Error: 1 of 2 files was not written: 'app/b.ts' cannot be written: No space left on device" + again
    )


def test_a_folder_that_disappears_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CliError, match="files cannot be written to"):
        saved_files.write_files([models.SourceFile(path="a", content="x")], tmp_path / "file")


# ------------------------------------------------------------------ doctor


@pytest.mark.parametrize(
    "broken",
    [
        {"HTTPS_PROXY": "::nonsense::", "HTTP_PROXY": "::nonsense::"},
        {"ALL_PROXY": "gopher://x", "NO_PROXY": ""},
        {"NO_PROXY": "fd00::/8,[::1", "no_proxy": "fd00::/8"},
        {"SSL_CERT_FILE": "/does/not/exist"},
        {"SSL_CERT_DIR": "/does/not/exist", "SSL_CERT_FILE": "/dev/null"},
        {"SSLKEYLOGFILE": "/does/not/exist/keys"},
        {"V0_LOG": "loud"},
        {"V0_API_KEY": "k\x1b[2J"},
        {"V0_BASE_URL": "http://[::1"},
        {"V0_BASE_URL": "https://\u202ehost.invalid"},
        {"HOME": "/does/not/exist", "TZ": "Nowhere/Never", "LANG": "xx", "COLUMNS": "many", "TERM": "none"},
    ],
    ids=",".join,
)
def test_doctor_reports_whatever_the_environment_breaks(service: Service, broken: dict[str, str]) -> None:
    service.responses["GET /v2/chats"] = as_json({"chats": [], "cursor": None})
    done = process("doctor", "--json", **{**settings(service), **broken})

    assert "Traceback" not in done.stderr
    checks = {check["check"]: check for check in json_lines(done.stdout)}
    failed = [check for check in checks.values() if not check["ok"]]
    assert done.returncode == (ExitCode.ERROR if failed else ExitCode.OK)
    assert done.stderr.count("\n") == len(failed[:1])
    assert done.stderr.rstrip("\n").isprintable()
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if "not/exist" in broken.get(name, ""):
            assert any(f"{name} names what does not exist" in check["found"] for check in failed)
