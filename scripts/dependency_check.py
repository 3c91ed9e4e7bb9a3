"""Fail when a file imports what its environment does not declare, or a group declares what no file needs.

    python scripts/dependency_check.py

The Makefile says which extras and group each environment installs. A distribution counts only where the package, those
extras or that group name it themselves: what comes along with another distribution may go with it.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, GROUPS = PYPROJECT["project"], PYPROJECT["dependency-groups"]
EXTRAS = PROJECT["optional-dependencies"]


PACKAGE = ""
DEMO, DOCS, GENERATE, EXAMPLES = "$(VENV)/.demo", "$(VENV)/.docs", "$(VENV)/.generate", "$(VENV)/.examples"
RELEASE = "$(VENV)/.release"
TEST, CHECK, LOWEST, BENCH = "$(VENV)/.test", "$(VENV)/.check", "$(LOWEST)/.installed", "$(BENCH)/.installed"

# The environment in which a file must work; the first pattern that matches decides. None is Python alone, PACKAGE the
# package without extras, "[extra]" the package with that extra, any other value a target of the Makefile.
ENVIRONMENTS: dict[str, str | None] = {
    "v0_client/sandbox/*": "[sandbox]",
    "v0_client/cli/mcp_server.py": "[mcp]",
    "v0_client/cli/*": "[cli]",
    "v0_client/*": PACKAGE,
    "pytest_v0_client.py": LOWEST,
    "scripts/dependency_check.py": None,
    "scripts/lowest_versions.py": None,
    "scripts/vendor.py": None,
    "scripts/demo.py": DEMO,
    "scripts/sandboxed.py": DEMO,
    "scripts/griffe_operations.py": DOCS,
    "scripts/release.py": RELEASE,
    "scripts/*": GENERATE,
    "examples/*": EXAMPLES,
    "benchmarks/*": BENCH,
    "tests/package/*": CHECK,
    "tests/codegen/*": TEST,
    "tests/docs/*": TEST,
    "tests/tools/*": TEST,
    "tests/resources/test_pydantic.py": TEST,
    "tests/resources/test_typing.py": TEST,
    "tests/*": LOWEST,
    "docs/*": TEST,  # the tests run the code of the pages
    "README.md": TEST,
}

# What a group declares because a command or a configuration names it, without an import.
NAMED_ELSEWHERE = {
    "test-core": {
        "backports-zstd",  # the client uses it and brotli where they are installed
        "brotli",
        "pytest-randomly",
        "pytest-xdist",
    },
    "agents": {"langchain-openai"},  # a page names its model
    "generate": {"ruff"},
    "test": {"coverage", "mypy"},
    "check": {"basedpyright", "build", "import-linter"},
    "release": {"check-wheel-contents", "twine", "validate-pyproject"},
    "bench": {"uvloop"},  # uvicorn runs on it
    "docs": {"mkdocstrings-python", "ruff", "zensical"},
}


class Import(NamedTuple):
    """An import of a module that is not this project's."""

    file: str
    environment: str | None
    module: str
    distributions: set[str]  # any of which may hold the module


def normalized(name: str) -> str:
    """The one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    return normalized(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


def declared_by(group: str) -> set[str]:
    """What a group names itself, without the groups it includes."""
    return {name_of(entry) for entry in GROUPS[group] if isinstance(entry, str)}


def with_included(group: str) -> set[str]:
    """A group and all that it includes."""
    included = (entry["include-group"] for entry in GROUPS[group] if isinstance(entry, dict))
    return {group}.union(*map(with_included, included))


@cache
def installed_by_makefile() -> dict[str, tuple[list[str], str | None]]:
    """The extras and the group that each stamp of the Makefile installs."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rules = re.findall(r"^(\$\(\w+\)/\.\w+):.*\n((?:\t.*\n)+)", makefile, flags=re.MULTILINE)
    found = {}
    for stamp, recipe in rules:
        command = re.search(r"--editable '?\.(?:\[([\w,-]+)\])?'?(?: --group ([\w-]+))?$", recipe, flags=re.MULTILINE)
        if command:
            found[stamp] = (command[1].split(",") if command[1] else [], command[2])
    return found


