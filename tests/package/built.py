"""The files and metadata of what `make package` built, and whether the wheel works in a clean environment.

Only `make package` runs it: building and installing takes longer than a test should.
"""

from __future__ import annotations

import email.message
import email.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "v0_client"
OUTSIDE = (".ci/", ".github/")  # in a clone, not in an sdist

IMPORTS = """
import v0_client
assert v0_client.__file__.startswith({place!r}), v0_client.__file__
v0_client.V0Client("key"), v0_client.models.Chat, v0_client.sources
try:
    import v0_client.sandbox
except ModuleNotFoundError as error:
    assert "v0-client[sandbox]" in str(error), error
else:
    raise AssertionError("the sandbox was imported without its extra")
"""

FIRST_STEPS = """
import os, runpy
from v0_client.sandbox import Sandbox

with Sandbox() as sandbox:
    os.environ.update(V0_API_KEY=sandbox.api_key, V0_BASE_URL=sandbox.base_url)
    runpy.run_path("program.py")
"""


def built(suffix: str) -> Path:
    (path,) = (ROOT / "dist").glob(f"*{suffix}")
    return path


def run(command: Sequence[str | Path], cwd: Path, **more: str) -> str:
    """Run without this checkout, its environment or its settings; return the output."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "V0_", "VERCEL_", "VIRTUAL_ENV"))}
    done = subprocess.run(  # noqa: S603 - our own
        command, capture_output=True, text=True, check=False, cwd=cwd, env={**inherited, **more}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def package_files() -> set[str]:
    paths = (path.relative_to(ROOT) for path in PACKAGE.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def metadata() -> email.message.Message:
    with zipfile.ZipFile(built(".whl")) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return email.parser.Parser().parsestr(wheel.read(name).decode())


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with only the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("clean")
    run([sys.executable, "-m", "venv", folder / "venv"], folder)
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install(python, str(built(".whl")))
    return python


def install(python: Path, requirement: str) -> None:
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--constraint", ROOT / "scripts" / "constraints.txt", requirement], python.parent)
    run([python, "-m", "pip", "check"], python.parent)


def test_the_wheel_contains_only_the_package() -> None:
    with zipfile.ZipFile(built(".whl")) as wheel:
        names = set(wheel.namelist())
    metadata = {name for name in names if ".dist-info/" in name}
    assert names - metadata == package_files() | {"pytest_v0_client.py"}
    assert "v0_client/py.typed" in names
    assert {name.partition(".dist-info/")[2] for name in metadata} == {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_the_metadata(metadata: email.message.Message) -> None:
    assert (metadata["Name"], metadata["License-Expression"]) == ("v0-client", "MIT")
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "sandbox" in metadata.get_all("Provides-Extra", [])
    requirements = [need for need in metadata.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert {re.split(r"[^a-z]", need)[0] for need in requirements} == {"anyio", "attrs", "httpx"}


def test_the_sdist_contains_the_files_of_a_clone() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs a clone")
    tracked = set(run([git, "ls-files", "--cached", "--others", "--exclude-standard"], ROOT).splitlines())
    with tarfile.open(built(".tar.gz")) as sdist:
        contained = {member.name.partition("/")[2] for member in sdist if member.isfile()}
    assert contained - {"PKG-INFO"} == {name for name in tracked if not name.startswith(OUTSIDE)}


def test_the_sdist_can_be_tested(tmp_path: Path) -> None:
    with tarfile.open(built(".tar.gz")) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (root,) = tmp_path.iterdir()
    run(
        [sys.executable, "scripts/generate.py", "--check"],
        root,
        PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    )
    run([sys.executable, "-m", "pytest", "-q", "tests/sansio/test_sse.py", "tests/codegen/test_vendoring.py"], root)


def test_the_wheel_works_without_and_with_its_extras(
    clean: Path, metadata: email.message.Message, tmp_path: Path
) -> None:
    run([clean, "-W", "error", "-c", IMPORTS.format(place=str(clean.parent.parent))], tmp_path)
    install(clean, f"{built('.whl')}[{','.join(metadata.get_all('Provides-Extra', []))}]")
    snippet = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert snippet is not None
    (tmp_path / "program.py").write_text(snippet[1], encoding="utf-8")
    assert "stop" in run([clean, "-W", "error", "-c", FIRST_STEPS], tmp_path)


def test_every_public_name_has_a_known_type(clean: Path, tmp_path: Path) -> None:
    checker = Path(sys.executable).with_name("basedpyright")
    command = [checker, "--verifytypes", "v0_client", "--ignoreexternal", "--outputjson"]
    report = json.loads(run(command, tmp_path, PATH=f"{clean.parent}{os.pathsep}{os.environ['PATH']}"))[
        "typeCompleteness"
    ]
    assert Path(report["pyTypedPath"]).is_relative_to(clean.parent.parent)
    assert report["completenessScore"] == 1


def test_the_long_description_has_no_dead_link(metadata: email.message.Message) -> None:
    description = str(metadata.get_payload())
    assert "# v0-client" in description
    links = re.findall(r"\]\(([^)]+)\)|(?:src|srcset|href)=\"([^\"]+)\"", description)
    assert [link for pair in links for link in pair if link and not link.startswith(("https://", "#"))] == []
