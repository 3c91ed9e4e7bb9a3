"""Folders, archives and files as request bodies: what is sent, what is left out, and which errors are raised."""

from __future__ import annotations

import base64
import inspect
import io
import logging
import os
import sys
import threading
import typing
import zipfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from v0_client import sources
from v0_client._generated import models
from v0_client.errors import InvalidRequestError

TREE = ("README.md", "app/[id]/page.tsx", "app/page.tsx", "lib/a.ts", "lib/deep/b.ts", "lib2/a.ts", "tests/lib/c.ts")
ZIP_PREFIX = "data:application/zip;base64,"


def plant(root: Path, files: Iterable[str] | dict[str, str | bytes]) -> Path:
    for name in files:
        content = files[name] if isinstance(files, dict) else f"text of {name}"
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def names(files: list[models.InitFile]) -> list[str]:
    return [file.name for file in files]


def locked(files: list[models.InitFile]) -> list[str]:
    return [file.name for file in files if file.locked]


def unzip(data_uri: str) -> zipfile.ZipFile:
    assert data_uri.startswith(ZIP_PREFIX)
    return zipfile.ZipFile(io.BytesIO(base64.b64decode(data_uri.removeprefix(ZIP_PREFIX), validate=True)))


def refusal(call: Callable[[], object], field: str = "path") -> str:
    with pytest.raises(InvalidRequestError) as caught:
        call()
    assert caught.value.field == field
    return str(caught.value)


# Folders


def test_files_are_sorted_with_relative_posix_names_and_their_text(tmp_path: Path) -> None:
    plant(tmp_path, {"b/z.ts": "z\r\n", "b.ts": "\ufeffé \ufeff🚀", "a/x/y.ts": "", "B.ts": "B"})
    files = sources.files_from_directory(tmp_path)
    assert [(file.name, file.content) for file in files] == [
        ("B.ts", "B"),
        ("a/x/y.ts", ""),
        ("b.ts", "é \ufeff🚀"),  # the byte order mark is taken off, and only there
        ("b/z.ts", "z\r\n"),
    ]
    assert files[0].to_dict() == {"name": "B.ts", "content": "B"}


def test_a_folder_may_be_given_as_text_relative_or_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path / "site", ["a.ts"])
    (tmp_path / "link").symlink_to("site", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    for path in ("site", "site/", "./site", str(tmp_path / "site"), "link"):
        assert names(sources.files_from_directory(path)) == ["a.ts"]


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.local",
        "prod.env",
        "deep/.ENV.Production",
        ".dev.vars",
        "server.pem",
        "keys/tls.key",
        "id_rsa",
        "id_ed25519.pub",
        ".ssh/config",
        ".aws/credentials",
        ".npmrc",
        ".netrc",
        "credentials.json",
        "app-firebase-adminsdk-1.json",
        "infra/terraform.tfstate",
        "data/app.sqlite3",
        ".git/config",
        "packages/web/.git",
        "node_modules/x/index.js",
        "packages/web/node_modules/x/index.js",
        ".next/build.json",
        ".venv/bin/activate",
        "src/__pycache__/a.cpython-311.pyc",
        ".DS_Store",
        "npm-debug.log",
    ],
)
def test_secrets_and_generated_files_are_sent_only_for_an_explicit_pattern(tmp_path: Path, name: str) -> None:
    plant(tmp_path, [name, "kept.ts"])
    assert names(sources.files_from_directory(tmp_path)) == ["kept.ts"]
    assert names(sources.files_from_directory(tmp_path, ignore=["*.nothing"])) == ["kept.ts"]
    assert names(sources.files_from_directory(tmp_path, ignore=lambda _: False)) == ["kept.ts"]
    assert unzip(sources.zip_from_directory(tmp_path)).namelist() == ["kept.ts"]
    assert names(sources.files_from_directory(tmp_path, ignore="!*")) == sorted([name, "kept.ts"])
    (tmp_path / ".gitignore").write_text("!*\n")  # no file in the folder takes back what guards secrets
    assert names(sources.files_from_directory(tmp_path, gitignore=True)) == [".gitignore", "kept.ts"]


