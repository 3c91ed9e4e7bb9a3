"""The v2 operations on settings: the hosts that may embed previews."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonResponse, RejectError
from ..route_group import RouteGroup, operation, read_body
from ..validation import array, closed, fail, string

MAX_HOSTS = 5

_HOST = re.compile(r"(\*\*?\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:\d{1,5})?")


def _host(value: Any, path: str) -> None:
    string(at_most=256)(value, path)
    if not _HOST.fullmatch(value.lower()):
        fail(path, "must be a host name, or one after `*.` or `**.`")


_HOSTS = closed({"hosts": array(_host, at_most=MAX_HOSTS)})


class Settings(RouteGroup):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        hosts = "/v2/settings/preview-hosts"
        return [
            operation("get_preview_hosts", "GET", hosts, self.get),
            operation("set_preview_hosts", "PUT", hosts, self.set),
            operation("append_preview_hosts", "PATCH", hosts, self.add),
            operation("delete_preview_hosts", "DELETE", hosts, self.remove),
        ]

    async def get(self, _: Request) -> Response:
        return JsonResponse({"hosts": self.store.workspace.preview_hosts})

    async def set(self, request: Request) -> Response:
        return self._replace(await _hosts(request))

    async def add(self, request: Request) -> Response:
        return self._replace([*self.store.workspace.preview_hosts, *await _hosts(request)])

    async def remove(self, request: Request) -> Response:
        removed = await _hosts(request)
        return self._replace([host for host in self.store.workspace.preview_hosts if host not in removed])

    def _replace(self, hosts: Sequence[str]) -> Response:
        unique = list(dict.fromkeys(hosts))
        if len(unique) > MAX_HOSTS:
            raise RejectError(422, f"hosts: at most {MAX_HOSTS} may be trusted")
        self.store.workspace.preview_hosts = unique
        return JsonResponse({"hosts": unique})


async def _hosts(request: Request) -> list[str]:
    """The hosts of the body in canonical form."""
    return [host.lower() for host in (await read_body(request, _HOSTS))["hosts"]]
