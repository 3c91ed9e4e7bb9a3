"""The package works when its folder is copied into another program under another name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import v0_client
from v0_client.sandbox import Sandbox

PACKAGE = Path(v0_client.__file__).parent

PROGRAM = """
import json, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "v0_client":
            raise AssertionError(f"{name} is asked for, which the copy must not need")

sys.meta_path.insert(0, Refuse())
folder, base_url, key, backend = sys.argv[1:]
sys.path.insert(0, folder)

import anyio
from othersvc._vendor.v0 import Poll, V0Client, models

async def main():
    async with V0Client(key, base_url=base_url) as client:
        async with client.v2.chats.stream(message="A bakery") as stream:
            pieces = [text async for text in stream.text_deltas()]
            result = await stream.final()
        chat = await client.v1.chats.create_and_wait(message="A bakery", poll=Poll(interval=0.02))
        files = [models.InitFile(name="a.txt", content="x")]
        copied = await client.v1.chats.init(models.InitChatFromFiles(files=files))
    print(json.dumps({
        "text": "".join(pieces),
        "same": result.text == "".join(pieces),
        "finish": result.finish_reason,
        "status": chat.latest_version.status,
        "copied": copied.id,
        "repr": repr(client),
        "modules": sorted(name for name in sys.modules if "v0" in name),
    }))

anyio.run(main, backend=backend)
"""


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_copy_under_another_name_works(tmp_path: Path, backend: str) -> None:
    vendor = tmp_path / "othersvc" / "_vendor"
    shutil.copytree(PACKAGE, vendor / "v0", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (vendor, vendor.parent):
        (folder / "__init__.py").touch()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "V0_", "VERCEL_"))}
    with Sandbox(async_seconds=0.05) as sandbox:
        # -I: neither the working directory nor the user's own packages are on the path.
        command = [sys.executable, "-I", "-W", "error", "-c", PROGRAM, str(tmp_path)]
        done = subprocess.run(  # noqa: S603
            [*command, sandbox.base_url, sandbox.api_key, backend],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        paths = [request.path for request in sandbox.requests]
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["text"]
    assert told["same"]
    assert told["finish"] == "stop"
    assert told["status"] == "completed"
    assert told["copied"]
    assert told["repr"].startswith("V0Client(")
    assert all(name.startswith("othersvc") for name in told["modules"])
    assert "othersvc._vendor.v0.client" in told["modules"]
    assert not any(name.startswith("othersvc._vendor.v0.sandbox") for name in told["modules"])
    assert {"/v2/chats/stream", "/v1/chats", "/v1/chats/init"} <= set(paths)
