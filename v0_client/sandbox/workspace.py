"""What a workspace keeps beside its chats: projects, webhooks, MCP servers and the like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .json_api import JsonObject, not_found
from .usage import UsageRecord


class Records:
    """Resources of one kind, each the JSON object that was sent with an id and times.

    Args:
        kind: what error responses call them, such as `project`.
        prefix: the first part of their ids.
        new_id: returns a new id with that prefix.
        now: returns the time.
    """

    def __init__(self, kind: str, prefix: str, new_id: Callable[[str], str], now: Callable[[], str]) -> None:
        self._kind = kind
        self._prefix = prefix
        self._new_id = new_id
        self._now = now
        self._records: dict[str, JsonObject] = {}

    def __len__(self) -> int:
        return len(self._records)

    def newest_first(self) -> list[JsonObject]:
        return list(reversed(self._records.values()))

    def create(self, record_id: str | None = None, /, **fields: Any) -> JsonObject:
        now = self._now()
        record = {"id": record_id or self._new_id(self._prefix), **fields, "createdAt": now, "updatedAt": now}
        self._records[record["id"]] = record
        return record

    def get(self, record_id: str) -> JsonObject:
        """A record by id.

        Raises:
            RejectError: 404.
        """
        if record_id not in self._records:
            raise not_found(self._kind)
        return self._records[record_id]

    def get_or_create(self, record_id: str, **fields: Any) -> JsonObject:
        """The record with this id; a new one with these fields where there is none."""
        return self._records.get(record_id) or self.create(record_id, **fields)

    def update(self, record_id: str, changes: JsonObject) -> JsonObject:
        """Replace some fields.

        Raises:
            RejectError: 404.
        """
        record = self.get(record_id)
        record.update(changes, updatedAt=self._now())
        return record

    def delete(self, record_id: str) -> JsonObject:
        """Remove a record and return it.

        Raises:
            RejectError: 404.
        """
        record = self.get(record_id)
        del self._records[record_id]
        return record


class Workspace:
    """Everything but the chats. Both API versions see the same webhooks, MCP servers and usage.

    Args:
        new_id: returns a new id of a kind.
        now: returns the time.

    Attributes:
        usage: the usage of all turns, oldest first.
        preview_hosts: the hosts that may embed previews.
        request_count: the number of requests with the right key.
    """

    def __init__(self, new_id: Callable[[str], str], now: Callable[[], str]) -> None:
        self._new_id = new_id
        self._now = now
        self.projects: Records = self._records("project", "project")
        self.vercel_projects: Records = self._records("Vercel project", "prj")
        self.deployments: Records = self._records("deployment", "dpl")
        self.webhooks: Records = self._records("webhook", "hook")
        self.mcp_servers: Records = self._records("MCP server", "mcp")
        self._env_vars: dict[str, Records] = {}
        self.usage: list[UsageRecord] = []
        self.preview_hosts: list[str] = []
        self.request_count = 0

    def env_vars(self, project_id: str) -> Records:
        """The environment variables of a project.

        Raises:
            RejectError: 404 for an unknown project.
        """
        self.projects.get(project_id)
        return self._env_vars.setdefault(project_id, self._records("environment variable", "env"))

    def delete_project(self, project_id: str) -> None:
        """Delete a project and its environment variables.

        Raises:
            RejectError: 404.
        """
        self.projects.delete(project_id)
        self._env_vars.pop(project_id, None)

    def create_mcp_server(self, fields: JsonObject) -> JsonObject:
        """Add an MCP server with the defaults of the service."""
        return self.mcp_servers.create(**{"enabled": True, "auth": {"type": "none"}, "scope": "user", **fields})

    def _records(self, kind: str, prefix: str) -> Records:
        return Records(kind, prefix, self._new_id, self._now)
