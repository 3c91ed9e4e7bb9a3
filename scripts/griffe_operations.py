"""A griffe extension for the reference: shows the operations of a resource as methods.

A resource binds generated functions as methods (``create: Final = v1_chats.create_chat``). griffe reads only the
source, where these are attributes; this extension replaces each by the method that it is at run time. `zensical.toml`
names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import griffe

_ROLE = re.compile(r":(?:attr|class|func|meth):`~?([^`]+)`")
_RAISES = re.compile(r"^(?:\w+ raises|Raises while \w+):$", re.MULTILINE)
_OPENERS = {"StreamOpener": "open_stream", "Downloader": "open_download"}


class OperationsAsMethods(griffe.Extension):
    """Turns operations into methods, and roles in docstrings into code."""

    def on_object(self, *, obj: griffe.Object, loader: griffe.GriffeLoader, **_: Any) -> None:  # noqa: ARG002
        """Called for each object that griffe has read."""
        if obj.docstring is not None:
            text = _ROLE.sub(r"`\1`", obj.docstring.value)
            obj.docstring.value = _RAISES.sub("Raises:", text)

    def on_package(self, *, pkg: griffe.Module, loader: griffe.GriffeLoader, **_: Any) -> None:
        """Called when griffe has read a package completely."""
        if pkg.name != "v0_client":
            return
        lazy, generated = pkg["models"], pkg["_generated.models"]
        for name in generated.exports or ():
            lazy.set_member(str(name), griffe.Alias(str(name), generated.members[str(name)]))
        lazy.exports = generated.exports
        base = pkg["_resources.resource.Resource"]
        for resource in _resources(pkg["_resources"]):
            for attribute in list(resource.attributes.values()):
                if isinstance(attribute.value, griffe.ExprAttribute):  # module.operation
                    function = loader.modules_collection.get_member(attribute.value.canonical_path)
                    resource.set_member(attribute.name, _method(attribute, function, resource, base))


def _resources(package: griffe.Module) -> Iterator[griffe.Class]:
    for member in package.members.values():
        if isinstance(member, griffe.Module):  # an imported module is an alias
            yield from _resources(member)
        elif isinstance(member, griffe.Class) and "Resource" in map(str, member.bases):
            yield member


def _method(
    attribute: griffe.Attribute, function: griffe.Function, resource: griffe.Class, base: griffe.Class
) -> griffe.Function:
    client, *others = function.parameters
    own = griffe.Parameter("self", kind=griffe.ParameterKind.positional_only)
    method = griffe.Function(
        attribute.name,
        parameters=griffe.Parameters(own, *others),
        returns=function.returns,
        lineno=attribute.lineno,
        endlineno=attribute.endlineno,
        parent=resource,
    )
    # The resource chooses the type of a stream or a download.
    opener = _OPENERS.get(re.split(r"\W", str(client.annotation))[0])
    if opener is not None:
        method.returns = (resource if opener in resource.members else base)[opener].returns
    method.labels = set(function.labels)
    if function.docstring is not None:
        source = function.docstring
        method.docstring = griffe.Docstring(
            source.value,
            lineno=source.lineno,
            parent=method,
            parser=source.parser,
            parser_options=source.parser_options,
        )
    return method
