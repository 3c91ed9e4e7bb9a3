"""What the reference is made of: operations read from the source as the methods they are."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from tests.support.doc_pages import ROOT
from tests.support.resources import operations_of, resources_of
from v0_client import V0Client, models

griffe = pytest.importorskip("griffe", reason="make docs brings it")

CLIENT = V0Client("key")
RESOURCES = resources_of(CLIENT)


@pytest.fixture(scope="module")
def package() -> Any:
    extensions = griffe.load_extensions(str(ROOT / "scripts" / "griffe_operations.py"))
    return griffe.load("v0_client", search_paths=[ROOT], extensions=extensions, docstring_parser="google")


@pytest.mark.parametrize("operation", sorted(operations_of(CLIENT)))
def test_an_operation_is_a_method_with_its_signature_and_docstring(operation: str, package: Any) -> None:
    path, _, name = operation.rpartition(".")
    cls = type(RESOURCES[path])
    shown = package[f"{cls.__module__.removeprefix('v0_client.')}.{cls.__name__}.{name}"]
    real = inspect.unwrap(getattr(cls, name))  # a deprecated one is wrapped
    assert shown.is_function
    assert [p.name for p in shown.parameters][1:] == list(inspect.signature(real).parameters)[1:]
    assert shown.docstring.value.split() == inspect.getdoc(real).replace(":meth:", "").split()
    assert ("async" in shown.labels) == inspect.iscoroutinefunction(real)


def test_streams_and_downloads_are_what_the_resource_gives(package: Any) -> None:
    assert str(package["_resources.v2.chats.Chats.stream"].returns) == "ChatStream[models.ChatStreamEvent]"
    assert (
        str(package["_resources.v2.messages.Messages.send_stream"].returns) == "ChatStream[models.MessageStreamEvent]"
    )
    assert str(package["_resources.v1.chats.Chats.download_version"].returns) == "Download"
    assert str(package["_resources.v2.chats.Chats.resume"].returns) == "ChatStream[models.ChatStreamEvent]"


def test_the_door_of_models_shows_what_is_behind_it(package: Any) -> None:
    assert package["models.Message"].canonical_path == "v0_client._generated.models.message.Message"
    assert "Message" in package["models"].exports


def test_every_model_is_on_one_page_of_the_reference() -> None:
    pages = (ROOT / "docs" / "reference" / "models").glob("*.md")
    shown = [name for page in pages for name in re.findall(r"^        - (\w+)$", page.read_text("utf-8"), re.MULTILINE)]
    documented = [name for name in models.__all__ if not name.endswith("Dict")]
    assert sorted(shown) == sorted(documented)