def test_sources_that_resemble_them_are_sent(tmp_path: Path) -> None:
    kept = [".env.example", ".github/ci.yml", ".gitignore", "app/environment.ts", "build/x.ts", "dist/x.ts", "env/x.ts"]
    plant(tmp_path, kept)
    assert names(sources.files_from_directory(tmp_path)) == kept


@pytest.mark.parametrize(
    ("ignore", "left_out"),
    [
        ("README.md", {"README.md"}),
        ("readme.MD", set()),
        ("*.md", {"README.md"}),
        ("a.ts", {"lib/a.ts", "lib2/a.ts"}),
        ("lib", {"lib/a.ts", "lib/deep/b.ts", "tests/lib/c.ts"}),
        ("lib/", {"lib/a.ts", "lib/deep/b.ts", "tests/lib/c.ts"}),
        ("/lib/", {"lib/a.ts", "lib/deep/b.ts"}),
        ("./lib", set()),
        ("page.tsx/", set()),  # folders only
        ("tests/lib", {"tests/lib/c.ts"}),
        ("lib/*.ts", {"lib/a.ts"}),
        ("lib/**/*.ts", {"lib/a.ts", "lib/deep/b.ts"}),
        ("lib/**", {"lib/a.ts", "lib/deep/b.ts"}),
        ("**/lib/*.ts", {"lib/a.ts", "tests/lib/c.ts"}),
        ("lib?", {"lib2/a.ts"}),
        (r"app/\[id\]/page.tsx", {"app/[id]/page.tsx"}),
        ("app/[id]/page.tsx", set()),  # a set of characters
        ("lib[0-9]", {"lib2/a.ts"}),
        ("*.md   ", {"README.md"}),
        (["lib/", "", "# a comment", "*.md"], {"README.md", "lib/a.ts", "lib/deep/b.ts", "tests/lib/c.ts"}),
        (["*.ts", "!b.ts"], {"lib/a.ts", "lib2/a.ts", "tests/lib/c.ts"}),
        (["!b.ts", "*.ts"], {"lib/a.ts", "lib/deep/b.ts", "lib2/a.ts", "tests/lib/c.ts"}),
        ((pattern for pattern in ("*.md", "lib2")), {"README.md", "lib2/a.ts"}),
        (lambda path: path in {"lib/", "README.md"}, {"README.md", "lib/a.ts", "lib/deep/b.ts"}),
        ((), set()),
    ],
)
def test_ignore(tmp_path: Path, ignore: str | Iterable[str] | Callable[[str], bool], left_out: set[str]) -> None:
    plant(tmp_path, TREE)
    assert names(sources.files_from_directory(tmp_path, ignore=ignore)) == [n for n in TREE if n not in left_out]


def test_an_ignore_function_is_called_once_for_each_path_and_not_inside_a_folder_left_out(tmp_path: Path) -> None:
    plant(tmp_path, [*TREE, ".git/config"])
    asked: list[str] = []

    def ignore(path: str) -> bool:
        asked.append(path)
        return path.startswith("lib")

    sources.zip_from_directory(tmp_path, ignore=ignore)
    expected = ["README.md", "app/", "app/[id]/", "app/[id]/page.tsx", "app/page.tsx", "lib/", "lib2/", "tests/"]
    assert sorted(asked) == [*expected, "tests/lib/", "tests/lib/c.ts"]


