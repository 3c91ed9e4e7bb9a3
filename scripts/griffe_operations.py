"""An extension of griffe, which reads the source for the reference: shows operations as the methods they are.

A resource takes generated functions as methods (``create = v1_chats.create_chat``), and its helpers show the keywords
of those functions (``@shows_keywords_of(...)``). In the source these are attributes and a decorator; here they are
replaced by the methods and parameters that exist at run time. Named in `zensical.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import griffe

_ROLE = re.compile(r":(?:attr|class|func|meth):`~?([^`]+)`")
_RAISES = re.compile(r"^(?:\w+ raises|Raises while \w+):$", re.MULTILINE)
_OPENERS = {"StreamOpener": "open_stream", "Downloader": "open_download"}


class OperationsAsMethods(griffe.Extension):
    """Makes operations methods, and code of what docstrings mark for another tool."""

    def on_object(self, *, obj: griffe.Object, loader: griffe.GriffeLoader, **_: Any) -> None:  # noqa: ARG002 - as it is called
        """Called for every object that was read."""
        if obj.docstring is not None:
            text = _ROLE.sub(r"`\1`", obj.docstring.value)
            obj.docstring.value = _RAISES.sub("Raises:", text)
        if obj.is_function:
            obj.returns = _shown(obj.returns)
            for parameter in obj.parameters:
                parameter.annotation = _shown(parameter.annotation)
        elif obj.is_attribute:
            obj.annotation = _shown(obj.annotation)

    def on_package(self, *, pkg: griffe.Module, loader: griffe.GriffeLoader, **_: Any) -> None:
        """Called when all of the package was read."""
        if "_resources" not in pkg.modules:
            return
        public, generated = pkg["models"], pkg["_generated.models"]
        for name in generated.exports or ():
            public.set_member(str(name), griffe.Alias(str(name), generated.members[str(name)]))
        public.exports = generated.exports
        public.docstring = None  # each page of models shows some of them, under a text of its own
        modules = loader.modules_collection
        for resource in _resources(pkg):
            for member in list(resource.members.values()):
                if member.is_attribute and isinstance(member.value, griffe.ExprAttribute):  # module.operation
                    operation = modules.get_member(member.value.canonical_path)
                    resource.set_member(member.name, _method(member, operation, resource, pkg))
                elif member.is_function:
                    for decorator in member.decorators:
                        if decorator.callable_path.endswith(".shows_keywords_of"):
                            _expand(member, decorator.value, modules)


def _resources(pkg: griffe.Module) -> Iterator[griffe.Class]:
    for version in pkg["_resources"].modules.values():
        for module in version.modules.values():
            yield from (cls for cls in module.classes.values() if "Resource" in map(str, cls.bases))


def _method(
    attribute: griffe.Attribute, function: griffe.Function, resource: griffe.Class, pkg: griffe.Module
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
    # What an operation returns for a stream or a file is the choice of the resource.
    opener = _OPENERS.get(re.split(r"\W", str(client.annotation))[0])
    if opener is not None:
        base = pkg["_resources.resource.Resource"]
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


def _shown(annotation: Any) -> Any:
    """The annotation without the module that loads its class when it is first used."""
    if isinstance(annotation, griffe.ExprAttribute) and str(annotation.first) == "deferred":
        return annotation.last
    if isinstance(annotation, griffe.Expr):
        members = {field.name: getattr(annotation, field.name) for field in fields(annotation) if field.init}
        return replace(annotation, **{name: _shown(member) for name, member in members.items()})
    return [_shown(member) for member in annotation] if isinstance(annotation, list) else annotation


def _expand(helper: griffe.Function, call: griffe.ExprCall, modules: griffe.ModulesCollection) -> None:
    """Replace a helper's ``**params`` by the keywords that its decorator names."""
    parameters = [p for p in helper.parameters if p.kind is not griffe.ParameterKind.var_keyword]
    hidden = {str(a.value).strip("'\"") for a in call.arguments if isinstance(a, griffe.ExprKeyword)}
    for argument in call.arguments:
        if isinstance(argument, griffe.ExprKeyword):
            continue
        source = modules.get_member(argument.canonical_path)
        source = source.final_target if source.is_alias else source
        parameters += [p for p in _keywords(source) if p.name not in hidden]
    helper.parameters = griffe.Parameters(*parameters)


def _keywords(source: griffe.Function | griffe.Class) -> Iterator[griffe.Parameter]:
    """The keyword parameters of a function, or the fields of a class."""
    if source.is_function:
        yield from (p for p in source.parameters if p.kind is griffe.ParameterKind.keyword_only)
        return
    for name, field in source.attributes.items():
        if not name.startswith("_") and "init=False" not in str(field.value):
            kind = griffe.ParameterKind.keyword_only
            yield griffe.Parameter(name, annotation=field.annotation, kind=kind, default=str(field.value))
