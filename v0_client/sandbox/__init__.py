"""A local v0 server: for demos, and for the test suites of programs that use v0. No key, no credits, no internet.

    async with Sandbox() as sandbox:
        async with V0Client(api_key=sandbox.api_key, base_url=sandbox.base_url) as client:
            ...

or, in a terminal, `python -m v0_client.sandbox --port 8787`; or, in tests, the pytest fixture `v0_sandbox`, which
`V0Client()` then reaches. Needs the extra `sandbox` (starlette and uvicorn).

It serves every operation on chats and messages of both versions and keeps what they change in memory: turns follow
turns, versions follow versions. Version 2 is served under `/v2` and under its former address `/api/v2`. The sandbox is
written from the description of the wire and shares no code with the client: each checks the other.

**What comes next** is for the test to say, turn by turn:

    sandbox.script(
        Refusal(status=429, retry_after=1),
        Turn(thinking="Hm.", text="Here you are.", files={"app/page.tsx": "..."}, cut=4),
        Turn(task=Questions([Question("Which colour?", ["Red", "Blue"])])),
    )
    sandbox.script(Turn(error="Overloaded"), when="a prompt that holds this")
    ...
    sandbox.assert_all_played()

Where nothing is said, the built-in story is told, which follows from the prompt alone, and **words in the prompt** make
it slow, cut, failing or rate limited, the way payment sandboxes use magic card numbers: `sandbox:cut=5`. The command's
`--help` lists them. They work wherever a turn begins: in the message that creates a chat or is sent to one, and in the
text of an answer to a task (a custom text or label, the content of a plan's answer, a user message, the names of what
was connected). The words of the prompt before do not count for the turn after it. `vercel-connect-setup` has no text,
so that none apply. A word that is unknown is refused with 422, and so are two ends of one turn.

A turn that ends with a task has finish reason `tool-calls`, makes no version, and waits for a `resolve` of its kind;
any message sent instead declines it. In v1 only the prose of the message tells what is asked.

`cut`, `end` and `stall` concern the connection that sends the prompt; one that resumes the stream is whole. Where the
answer to the prompt is JSON, `cut` and `stall` withhold all of it and `end` has no effect. A refused request creates
nothing.

**Time** is the test's, too: `async_seconds=None` keeps asynchronous generations unfinished until `sandbox.finish()`,
`async_polls=2` until they have been read twice; `seed=1` makes ids and times the same in each run.

**What was asked** is in `sandbox.requests`: `requests.filter("create_chat_stream").last_body["message"]`.
"""

from __future__ import annotations

try:
    from .recording import RecordedRequest, RequestLog
    from .running import FinishReason
    from .server import Sandbox
    from .tasks import Connection, Integration, Permission, Plan, Question, Questions, Task
    from .turns import Refusal, Turn
except ModuleNotFoundError as _error:
    if _error.name not in ("starlette", "uvicorn"):
        raise
    raise ModuleNotFoundError(
        "The sandbox needs starlette and uvicorn: pip install 'v0-client[sandbox]'", name=_error.name
    ) from None

__all__ = [
    "Connection",
    "FinishReason",
    "Integration",
    "Permission",
    "Plan",
    "Question",
    "Questions",
    "RecordedRequest",
    "Refusal",
    "RequestLog",
    "Sandbox",
    "Task",
    "Turn",
]
