"""An extension of griffe, which reads the source for the reference: shows operations as the methods they are.

A resource takes generated functions as methods (``create = v1_chats.create_chat``). To who only reads the source these
are attributes; here each is replaced by the method it is at run time. Named in `zensical.toml`.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:attr|class|func|meth):`~?([^`]+)`")
_RAISES = re.compile(r"^(?:\w+ raises|Raises while \w+):$", re.MULTILINE)
_OPENERS = {"StreamOpener": "open_stream", "Downloader": "open_download"}


class OperationsAsMethods(griffe.Extension):
    """Makes operations methods, and code of what docstrings mark for another tool."""

    def on_object(self, *, obj: griffe.Object, loader: griffe.GriffeLoader, **_: Any) -> None:  # noqa: ARG002
        """Called for everything that was read."""
        if obj.docstring is not None:
            text = _ROLE.sub(r"`\1`", obj.docstring.value)
            obj.docstring.value = _RAISES.sub("Raises:", text)

    def on_package(self, *, pkg: griffe.Module, loader: griffe.GriffeLoader, **_: Any) -> None:
        """Called when the whole package was read."""
        if "v1" not in pkg.modules:
            return
        doors, generated = pkg["models"], pkg["_generated.models"]
        for name in generated.exports or ():
            doors.set_member(str(name), griffe.Alias(str(name), generated.members[str(name)]))
        doors.exports = generated.exports
        base = pkg.get_member("resource.Resource")
        for resource in (*pkg["v1"].classes.values(), *pkg["v2"].classes.values()):
            if "Resource" not in map(str, resource.bases):
                continue
            for attribute in list(resource.attributes.values()):
                if isinstance(attribute.value, griffe.ExprAttribute):  # name of a module, dot, name of an operation
                    function = loader.modules_collection.get_member(attribute.value.canonical_path)
                    resource.set_member(attribute.name, _method(attribute, function, resource, base))


def _method(
    attribute: griffe.Attribute, function: griffe.Function, resource: griffe.Class, base: griffe.Class
) -> griffe.Function:
    client, *others = function.parameters
    itself = griffe.Parameter("self", kind=griffe.ParameterKind.positional_only)
    method = griffe.Function(
        attribute.name,
        parameters=griffe.Parameters(itself, *others),
        returns=function.returns,
        lineno=attribute.lineno,
        endlineno=attribute.endlineno,
        parent=resource,
    )
    # What an operation gives for a stream or a file is the choice of the resource.
    opener = _OPENERS.get(re.split(r"\W", str(client.annotation))[0])
    if opener is not None:
        method.returns = (resource if opener in resource.members else base)[opener].returns
    method.labels = set(function.labels)
    if function.docstring is not None:
        told = function.docstring
        method.docstring = griffe.Docstring(
            told.value, lineno=told.lineno, parent=method, parser=told.parser, parser_options=told.parser_options
        )
    return method
