"""Tools that build, change, read and deploy apps, called as an agent calls them."""

from __future__ import annotations

import inspect
import json
from typing import Any, get_type_hints

import anyio
import jsonschema
import pytest

from v0_client import InvalidRequestError, Poll, RateLimitError, V0Client
from v0_client.sandbox import (
    Connection,
    ErrorResponse,
    Integration,
    Permission,
    Plan,
    Question,
    Questions,
    Sandbox,
    Turn,
)
from v0_client.tools import Tool, app_tools

pytestmark = pytest.mark.anyio

POLL = Poll(interval=0.02)
NAMES = [
    "answer_question",
    "build_app",
    "change_app",
    "check_app",
    "deploy_app",
    "list_apps",
    "preview_app",
    "read_files",
]


class Toolbox:
    """Tools by name; results must be JSON."""

    def __init__(self, client: V0Client, **options: Any) -> None:
        self.tools = {tool.name: tool for tool in app_tools(client, **{"poll": POLL, **options})}

    async def __call__(self, tool: str, **arguments: Any) -> dict[str, Any]:
        result = await self.tools[tool](**arguments)
        return dict(json.loads(json.dumps(result)))


@pytest.fixture
def tools(client: V0Client) -> Toolbox:
    return Toolbox(client)


def creations(sandbox: Sandbox) -> int:
    return len(sandbox.requests.filter("create_chat_async"))


# ------------------------------------------------------------------ what a framework sees


async def test_a_tool_is_a_plain_async_function(client: V0Client) -> None:
    for tool in app_tools(client):
        assert isinstance(tool, Tool)
        assert inspect.isfunction(tool)
        assert inspect.iscoroutinefunction(tool)
        assert tool.__name__ == tool.name
        assert set(get_type_hints(tool)) == {*inspect.signature(tool).parameters, "return"}
        assert "Args:" in (tool.__doc__ or "") or not tool.input_schema["properties"]


async def test_the_schema_says_what_the_signature_says(client: V0Client) -> None:
    for tool in app_tools(client):
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        parameters = inspect.signature(tool).parameters
        assert list(tool.input_schema["properties"]) == list(parameters)
        assert tool.input_schema["required"] == [p.name for p in parameters.values() if p.default is p.empty]
        assert all(schema["description"] for schema in tool.input_schema["properties"].values())
        assert tool.description
        assert "Args:" not in tool.description


async def test_tools_say_what_they_do_to_the_server(client: V0Client) -> None:
    tools = app_tools(client)
    assert sorted(tool.name for tool in tools) == NAMES
    assert {tool.name for tool in tools if tool.generates} == {"build_app", "change_app", "answer_question"}
    assert {tool.name for tool in tools if tool.read_only} == {"check_app", "list_apps", "read_files", "preview_app"}


# ------------------------------------------------------------------ results


async def test_an_app_is_built_changed_read_and_deployed(tools: Toolbox, sandbox: Sandbox) -> None:
    sandbox.script(
        Turn(text="Here is your shop.", files={"app/page.tsx": "a", "app/shop.tsx": "b"}),
        Turn(text="It is blue now.", files={"app/page.tsx": "blue"}),
    )
    built = await tools("build_app", message="A shop", title="Shop")
    chat_id = built["chat_id"]
    assert built == {
        "status": "finished",
        "chat_id": chat_id,
        "message_id": built["message_id"],
        "chat_url": f"https://v0.app/chat/{chat_id}",
        "preview_url": built["preview_url"],
        "text": "Here is your shop.",
        "files_changed": ["create app/page.tsx", "create app/shop.tsx"],
        "credits_spent": built["credits_spent"],
        "generations_left": 4,
    }
    assert built["credits_spent"] > 0
    assert built["preview_url"].startswith("https://")
    changed = await tools("change_app", chat_id=chat_id, message="Make it blue")
    assert (changed["status"], changed["text"]) == ("finished", "It is blue now.")
    assert (await tools("check_app", chat_id=chat_id))["text"] == "It is blue now."
    assert [app["title"] for app in (await tools("list_apps"))["apps"]] == ["Shop"]
    preview = await tools("preview_app", chat_id=chat_id)
    assert (preview["status"], preview["preview_url"]) == ("ready", built["preview_url"])
    assert "token" not in preview
    assert (await tools("deploy_app", chat_id=chat_id))["deployment_id"]


