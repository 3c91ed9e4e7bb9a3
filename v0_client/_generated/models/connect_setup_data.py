from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, copy_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("status", "status"),
    ("request_id", "requestId"),
    ("service", "service"),
    ("service_icon_url", "serviceIconUrl"),
    ("connector_name", "connectorName"),
    ("setup_url", "setupUrl"),
    ("environments", "environments"),
    ("trigger_path", "triggerPath"),
    ("created_project", "createdProject"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConnectSetupData(Model):
    """The agent waits for a connector to be set up in a browser.

    Attributes:
        status: Always `setup-required`.
        request_id: Id of the set-up, for reading its status.
        service: The service to connect.
        service_icon_url: Its icon.
        connector_name: Name of the connector.
        setup_url: Open this in a browser.
        environments: Environments it will be attached to.
        trigger_path: Webhook path it will register, where one was requested.
        created_project: The project created during the set-up.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    status: Literal["setup-required"] = "setup-required"
    request_id: str | Unset = UNSET
    service: str | Unset = UNSET
    service_icon_url: str | Unset = UNSET
    connector_name: str | Unset = UNSET
    setup_url: str | Unset = UNSET
    environments: list[models.VercelEnvironment] | Unset = UNSET
    trigger_path: str | Unset = UNSET
    created_project: models.VercelProjectRef | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ConnectSetupData")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.status = "setup-required" if (v := get("status")) is None else v
        self.request_id = UNSET if (v := get("requestId")) is None else v
        self.service = UNSET if (v := get("service")) is None else v
        self.service_icon_url = UNSET if (v := get("serviceIconUrl")) is None else v
        self.connector_name = UNSET if (v := get("connectorName")) is None else v
        self.setup_url = UNSET if (v := get("setupUrl")) is None else v
        self.environments = (
            UNSET if (v := get("environments")) is None else copy_list(v, "ConnectSetupData.environments")
        )
        self.trigger_path = UNSET if (v := get("triggerPath")) is None else v
        self.created_project = UNSET if (v := get("createdProject")) is None else models.VercelProjectRef.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ConnectSetupData else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