def test_gitignore_files_count_where_they_are_requested(tmp_path: Path) -> None:
    tree = ["a.ts", "out/a.js", "web/b.log.ts", "web/dist/x.js", "web/keep/dist/y.js", "web/out/z.js"]
    plant(tmp_path, tree)
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbf/out/\r\n# comment\r\n*.log.ts\r\n")
    (tmp_path / "web/.gitignore").write_text("dist/\n!/keep/dist/\n!b.log.ts\n")
    everything = sorted([*tree, ".gitignore", "web/.gitignore"])
    assert names(sources.files_from_directory(tmp_path)) == everything
    honoured = names(sources.files_from_directory(tmp_path, gitignore=True))
    assert honoured == [name for name in everything if name not in {"out/a.js", "web/dist/x.js"}]
    assert unzip(sources.zip_from_directory(tmp_path, gitignore=True)).namelist() == honoured
    wanted = names(sources.files_from_directory(tmp_path, gitignore=True, ignore=["!/out/", "a.ts"]))
    assert wanted == [name for name in everything if name not in {"a.ts", "web/dist/x.js"}]
    asked: list[str] = []
    sources.files_from_directory(tmp_path, gitignore=True, ignore=lambda path: bool(asked.append(path)))
    assert "out/" not in asked and "web/" in asked


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_linked_gitignore_file_does_not_count(tmp_path: Path) -> None:
    plant(tmp_path, {"site/a.ts": "", "rules": "*.ts\n"})
    (tmp_path / "site/.gitignore").symlink_to(tmp_path / "rules")
    assert names(sources.files_from_directory(tmp_path / "site", gitignore=True)) == ["a.ts"]


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        (True, set(TREE)),
        (False, set[str]()),
        ((), set[str]()),
        ("*", set(TREE)),
        ("README.md", {"README.md"}),
        ("/lib/", {"lib/a.ts", "lib/deep/b.ts"}),
        ("lib", {"lib/a.ts", "lib/deep/b.ts", "tests/lib/c.ts"}),
        (("*.md", "app/[id]/*"), {"README.md", "app/[id]/page.tsx"}),
        (["*", "!page.tsx"], set(TREE) - {"app/page.tsx", "app/[id]/page.tsx"}),
        ((pattern for pattern in ("*.md", "lib2")), {"README.md", "lib2/a.ts"}),
    ],
)
def test_lock(tmp_path: Path, lock: bool | str | Iterable[str], expected: set[str]) -> None:
    files = sources.files_from_directory(plant(tmp_path, TREE), lock=lock)
    assert names(files) == list(TREE)
    assert set(locked(files)) == expected
    assert all(file.to_dict().get("locked", True) is True for file in files)  # True or absent


@pytest.mark.parametrize("typo", ["lbi/", "app/i/page.tsx", "README.md/", "!lbi", ".env", ""])
def test_a_lock_pattern_that_matches_nothing_sent_is_refused_by_name(tmp_path: Path, typo: str) -> None:
    plant(tmp_path, [*TREE, ".env"])
    assert repr(typo) in refusal(lambda: sources.files_from_directory(tmp_path, lock=("lib/", typo)), "lock")


# What cannot be sent


@pytest.mark.parametrize("content", [b"\x89PNG\r\n", b"\xff\xfea\0", b"a\0b", b"\xed\xa0\x80"])
def test_files_that_are_not_text_are_named_with_the_remedies(tmp_path: Path, content: bytes) -> None:
    plant(tmp_path, {"a.ts": "", "public/logo.png": content, "public/more.png": content})
    text = refusal(lambda: sources.files_from_directory(tmp_path))
    assert "'public/logo.png', 'public/more.png'" in text and "ignore" in text and "zip_from_directory" in text
    assert names(sources.files_from_directory(tmp_path, ignore="public/*.png")) == ["a.ts"]
    assert unzip(sources.zip_from_directory(tmp_path)).read("public/logo.png") == content


def test_a_long_list_of_names_is_shortened(tmp_path: Path) -> None:
    plant(tmp_path, {f"{i:02}.png": b"\0" for i in range(13)})
    text = refusal(lambda: sources.files_from_directory(tmp_path))
    assert "'09.png' and 3 more" in text and "10.png" not in text


@pytest.mark.parametrize("argument", ["ignore", "lock"])
@pytest.mark.parametrize("wrong", [5, None, [5]])
def test_patterns_are_strings(tmp_path: Path, argument: str, wrong: object) -> None:
    plant(tmp_path, {"a.ts": ""})
    given: Any = {argument: wrong}
    with pytest.raises(InvalidRequestError, match=f"^{argument} must be a pattern or several") as caught:
        sources.files_from_directory(tmp_path, **given)
    assert caught.value.field == argument


