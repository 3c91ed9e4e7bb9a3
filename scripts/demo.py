"""What `make demo` runs: streams a chat, polls a chat, starts one from a folder.

By default everything runs against a local sandbox, which needs no key, no credits and no internet. With `--live` the
same code uses the real service with V0_API_KEY.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import anyio.to_thread

from v0_client import ChatStream, ConfigurationError, Poll, V0Client, V0Error, models, sources
from v0_client.sandbox import Sandbox

# ------------------------------------------------------------------ the three parts, to copy from


async def stream_a_chat(client: V0Client) -> None:
    heading("1. Stream a chat", "client.v2.chats.stream(message=...)")
    async with client.v2.chats.stream(message="A landing page for a bakery") as stream:
        printer = PartPrinter(stream)
        async for _ in stream:  # for the text alone: async for text in stream.text_deltas()
            remember(f"client.v2.chats.resume({stream.chat_id!r})")
            printer.update()
        result = await stream.final()
    printer.update(is_over=True)
    print()
    say("title", result.title or "none")
    say("finished", result.finish_reason or "unknown, the message could not be read")
    say("usage", in_words(result.usage))


async def poll_a_chat(client: V0Client) -> None:
    heading("2. Create a chat and poll it", "client.v1.chats.create_and_wait(message=..., on_update=...)")
    status = StatusLine()

    def on_update(chat: models.ChatDetail) -> None:
        remember(f"client.v1.chats.wait({chat.id!r})")
        status.show(progress(chat))

    chat = await client.v1.chats.create_and_wait(
        message="A price list for a bakery", poll=Poll(interval=0.3, factor=1.1), on_update=on_update
    )
    status.end()
    print()
    version = chat.latest_version
    if version:
        say("files", ", ".join(file.name or "?" for file in version.files or []))
        say("preview", version.demo_url or "none")
    say("chat", chat.web_url or chat.id)


async def start_from_a_folder(client: V0Client) -> None:
    heading("3. Start a chat from a folder", "client.v1.chats.init(models.InitChatFromFiles(files=...))")
    with TemporaryDirectory() as folder:
        written = write_example(Path(folder))
        read = partial(sources.files_from_directory, folder, lock="lib/")
        files = await anyio.to_thread.run_sync(read)  # it blocks while it reads the disk
    chat = await client.v1.chats.init(models.InitChatFromFiles(files=files, name="Bakery"))
    remember(f"client.v1.chats.get({chat.id!r})")
    received = (chat.latest_version.files if chat.latest_version else None) or []
    for file in received:
        say("locked" if file.locked else "free", file.name or "?")
    for name in sorted(written - {file.name for file in files}):
        say("not sent", f"{name} (secrets are excluded, see sources.DEFAULT_IGNORE)")
    print()
    say("received", f"{len(received)} of the {len(files)} files sent")
    say("chat", chat.web_url or chat.id)


# ------------------------------------------------------------------ running them


@asynccontextmanager
async def connect(*, live: bool) -> AsyncIterator[V0Client]:
    if live:
        async with V0Client() as client:  # takes the key from V0_API_KEY
            print("Using the real service: this costs credits.")
            yield client
        return
    async with (
        Sandbox(pace=0.05, async_seconds=2) as sandbox,
        V0Client(api_key=sandbox.api_key, base_url=sandbox.base_url) as client,
    ):
        print("Using a local sandbox: no key, no credits, no internet.")
        yield client


async def demo(live: bool) -> None:
    async with connect(live=live) as client:
        await stream_a_chat(client)
        await poll_a_chat(client)
        await start_from_a_folder(client)


def main() -> int:
    parser = argparse.ArgumentParser(description="Stream a chat, poll a chat, start one from a folder.")
    parser.add_argument("--live", action="store_true", help="use the real service with V0_API_KEY; costs credits")
    live: bool = parser.parse_args().live
    if live and not os.environ.get("V0_API_KEY", "").strip():
        return failed("--live needs an API key in V0_API_KEY; create one at https://v0.app/settings/keys", 2)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an emoji must not end the demo where the encoding has none
    try:
        anyio.run(demo, live)
    except ConfigurationError as error:
        return failed(str(error), 2)
    except V0Error as error:
        print()  # ends the line that was being written
        return failed(str(error), 1)
    except KeyboardInterrupt:
        print()
        return failed(how_to_continue(live=live), 130)
    except BrokenPipeError:  # the reader of the output has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def failed(reason: str, status: int) -> int:
    sys.stdout.flush()
    print(" ".join(plain(reason).split()), file=sys.stderr)
    return status


RESUME: list[str] = []  # calls that continue what was started, the newest last


def remember(call: str) -> None:
    if call not in RESUME:
        RESUME.append(call)


def how_to_continue(*, live: bool) -> str:
    if not RESUME:
        return "Stopped before a chat was created."
    what = "the" if live else "a real"  # the sandbox's chat ends with it
    return f"Stopped. Continue with {what} chat by {RESUME[-1]}"


def write_example(folder: Path) -> set[str]:
    """A small project to send; returns the names of its files."""
    files = {
        "app/page.tsx": "export default function Page() {\n  return <h1>Fresh bread</h1>\n}\n",
        "lib/prices.ts": "export const prices = { baguette: 1.4, croissant: 1.8 }\n",
        "package.json": '{ "name": "bakery", "private": true }\n',
        ".env": "PAYMENT_KEY=secret\n",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return set(files)


# ------------------------------------------------------------------ text


def in_words(usage: models.Usage | None) -> str:
    tokens = (usage.tokens.total if usage and usage.tokens else None) or 0
    credits_ = (usage.credits_cost.total if usage and usage.credits_cost else None) or 0
    return f"{tokens:,} tokens, {credits_:.2f} credits"


def progress(chat: models.ChatDetail) -> str:
    version = chat.latest_version
    status, files = (version.status or "?", version.files or []) if version else ("no version yet", [])
    return f"{status:<10} {len(files)} files   {chat.name or ''}"


def describe(part: models.MessagePart) -> tuple[str, str]:
    """A label and a line for one step of a message."""
    match part:
        case models.TextPart() | models.ThinkingPart():
            return part.type, part.text or ""
        case models.FileReadPart():
            return "read", ", ".join(part.paths or [])
        case models.FileEditPart():
            return part.operation or "edit", " -> ".join(path for path in (part.path, part.to_path) if path)
        case models.SearchPart():
            return "search", part.query or ""
        case models.BashPart():
            return "run", part.command or ""
        case models.ToolCallPart():
            return "tool", part.tool_display_name or part.name or ""
        case models.AgentActionPart():
            return "agent", part.summary or part.name or ""
        case models.UnknownPart():
            return "new", f"a part this SDK does not know: {part.additional_properties.get('type')}"


class PartPrinter:
    """Prints the parts of a running message in order: text as it grows, any other part once it is complete."""

    def __init__(self, stream: ChatStream[models.ChatStreamEvent]) -> None:
        self._stream = stream
        self._printed = 0
        self._prose: Prose | None = None

    def update(self, *, is_over: bool = False) -> None:
        raw = self._stream.raw_parts  # read for every event; `parts` decodes, so it is read only for a complete one
        newest = raw[-1] if raw and isinstance(raw[-1], dict) else {}
        complete = len(raw) if is_over or newest.get("finishedAt") else len(raw) - 1
        if complete > self._printed:
            for part in self._stream.parts[self._printed : complete]:
                self._print_complete(part)
            self._printed = complete
        if self._printed < len(raw) and newest.get("type") in ("text", "thinking"):
            self._prose = self._prose or Prose(newest["type"])
            self._prose.grow(newest.get("text") or "")

    def _print_complete(self, part: models.MessagePart) -> None:
        label, line = describe(part)
        prose, self._prose = self._prose or Prose(label), None
        prose.grow(line, is_complete=True)
        if isinstance(part, models.BashPart):
            lines = [line for line in plain(part.output or "").splitlines() if line.strip()]
            for output in lines[-8:]:
                print(dim(f"{'':{INDENT}}{output}"[:WIDTH]))
            if isinstance(part.exit_code, int):
                say("", f"exit code {part.exit_code}")


# ------------------------------------------------------------------ layout

TERMINAL = sys.stdout.isatty()
COLOUR = TERMINAL and not os.environ.get("NO_COLOR")
WIDTH = max(40, min(80, shutil.get_terminal_size().columns) - 1)
INDENT = 13


def styled(code: int, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


bold = partial(styled, 1)
dim = partial(styled, 2)


def plain(text: str) -> str:
    """Foreign text without the control characters that a terminal would obey."""
    text = re.sub(r"\033\[[0-?]*[ -/]*[@-~]", "", text)
    return re.sub(r"[^\S\n]", " ", re.sub(r"[\0-\b\v\f\r\x0e-\x1f\x7f-\x9f]", "", text))


def heading(title: str, call: str) -> None:
    print(f"\n{bold(title)}\n   {dim(call)}\n", flush=True)


def say(label: str, text: str) -> None:
    Prose(label).grow(text, is_complete=True)


class Prose:
    """A label and text that may grow, wrapped to the terminal; the last word is printed once it is complete."""

    def __init__(self, label: str) -> None:
        self._written = 0
        self._column = INDENT
        print(dim(f"   {plain(label):<{INDENT - 4}} "), end="", flush=True)

    def grow(self, text: str, *, is_complete: bool = False) -> None:
        new = text[self._written :]
        if not is_complete:
            new = "".join(new.rsplit(None, 1)[:-1])
        self._written += len(new)
        for gap, word in re.findall(r"( *)(\n|[^ \n]+)", plain(new)):
            if word == "\n":
                self._column = 0
                print()
                continue
            shown = gap + word
            if self._column > INDENT and self._column + len(shown) > WIDTH:
                self._column = 0
                print()
                shown = word
            if not self._column:
                shown = f"{'':{INDENT}}{shown}"
            self._column += len(shown)
            print(shown, end="")
        print(end="\n" if is_complete else "", flush=True)


class StatusLine:
    """One line that changes in place; in a pipe a line for each change."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._text = ""
        self._width = 0

    def show(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        elapsed = f"{time.monotonic() - self._started:.1f} s"
        line = f"   {elapsed:<{INDENT - 4}} {plain(text)}"[:WIDTH].rstrip()
        if TERMINAL:
            print(f"\r{line:<{self._width}}", end="", flush=True)  # spaces cover what was longer before
            self._width = len(line)
        else:
            print(line, flush=True)

    def end(self) -> None:
        if TERMINAL:
            print()


if __name__ == "__main__":
    raise SystemExit(main())
