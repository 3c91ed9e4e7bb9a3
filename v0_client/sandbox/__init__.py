"""A local v0 server: for demos, and for the test suites of programs that use v0. No key, no credits, no internet.

    async with Sandbox() as sandbox:
        async with V0Client(api_key=sandbox.api_key, base_url=sandbox.base_url) as client:
            ...

or, in a terminal, `python -m v0_client.sandbox --port 8787`. Needs the extra `sandbox` (starlette and uvicorn).

`sandbox.requests` records what reached the server, for assertions in tests.

It serves every operation on chats and messages of both versions and keeps what they change in memory: turns follow
turns, versions follow versions. Version 2 is served under `/v2` and under its former address `/api/v2`.

What a turn generates follows from the prompt alone, so that the same prompt gives the same text, parts and files.
The sandbox is written from the description of the wire and shares no code with the client: each checks the other.

**It misbehaves on request.** Words in the prompt choose how; a number after `=` is optional, its default is shown:

| word                        | what happens                                                                           |
|-----------------------------|----------------------------------------------------------------------------------------|
| `sandbox:slow=0.2`          | at least so many seconds pass between two events                                       |
| `sandbox:ask`               | the turn ends with a question to the user                                              |
| `sandbox:plan`              | the turn ends with a plan to approve                                                   |
| `sandbox:integration`       | the turn ends with integrations to connect                                             |
| `sandbox:permission`        | the turn ends with a tool call that needs permission                                   |
| `sandbox:connect=1`         | the turn ends with a connector to set up, whose status is `pending` so many times      |
| `sandbox:connect-error=1`   | the same, and its status ends as `error` instead of `ready`                            |
| `sandbox:fail`              | the generation fails halfway: finish reason `error`; in v1 the version is `failed`     |
| `sandbox:error-event`       | the same, and its streams end with an `error` event instead of the closing one         |
| `sandbox:hang`              | the generation halts halfway and stays unfinished until it is stopped                  |
| `sandbox:cut=5`             | the connection breaks after so many events, inside the body; the generation goes on    |
| `sandbox:end=5`             | the body ends cleanly after so many events, without the closing one; the turn goes on  |
| `sandbox:stall=5`           | the connection falls silent after so many events, staying open; the generation goes on |
| `sandbox:lag=0.2`           | for so many seconds, what the prompt made (chat, messages) is not found: 404           |
| `sandbox:rate-limit=N`      | the first N requests with this prompt answer 429 with `Retry-After`; without N, all do |
| `sandbox:500=N`             | the first N requests with this prompt answer 500; without N, all do                    |

They work wherever a turn begins: in the message that creates a chat or is sent to one, and in the text of an answer to
a task (a custom text or label, the content of a plan's answer, a user message, the names of what was connected). The
words of the prompt before do not count for the turn after it. `vercel-connect-setup` has no text, so that none apply.

A turn that ends with a task has finish reason `tool-calls`, makes no version, and waits for a `resolve` of its kind;
any message sent instead declines it. In v1 only the prose of the message tells what is asked.

`cut`, `end` and `stall` concern the connection that sends the prompt; one that resumes the stream is whole. Where the
answer to the prompt is JSON, `cut` and `stall` withhold all of it and `end` has no effect. A refused request (429, 500)
creates nothing. A word that is none of these is refused with 422, and so are two tasks in one prompt.
"""

from __future__ import annotations

try:
    from .recording import RecordedRequest
    from .server import Sandbox
except ModuleNotFoundError as _error:
    if _error.name not in ("starlette", "uvicorn"):
        raise
    raise ModuleNotFoundError(
        "The sandbox needs starlette and uvicorn (the extra `sandbox`)", name=_error.name
    ) from None

__all__ = ["RecordedRequest", "Sandbox"]
