"""A local v0 server for demos and for the test suites of programs that use v0. No key, no credits, no internet.

    async with Sandbox() as sandbox:
        async with V0Client(api_key=sandbox.api_key, base_url=sandbox.base_url) as client:
            ...

or in a terminal: `python -m v0_client.sandbox --port 8787`; or in tests: the pytest fixture `v0_sandbox`, which
`V0Client()` then uses. Needs the extra `sandbox` (starlette and uvicorn).

It serves every operation of both API versions and keeps their state in memory: messages follow messages, versions
follow versions, a created project is listed, and usage counts what was generated. Version 2 is served under `/v2` and
under its former prefix `/api/v2`. The sandbox is written from the description of the API and shares no code with the
client: each checks the other.

**Scripts.** A test scripts the next turns of the model:

    sandbox.script(
        ErrorResponse(status=429, retry_after=1),
        Turn(thinking="Hm.", text="Here you are.", files={"app/page.tsx": "..."}, disconnect_after=4),
        Turn(task=Questions([Question("Which colour?", ["Red", "Blue"])])),
    )
    sandbox.script(Turn(error="Overloaded"), when="only prompts that contain this")
    ...
    sandbox.assert_all_called()

**Directives.** A prompt that no script matches gets default content, which depends on the prompt alone. Directives in
it make the turn slow, disconnected, failing or rate limited, like the magic card numbers of payment sandboxes:
`sandbox:disconnect_after=5`. The command's `--help` lists them. They work in every prompt: in a message that creates a
chat or is sent to one, and in the text of an answer to a task (a custom text or label, the content of a plan's answer,
a user message, the names of what was connected). They apply to one turn only. `vercel-connect-setup` has no text and
therefore no directives. An unknown directive is rejected with 422, and so are two that end one turn differently.

**Tasks.** A turn that ends with a task has finish reason `tool-calls`, creates no version, and waits for a `resolve`
of its kind; any message sent instead declines the task. v1 shows a task only as prose.

**Faults.** `disconnect_after`, `eof_after` and `stall_after` affect the connection of the request with the prompt; a
connection that resumes the stream works. For a JSON response, `disconnect_after` and `stall_after` withhold all of it
and `eof_after` has no effect. A rejected request creates nothing.

**Beside chats.** Credits, balances, quotas and reports follow from the turns that ran, at made-up prices.
`billing="legacy"` plays an account that is billed by messages. A deployment is built at once; a `package.json` that is
not valid JSON fails its build. A chat may be created in a project that does not exist: it begins with the chat.
Webhooks are kept and not called; an MCP server is never contacted.

**Time.** `async_seconds=None` keeps asynchronous generations unfinished until `sandbox.finish()`, `pending_reads=2`
until they have been read twice; `seed=1` makes ids and times reproducible.

**Requests.** `sandbox.requests` records them: `requests.filter("create_chat_stream").last_body["message"]`.
"""

from __future__ import annotations

try:
    from .agent_tasks import Connection, Integration, Permission, Plan, Question, Questions, Task
    from .request_log import RecordedRequest, RequestLog
    from .server import Sandbox
    from .turn import ErrorResponse, Turn
    from .turn_runner import FinishReason
except ModuleNotFoundError as _error:
    if _error.name not in ("starlette", "uvicorn"):
        raise
    raise ModuleNotFoundError(
        "The sandbox needs starlette and uvicorn: pip install 'v0-client[sandbox]'", name=_error.name
    ) from None

__all__ = [
    "Connection",
    "ErrorResponse",
    "FinishReason",
    "Integration",
    "Permission",
    "Plan",
    "Question",
    "Questions",
    "RecordedRequest",
    "RequestLog",
    "Sandbox",
    "Task",
    "Turn",
]


def __dir__() -> list[str]:
    return __all__
