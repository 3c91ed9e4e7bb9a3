"""Every operation of the document has a function, a method, a test table and a row in the migration page."""

from __future__ import annotations

import inspect
import re
from operator import attrgetter
from pathlib import Path

import yaml

from tests.support.operations import OPERATIONS
from tests.support.resources import operations_of
from v0_client import V0Client, api

ROOT = Path(__file__).parents[2]
HTTP_METHODS = {"get", "put", "post", "delete", "patch"}


def test_every_operation_is_everywhere() -> None:
    document = yaml.safe_load((ROOT / "openapi" / "v0.yaml").read_text(encoding="utf-8"))
    described = {
        operation["operationId"]: (method.upper(), re.sub(r"(?<!^)(?=[A-Z])", "_", path).lower())
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in HTTP_METHODS
    }
    assert described == {name: (operation.method, operation.path) for name, operation in OPERATIONS.items()}
    assert len(described) == 106

    assert {name for name in dir(api) if inspect.isfunction(getattr(api, name))} == described.keys()

    client = V0Client("key")
    methods = operations_of(client)
    assert methods >= {operation.method_path for operation in OPERATIONS.values()}
    bound = {path: inspect.unwrap(attrgetter(path)(client).__func__) for path in methods}
    generated = {path: f.__code__.co_name for path, f in bound.items() if "._generated." in f.__module__}
    assert generated.items() <= {(operation.method_path, name) for name, operation in OPERATIONS.items()}

    page = (ROOT / "docs" / "how-to" / "migrating.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| [^|]+ \| `client\.(v[12][\w.]+)` \|", page, re.MULTILINE)) == sorted(methods)