FROM_DIRECTORY: list[Callable[..., object]] = [sources.files_from_directory, sources.zip_from_directory]
FROM_FILE: list[Callable[..., object]] = [sources.zip_from_file, sources.attachment_from_file]


@pytest.mark.parametrize("call", FROM_DIRECTORY + FROM_FILE)
def test_paths_that_do_not_exist(tmp_path: Path, call: Callable[..., object]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert "missing" in refusal(lambda: call(tmp_path / "missing"))
    assert "loop" in refusal(lambda: call(tmp_path / "loop"))
    assert refusal(lambda: call("")) == "'' is not a path"
    assert refusal(lambda: call(b"a")) == "path must be a string or a Path, got bytes"
    assert refusal(lambda: call(None)) == "path must be a string or a Path, got NoneType"
    for nonsense in ("a\0b", "a\ud800b"):
        assert repr(nonsense) in refusal(lambda path=nonsense: call(path))  # type: ignore[misc] # inferred from the default


@pytest.mark.parametrize("call", FROM_DIRECTORY)
def test_a_file_is_not_a_folder_and_an_empty_folder_is_refused(tmp_path: Path, call: Callable[..., object]) -> None:
    plant(tmp_path, ["full/.env"])
    (tmp_path / "empty/inner").mkdir(parents=True)
    assert ".env" in refusal(lambda: call(tmp_path / "full/.env"))
    assert "no files" in refusal(lambda: call(tmp_path / "empty"))
    assert "no files" in refusal(lambda: call(tmp_path / "full"))


@pytest.mark.parametrize("call", FROM_FILE)
def test_a_folder_or_a_pipe_is_not_a_file(tmp_path: Path, call: Callable[..., object]) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in refusal(lambda: call(tmp_path))
    assert "is not a file" in refusal(lambda: call(tmp_path / "pipe"))


@pytest.mark.parametrize("call", FROM_DIRECTORY)
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., object], what: str
) -> None:
    plant(tmp_path, ["private/a.ts"])

    def deny(path: object, *_: object) -> typing.NoReturn:
        raise PermissionError(13, "Permission denied", str(path))

    scandir = os.scandir  # Modes would not stop a test that is run by root.
    if what == "file":
        monkeypatch.setattr(Path, "read_bytes", deny)
    else:
        monkeypatch.setattr(os, "scandir", lambda path: deny(path) if "private" in path else scandir(path))
    text = refusal(lambda: call(tmp_path))
    assert str(tmp_path / ("private/a.ts" if what == "file" else "private")) in text and "Permission denied" in text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the file system refuses such a name")