async def test_files_are_listed_and_read(tools: Toolbox, sandbox: Sandbox) -> None:
    sandbox.script(Turn(files={"app/page.tsx": "page", "app/long.tsx": "x" * 50_000}))
    chat_id = (await tools("build_app", message="A shop"))["chat_id"]
    listed = (await tools("read_files", chat_id=chat_id))["files"]
    assert {"path": "app/long.tsx", "characters": 50_000} in listed
    read = await tools("read_files", chat_id=chat_id, paths=["app/page.tsx", "missing.ts"])
    assert read["files"] == [{"path": "app/page.tsx", "content": "page"}]
    assert read["missing"] == ["missing.ts"]


async def test_a_long_file_is_read_in_sections(tools: Toolbox, sandbox: Sandbox) -> None:
    content = "".join(map(str, range(12_000)))
    sandbox.script(Turn(files={"data.ts": content}))
    chat_id = (await tools("build_app", message="A table"))["chat_id"]
    start, sections = 0, []
    while start is not None:
        (file,) = (await tools("read_files", chat_id=chat_id, paths=["data.ts"], start=start))["files"]
        sections.append(file["content"])
        assert file.get("truncated", False) is ("next_start" in file)
        start = file.get("next_start")
    assert len(sections) == 3
    assert "".join(sections) == content


async def test_a_long_text_is_shortened_and_says_so(tools: Toolbox, sandbox: Sandbox) -> None:
    sandbox.script(Turn(text="x" * 10_000, files={f"{n}.ts": "" for n in range(60)}))
    result = await tools("build_app", message="Many files")
    assert result["text"].endswith("[6,000 more characters]")
    assert len(result["files_changed"]) == 51
    assert result["files_changed"][-1] == "[10 more entries]"


# ------------------------------------------------------------------ what a person is asked


async def test_questions_are_answered_by_label_or_in_other_words(tools: Toolbox, sandbox: Sandbox) -> None:
    questions = [
        Question("Colour?", ["Red", "Blue"]),
        Question("Style?", ["Plain", "Loud"]),
        Question("Pages?", {"Home": "Where visitors arrive", "Shop": "", "About": ""}, multi_select=True),
    ]
    sandbox.script(Turn(task=Questions(questions)), Turn(text="Done."))
    asked = await tools("build_app", message="A shop")
    assert asked["status"] == "waiting_for_answer"
    assert asked["waiting_for"]["kind"] == "questions"
    described = asked["waiting_for"]["questions"]
    assert described[0] == {"question": "Colour?", "options": [{"label": "Red"}, {"label": "Blue"}]}
    assert described[2]["options"][0] == {"label": "Home", "description": "Where visitors arrive"}
    assert described[2]["several_allowed"] is True
    answers = ["blue", "Like a newspaper", "Home; About"]
    answered = await tools("answer_question", chat_id=asked["chat_id"], answers=answers)
    assert (answered["status"], answered["text"]) == ("finished", "Done.")
    first, second, third = sandbox.requests.filter("resolve_task_async").last_body["task"]["answers"]
    assert first["selectedLabels"] == ["Blue"]
    assert (second["selectedLabels"], second["customText"]) == ([], "Like a newspaper")
    assert third["selectedLabels"] == ["Home", "About"]


@pytest.mark.parametrize(
    ("task", "answer", "resolved"),
    [
        (Plan("1. Build it"), "Approve", {"type": "plan-exit-response", "status": "approved"}),
        (Plan("1. Build it"), "reject.", {"type": "plan-exit-response", "status": "rejected"}),
        (Plan("1. Build it"), "Use fewer pages", {"status": "request-changes", "content": "Use fewer pages"}),
        (Permission(), "grant", {"type": "confirmed-permissions"}),
        (Integration(), "connected", {"type": "confirmed-steps"}),
        (Integration(), "decline", {"type": "confirmed-steps", "connectedIntegrationNames": []}),
    ],
    ids=["approve", "reject", "request changes", "grant", "connected", "decline"],
)
async def test_a_decision_is_passed_on(
    tools: Toolbox, sandbox: Sandbox, task: Any, answer: str, resolved: dict[str, Any]
) -> None:
    sandbox.script(Turn(task=task), Turn(text="Done."))
    asked = await tools("build_app", message="A shop")
    assert asked["waiting_for"]["how_to_answer"]
    assert (await tools("answer_question", chat_id=asked["chat_id"], answers=[answer]))["text"] == "Done."
    sent = sandbox.requests.filter("resolve_task_async").last_body["task"]
    assert {name: sent[name] for name in resolved} == resolved


