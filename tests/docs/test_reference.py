"""What the reference is made of: operations read from the source as the methods they are."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from tests.docs.test_docs import operations
from tests.support.doc_pages import ROOT
from v0_client._resources.v1 import chats as v1_chats
from v0_client._resources.v2 import chats as v2_chats
from v0_client._resources.v2 import messages as v2_messages

griffe = pytest.importorskip("griffe", reason="make docs brings it")

CLASSES: dict[str, Any] = {
    "v1.chats": v1_chats.Chats,
    "v2.chats": v2_chats.Chats,
    "v2.messages": v2_messages.Messages,
}


@pytest.fixture(scope="module")
def package() -> Any:
    extensions = griffe.load_extensions(str(ROOT / "scripts" / "griffe_operations.py"))
    return griffe.load("v0_client", search_paths=[ROOT], extensions=extensions, docstring_parser="google")


@pytest.mark.parametrize("operation", sorted(operations()))
def test_an_operation_is_a_method_with_its_signature_and_docstring(operation: str, package: Any) -> None:
    resource, _, name = operation.removeprefix("client.").rpartition(".")
    cls = CLASSES[resource]
    shown, real = package[f"_resources.{resource}.{cls.__name__}.{name}"], getattr(cls, name)
    assert shown.is_function
    assert [p.name for p in shown.parameters][1:] == list(inspect.signature(real).parameters)[1:]
    assert shown.docstring.value.split() == inspect.getdoc(real).replace(":meth:", "").split()
    assert ("async" in shown.labels) == inspect.iscoroutinefunction(real)


def test_streams_and_downloads_are_what_the_resource_gives(package: Any) -> None:
    assert str(package["_resources.v2.chats.Chats.stream"].returns) == "ChatStream[models.ChatStreamEvent]"
    assert (
        str(package["_resources.v2.messages.Messages.send_stream"].returns) == "ChatStream[models.MessageStreamEvent]"
    )
    assert str(package["_resources.v1.chats.Chats.download_version"].returns) == "deferred.Download"


def test_the_door_of_models_shows_what_is_behind_it(package: Any) -> None:
    assert package["models.Message"].canonical_path == "v0_client._generated.models.message.Message"
    assert "Message" in package["models"].exports