def test_a_name_that_is_not_valid_unicode_is_refused_with_a_printable_error(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.ts")).write_text("")
    for call in FROM_DIRECTORY:
        refusal(lambda call=call: call(tmp_path)).encode()  # type: ignore[misc] # inferred from the default
    assert names(sources.files_from_directory(plant(tmp_path, ["a.ts"]), ignore="caf*")) == ["a.ts"]


# Links


def test_links_are_never_followed_and_one_warning_names_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plant(tmp_path, ["outside/secret.ts", "site/a.ts", "site/.env"])
    site = tmp_path / "site"
    (site / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (site / "out.ts").symlink_to(tmp_path / "outside/secret.ts")
    (site / "alias.ts").symlink_to(".env")
    (site / "loop").symlink_to(site, target_is_directory=True)
    (site / "self").symlink_to("self")
    (site / "broken").symlink_to("nowhere")
    (site / "known").symlink_to("nowhere")
    os.mkfifo(site / "pipe")
    with caplog.at_level(logging.WARNING, logger="v0_client"):
        assert names(sources.files_from_directory(site, ignore="known")) == ["a.ts"]
    (record,) = caplog.records
    assert "'alias.ts', 'broken', 'loop', 'out', 'out.ts', 'pipe', 'self'" in record.getMessage()
    assert unzip(sources.zip_from_directory(site)).namelist() == ["a.ts"]


def test_a_windows_junction_is_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plant(tmp_path, ["a.ts", "folder/b.ts"])
    monkeypatch.setattr(sources, "_JUNCTION", 0)  # the tag of an ordinary folder, so that every one is a junction
    assert names(sources.files_from_directory(tmp_path)) == ["a.ts"]
    assert "'folder'" in caplog.text


def test_a_folder_without_links_warns_of_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sources.files_from_directory(plant(tmp_path, [*TREE, ".env"]))
    assert not caplog.records


# Sizes


@pytest.mark.parametrize("call", FROM_DIRECTORY)
def test_size_limits_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., object]) -> None:
    plant(tmp_path, {"a.ts": "a" * 1000, "big/b.ts": "b" * 2000, "node_modules/c.js": "c" * 9000})
    assert call(tmp_path, max_file_size=2000, max_total_size=3000) == call(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", _must_not_be_read)  # what is refused is not read first
    text = refusal(lambda: call(tmp_path, max_file_size=1999))
    assert str(tmp_path / "big/b.ts") in text and "2,000" in text and "1,999" in text
    text = refusal(lambda: call(tmp_path, max_total_size=2999))
    assert str(tmp_path) in text and "3,000" in text and "2,999" in text


@pytest.mark.parametrize("call", FROM_DIRECTORY)
def test_default_size_limits_of_a_folder(tmp_path: Path, call: Callable[..., object]) -> None:
    with (tmp_path / "a.ts").open("wb") as file:
        file.truncate(sources.MAX_FILE_SIZE + 1)  # zeros, and so no text either: sizes come first
    assert f"{sources.MAX_FILE_SIZE:,}" in refusal(lambda: call(tmp_path))
    defaults = inspect.signature(call).parameters
    assert defaults["max_total_size"].default == sources.MAX_TOTAL_SIZE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: b"short")
        call(tmp_path, max_file_size=None, max_total_size=None)


def _must_not_be_read(path: Path) -> bytes:
    raise AssertionError(f"{path} was read")


@pytest.mark.parametrize("call", FROM_FILE)
def test_size_limit_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., object]) -> None:
    archive = plant(tmp_path, {"a.zip": make_zip({"a.ts": b"text"})}) / "a.zip"
    size = archive.stat().st_size
    assert call(archive, max_size=size) == call(archive, max_size=None) == call(archive)
    monkeypatch.setattr(Path, "read_bytes", _must_not_be_read)  # what is refused is not read first
    text = refusal(lambda: call(archive, max_size=size - 1))
    assert str(archive) in text and str(size) in text


@pytest.mark.parametrize("value", ["1", -1, float("nan"), True])
def test_a_size_limit_is_a_number_or_none(tmp_path: Path, value: Any) -> None:
    plant(tmp_path, ["a.ts"])
    for call in FROM_DIRECTORY:
        for name in ("max_file_size", "max_total_size"):
            assert f"{name} must be a number" in refusal(
                lambda call=call, name=name: call(tmp_path, **{name: value}), name
            )
    for call in FROM_FILE:
        assert "no limit" in refusal(lambda call=call: call(tmp_path / "a.ts", max_size=value), "max_size")


def test_a_file_that_grew_after_it_was_measured_is_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ["a.ts"])
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"x" * 101)
    assert "101" in refusal(lambda: sources.files_from_directory(tmp_path, max_file_size=100))


# Archives


def make_zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_of_a_folder_holds_the_same_files(tmp_path: Path) -> None:
    plant(tmp_path, {"é/[id].ts": "text" * 1000, "a.png": b"\x89\0", "empty.ts": ""})
    with unzip(sources.zip_from_directory(tmp_path)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.png": b"\x89\0",
            "empty.ts": b"",
            "é/[id].ts": b"text" * 1000,
        }
        assert archive.namelist() == ["a.png", "empty.ts", "é/[id].ts"]
        packed = archive.getinfo("é/[id].ts")
        assert packed.compress_size < 200
        assert (packed.external_attr >> 16, packed.create_system) == (0o644, 3)
        assert packed.date_time == (1980, 1, 1, 0, 0, 0)