@pytest.mark.parametrize("task", [Permission(), Connection(pending=0)], ids=["permission", "connection"])
async def test_what_the_api_cannot_refuse_is_declined_by_a_message(tools: Toolbox, sandbox: Sandbox, task: Any) -> None:
    sandbox.script(Turn(task=task), Turn(text="Without it, then."))
    asked = await tools("build_app", message="A shop")
    declined = await tools("answer_question", chat_id=asked["chat_id"], answers=["No, not that"])
    assert declined["text"] == "Without it, then."
    assert sandbox.requests.filter("send_message_async").last_body["message"] == "No, not that"


@pytest.mark.parametrize("answers", [[], ["Blue", "Red"], [" "]])
async def test_wrong_answers_cost_nothing(tools: Toolbox, sandbox: Sandbox, answers: list[str]) -> None:
    sandbox.script(Turn(task=Questions([Question("Colour?", ["Red", "Blue"])])))
    asked = await tools("build_app", message="A shop")
    refused = await tools("answer_question", chat_id=asked["chat_id"], answers=answers)
    assert refused["error"]["message"].startswith("answers")
    assert not sandbox.requests.filter("resolve_task_async")


async def test_an_answer_without_a_question_is_refused(tools: Toolbox) -> None:
    built = await tools("build_app", message="A shop")
    refused = await tools("answer_question", chat_id=built["chat_id"], answers=["Blue"])
    assert "change_app" in refused["error"]["message"]
    assert refused["error"]["chat_id"] == built["chat_id"]


# ------------------------------------------------------------------ waiting


async def test_a_slow_generation_is_continued_and_never_started_twice(client: V0Client, sandbox: Sandbox) -> None:
    sandbox.async_seconds = None
    tools = Toolbox(client, timeout=0.1)
    running = await tools("build_app", message="A shop")
    assert running["status"] == "running"
    assert "check_app" in running["next"]
    assert (await tools("build_app", message="A shop"))["message_id"] == running["message_id"]
    assert (await tools("check_app", chat_id=running["chat_id"]))["status"] == "running"
    sandbox.finish()
    assert (await tools("check_app", chat_id=running["chat_id"]))["status"] == "finished"
    assert creations(sandbox) == 1
    again = await tools("build_app", message="A shop")  # the first is finished: this is another app
    assert again["chat_id"] != running["chat_id"]
    assert creations(sandbox) == 2


async def test_the_same_call_at_the_same_time_is_one_generation(tools: Toolbox, sandbox: Sandbox) -> None:
    results: list[dict[str, Any]] = []

    async def build() -> None:
        results.append(await tools("build_app", message="A shop"))

    async with anyio.create_task_group() as group:
        group.start_soon(build)
        group.start_soon(build)
    assert results[0]["chat_id"] == results[1]["chat_id"]
    assert creations(sandbox) == 1


async def test_a_cancelled_call_leaves_its_generation_to_the_next(client: V0Client, sandbox: Sandbox) -> None:
    sandbox.async_seconds = None
    tools = Toolbox(client)
    async with anyio.create_task_group() as group:
        group.start_soon(lambda: tools("build_app", message="A shop"))
        with anyio.fail_after(10):
            while not sandbox.requests.filter("get_message_v2"):  # noqa: ASYNC110 - the sandbox is another thread
                await anyio.sleep(0.01)
        group.cancel_scope.cancel()
    assert creations(sandbox) == 1
    sandbox.finish()
    assert (await tools("build_app", message="A shop"))["status"] == "finished"
    assert creations(sandbox) == 1


async def test_a_lost_response_is_found_by_the_same_call(client: V0Client, sandbox: Sandbox) -> None:
    tools = Toolbox(client, max_generations=1)
    sandbox.script(Turn(disconnect_after=0, text="Here you are."))
    lost = (await tools("build_app", message="A shop"))["error"]
    assert (lost["type"], lost["may_have_been_processed"]) == ("APIConnectionError", True)
    assert (await tools("build_app", message="A shop"))["text"] == "Here you are."
    assert creations(sandbox) == 1


