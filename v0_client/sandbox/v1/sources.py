"""The files a chat is initialised with."""

from __future__ import annotations

from ..archives import unpacked
from ..records import File, Files
from ..sources import data_of, fetched, is_data, stand_in
from ..wire import JsonObject


def files_of(body: JsonObject) -> Files:
    """The files of a checked init body.

    Raises:
        RejectError: 422, where a data URI or its archive cannot be read.
    """
    locked = body.get("lockAllFiles", False)
    kind = body["type"]
    if kind == "files":
        return {file["name"]: _file(file) for file in body["files"]}
    if kind == "zip" and is_data(body["zip"]["url"]):
        return unpacked(data_of(body["zip"]["url"]), "zip.url", locked=locked)
    origin = body["templateId"] if kind == "template" else body[kind]["url"]
    return stand_in(kind, origin, locked=locked)


def _file(file: JsonObject) -> File:
    data = file["content"].encode() if "content" in file else fetched(file["url"])
    return File(file["name"], data, file.get("locked", False))
