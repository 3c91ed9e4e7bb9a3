"""The reference shows operations as methods, with the signature and docstring that they have at run time."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from tests.docs.test_docs import RESOURCES, operations
from tests.support.doc_pages import ROOT

griffe = pytest.importorskip("griffe", reason="make docs installs it")


@pytest.fixture(scope="module")
def package() -> Any:
    extensions = griffe.load_extensions(str(ROOT / "scripts" / "griffe_operations.py"))
    return griffe.load("v0_client", search_paths=[ROOT], extensions=extensions, docstring_parser="google")


def shown_class(package: Any, resource: str) -> Any:
    cls = RESOURCES[resource]
    return package[f"{cls.__module__.removeprefix('v0_client.')}.{cls.__name__}"]


@pytest.mark.parametrize("operation", sorted(operations()))
def test_an_operation_is_a_method_with_its_signature_and_docstring(operation: str, package: Any) -> None:
    resource, _, name = operation.rpartition(".")
    shown, real = shown_class(package, resource)[name], getattr(RESOURCES[resource], name)
    assert shown.is_function
    assert [p.name for p in shown.parameters][1:] == list(inspect.signature(real, follow_wrapped=False).parameters)[1:]
    assert shown.docstring.value.split() == inspect.getdoc(real).replace(":meth:", "").split()
    assert ("async" in shown.labels) == inspect.iscoroutinefunction(real)


def test_streams_and_downloads_have_the_types_of_the_resource(package: Any) -> None:
    def returned(resource: str, name: str) -> str:
        return str(shown_class(package, resource)[name].returns)

    assert returned("client.v2.chats", "stream") == "ChatStream[models.ChatStreamEvent]"
    assert returned("client.v2.messages", "send_stream") == "ChatStream[models.MessageStreamEvent]"
    assert returned("client.v1.chats", "download_version") == "Download"


def test_the_lazy_models_are_those_of_the_generated_package(package: Any) -> None:
    assert package["models.Message"].canonical_path == "v0_client._generated.models.message.Message"
    assert "Message" in package["models"].exports
