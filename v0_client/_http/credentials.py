"""The API key: where it comes from, what it must look like, and how it is kept out of everything else."""

from __future__ import annotations

import inspect
import os
import re
from collections import deque
from collections.abc import Callable, MutableMapping
from hashlib import sha256
from typing import Any, Never

from .._json import is_list, is_object
from ..config import APIKey
from ..errors import ConfigurationError, InvalidRequestError

__all__ = ["Credentials", "Secret", "refuse_copy"]

_MASK = "..."
_ENCODED = re.compile(r"[^\w.~-]")  # what JSON or percent encoding may write in another way
_ESCAPED_ASCII = re.compile(r"\\u00[2-7]")
_RECENT_KEYS = 8


class Secret:
    """A key that does not show.

    It is held by a closure, so that whatever walks over attributes or local variables (an error tracker, a
    serializer) does not find it.

    Attributes:
        digest: A hash that identifies the key.
    """

    __slots__ = ("_core", "_pattern", "_reveal", "digest")

    def __init__(self, value: str) -> None:
        core = max(_ENCODED.split(value), key=len)
        self._reveal: Callable[[], str] = lambda: value
        self._core: Callable[[], str] = lambda: core  # its longest part that is the same in every encoding
        self._pattern: Callable[[], re.Pattern[bytes]] | None = None
        self.digest: bytes = sha256(value.encode()).digest()

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce_ex__(self, protocol: object) -> Never:
        refuse_copy("a key")

    def authorize(self, headers: MutableMapping[str, str]) -> None:
        """Add the key to the headers of a request."""
        headers["authorization"] = f"Bearer {self._reveal()}"

    def may_be_in(self, text: str) -> bool:
        """Whether the text of a JSON value may hold the key, escaped or not. Costs little in a long text."""
        return self._core() in text or _ESCAPED_ASCII.search(text) is not None

    def redact(self, text: bytes) -> bytes:
        """Mask the key in what a server sent, which may echo the request's headers.

        Also where JSON escapes, percent encoding, or the zeros of UTF-16 and UTF-32 hide it.
        """
        redacted = text.replace(self._reveal().encode(), _MASK.encode())
        if b"\0" in redacted:
            joined = redacted.replace(b"\0", b"")
            if (masked := self.redact(joined)) != joined:
                return masked
        if b"\\" not in redacted and b"%" not in redacted:
            return redacted
        if self._pattern is None:
            pattern = re.compile(b"".join(map(_escaped, self._reveal())))
            self._pattern = lambda: pattern
        return self._pattern().sub(_MASK.encode(), redacted)

    def redact_text(self, text: str) -> str:
        """The same for text."""
        return self.redact(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def _escaped(character: str) -> bytes:
    """A pattern for a character as it is, percent-encoded, or as JSON may escape it, also in JSON within a string."""
    digits = f"{ord(character):02x}"
    cases = "".join(f"[{digit}{digit.upper()}]" for digit in digits)
    return rf"\\{{0,4}}(?:{re.escape(character)}|(?:(?<=\\)u00|%(?:25){{0,2}}){cases})".encode()


class Credentials:
    """Returns the key of each request."""

    __slots__ = ("_problem", "_recent", "_source")

    def __init__(self, api_key: APIKey | None) -> None:
        self._recent: deque[Secret] = deque(maxlen=_RECENT_KEYS)  # the last keys used, for `redact`
        self._source: Secret | Callable[[], Any] | None
        self._problem: str | None = None
        if callable(api_key):
            self._source = api_key
        elif api_key is not None:
            self._source, self._problem = _secret(api_key, "api_key")
        elif (key := os.environ.get("V0_API_KEY", "")).strip():
            self._source, self._problem = _secret(key, "V0_API_KEY")
        elif os.environ.get("VERCEL_OIDC_TOKEN", "").strip():
            # The token rotates, so it is read again for every request.
            self._source = lambda: os.environ.get("VERCEL_OIDC_TOKEN", "")
        else:
            self._source = None
            self._problem = (
                "no API key: pass api_key=, or set V0_API_KEY (create keys at v0.app/settings/keys) "
                "or VERCEL_OIDC_TOKEN"
            )

    def __repr__(self) -> str:
        return "Credentials(...)"

    def check(self) -> None:
        """Raise ConfigurationError for a key that cannot be used. Apart, so that no frame of the error holds it."""
        if self._problem is not None:
            raise ConfigurationError(self._problem)

    async def key(self) -> Secret:
        """The key of one request. Raises InvalidRequestError where a callable returns none that can be used."""
        source = self._source
        if isinstance(source, Secret):
            self._remember(source)
            return source
        if source is None:
            raise ConfigurationError(self._problem or "")
        key = source()
        secret, problem = _secret(await key if inspect.isawaitable(key) else key, "the key returned by api_key()")
        del key
        if secret is None:
            raise InvalidRequestError(problem or "")
        self._remember(secret)
        return secret

    def _remember(self, key: Secret) -> None:
        if all(key.digest != recent.digest for recent in self._recent):
            self._recent.append(key)

    def may_be_in(self, text: str) -> bool:
        """Whether the text of a JSON value may hold one of the last keys."""
        return any(key.may_be_in(text) for key in self._recent)

    def redact(self, value: Any) -> Any:
        """A JSON value without the last keys, which a server may repeat in its texts."""
        if isinstance(value, str):
            for key in self._recent:
                value = key.redact_text(value)
            return value
        if is_object(value):
            return {self.redact(name): self.redact(member) for name, member in value.items()}
        return [self.redact(item) for item in value] if is_list(value) else value


def _secret(key: object, name: str) -> tuple[Secret | None, str | None]:
    """The key, or what is wrong with it."""
    if not isinstance(key, str):
        return None, f"{name} must be a string, or a function that returns one; got {type(key).__name__}"
    text = key.strip()
    if not text:
        return None, f"{name} is empty: create keys at v0.app/settings/keys"
    if not all("!" <= c <= "~" for c in text):
        return None, f"{name} contains a character that no key has (a space, a line break or one outside ASCII)"
    return Secret(text), None


def refuse_copy(what: str) -> Never:
    """Raise TypeError: what holds the key and open connections is neither pickled nor copied."""
    raise TypeError(f"{what} cannot be pickled or copied: create a V0Client where it is needed, one in each process")