def test_the_same_files_give_the_same_archive(tmp_path: Path) -> None:
    first, second = plant(tmp_path / "1", TREE), plant(tmp_path / "2", reversed(TREE))
    for number, name in enumerate(TREE):
        os.utime(second / name, (10**9 + number, 10**9))
        (second / name).chmod(0o700)
    assert sources.zip_from_directory(first) == sources.zip_from_directory(second)


def test_an_archive_is_sent_as_it_is(tmp_path: Path) -> None:
    data = make_zip({"b.ts": b"b", ".env": b"a", "c/": b""})
    uri = sources.zip_from_file(plant(tmp_path, {"a.bin": data}) / "a.bin")
    assert uri == ZIP_PREFIX + base64.b64encode(data).decode()
    assert models.InitChatFromZip(zip={"url": uri}).to_dict()["zip"] == {"url": uri}


def damaged(at: bytes, offset: int, value: bytes) -> bytes:
    data = make_zip({"a.ts": b"text"})
    start = data.index(at) + offset
    return data[:start] + value + data[start + len(value) :]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(lambda: b"", "not a zip archive", id="empty file"),
        pytest.param(lambda: b"PK\x03\x04 and then nothing of the kind", "not a zip archive", id="only the magic"),
        pytest.param(lambda: b"\x1f\x8b\x08\0" * 50, "not a zip archive", id="gzip"),
        pytest.param(lambda: make_zip({"a.ts": b"text"})[:-10], "not a zip archive", id="cut short"),
        pytest.param(lambda: damaged(b"PK\x01\x02", 0, b"XX"), "not a zip archive", id="no directory"),
        pytest.param(lambda: damaged(b"PK\x01\x02", 6, b"\xff"), "not a zip archive", id="version from the future"),
        pytest.param(
            lambda: make_zip({"\xe9": b""}).replace("é".encode(), b"\xff\xff"), "not a zip archive", id="name"
        ),
        pytest.param(lambda: make_zip({"~": b"text"}).replace(b"~", b"\0"), "without files", id="nameless"),
        pytest.param(lambda: damaged(b"PK\x01\x02", 8, b"\x01"), "encrypted", id="encrypted"),
        pytest.param(lambda: make_zip({}), "without files", id="no members"),
        pytest.param(lambda: make_zip({"folder/": b""}), "without files", id="only folders"),
        pytest.param(lambda: make_zip_twice("lib/a.ts"), "'lib/a.ts'", id="duplicate"),
    ],
)
def test_an_unusable_archive_is_refused(tmp_path: Path, data: Callable[[], bytes], why: str) -> None:
    file = plant(tmp_path, {"a.zip": data()}) / "a.zip"
    text = refusal(lambda: sources.zip_from_file(file))
    assert str(file) in text and why in text


def make_zip_twice(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"1")
        archive.writestr(name, b"2")
    return buffer.getvalue()


# Attachments


