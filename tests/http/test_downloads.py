"""Archives: as bytes, to paths, to files of every kind, complete or not at all, with little in memory."""

from __future__ import annotations

import gzip
import inspect
import io
import os
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    STALL,
    Action,
    RawServer,
    Request,
    always,
    chunk,
    chunked_head,
    head,
    in_turn,
    response,
)
from v0_client import APIConnectionError, InvalidRequestError, NotFoundError, ResponseDecodeError, V0Client, api

pytestmark = pytest.mark.anyio

ARCHIVE = b"PK\x05\x06" + bytes(range(256)) * 4
COMPLETE = [response(ARCHIVE, content_type="application/zip")]
INTERRUPTED = [response(ARCHIVE[:500], content_length=len(ARCHIVE), content_type="application/zip"), CLOSE]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def connect(server: RawServer, **options: Any) -> V0Client:
    return V0Client("key", base_url=server.base_url, **options)


@pytest.fixture(autouse=True)
def _retries_without_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("v0_client._http.exchange.retry_delay", lambda *_, idempotent: 0.0 if idempotent else None)


@pytest.mark.transports
async def test_an_awaited_download_is_its_bytes() -> None:
    async with RawServer(always(*COMPLETE)) as server, connect(server) as client:
        assert await client.v2.chats.download_files("c/1") == ARCHIVE
        assert await api.download_files(client, "c/1") == ARCHIVE
        tarball = client.v1.chats.download_version("c", "v", format="tarball", include_default_files=True)
        assert server.requests[-1].target.startswith("/v2/")  # nothing is sent before it is awaited
        assert await tarball == ARCHIVE
    assert server.requests[0].target == "/v2/chats/c%2F1/files/download"
    assert server.requests[0].headers["accept-encoding"] == "identity"
    assert server.requests[-1].target == "/v1/chats/c/versions/v/download?format=tarball&includeDefaultFiles=true"


@pytest.mark.transports
async def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    seen: list[list[str]] = []
    path = tmp_path / "app.zip"
    path.write_bytes(b"an older one")

    async def look(received: int, total: int | None) -> None:
        assert total == len(ARCHIVE) and received <= total
        assert path.read_bytes() == b"an older one"
        seen.append(names_in(tmp_path))

    async with RawServer(in_turn(INTERRUPTED, COMPLETE)) as server, connect(server) as client:
        assert await client.v2.chats.download("c", path, on_progress=look) == len(ARCHIVE)
    assert path.read_bytes() == ARCHIVE
    assert names_in(tmp_path) == ["app.zip"]
    assert all(len(names) == 2 for names in seen)


@pytest.mark.transports
@pytest.mark.parametrize("script", [INTERRUPTED, [response(b"<html>", content_type="text/html")], [response(b"", 404)]])
async def test_a_failure_leaves_no_file(tmp_path: Path, script: list[Action]) -> None:
    async with RawServer(always(*script)) as server:
        async with connect(server, max_retries=1) as client:
            with pytest.raises((APIConnectionError, ResponseDecodeError, NotFoundError)):
                await client.v2.chats.download("c", str(tmp_path / "app.zip"))
        await server.all_closed()
    assert names_in(tmp_path) == []


@pytest.mark.transports
async def test_a_cancelled_download_leaves_no_file_and_no_connection(tmp_path: Path) -> None:
    async with RawServer(always(INTERRUPTED[0], STALL)) as server, connect(server) as client:
        with anyio.move_on_after(30) as scope:
            await client.v2.chats.download("c", tmp_path / "app.zip", on_progress=lambda *_: scope.cancel())
        assert scope.cancelled_caught
        await server.all_closed()
    assert names_in(tmp_path) == []


@pytest.mark.transports
async def test_a_file_is_written_from_its_position() -> None:
    file = io.BytesIO(b"head")
    file.seek(4)
    counts: list[int] = []
    async with RawServer(in_turn(INTERRUPTED, COMPLETE)) as server, connect(server) as client:
        await client.v2.chats.download("c", file, on_progress=lambda received, _: counts.append(received))
    assert file.getvalue() == b"head" + ARCHIVE
    assert counts[0] == 500 and counts[-1] == len(ARCHIVE)


