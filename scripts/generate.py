"""Generate `openapi/v0.yaml` and `v0_client/_generated/` from `openapi/parts/`, or check that they are up to date.

    python scripts/generate.py            write the document and the package
    python scripts/generate.py --check    exit 1 when the committed ones differ

Bundles the parts, then runs openapi-python-client with the templates of `openapi/templates/`. Its warnings are errors
here, and so is what it drops without one: every operation, component, field and enum value of the document must be
found in the output.
"""

from __future__ import annotations

import argparse
import ast
import filecmp
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml
from bundle import BundleError, bundled_text
from document import Document, DocumentError, module_name, python_name
from jsonschema.exceptions import ValidationError
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.strings import ClassName
from openapi_spec_validator import validate
from referencing.exceptions import Unresolvable
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "openapi" / "parts"
DOCUMENT = ROOT / "openapi" / "v0.yaml"
TEMPLATES = ROOT / "openapi" / "templates"
CONFIG = ROOT / "generator-config.yaml"
PACKAGE = ROOT / "v0_client" / "_generated"


def check_openapi(path: Path) -> None:
    """Raises DocumentError where a document is no valid OpenAPI."""
    try:
        validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        reason = f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
    except Unresolvable as error:
        reason = f"nothing stands at {error.ref}"
    else:
        return
    raise DocumentError(f"{path.name} is no valid OpenAPI: {reason}")


def generate(source: Path, target: Path) -> None:
    """Write the package of a document to an empty folder. Raises DocumentError for any warning, failed hook or loss."""
    check_openapi(source)
    document = Document(source)
    unknown = set(YAML(typ="safe").load(CONFIG)) - set(ConfigFile.model_fields)
    if unknown:
        raise DocumentError(f"{CONFIG.name}: the generator knows no {', '.join(sorted(unknown))}")
    # The hooks call `ruff` by name: it must be the one pinned beside this interpreter.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    config = Config.from_sources(
        ConfigFile.load_from_path(CONFIG), MetaType.NONE, source, "utf-8", overwrite=True, output_path=target
    )
    data = GeneratorData.from_dict(document.raw, config=config)
    if not isinstance(data, GeneratorData):
        raise DocumentError(f"{data.header}: {data.detail}")
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    project.env.globals.update(document=document, module_name=module_name)
    project.env.filters.update(operation_kind=document.kind, operation_body=document.body)
    # The generator keeps neither names nor tags of unions; its hooks run last, so these are written before.
    hooks, config.post_hooks = config.post_hooks, []
    refuse(project.build())
    _join_operations(target / "api")
    for module in ("unions.py", "pages.py"):
        text = project.env.get_template(f"{module}.jinja").render()
        (target / module).write_text(text, encoding="utf-8")
    for name in document.unions():
        text = project.env.get_template("union.py.jinja").render(name=name)
        (target / "models" / f"{module_name(name)}.py").write_text(text, encoding="utf-8")
    for name in document.schemas:
        if name not in document.exports():  # flattened, a map or a base: the generator makes a class all the same
            (target / "models" / f"{module_name(name)}.py").unlink()
    config.post_hooks = hooks
    project._run_post_hooks()  # noqa: SLF001 - the only way to run them after our own files
    refuse(project._get_errors())  # noqa: SLF001
    losses = [*find_losses(document, target)]
    if losses:
        raise DocumentError("the generator dropped: " + ", ".join(losses))


def _join_operations(api: Path) -> None:
    """One module per tag: the tag's `__init__` holds its operations, so that the modules it stands before are empty."""
    for tag in [path for path in api.iterdir() if path.is_dir()]:
        (tag / "__init__.py").rename(api / f"{tag.name}.py")
        shutil.rmtree(tag)


def refuse(problems: Sequence[GeneratorError]) -> None:
    if problems:
        raise DocumentError("\n".join(f"{p.header} {p.detail or ''}".strip() for p in problems))


def find_losses(document: Document, package: Path) -> list[str]:
    """What the document has and the generated code has not."""
    found: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef():
                    fields = {
                        n.target.id
                        for n in node.body
                        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
                    }
                    found.setdefault(node.name, set()).update(fields)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                    found.setdefault(node.name, set()).update(a.arg for a in arguments)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    constants = (n.value for n in ast.walk(value) if isinstance(n, ast.Constant))
                    members = (n.attr for n in ast.walk(value) if isinstance(n, ast.Attribute))
                    found.setdefault(name, set()).update([*(c for c in constants if isinstance(c, str)), *members])
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
                    constants = (n.value for n in ast.walk(value) if isinstance(n, ast.Constant))
                    found.setdefault(name, set()).update(c for c in constants if isinstance(c, str))
                case _:
                    pass
    wanted: dict[str, set[str]] = {}
    for name in document.operations:
        places = [python_name(p["name"]) for place in ("path", "query") for p in document.parameters(name, place)]
        body = ["body"] if document.body_union(name) else map(python_name, document.body_fields(name))
        wanted[name] = {*places, *body}
        if document.body_fields(name):
            wanted[f"{ClassName(name, '')}Params"] = set(map(python_name, document.body_fields(name)))
    for name in document.classes():
        wanted[name] = {python_name(field) for field in document.properties(name)}
        if document.has_dict(name):
            wanted[f"{name}Dict"] = set(document.properties(name))
    wanted |= {name: set(document.schemas[name]["enum"]) for name in document.enums()}
    wanted |= {name: set(document.members(name)) for name in document.unions()}
    decoders = [name for name in document.decodable_unions() if not document.selector(name)]
    wanted |= {f"_{module_name(name)}": set(document.members(name)) for name in decoders}
    lost = [name for name in wanted if name not in found]
    return lost + [f"{name}.{part}" for name in wanted if name in found for part in sorted(wanted[name] - found[name])]


def differences(left: Path, right: Path) -> list[str]:
    """Paths that are not byte for byte the same in two folders; bytecode aside."""
    ours = {p.relative_to(left) for p in left.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    theirs = {p.relative_to(right) for p in right.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    _, changed, unreadable = filecmp.cmpfiles(left, right, [str(p) for p in ours & theirs], shallow=False)
    return sorted([*map(str, ours ^ theirs), *changed, *unreadable])


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Generate openapi/v0.yaml and v0_client/_generated from openapi/parts."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when what is committed differs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / DOCUMENT.name, Path(folder) / PACKAGE.name
        try:
            source.write_text(bundled_text(PARTS), encoding="utf-8")
            generate(source, target)
        except (BundleError, DocumentError) as error:
            print(f"generation failed: {error}", file=sys.stderr)
            return 1
        if arguments.check:
            changed = differences(target, PACKAGE)
            if not DOCUMENT.is_file() or source.read_bytes() != DOCUMENT.read_bytes():
                changed.insert(0, DOCUMENT.name)
            if changed:
                print("not what `make generate` writes: " + ", ".join(changed), file=sys.stderr)
            return int(bool(changed))
        shutil.copy(source, DOCUMENT)
        shutil.rmtree(PACKAGE, ignore_errors=True)
        shutil.copytree(target, PACKAGE)
    print(f"{PACKAGE.relative_to(ROOT)}: {len(list(PACKAGE.rglob('*.py')))} modules")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
