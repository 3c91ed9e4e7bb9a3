"""`make vendor` copies the package into another program under another name; it works there, and no change is lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from v0_client import __version__
from v0_client.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "v0_client"

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


def vendor(dest: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(ROOT / "scripts" / "vendor.py"), str(dest), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def files_of(folder: Path) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_copy_under_another_name_works(tmp_path: Path, backend: str) -> None:
    place = tmp_path / "othersvc" / "_vendor"
    assert vendor(place / "v0", "--without", "sandbox").returncode == 0
    for folder in (place, place.parent):
        (folder / "__init__.py").touch()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "V0_", "VERCEL_"))}
    with Sandbox(async_seconds=0.05) as sandbox:
        # -I: neither the working directory nor the user's own packages are on the path.
        command = [sys.executable, "-I", "-W", "error", "-c", PROGRAM, str(tmp_path)]
        done = subprocess.run(  # noqa: S603 - our own
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


def test_the_sandbox_works_under_another_name(tmp_path: Path) -> None:
    assert vendor(tmp_path / "v0").returncode == 0
    program = "from v0.sandbox import Sandbox\nwith Sandbox() as sandbox: print(sandbox.base_url)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("http://127.0.0.1:")


def test_a_copy_is_clean_and_complete_and_records_its_origin(tmp_path: Path) -> None:
    done = vendor(tmp_path / "new" / "v0")
    assert (done.returncode, done.stderr) == (0, "")
    copy = tmp_path / "new" / "v0"
    assert files_of(copy) == files_of(PACKAGE) | {"LICENSE", "VENDORED.txt"}
    assert not list(copy.rglob("__pycache__"))
    assert [path.name for path in copy.parent.iterdir()] == ["v0"]
    stamp = (copy / "VENDORED.txt").read_text(encoding="utf-8")
    assert f"version: {__version__}\n" in stamp and stamp in done.stdout
    for fact in (
        r"document: .* of \d{4}-\d\d",
        r"commit: (unknown|[0-9a-f]{40}(-dirty)?)",
        r"update: .*make vendor DEST=",
    ):
        assert re.search(rf"^{fact}", stamp, re.MULTILINE), fact


def test_a_copy_is_replaced_completely(tmp_path: Path) -> None:
    copy = tmp_path / "v0"
    assert vendor(copy).returncode == 0
    assert "sandbox/server.py" in files_of(copy)
    (copy / "__pycache__").mkdir()  # created by its use: not a change of the copy
    (copy / "__pycache__" / "client.cpython-311.pyc").touch()
    done = vendor(copy, "--without", "sandbox")
    assert (done.returncode, done.stderr) == (0, "")
    assert {name for name in files_of(PACKAGE) if not name.startswith("sandbox/")} < files_of(copy)
    assert not (copy / "sandbox").exists() and not (copy / "__pycache__").exists()
    assert 'WITHOUT="sandbox"' in (copy / "VENDORED.txt").read_text(encoding="utf-8")


def change(copy: Path) -> None:
    with (copy / "client.py").open("a", encoding="utf-8") as file:
        file.write("# ours\n")


def add(copy: Path) -> None:
    (copy / "ours.py").touch()


@pytest.mark.parametrize("touch", [change, add])
def test_a_changed_copy_is_not_replaced(tmp_path: Path, touch: Callable[[Path], None]) -> None:
    copy = tmp_path / "v0"
    assert vendor(copy).returncode == 0
    touch(copy)
    before = files_of(copy)
    done = vendor(copy)
    assert done.returncode == 1 and "was changed since it was copied" in done.stderr
    assert files_of(copy) == before


def test_an_unsuitable_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "work.py").write_text("precious")
    (tmp_path / "file").touch()
    for dest, why in [
        (tmp_path / "theirs", "something other than an earlier copy"),
        (tmp_path / "file", "is not a folder"),
        (tmp_path / "not-a-name", "is not the name of a package"),
        (tmp_path / "class", "is not the name of a package"),
        (PACKAGE / "v0", "is inside this package"),
        (PACKAGE, "is inside this package"),
    ]:
        done = vendor(dest)
        assert done.returncode == 1 and why in done.stderr, dest
    assert files_of(tmp_path) == {"theirs/work.py", "file"}