class Pipe:
    """Writes few bytes at a time, and cannot seek."""

    def __init__(self) -> None:
        self.got = b""

    def write(self, data: bytes) -> int:
        self.got += data[:100]
        return min(len(data), 100)


class AsyncPipe:
    def __init__(self) -> None:
        self.got = b""

    async def write(self, data: bytes) -> None:
        self.got += data


@pytest.mark.parametrize("kind", [Pipe, AsyncPipe])
async def test_a_file_that_cannot_seek_is_not_retried_once_written_to(kind: type[Pipe | AsyncPipe]) -> None:
    pipe = kind()
    async with RawServer(in_turn(INTERRUPTED)) as server, connect(server) as client:
        with pytest.raises(APIConnectionError):
            await client.v2.chats.download("c", pipe)
        assert pipe.got == ARCHIVE[:500]
        await server.all_closed()
    pipe = kind()
    async with RawServer(in_turn([CLOSE], COMPLETE)) as server, connect(server) as client:
        await client.v2.chats.download("c", pipe)  # nothing was written yet, so a retry is safe
    assert pipe.got == ARCHIVE


def opened(mode: str, *, close: bool = False) -> Callable[[Path], Any]:
    def open_in(folder: Path) -> Any:
        path = folder / "taken"
        path.write_bytes(b"")
        file = path.open(mode)
        if close:
            file.close()
        return file

    return open_in


async def aopened(mode: str, folder: Path) -> Any:
    opened("wb", close=True)(folder)
    return await anyio.open_file(folder / "taken", mode)


BAD_DESTINATIONS: dict[str, Callable[[Path], Any]] = {
    "folder": str,
    "in a missing folder": lambda folder: folder / "missing" / "app.zip",
    "in a file": lambda folder: Path(opened("wb", close=True)(folder).name) / "app.zip",
    "no path": lambda folder: f"{folder}/a\0b",
    "not Unicode": lambda folder: f"{folder}/\ud800",
    "working folder": lambda _: "",
    "text": lambda _: io.StringIO(),
    "number": lambda _: 7,
    "bytes": lambda folder: bytes(folder / "app.zip"),
    "file for text": opened("w"),
    "file for reading": opened("rb"),
    "closed file": opened("wb", close=True),
    "file for reading, asynchronous": partial(aopened, "rb"),
}


@pytest.mark.parametrize("make", BAD_DESTINATIONS.values(), ids=BAD_DESTINATIONS)
async def test_an_invalid_destination_is_refused_before_the_network(
    make: Callable[[Path], Any], tmp_path: Path
) -> None:
    to = make(tmp_path)
    to = await to if inspect.isawaitable(to) else to
    try:
        async with RawServer(in_turn()) as server, connect(server) as client:
            with pytest.raises(InvalidRequestError, match=r"^to ") as refused:
                await client.v2.chats.download("c", to)
    finally:
        if hasattr(to, "close"):
            closing = to.close()
            await closing if inspect.isawaitable(closing) else closing
    assert refused.value.field == "to"
    assert server.requests == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("is_linked", [False, True])