def parts_of(environment: str | None) -> tuple[list[str], set[str]]:
    """The extras and the groups of an environment."""
    if not environment:
        return [], set()
    if environment.startswith("["):
        return [environment.strip("[]")], set()
    extras, group = installed_by_makefile()[environment]
    return extras, with_included(group) if group else set()


def declared_for(environment: str | None) -> set[str]:
    """The distributions that an environment declares."""
    if environment is None:
        return set()
    extras, groups = parts_of(environment)
    requirements = [*PROJECT["dependencies"], *(r for extra in extras for r in EXTRAS[extra])]
    return set(map(name_of, requirements)).union(*map(declared_by, groups))


def imported_modules(source: str, name: str) -> Iterator[str]:
    """The names of absolute imports and of `pytest.importorskip`: what is declared is never skipped."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for node in ast.walk(compile(source, name, "exec", flags=flags)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case ast.Call(func=ast.Attribute(attr="importorskip"), args=[ast.Constant(value=str(module)), *_]):
                yield module


def code_of(path: Path) -> list[str]:
    """The Python of a module, or of the blocks of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return [text]
    return re.findall(r"^```python\b.*?\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def is_ours(module: str, path: Path) -> bool:
    """Whether a module is of the standard library, of this project, saved by the same page, or a vendored copy."""
    top = module.partition(".")[0]
    saved = re.findall(r'title="(\w+)\.py"', path.read_text(encoding="utf-8")) if path.suffix == ".md" else []
    folders = (ROOT, ROOT / "scripts", ROOT / "tests" / "stress", path.parent)
    is_here = any((folder / top).is_dir() or (folder / f"{top}.py").is_file() for folder in folders)
    return is_here or top in sys.stdlib_module_names or top in saved or "._vendor." in module


def imports() -> Iterator[Import]:
    holders = packages_distributions()
    paths = [*ROOT.glob("*.py"), *ROOT.glob("*.md")]
    for folder in ("benchmarks", "docs", "examples", "scripts", "tests", "v0_client"):
        paths += [path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".md")]
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        environment = next((value for pattern, value in ENVIRONMENTS.items() if fnmatch(name, pattern)), None)
        for code in code_of(path):
            for module in imported_modules(code, name):
                if not is_ours(module, path):
                    top = module.partition(".")[0]
                    yield Import(name, environment, top, set(map(normalized, holders.get(top, [top]))))


def undeclared(found: list[Import]) -> Iterator[str]:
    for file, environment, module, distributions in found:
        if not distributions & declared_for(environment):
            yield f"{file} imports {module}, which {described(environment)} does not declare"


def unused(found: list[Import]) -> Iterator[str]:
    """What the package, an extra or a group declares and no file of its environments imports."""
    used: dict[str | None, set[str]] = defaultdict(set)
    for _, environment, _, distributions in found:
        used[environment] |= distributions
    yield from (f"the package declares {name} and does not import it" for name in declared_for(PACKAGE) - used[PACKAGE])
    for extra, requirements in EXTRAS.items():
        spare = set(map(name_of, requirements)) - used[f"[{extra}]"]
        yield from (f"the extra {extra} declares {name} and does not import it" for name in spare)
    for group in GROUPS:
        environments = [stamp for stamp in installed_by_makefile() if group in parts_of(stamp)[1]]
        needed = NAMED_ELSEWHERE.get(group, set()).union(*(used[environment] for environment in environments))
        yield from (f"the group {group} declares {name}, which nothing uses" for name in declared_by(group) - needed)


def missing() -> Iterator[str]:
    """What the commands of a group need and the group does not declare."""
    for group, names in NAMED_ELSEWHERE.items():
        yield from (f"the group {group} does not declare {name}, which it runs" for name in names - declared_by(group))


def described(environment: str | None) -> str:
    extras, groups = parts_of(environment)
    group = installed_by_makefile()[environment][1] if environment and groups else None
    if group:
        return f"the group {group}"
    return f"the extra {', '.join(extras)}" if extras else "the package"


def problems(found: list[Import]) -> list[str]:
    return sorted({*undeclared(found), *unused(found), *missing()})


def main() -> int:
    found = list(imports())
    reports = problems(found)
    for report in reports:
        print(report, file=sys.stderr)
    if not reports:
        print(f"{len(found)} imports, each declared where it runs")
    return int(bool(reports))


if __name__ == "__main__":
    raise SystemExit(main())
