"""A release is refused for every reason at once, and kept only when everything passed."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.version import Version

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import release

ROOT = Path(__file__).parents[2]

PYPROJECT = '[project]\nname = "v0-client"\n[project.urls]\nRepository = "https://example.invalid/v0-client"\n'
CHANGELOG = "# Changelog\n\n## Unreleased\n\n- A new thing.\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository that is ready to be released as 0.1.0; what is built is replaced by a file."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "gitconfig").write_text("[user]\nname = Someone\nemail = someone@example.invalid\n")
    root = tmp_path / "repository"
    package = root / "v0_client"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("def greet(name: str) -> str:\n    return name\n")
    (package / "_version.py").write_text('"""The version."""\n\n__version__ = "0.0.0"\n')
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "CHANGELOG.md").write_text(CHANGELOG)
    (root / ".gitignore").write_text("dist/\n__pycache__/\n")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    monkeypatch.setattr(release, "ROOT", root)

    def build(clone: Path) -> None:
        (clone / "dist").mkdir()
        (clone / "dist" / "version").write_text((clone / "v0_client" / "_version.py").read_text())

    monkeypatch.setattr(release, "build_and_check", build)
    return root


def git(root: Path, *arguments: str) -> str:
    return release.git(*arguments, at=root)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Change something")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["release.py", *arguments])
    return release.main()


def test_a_release_is_committed_tagged_and_built(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "0.1.0") == 0
    assert git(repository, "tag", "--list").split() == ["v0.1.0"]
    assert git(repository, "log", "--format=%s", "--max-count=1", "v0.1.0").strip() == "Release 0.1.0"
    assert '__version__ = "0.1.0"' in (repository / "v0_client" / "_version.py").read_text()
    assert '__version__ = "0.1.0"' in (repository / "dist" / "version").read_text()
    changelog = (repository / "CHANGELOG.md").read_text()
    assert changelog.index("## Unreleased") < changelog.index("## 0.1.0 (") < changelog.index("- A new thing.")
    assert not git(repository, "status", "--porcelain")


def test_a_dry_run_keeps_only_what_it_built(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pyproject.toml").write_text('[project]\nname = "v0-client"\n')
    commit(repository)
    before = git(repository, "rev-parse", "HEAD")
    assert run(monkeypatch, "0.1.0", "--dry-run") == 0
    assert "not ready: pyproject.toml has no address of the repository" in capsys.readouterr().err
    assert (git(repository, "rev-parse", "HEAD"), git(repository, "tag", "--list")) == (before, "")
    assert '__version__ = "0.1.0"' in (repository / "dist" / "version").read_text()


def test_every_reason_against_a_release_is_listed(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "checkout", "--quiet", "-b", "other")
    (repository / "pyproject.toml").write_text('[project]\nname = "v0-client"\n')
    (repository / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 0.0.1\n\n- An old thing.\n")
    assert run(monkeypatch, "v1.0") == 1
    reasons = capsys.readouterr().err
    for reason in ("normal form", "uncommitted changes", "not the branch main", "no entries", "[project.urls]"):
        assert reason in reasons
    assert not (repository / "dist").exists()


def test_a_release_that_fails_its_checks_leaves_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "build_and_check", lambda clone: release.python("no_such_tool", at=clone))
    with pytest.raises(SystemExit, match="no_such_tool failed"):
        run(monkeypatch, "0.1.0")
    assert git(repository, "tag", "--list") == ""
    assert '__version__ = "0.0.0"' in (repository / "v0_client" / "_version.py").read_text()


@pytest.mark.parametrize(
    ("version", "reason"),
    [("0.1.0", "does not follow 0.1.0"), ("0.1.1", "v0_client.greet: Parameter was removed"), ("0.2.0", None)],
)
def test_a_break_of_the_api_needs_its_version(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: str,
    reason: str | None,
) -> None:
    assert run(monkeypatch, "0.1.0") == 0
    (repository / "v0_client" / "__init__.py").write_text("def greet() -> str:\n    return ''\n")
    (repository / "CHANGELOG.md").write_text(CHANGELOG)
    commit(repository)
    assert run(monkeypatch, version) == (0 if reason is None else 1)
    assert (reason or "") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("last", "version", "allowed"),
    [
        ("0.1.0", "0.1.1", False),
        ("0.1.0", "0.2.0", True),
        ("0.9.0", "1.0.0", True),
        ("1.0.0", "1.1.0", False),
        ("1.2.0", "2.0.0rc1", True),
    ],
)
def test_which_versions_may_break_the_api(last: str, version: str, allowed: bool) -> None:
    assert release.allows_breaks(Version(last), Version(version)) is allowed


def test_a_release_tests_what_it_builds_where_make_package_does() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    assert {"include-group": "check"} in groups["release"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    by_group = {group: what for what, group in re.findall(r"--editable (\S+) --group (\S+)\n", makefile)}
    assert by_group["release"] == by_group["check"]