async def test_what_is_not_a_regular_file_is_left_as_it_is(is_linked: bool, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    names = names_in(tmp_path)
    async with RawServer(in_turn()) as server, connect(server) as client:
        with pytest.raises(InvalidRequestError, match=r"^to is not a regular file: pass an open") as refused:
            await client.v2.chats.download("c", tmp_path / "link" if is_linked else pipe)
    assert refused.value.field == "to"
    assert server.requests == []
    assert pipe.is_fifo() and names_in(tmp_path) == names


@pytest.mark.parametrize("exists", [True, False])
async def test_a_link_is_followed(exists: bool, tmp_path: Path) -> None:
    inner, link = tmp_path / "inner", tmp_path / "latest.zip"
    inner.mkdir()
    if exists:
        (inner / "app.zip").write_bytes(b"an older one")
    try:
        link.symlink_to(Path("inner", "app.zip"))
    except OSError:
        pytest.skip("the system permits no links")
    seen: list[list[str]] = []
    async with RawServer(always(*COMPLETE)) as server, connect(server) as client:
        await client.v2.chats.download("c", link, on_progress=lambda *_: seen.append(names_in(tmp_path)))
    assert link.is_symlink() and (inner / "app.zip").read_bytes() == ARCHIVE
    assert names_in(inner) == ["app.zip"]
    assert all(names == ["inner", "latest.zip"] for names in seen)  # what is not complete is beside the target


async def test_a_response_that_is_not_an_archive_is_an_error(tmp_path: Path) -> None:
    for body in (b"{}", b"P", b"", b"PKI error", b"\x1f\x8b\x00\x00"):
        async with RawServer(always(response(body))) as server, connect(server) as client:
            with pytest.raises(ResponseDecodeError, match="expected an archive") as raised:
                await client.v2.chats.download_files("c")
            assert (raised.value.status_code, raised.value.chat_id) == (200, "c")
            with pytest.raises(ResponseDecodeError, match="expected an archive"):
                await client.v2.chats.download("c", tmp_path / "app.zip")


async def test_an_archive_may_begin_in_two_chunks(tmp_path: Path) -> None:
    archive = tarball()
    chunks = [chunked_head(content_type="application/gzip"), chunk(archive[:1]), chunk(archive[1:]), LAST_CHUNK]
    totals: list[int | None] = []
    async with RawServer(always(*chunks)) as server, connect(server) as client:
        await client.v2.chats.download("c", tmp_path / "a", on_progress=lambda _, total: totals.append(total))
    assert (tmp_path / "a").read_bytes() == archive
    assert set(totals) == {None}


async def test_the_size_cap_applies_to_bytes_and_not_to_a_file(tmp_path: Path) -> None:
    async with RawServer(always(*COMPLETE)) as server, connect(server, max_response_size=100) as client:
        with pytest.raises(ResponseDecodeError, match="max_response_size"):
            await client.v2.chats.download_files("c")
        assert await client.v2.chats.download("c", tmp_path / "app.zip") == len(ARCHIVE)


def zipped(*, comment: bytes = b"", content: bytes = bytes(range(256))) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("page.tsx", content)
        archive.comment = comment
    return file.getvalue()


def tarball() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("page.tsx"))
    return file.getvalue()


def zipped64(*, comment: bytes = b"") -> bytes:
    """An archive whose end record leaves the place of its directory to a record before it."""
    archive = zipped()
    position = len(archive) - 22
    size, at = (int.from_bytes(archive[start : start + 4], "little") for start in (-10, -6))
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, position, 1)
    end = archive[position:-10] + b"\xff" * 8 + len(comment).to_bytes(2, "little") + comment
    return archive[:position] + record + locator + end


ARCHIVES = {
    "zip": zipped(),
    "empty zip": zipped()[-22:-14] + bytes(14),
    "zip with a comment": zipped(comment=b"made by PK\x05\x06 v0"),
    "zip within a zip": zipped(content=zipped(comment=b"inner")),
    "zip64": zipped64(),
    "zip64 with a long comment": zipped64(comment=bytes(0xFFFF)),
    "zip64 within a zip": zipped(content=zipped64()),
    "tarball": tarball(),
    "tarball in members": gzip.compress(gzip.decompress(tarball())[:5000]) + gzip.compress(bytes(5240)),
}
# What an interruption looks like where the length is not declared: the connection ends, or only the chunks do.
ENDINGS: dict[str, tuple[bytes, Callable[[bytes], bytes], Action]] = {
    "closed": (head(200, {"content-type": "application/zip", "connection": "close"}), bytes, CLOSE),
    "chunked": (chunked_head(content_type="application/zip"), chunk, LAST_CHUNK),
}


