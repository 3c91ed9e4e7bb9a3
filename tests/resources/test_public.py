"""The public names, all typed and documented; and what the core may import."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest

import v0_client
from tests.support.failures import collect_failures
from tests.support.resources import resources_of
from v0_client import (
    V0Client,
    api,
    downloads,
    errors,
    models,
    observe,
    pagination,
    pending_tasks,
    relay,
    results,
    sources,
    sse,
    state,
)
from v0_client import delta as delta_module
from v0_client._polling import chat_poll, deadlines, message_poll, poller, settings
from v0_client._resources import v1, v2
from v0_client._streaming import chat_stream, chat_stream_v1

PACKAGE = Path(v0_client.__file__).parent
EXTRAS = ("sandbox", "cli", "__main__.py")
CORE = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in EXTRAS)
MODULES = sorted(
    ".".join((PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in CORE
)

# What users may import beside the names of the package itself, of `models` and of `api`.
MODULES_WITH_PUBLIC_NAMES = (
    delta_module,
    downloads,
    errors,
    observe,
    pagination,
    pending_tasks,
    relay,
    results,
    sources,
    sse,
    state,
    chat_poll,
    deadlines,
    message_poll,
    poller,
    settings,
    v1,
    v2,
    *(sys.modules[type(resource).__module__] for resource in resources_of(V0Client("key")).values()),
    chat_stream,
    chat_stream_v1,
)

# ------------------------------------------------------------------------------------------------------- public names


def public_objects() -> dict[str, Any]:
    """Every public class and function, by its name."""
    found = {f"v0_client.{name}": getattr(v0_client, name) for name in v0_client.__all__}
    found |= {f"models.{name}": getattr(models, name) for name in dir(models)}
    found |= {f"api.{name}": getattr(api, name) for name in dir(api)}
    for module in MODULES_WITH_PUBLIC_NAMES:
        names = getattr(module, "__all__", [])
        found |= {f"{module.__name__}.{name}": getattr(module, name) for name in names}
    return {name: thing for name, thing in found.items() if inspect.isclass(thing) or inspect.isfunction(thing)}


def members_of(cls: type) -> Iterator[tuple[str, Any]]:
    """The public functions and properties that a class itself defines."""
    for name, member in vars(cls).items():
        if not name.startswith("_") or name == "__init__":
            plain = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
            plain = plain.fget if isinstance(plain, property) else plain
            if inspect.isfunction(plain):
                yield name, plain


PUBLIC = public_objects()
every_public_module = pytest.mark.parametrize("module", dict.fromkeys(name.rpartition(".")[0] for name in PUBLIC))


def objects_of(module: str) -> list[tuple[str, Any]]:
    return [(name, thing) for name, thing in PUBLIC.items() if name.rpartition(".")[0] == module]


def test_all_public_names_exist() -> None:
    for name in v0_client.__all__:
        assert getattr(v0_client, name) is not None
    namespace: dict[str, Any] = {}
    exec("from v0_client import *", namespace)  # noqa: S102 - the star import is under test
    assert namespace.keys() >= set(v0_client.__all__)
    assert set(errors.__all__) <= set(v0_client.__all__)
    assert set(pending_tasks.__all__) - {"TaskKind"} <= set(v0_client.__all__)
    assert all(isinstance(getattr(v0_client, name), ModuleType) for name in ("api", "errors", "models", "sources"))
    assert len(dir(models)) > 100
    assert len(PUBLIC) > 150


def test_completion_shows_the_public_names_of_a_module() -> None:
    names = {found.name for found in iter_modules(v0_client.__path__) if not found.name.startswith("_")}
    assert names > {"errors", "sandbox", "sse"}
    for module in [v0_client, *(import_module(f"v0_client.{name}") for name in names - {"api", "cli", "models"})]:
        assert sorted(dir(module)) == sorted(module.__all__)
        assert all(hasattr(module, each) for each in dir(module))


def test_every_error_is_public_and_a_v0error() -> None:
    defined = {n for n, e in vars(errors).items() if inspect.isclass(e) and issubclass(e, Exception) and n[0] != "_"}
    assert defined == set(errors.__all__)
    for name in defined:
        assert issubclass(getattr(errors, name), v0_client.V0Error)


@every_public_module
def test_type_hints_resolve(module: str) -> None:
    with collect_failures() as case:
        for name, thing in objects_of(module):
            with case(name=name):
                _check_type_hints(thing)


def _check_type_hints(thing: Any) -> None:
    hints = typing.get_type_hints(thing, include_extras=True)
    if inspect.isfunction(thing):
        assert "return" in hints
    elif not issubclass(thing, (dict, tuple)):
        for member_name, member in members_of(thing):
            assert "return" in typing.get_type_hints(member), member_name


@every_public_module
def test_everything_is_described(module: str) -> None:
    with collect_failures() as case:
        for name, thing in objects_of(module):
            with case(name=name):
                _check_docstrings(thing)


def _check_docstrings(thing: Any) -> None:
    assert len(inspect.getdoc(thing) or "") > 10
    assert "__init__" not in (thing.__doc__ or "__init__")  # its own text, not inherited or generated by attrs
    if inspect.isclass(thing):
        for member_name, _ in members_of(thing):
            documented = inspect.getdoc(getattr(thing, member_name)) or f"\n    {member_name}: " in inspect.cleandoc(
                thing.__doc__ or ""
            )
            assert documented or member_name == "__init__", member_name


def test_operations_document_each_argument() -> None:
    for name in dir(api):
        function = getattr(api, name)
        if inspect.isfunction(function):
            _, *parameters = inspect.signature(function).parameters
            for parameter in parameters:
                assert f"\n    {parameter}: " in inspect.cleandoc(function.__doc__ or ""), f"{name}: {parameter}"


def test_resources_are_typed_and_documented() -> None:
    for resource in resources_of(V0Client("key")).values():
        for name, member in members_of(type(resource)):
            assert member.__doc__, name
            assert "return" in typing.get_type_hints(member), name


@pytest.mark.parametrize("module", [v0_client, models, api])
def test_an_unknown_name_is_an_attribute_error(module: ModuleType) -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = module.nonsense
    assert not hasattr(module, "__nonsense__")


# ------------------------------------------------------------------------------------------ what imports load


def python(code: str, *arguments: str) -> Any:
    """The JSON that a new interpreter prints, run beside the package with warnings as errors."""
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PACKAGE.parent)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_importing_loads_nothing_generated_and_no_extra() -> None:
    loaded = python(
        "import json, sys, httpx, attrs, anyio; before = set(sys.modules); import v0_client;"
        "v0_client.V0Client('key'); print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    assert "v0_client.client" in loaded
    never = ("v0_client._generated", "v0_client.sandbox", "v0_client.cli.", "starlette", "uvicorn", "typer", "trio")
    for name in loaded:
        assert not name.startswith(never), name
    allowed = {"v0_client", "httpx", "attr", "attrs", "anyio", *_dependencies()}
    tops = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert {top for top in tops if not top.startswith(("_", "sitecustom"))} <= allowed


def _dependencies() -> set[str]:
    """What httpx, attrs and anyio import themselves."""
    modules = python("import json, sys, httpx, attrs, anyio.lowlevel; print(json.dumps(sorted(sys.modules)))")
    return {name.partition(".")[0] for name in modules}


WITHOUT_EXTRAS = """
import importlib, json, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("starlette", "uvicorn", "typer", "rich", "trio"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
for name in sys.argv[1:]:
    importlib.import_module(name)
try:
    importlib.import_module("v0_client.sandbox")
except ModuleNotFoundError as error:
    print(json.dumps(str(error)))
"""


def test_every_core_module_imports_without_the_extras() -> None:
    assert len(MODULES) > 100
    assert "sandbox" in python(WITHOUT_EXTRAS, *MODULES)


@pytest.mark.parametrize("module", [name for name in MODULES if name.count(".") == 1])
def test_each_module_can_be_the_first(module: str) -> None:
    """No module depends on another having been imported before it."""
    assert python("import importlib, sys; importlib.import_module(sys.argv[1]); print(1)", module) == 1


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every absolute import of a module: line and module name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module or ""


def offenders(paths: list[Path], *tops: str) -> list[str]:
    return [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in paths
        for line, name in imports_of(path)
        if name.partition(".")[0] in tops
    ]


def test_imports_inside_the_package_are_relative() -> None:
    everything = sorted(PACKAGE.rglob("*.py"))
    assert PACKAGE / "sandbox" / "__init__.py" in everything
    assert offenders(everything, PACKAGE.name) == []
    assert offenders(everything, "httpx") != []  # the search works


def test_the_core_does_not_depend_on_an_event_loop() -> None:
    # Native cancellation is asyncio's alone, and the synchronous client brings a loop of its own.
    asyncio_only = {PACKAGE / "_http" / "cancellation.py", PACKAGE / "_sync" / "loop_thread.py"}
    assert offenders([path for path in CORE if path not in asyncio_only], "asyncio", "trio", "sniffio") == []


def test_the_core_imports_only_declared_dependencies() -> None:
    allowed = {"anyio", "attrs", "httpx", "__future__"}
    for path in CORE:
        tops = {name.partition(".")[0] for _, name in imports_of(path)}
        assert tops - sys.stdlib_module_names <= allowed, path


def test_the_core_does_not_read_package_metadata() -> None:
    """A copy under another name has no metadata."""
    assert [path for path in CORE if any(name == "importlib.metadata" for _, name in imports_of(path))] == []