@pytest.mark.parametrize(
    ("name", "content", "mime_type"),
    [
        ("a.png", b"\x89PNG", "image/png"),
        ("A.JPG", b"\xff\xd8", "image/jpeg"),
        ("a.webp", b"RIFF", "image/webp"),
        ("a.avif", b"\0\0", "image/avif"),
        ("a.svg", b"<svg/>", "image/svg+xml"),
        ("a.pdf", b"%PDF", "application/pdf"),
        ("a.csv", b"1,2", "text/csv"),
        ("a.ts", b"let a", "text/plain"),
        ("a.tsx", b"<a/>", "text/plain"),
        ("Makefile", "é".encode(), "text/plain"),
        ("a.tar.gz", b"\x1f\x8b", "application/octet-stream"),
        ("unknown", b"\xff", "application/octet-stream"),
        ("a.docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.XLSX", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.md", b"# Plan", "text/markdown"),
        ("a.mjs", b"export {}", "text/javascript"),
        ("a.cjs", b"exports", "text/javascript"),
        ("a.yaml", b"a: 1", "text/plain"),
        ("a.ogg", b"OggS", "audio/ogg"),
        ("a.json", b"{}", "application/json"),
        ("a.heic", b"\0", "image/heic"),
        (".png", b"\x89PNG", "application/octet-stream"),
    ],
)
def test_an_attachment_holds_the_file_and_its_type(tmp_path: Path, name: str, content: bytes, mime_type: str) -> None:
    attachment = sources.attachment_from_file(plant(tmp_path, {name: content}) / name)
    assert attachment == models.Attachment(url=f"data:{mime_type};base64,{base64.b64encode(content).decode()}")


def test_the_type_of_an_attachment_can_be_set_and_is_checked(tmp_path: Path) -> None:
    file = plant(tmp_path, {"a.png": "hi"}) / "a.png"
    given = sources.attachment_from_file(file, mime_type="text/plain;charset=utf-8")
    assert given.url == "data:text/plain;charset=utf-8;base64,aGk="
    wrong_types: list[Any] = ["", "png", "image/png,", "image/png\n", "a/b/c", 5, b"image/png"]
    for nonsense in wrong_types:
        text = refusal(lambda wrong=nonsense: sources.attachment_from_file(file, mime_type=wrong), "mime_type")  # type: ignore[misc] # inferred from the default
        assert repr(nonsense) in text


def test_a_text_attachment_loses_its_byte_order_mark(tmp_path: Path) -> None:
    file = plant(tmp_path, {"a.md": b"\xef\xbb\xbf# Plan", "b.bin": b"\xef\xbb\xbf\xff", "c.txt": b"\xef\xbb\xbf"})
    assert sources.attachment_from_file(file / "a.md").url == "data:text/markdown;base64,IyBQbGFu"
    assert sources.attachment_from_file(file / "b.bin").url == "data:application/octet-stream;base64,77u//w=="
    assert "empty" in refusal(lambda: sources.attachment_from_file(file / "c.txt"))


def test_an_empty_attachment_is_refused(tmp_path: Path) -> None:
    assert "empty" in refusal(lambda: sources.attachment_from_file(plant(tmp_path, {"a.png": b""}) / "a.png"))


def test_types_do_not_depend_on_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimetypes.types_map", {".png": "video/x-else"})
    file = plant(tmp_path, {"a.png": "x"}) / "a.png"
    assert sources.attachment_from_file(file).url.startswith("data:image/png;")


# Async twins


TWINS: list[tuple[Callable[..., object], Callable[..., Awaitable[object]], dict[str, Any]]] = [
    (sources.files_from_directory, sources.afiles_from_directory, {"lock": "lib/", "ignore": "*.md"}),
    (sources.zip_from_directory, sources.azip_from_directory, {"ignore": lambda path: path == "README.md"}),
    (sources.zip_from_file, sources.azip_from_file, {"max_size": 5000}),
    (sources.attachment_from_file, sources.aattachment_from_file, {"mime_type": "image/png"}),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("function", "twin", "options"), TWINS)
async def test_a_twin_returns_the_same_from_a_thread(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    function: Callable[..., object],
    twin: Callable[..., Awaitable[object]],
    options: dict[str, Any],
) -> None:
    assert inspect.signature(twin).parameters == inspect.signature(function).parameters
    path = plant(tmp_path / "site", TREE)
    if function in FROM_FILE:
        path = plant(tmp_path, {"a.zip": make_zip({"a.ts": b"text"})}) / "a.zip"
    expected = function(path, **options)
    threads: set[int] = set()
    read_bytes = Path.read_bytes

    def read(file: Path) -> bytes:
        threads.add(threading.get_ident())
        return read_bytes(file)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert await twin(path, **options) == expected
    assert threads and threading.get_ident() not in threads
    with pytest.raises(InvalidRequestError):
        await twin(tmp_path / "missing")


# The module


@pytest.mark.parametrize("call", FROM_DIRECTORY + FROM_FILE)
def test_hints_resolve_at_run_time(call: Callable[..., object]) -> None:
    assert "path" in typing.get_type_hints(call)
