"""Runs openapi-python-client with our templates, then looks for anything that got lost on the way.

Of openapi-python-client we use its parser, which refuses what it cannot read; its loop, which renders one template per
tag, model and enum; its naming of classes and modules; and its hooks, which run ruff. What a template prints comes from
the modules beside this one.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from jsonschema.exceptions import ValidationError
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.strings import ClassName
from openapi_spec_validator import validate
from referencing.exceptions import Unresolvable
from ruamel.yaml import YAML

from codegen import naming, rules
from codegen.checks import Checks
from codegen.document import Document, DocumentError
from codegen.naming import attribute_name, module_name
from codegen.prose import Prose, wrap
from codegen.schemas import Schemas
from codegen.supported import cycles, unsupported
from codegen.types import Types

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "openapi" / "templates"
CONFIG = ROOT / "generator-config.yaml"

# Modules that are written beside those of the generator's loop.
_OWN_MODULES = ("checks", "unions", "pagination", "schemas")


def build(source: Path, target: Path) -> None:
    """Write the package of a document to an empty folder. Raises DocumentError for any warning, failed hook or loss."""
    document = read(source)
    config = _config(source, target)
    data = GeneratorData.from_dict(document.raw, config=config)
    if not isinstance(data, GeneratorData):
        raise DocumentError(f"{data.header}: {data.detail}")
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    project.env.globals.update(
        document=document,
        types=Types(document),
        checks=Checks(document),
        prose=Prose(document),
        wrap=wrap,
        **{name: getattr(naming, name) for name in ("argument_name", "attribute_name", "constant_name", "module_name")},
    )
    # The hooks sort imports, remove unused ones and format: they run last, when our own modules are there.
    hooks, config.post_hooks = config.post_hooks, []
    _refuse(project.build())
    _write_own_modules(project, document, target)
    config.post_hooks = hooks
    project._run_post_hooks()  # noqa: SLF001 - the only way to run them after our own files
    _refuse(project._get_errors())  # noqa: SLF001 - where they report
    if losses := find_losses(document, target):
        raise DocumentError("the generator dropped: " + ", ".join(losses))
    _import_all(target)


def read(source: Path) -> Document:
    """Read a document. Raises DocumentError where it is not valid OpenAPI or breaks a rule of this project."""
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    try:
        validate(raw)
    except ValidationError as error:
        reason = f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
    except RecursionError:
        reason = "; ".join(cycles(raw))
    except Unresolvable as error:
        reason = f"there is nothing at {error.ref}"
    else:
        if found := unsupported(raw):
            raise DocumentError("\n".join(found))
        document = Document(source)
        rules.check(document)
        return document
    raise DocumentError(f"{source.name} is not valid OpenAPI: {reason}")


def _config(source: Path, target: Path) -> Config:
    unknown = set(YAML(typ="safe").load(CONFIG)) - set(ConfigFile.model_fields)
    if unknown:
        raise DocumentError(f"{CONFIG.name}: the generator does not know {', '.join(sorted(unknown))}")
    # The hooks call `ruff` by name: it must be the one pinned beside this interpreter.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    settings = ConfigFile.load_from_path(CONFIG)
    return Config.from_sources(settings, MetaType.NONE, source, "utf-8", overwrite=True, output_path=target)


def _refuse(problems: Sequence[GeneratorError]) -> None:
    if problems:
        raise DocumentError("\n".join(f"{p.header} {p.detail or ''}".strip() for p in problems))


def _write_own_modules(project: Project, document: Document, target: Path) -> None:
    for tag in [path for path in (target / "api").iterdir() if path.is_dir()]:
        # A tag's operations are rendered into its `__init__`; they become one module, in place of a package.
        (tag / "__init__.py").rename(target / "api" / f"{tag.name}.py")
        shutil.rmtree(tag)
    for module in _OWN_MODULES:
        _render(project, module, target / f"{module}.py")
    (target / "schemas.json").write_text(Schemas(document).text(), encoding="utf-8")
    for name in document.of_kind("union"):
        _render(project, "union", target / "models" / f"{module_name(name)}.py", name=name)
    for kind in ("base", "body", "raised", "map"):
        for name in document.of_kind(kind):  # the generator makes a class of each
            (target / "models" / f"{module_name(name)}.py").unlink()


def _render(project: Project, template: str, path: Path, **values: Any) -> None:
    text = project.env.get_template(f"{template}.py.jinja").render(**values)
    path.write_text(text, encoding="utf-8")


_IMPORT_ALL = """
import importlib, inspect, sys, typing
package, *modules = sys.argv[1:]
for name in modules:
    importlib.import_module(name)
for door in (package + ".api", package + ".models"):
    module = importlib.import_module(door)
    for name in dir(module):
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            typing.get_type_hints(value)
"""


def _import_all(package: Path) -> None:
    """Raises DocumentError where a generated module cannot be imported, or a type hint in it cannot be resolved."""
    paths = [path.relative_to(package.parent).with_suffix("") for path in package.rglob("*.py")]
    modules = sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)
    command = [sys.executable, "-B", "-W", "error", "-c", _IMPORT_ALL, package.name, *modules]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DocumentError(f"the generated package is broken:\n{done.stderr.strip()}")


# --------------------------------------------------------------------------------------------------------------- losses


def find_losses(document: Document, package: Path) -> list[str]:
    """What the document has and the generated code does not have."""
    found = _names_in(package)
    lost: list[str] = []
    for name, parts in _names_of(document):
        lost += [name] if name not in found else [f"{name}.{part}" for part in sorted(parts - found[name])]
    return lost


def _names_of(document: Document) -> Iterator[tuple[str, set[str]]]:
    """Each function, class and alias that there must be, with its arguments, fields, values or members."""
    for operation in document.operations.values():
        parameters = [*operation.parameters("path"), *operation.parameters("query"), *operation.members]
        body = {"body"} if operation.body_union else set()
        yield operation.id, {parameter.name for parameter in parameters} | body
        if operation.members:
            yield f"{ClassName(operation.id, '')}Params", {member.name for member in operation.members}
    for name in document.of_kind("class"):
        if document.is_catch_all(name):
            yield name, {"raw"}
            continue
        yield name, {attribute_name(key) for key in document.properties(name)}
        if document.has_dict(name):
            yield f"{name}Dict", set(document.properties(name))
    for name in document.of_kind("enum"):
        yield name, set(document.schemas[name]["enum"])
    for name in document.of_kind("union"):
        yield name, set(document.members(name))
    for name in document.decoded_unions():
        if not document.selector(name):
            yield f"parse_{module_name(name)}", set(document.members(name))


def _names_in(package: Path) -> dict[str, set[str]]:
    """Each function, class and assignment of the generated code, with the names and strings it is made of."""
    found: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name):
                    targets = [n.target for n in node.body if isinstance(n, ast.AnnAssign)]
                    parts = {target.id for target in targets if isinstance(target, ast.Name)}
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                    parts = {argument.arg for argument in arguments}
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    parts = _parts_of(value)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
                    parts = _parts_of(value)
                case _:
                    continue
            found.setdefault(name, set()).update(parts)
    return found


def _parts_of(value: ast.expr) -> set[str]:
    constants = {n.value for n in ast.walk(value) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return constants | {n.attr for n in ast.walk(value) if isinstance(n, ast.Attribute)}
