"""The user that the key belongs to: ``client.v1.user``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_user
from ..resource import Resource

__all__ = ["User"]


class User(Resource):
    """The user that the key belongs to: ``client.v1.user``."""

    get: Final = v1_user.get_user
    get_billing: Final = v1_user.get_billing
    get_plan: Final = v1_user.get_plan
    get_scopes: Final = v1_user.get_scopes