async def test_a_chat_without_a_reply_is_empty(client: V0Client, tools: Toolbox) -> None:
    made = await client.v2.chats.create_from_files(files=[{"name": "app/page.tsx", "content": "a"}])
    assert (await tools("check_app", chat_id=made.chat.id))["status"] == "empty"


# ------------------------------------------------------------------ limits and errors


async def test_a_runaway_agent_is_stopped(client: V0Client, sandbox: Sandbox) -> None:
    tools = Toolbox(client, max_generations=2)
    results = [await tools("build_app", message=f"App {number}") for number in range(4)]
    assert [result.get("generations_left") for result in results] == [1, 0, None, None]
    assert "max_generations" in results[2]["error"]["message"]
    assert results[2]["error"]["may_have_been_processed"] is False
    assert creations(sandbox) == 2
    assert (await tools("check_app", chat_id=results[0]["chat_id"]))["status"] == "finished"  # reading is free


async def test_concurrent_calls_do_not_exceed_the_limit(client: V0Client, sandbox: Sandbox) -> None:
    tools = Toolbox(client, max_generations=2)
    async with anyio.create_task_group() as group:
        for number in range(5):
            group.start_soon(lambda n=number: tools("build_app", message=f"App {n}"))
    assert creations(sandbox) == 2


async def test_what_was_surely_not_processed_is_not_counted(client: V0Client, sandbox: Sandbox) -> None:
    tools = Toolbox(client.with_options(max_retries=0), max_generations=1)
    sandbox.script(ErrorResponse(status=429, retry_after=1, message="Slow down"))
    refused = (await tools("build_app", message="A shop"))["error"]
    assert refused["type"] == "RateLimitError"
    assert refused["status_code"] == 429
    assert refused["retry_after_seconds"] == 1
    assert refused["may_have_been_processed"] is False
    assert (await tools("build_app", message=""))["error"]["type"] == "InvalidRequestError"
    assert (await tools("build_app", message="A shop"))["status"] == "finished"


async def test_what_may_have_been_processed_is_counted(client: V0Client, sandbox: Sandbox) -> None:
    tools = Toolbox(client, max_generations=1)
    sandbox.script(ErrorResponse(status=500))
    failed = (await tools("build_app", message="A shop"))["error"]
    assert failed["may_have_been_processed"] is True
    assert "Look before you try again" in failed["advice"]
    assert "max_generations" in (await tools("build_app", message="A shop"))["error"]["message"]


async def test_a_failed_generation_is_an_error_with_its_chat(tools: Toolbox, sandbox: Sandbox) -> None:
    sandbox.script(Turn(finish_reason="error"))
    failed = (await tools("build_app", message="A shop"))["error"]
    assert failed["type"] == "GenerationFailedError"
    assert failed["chat_id"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "build_app needs the argument 'message'"),
        ({"message": "x", "colour": "red"}, "build_app has no argument 'colour'; it takes 'message', 'title'"),
        ({"message": 5}, "message must be a string, got int"),
        ({"message": "x", "title": []}, "title must be a string or null, got list"),
    ],
)
async def test_wrong_arguments_of_a_model_are_explained(
    tools: Toolbox, arguments: dict[str, Any], message: str
) -> None:
    result = await tools.tools["build_app"].call(arguments)
    assert result["error"]["message"] == message


async def test_arguments_are_passed_as_a_mapping(tools: Toolbox) -> None:
    result = await tools.tools["build_app"].call({"message": "A shop", "title": None})
    assert result["status"] == "finished"
    assert len((await tools.tools["list_apps"].call())["apps"]) == 1


async def test_errors_are_raised_where_the_caller_wants_them(client: V0Client, sandbox: Sandbox) -> None:
    tools = Toolbox(client.with_options(max_retries=0), raise_errors=True)
    sandbox.script(ErrorResponse(status=429))
    with pytest.raises(RateLimitError):
        await tools("build_app", message="A shop")
    with pytest.raises(InvalidRequestError):
        await tools.tools["build_app"].call({})


@pytest.mark.parametrize("options", [{"max_generations": -1}, {"max_generations": True}, {"timeout": -1}, {"poll": 5}])
async def test_invalid_settings_are_refused(client: V0Client, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        app_tools(client, **options)
    assert caught.value.field in options
