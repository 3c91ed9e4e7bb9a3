"""Uploaded archives and compressed bodies: what the sandbox inflates is bounded, what it cannot read is rejected."""

from __future__ import annotations

import base64
import gzip
import io
import tracemalloc
import zipfile
from random import Random
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import zip_data_uri
from v0_client.sandbox import file_transfer
from v0_client.sandbox.file_transfer import MAX_UNPACKED_SIZE, decode_data_uri, unzip
from v0_client.sandbox.json_api import RejectError

MIB = 1024 * 1024
UPLOADS = ["/v2/chats/from-zip", "/v1/chats/init"]


def upload(http: httpx.Client, path: str, uri: str) -> httpx.Response:
    body: dict[str, Any] = {"type": "zip", "zip": {"url": uri}} if "/v1/" in path else {"url": uri}
    return http.post(path, json=body)


def error_message(response: httpx.Response) -> str:
    body = response.json()
    message: str = body["error"]["message"] if "error" in body else body["message"]
    return message


@pytest.fixture(scope="module")
def bomb() -> str:
    """Kilobytes that inflate to more than the limit, in files that are each below it."""
    megabytes = bytes(16 * MIB)
    return zip_data_uri({f"{number}.bin": megabytes for number in range(5)}, zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize("path", UPLOADS)
def test_an_archive_that_inflates_too_far_is_rejected(http: httpx.Client, bomb: str, path: str) -> None:
    assert len(bomb) < MIB / 4
    response = upload(http, path, bomb)
    assert response.status_code == 422
    assert f"unpacks to more than {MAX_UNPACKED_SIZE} bytes" in error_message(response)
    listed = http.get("/v1/chats" if "/v1/" in path else "/v2/chats").json()
    assert listed in ({"object": "list", "data": []}, {"chats": [], "cursor": None}), "nothing was created"


def test_the_limit_holds_while_the_archive_inflates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_transfer, "MAX_UNPACKED_SIZE", MIB)
    archive = decode_data_uri(zip_data_uri({"zeros": bytes(32 * MIB)}, zipfile.ZIP_DEFLATED))
    tracemalloc.start()
    try:
        with pytest.raises(RejectError, match="unpacks to more than"):
            unzip(archive, "url")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MIB, "the bytes read so far, and copies while they grow"


def test_the_limit_does_not_depend_on_declared_sizes() -> None:
    """The central directory declares one byte for a file of many."""
    archive = bytearray(decode_data_uri(zip_data_uri({"zeros": bytes(MIB)}, zipfile.ZIP_DEFLATED)))
    directory = archive.rindex(b"PK\x01\x02")
    archive[directory + 24 : directory + 28] = (1).to_bytes(4, "little")
    with pytest.raises(RejectError, match="malformed"):
        unzip(bytes(archive), "url")


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("path", UPLOADS)
def test_only_deflate_is_inflated(http: httpx.Client, path: str, compression: int) -> None:
    response = upload(http, path, zip_data_uri({"a": b"A"}, compression))
    assert response.status_code == 422 and "use deflate" in error_message(response)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_up_to_the_limit_is_accepted(monkeypatch: pytest.MonkeyPatch, compression: int) -> None:
    monkeypatch.setattr(file_transfer, "MAX_UNPACKED_SIZE", MIB)
    files = {"a": bytes(MIB - 1), "b": b"B", "empty": b""}
    unpacked = unzip(decode_data_uri(zip_data_uri(files, compression)), "url")
    assert {name: file.data for name, file in unpacked.items()} == files


def test_a_damaged_archive_is_rejected_or_read() -> None:
    rng = Random(1)
    files = {"a.txt": b"some text " * 50, "b/c.bin": rng.randbytes(300)}
    original = decode_data_uri(zip_data_uri(files, zipfile.ZIP_DEFLATED))
    rejected = 0
    for _ in range(2_000):
        damaged = bytearray(original)
        for _ in range(rng.randint(1, 8)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            unzip(bytes(damaged[: rng.choice([len(damaged), rng.randrange(len(damaged))])]), "url")
        except RejectError as error:
            rejected += error.status == 422
    assert rejected > 1_000


@pytest.mark.parametrize("path", ["/v2/chats/stream", "/v2/chats/from-zip", "/v1/chats", "/v1/chats/init"])
def test_a_compressed_body_is_rejected_without_inflating_it(http: httpx.Client, path: str) -> None:
    body = gzip.compress(b'{"message": "' + b" " * MIB + b'"}')
    response = http.post(path, content=body, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})
    assert response.status_code == 422
    assert "must not be compressed (Content-Encoding: gzip)" in error_message(response)
    identity = http.post(path, content=b"{}", headers={"Content-Encoding": "identity"})
    assert identity.status_code == 422 and "compressed" not in error_message(identity)


def test_a_stored_archive_inside_another_stays_packed(http: httpx.Client) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("zeros", bytes(MIB))
    chat = upload(http, "/v2/chats/from-zip", zip_data_uri({"inner.zip": buffer.getvalue()})).json()["chat"]
    (file,) = http.get(f"/v2/chats/{chat['id']}/files").json()["files"]
    assert (file["encoding"], base64.b64decode(file["content"])) == ("base64", buffer.getvalue())