@pytest.mark.transports
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("archive", ARCHIVES.values(), ids=ARCHIVES)
async def test_an_undeclared_length_is_judged_by_the_format(
    archive: bytes, ending: tuple[bytes, Callable[[bytes], bytes], Action], tmp_path: Path
) -> None:
    start, framed, end = ending
    # One of them right after an archive within this one.
    inner = archive.rfind(b"PK\x05\x06", 0, -22) + 22
    cuts = sorted({1, 2, 3, 4, 5, inner, len(archive) // 2, *range(max(6, len(archive) - 30), len(archive))})
    scripts = [[start, framed(archive[:cut]), end] for cut in cuts]
    scripts.append([start, framed(archive[:7]), framed(archive[7:]), end])
    async with RawServer(in_turn(*scripts)) as server, connect(server, max_retries=0) as client:
        for cut in cuts:
            with pytest.raises(APIConnectionError if cut > 1 else ResponseDecodeError):
                await client.v2.chats.download("c", tmp_path / "app.zip")
            assert names_in(tmp_path) == [], cut
        assert await client.v2.chats.download_files("c") == archive


@pytest.mark.parametrize("archive", ARCHIVES.values(), ids=ARCHIVES)
async def test_a_part_is_judged_by_the_format(archive: bytes) -> None:
    """The request names no range."""
    declared = [response(part, 206, content_type="application/zip") for part in (archive[:-9], archive)]
    scripts = in_turn(*([each] for each in declared))
    async with RawServer(scripts) as server, connect(server, max_retries=0) as client:
        with pytest.raises(APIConnectionError, match="ends before its format says"):
            await client.v2.chats.download_files("c")
        assert await client.v2.chats.download_files("c") == archive


@pytest.mark.transports
async def test_an_archive_that_ends_early_is_requested_again(tmp_path: Path) -> None:
    start, archive = chunked_head(content_type="application/zip"), ARCHIVES["zip"]
    early, complete = [start, chunk(archive[:50]), LAST_CHUNK], [start, chunk(archive), LAST_CHUNK]
    async with RawServer(in_turn(early, complete, early, complete)) as server, connect(server) as client:
        await client.v2.chats.download("c", tmp_path / "app.zip")
        assert (tmp_path / "app.zip").read_bytes() == archive
        assert await client.v2.chats.download_files("c") == archive


@pytest.mark.transports
@pytest.mark.parametrize("is_declared", [True, False])
async def test_a_download_has_a_cap_of_its_own(tmp_path: Path, is_declared: bool) -> None:
    size = len(ARCHIVES["zip"])
    undeclared = [chunked_head(), chunk(ARCHIVES["zip"]), LAST_CHUNK]
    script = [response(ARCHIVES["zip"])] if is_declared else undeclared
    async with RawServer(always(*script)) as server:
        async with connect(server, max_download_size=size) as client:
            assert await client.v2.chats.download("c", tmp_path / "app.zip") == size
        for cap in (size - 1, 1):
            async with connect(server, max_download_size=cap) as client:
                requests = len(server.requests)
                with pytest.raises(ResponseDecodeError, match=f"{cap} bytes .max_download_size"):
                    await client.v2.chats.download("c", tmp_path / "other.zip")
                with pytest.raises(ResponseDecodeError, match=f"{cap} bytes .max_download_size"):
                    await client.v2.chats.download_files("c")
                assert len(server.requests) == requests + 2
    assert names_in(tmp_path) == ["app.zip"]


async def test_memory_holds_chunks_only(tmp_path: Path) -> None:
    content, count = b"PK\x03\x04" + bytes(64 * 1024 - 4), 400  # 25 MiB in all

    def endless(_: Request) -> Iterable[Action]:
        yield head(200, {"content-type": "application/zip", "content-length": str(len(content) * count)})
        for _number in range(count):
            yield content

    async with RawServer(endless) as server, connect(server) as client:
        await client.v2.chats.download("c", tmp_path / "warm")
        tracemalloc.start()
        try:
            assert await client.v2.chats.download("c", tmp_path / "app.zip") == len(content) * count
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < len(content) * count / 5
