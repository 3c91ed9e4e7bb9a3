"""The committed package is what the document generates, and nothing in the document gets lost on the way."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.resources import resources_of
from v0_client import V0Client, api

pytest.importorskip("openapi_python_client", reason="generating needs openapi-python-client, of the `check` group")
yaml = pytest.importorskip("yaml", reason="reading the document needs PyYAML")

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "v0_client" / "_generated"


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/generate.py as a module; its changes to the process are undone."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    import generate

    return generate


@pytest.fixture
def building(generator: ModuleType) -> ModuleType:
    """scripts/codegen/building.py."""
    module = sys.modules["codegen.building"]
    assert module.build is generator.build
    return module


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the committed package, to be damaged."""
    return Path(shutil.copytree(COMMITTED, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of everything that generation reads and writes."""
    root = tmp_path / "project"
    for name in ("openapi", "scripts", "v0_client/_generated"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "generator-config.yaml", root)
    return root


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "scripts" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=project.parent)  # noqa: S603 - our own


def replace_parts(project: Path, document: Any) -> None:
    """Replace the parts by one document."""
    parts = project / "openapi" / "parts"
    for path in parts.iterdir():
        path.unlink()
    (parts / "all.yaml").write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


# -------------------------------------------------------------------------------------------------- the same bytes


def test_the_committed_package_is_up_to_date(generator: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / COMMITTED.name
    generator.build(generator.DOCUMENT, target)
    assert generator.differences(target, COMMITTED) == []
    assert generator.bundled_text(generator.PARTS) == generator.DOCUMENT.read_text(encoding="utf-8")


def test_differences_are_found(generator: ModuleType, package: Path) -> None:
    module = package / "models" / "chat.py"
    module.write_bytes(module.read_bytes() + b"\n")
    (package / "models" / "message.py").unlink()
    (package / "models" / "leftover.py").touch()
    assert generator.differences(COMMITTED, package) == ["models/chat.py", "models/leftover.py", "models/message.py"]


def test_generating_restores_what_was_deleted(generator: ModuleType, project: Path) -> None:
    shutil.rmtree(project / "v0_client" / "_generated")
    (project / "openapi" / "v0.yaml").unlink()
    missing = run(project, "--check")
    assert missing.returncode == 1
    assert "v0.yaml" in missing.stderr
    assert "models/chat.py" in missing.stderr
    assert not (project / "v0_client" / "_generated").exists()  # a check writes nothing
    assert run(project).returncode == 0
    assert generator.differences(project / "v0_client" / "_generated", COMMITTED) == []
    assert run(project, "--check").returncode == 0


def test_a_leftover_module_is_removed(project: Path) -> None:
    leftover = project / "v0_client" / "_generated" / "models" / "leftover.py"
    leftover.touch()
    assert run(project, "--check").returncode == 1
    assert run(project).returncode == 0
    assert not leftover.exists()


def test_an_edit_of_the_document_changes_only_what_it_concerns(generator: ModuleType, project: Path) -> None:
    """A new field and a new enum value: one edit of the document each."""
    edits = {
        "v2_messages": (
            "        restorable: {",
            "        moodRing: {type: string, description: Its mood.}\n        restorable: {",
        ),
        "shared": ("enum: [user, assistant]", "enum: [user, assistant, oracle]"),
    }
    for part, (old, new) in edits.items():
        path = project / "openapi" / "parts" / f"{part}.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
    assert run(project).returncode == 0
    package = project / "v0_client" / "_generated"
    assert generator.differences(package, COMMITTED) == [
        "models/message.py",
        "models/message_detail.py",  # whose docstring lists the roles
        "models/message_role.py",
        "models/message_state_event.py",  # it extends the message
        "models/message_summary.py",  # whose docstring lists the roles
        "schemas.json",
    ]
    assert "mood_ring: str | Unset = UNSET" in (package / "models" / "message.py").read_text(encoding="utf-8")
    assert '"oracle"' in (package / "models" / "message_role.py").read_text(encoding="utf-8")


# ----------------------------------------------------------------------------------------------------------- refusals


def test_an_unknown_configuration_key_is_refused(project: Path) -> None:
    with (project / "generator-config.yaml").open("a", encoding="utf-8") as config:
        config.write("\nliteral_enum: true\n")
    refused = run(project)
    assert refused.returncode == 1
    assert "literal_enum" in refused.stderr


def _an_operation_without_response(document: Any) -> None:
    document["paths"]["/v2/chats/{chatId}"]["get"]["responses"]["200"] = {"description": "Nothing."}


def _a_schema_the_generator_cannot_read(document: Any) -> None:
    document["components"]["schemas"]["ChatPrivacy"] = {"type": "string", "enum": [1, "a"], "description": "Mixed."}


def _two_operations_of_one_name(document: Any) -> None:
    document["paths"]["/v2/chats/{chatId}"]["get"]["operationId"] = "get_chat"


def _a_reference_to_nothing(document: Any) -> None:
    document["components"]["schemas"]["Chat"]["properties"]["privacy"] = {"$ref": "#/components/schemas/Nowhere"}


def _two_fields_of_one_python_name(document: Any) -> None:
    document["components"]["schemas"]["Chat"]["properties"]["web_url"] = {"type": "string", "description": "One."}
    document["components"]["schemas"]["Chat"]["properties"]["webUrl"] = {"type": "string", "description": "Two."}


def _a_union_without_a_tag(document: Any) -> None:
    for name in ("ChatTitleEvent", "MessageUsageEvent"):
        document["components"]["schemas"][name]["properties"]["object"] = {"const": "the.same"}


def _invalid_openapi(document: Any) -> None:
    document["components"]["schemas"]["Chat"]["type"] = "thing"


@pytest.mark.parametrize(
    "damage",
    [
        _an_operation_without_response,
        _a_schema_the_generator_cannot_read,
        _two_operations_of_one_name,
        _a_reference_to_nothing,
        _two_fields_of_one_python_name,
        _a_union_without_a_tag,
        _invalid_openapi,
    ],
)
def test_a_document_that_would_lose_something_is_refused(project: Path, damage: Callable[[Any], None]) -> None:
    document = yaml.safe_load((project / "openapi" / "v0.yaml").read_text(encoding="utf-8"))
    damage(document)
    replace_parts(project, document)
    before = {p: p.read_bytes() for p in (project / "v0_client").rglob("*.py")}
    refused = run(project)
    assert refused.returncode == 1, refused.stdout
    assert refused.stderr.startswith("generation failed: "), refused.stderr
    assert {p: p.read_bytes() for p in (project / "v0_client").rglob("*.py")} == before


def test_two_parts_that_define_the_same_are_refused(project: Path) -> None:
    twice = {"components": {"schemas": {"Chat": {"type": "object", "description": "Another."}}}}
    (project / "openapi" / "parts" / "zoo.yaml").write_text(yaml.safe_dump(twice), encoding="utf-8")
    refused = run(project)
    assert refused.returncode == 1
    assert "zoo.yaml: schemas/Chat is in another part too" in refused.stderr


# ---------------------------------------------------------------------------------------------------------- docstrings


def test_docstrings_are_wrapped_but_never_inside_a_value() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in COMMITTED.rglob("*.py")}
    long = [f"{path.name}: {line}" for path, text in texts.items() for line in text.splitlines() if len(line) > 120]
    assert long == []
    values = {value for text in texts.values() for value in re.findall(r"`[^`]+`", text.replace("``", ""))}
    assert "`tool-calls`" in values and "`POST /v2/chats/stream`" in values
    assert [value for value in values if "\n" in value] == []


# ------------------------------------------------------------------------------------------------------------ losses


@pytest.mark.parametrize(
    "case",
    [
        ("api/v2_chats.py", "async def get_chat_v2(", "async def other(", "get_chat_v2"),
        (
            "api/v2_chats.py",
            "def resume_chat(\n    client: StreamOpener[models.ChatStreamEvent, S],\n    /,\n    chat_id",
            "def resume_chat(\n    id",
            "resume_chat.chat_id",
        ),
        ("api/v2_messages.py", "    limit: int | Unset = UNSET,\n", "", "list_messages.limit"),
        (
            "api/v1_chats.py",
            "    design_system_id: str | None | Unset = UNSET,\n",
            "",
            "create_chat.design_system_id",
        ),
        ("api/v1_chats.py", "class CreateChatParams(", "class Params(", "CreateChatParams"),
        ("api/v1_chats.py", "    design_system_id: str | None | Unset\n", "", "CreateChatParams.design_system_id"),
        ("models/chat.py", "class Chat(Model):", "class Other(Model):", "Chat"),
        ("models/chat.py", "    author_id: str | Unset = UNSET\n", "", "Chat.author_id"),
        ("models/init_zip.py", "    url: Required[str]\n", "    pass\n", "InitZipDict.url"),
        ("models/chat_privacy.py", '"unlisted"', '"public"', "ChatPrivacy.unlisted"),
        ("models/message_part.py", "models.BashPart", "models.TextPart", "MessagePart.BashPart"),
        ("unions.py", '"bash": "BashPart"', '"bash": "TextPart"', "parse_message_part.BashPart"),
    ],
)
def test_each_kind_of_loss_is_found(
    generator: ModuleType, building: ModuleType, package: Path, case: tuple[str, str, str, str]
) -> None:
    module, old, new, lost = case
    document = building.read(generator.DOCUMENT)
    assert building.find_losses(document, package) == []
    path = package / module
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert lost in building.find_losses(document, package)


def test_a_loss_fails_the_generation(
    generator: ModuleType, building: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "find_losses", lambda *_: ["Chat.mood"])
    with pytest.raises(generator.DocumentError, match=re.escape("Chat.mood")):
        generator.build(generator.DOCUMENT, tmp_path / "package")


# --------------------------------------------------------------------------------------------------- what is reachable


def test_every_operation_is_reachable() -> None:
    document = yaml.safe_load((ROOT / "openapi" / "v0.yaml").read_text(encoding="utf-8"))
    operations = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    functions = {name for name in dir(api) if inspect.isfunction(getattr(api, name))}
    assert functions == operations

    reached: set[str] = set()
    for resource in resources_of(V0Client("key")).values():
        for name in dir(resource):
            # Either the generated function itself, or a helper whose body calls it.
            code = inspect.unwrap(getattr(resource, name)).__code__
            reached |= {code.co_name} | set(code.co_names)
    assert operations <= reached
