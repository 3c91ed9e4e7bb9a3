from __future__ import annotations

from typing import Any

from ... import models
from ...client import Request, Transport

_BODY: dict[str, Any] = {
    "tag": "type",
    "members": {
        "files": "InitChatFromFiles",
        "repo": "InitChatFromRepo",
        "registry": "InitChatFromRegistry",
        "zip": "InitChatFromZip",
        "template": "InitChatFromTemplate",
    },
}


async def init_chat(
    client: Transport,
    /,
    body: models.InitChatFromFiles
    | models.InitChatFromFilesDict
    | models.InitChatFromRepo
    | models.InitChatFromRepoDict
    | models.InitChatFromRegistry
    | models.InitChatFromRegistryDict
    | models.InitChatFromZip
    | models.InitChatFromZipDict
    | models.InitChatFromTemplate
    | models.InitChatFromTemplateDict,
) -> models.ChatDetail:
    """Create a chat from existing code.

    Starts a chat from files, a repository, a registry, a zip archive or a template. No message is sent and no model
    runs; send a message afterwards to have the code worked on.

    Args:
        body: One of InitChatFromFiles, InitChatFromRepo, InitChatFromRegistry, InitChatFromZip, InitChatFromTemplate,
            or its dict.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v1/chats/init`, https://v0.app/docs/api/platform/reference/chats/init
    """
    return await client.send_request(
        Request(
            operation="init_chat",
            method="POST",
            template="/v1/chats/init",
            body=body,
            body_check=_BODY,
        ),
        models.ChatDetail.from_dict,
    )
