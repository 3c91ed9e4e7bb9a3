"""Check, build and tag a release; `make release VERSION=1.2.3` runs it, with DRY_RUN=1 nothing is kept.

    python scripts/release.py 1.2.3 --dry-run

The release is made in a clone in a temporary folder: version and changelog are written there, the packages are built
and checked there. Only a clone that passed everything is committed, and its commit becomes this one's, tagged.
Nothing is pushed: the last line says what to push, and the workflow `release.yml` publishes what it finds at the tag.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import griffe
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
UNRELEASED = "## Unreleased\n"


def main() -> int:
    """Release, or print every reason why not; return the exit status."""
    parser = argparse.ArgumentParser(description="Check, build and tag a release.")
    parser.add_argument("version", help="such as 1.2.3, or 1.2.3rc1")
    parser.add_argument(
        "--dry-run", action="store_true", help="check and build everything, also what is not ready; keep only dist/"
    )
    arguments = parser.parse_args()

    obstacles = [*obstacles_in_the_version(arguments.version), *obstacles_in_the_repository()]
    for obstacle in obstacles:
        print(f"not ready: {obstacle}", file=sys.stderr)
    if obstacles and not arguments.dry_run:
        return 1
    with tempfile.TemporaryDirectory(prefix="v0-client-release-") as folder:
        clone = Path(folder, "v0-client")
        git("clone", "--quiet", str(ROOT), str(clone))
        write_version(clone, arguments.version)
        write_changelog(clone, arguments.version)
        build_and_check(clone)
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
        shutil.copytree(clone / "dist", ROOT / "dist")
        if arguments.dry_run:
            print(f"\n{arguments.version} was built into dist/ and checked; nothing was committed or tagged")
            return 0
        git("commit", "--quiet", "--all", "--message", f"Release {arguments.version}", at=clone)
        git("pull", "--quiet", "--ff-only", str(clone), "HEAD")
    git("tag", "--annotate", f"v{arguments.version}", "--message", f"Release {arguments.version}")
    print(f"\ntagged v{arguments.version}; publish it with: git push --atomic origin HEAD v{arguments.version}")
    return 0


# -------------------------------------------------------------------------------------------------- what stands against


def obstacles_in_the_version(text: str) -> Iterator[str]:
    """Why the version cannot be the next one: its form, its order, or what it breaks."""
    try:
        version = Version(text)
    except InvalidVersion:
        sys.exit(f"{text!r} is not a version: use one like 1.2.3 or 1.2.3rc1")
    if str(version) != text or version.local or version.dev is not None:
        yield f"the version {text} is not in its normal form: use one like 1.2.3 or 1.2.3rc1"
    last = last_release()
    if last is None:
        print("API breaks are not checked: there is no release to compare with")
        return
    if version <= last:
        yield f"the version {text} does not follow {last}"
    breaks = list(api_breaks(f"v{last}"))
    if breaks and not allows_breaks(last, version):
        yield f"the API breaks, which {text} after {last} does not allow (docs/releases.md):"
        yield from breaks


def last_release() -> Version | None:
    """The highest version that is tagged."""
    versions = [Version(tag.removeprefix("v")) for tag in git("tag", "--list", "v[0-9]*").split()]
    return max(versions, default=None)


def allows_breaks(last: Version, version: Version) -> bool:
    """Whether the step between two versions may break the API: a new major version, or before 1.0 a new minor one."""
    return version.release[:1] > last.release[:1] or (last.major == 0 and version.release[:2] > last.release[:2])


def api_breaks(tag: str) -> Iterator[str]:
    """What the public API no longer offers as it did at a tag."""
    before = griffe.load_git("v0_client", ref=tag, repo=ROOT, resolve_aliases=True)
    now = griffe.load("v0_client", search_paths=[ROOT], resolve_aliases=True, try_relative_path=False)
    for found in griffe.find_breaking_changes(before, now):
        yield f"{found.obj.path}: {found.kind.value}"


def obstacles_in_the_repository() -> Iterator[str]:
    """Why this checkout cannot be released as it stands."""
    if git("status", "--porcelain"):
        yield "there are uncommitted changes: commit or stash them"
    if git("branch", "--show-current").strip() != "main":
        yield "this is not the branch main"
    if not unreleased_entries((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")):
        yield "CHANGELOG.md has no entries under Unreleased"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if "Repository" not in project.get("urls", {}):
        yield 'pyproject.toml has no address of the repository: add [project.urls] with Repository = "https://..."'


# -------------------------------------------------------------------------------------------------------- what is made


def unreleased_entries(changelog: str) -> str:
    """The text between the heading Unreleased and the next version."""
    _, found, rest = changelog.partition(UNRELEASED)
    return re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0].strip() if found else ""


def write_version(clone: Path, version: str) -> None:
    path = clone / "v0_client" / "_version.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(?<=__version__ = ")[^"]*', version, text), encoding="utf-8")


def write_changelog(clone: Path, version: str) -> None:
    path = clone / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    heading = f"## {version} ({dt.datetime.now(dt.UTC):%Y-%m-%d})\n"
    path.write_text(text.replace(UNRELEASED, f"{UNRELEASED}\n{heading}", 1), encoding="utf-8")


def build_and_check(clone: Path) -> None:
    """Build sdist and wheel, and let the tools of the package index judge them.

    Raises:
        SystemExit: A tool refused them; it has printed why.
    """
    python("validate_pyproject", "pyproject.toml", at=clone)
    python("build", "--outdir", "dist", ".", at=clone)
    files = sorted(str(path.relative_to(clone)) for path in (clone / "dist").iterdir())
    python("twine", "check", "--strict", *files, at=clone)
    python("check_wheel_contents", *(file for file in files if file.endswith(".whl")), at=clone)
    python("pytest", "-p", "no:randomly", "--quiet", "tests/package/built.py", at=clone)


def python(module: str, *arguments: str, at: Path) -> None:
    print(f"\n==> {module} {' '.join(arguments)}", flush=True)
    if subprocess.run([sys.executable, "-m", module, *arguments], cwd=at, check=False).returncode:
        sys.exit(f"not released: {module} failed; nothing was committed or tagged")


def git(*arguments: str, at: Path | None = None) -> str:
    done = subprocess.run(["git", *arguments], cwd=at or ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
