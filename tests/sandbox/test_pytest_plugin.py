"""The pytest plugin in other test suites: temporary projects, each with a pytest run of its own."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

STRICT = ("-W", "error", "--strict-markers", "-p", "no:cacheprovider")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest loads only the plugins that are named: faster, and no other plugin can load ours."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


SUITE = """
    import os
    import anyio
    import pytest
    from v0_client import Poll, RateLimitError, V0Client
    from v0_client.sandbox import ErrorResponse, Sandbox, Turn


    async def title(prompt):  # the code under test
        async with V0Client(max_retries=0) as client:
            async with client.v2.chats.stream(message=prompt) as stream:
                return (await stream.final()).title


    def test_sync(v0_sandbox: Sandbox) -> None:
        assert anyio.run(title, "a page") == "a page"
        assert v0_sandbox.requests.filter("create_chat_stream").last_body["message"] == "a page"


    @pytest.mark.anyio
    @pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
    async def test_async(v0_sandbox: Sandbox) -> None:
        v0_sandbox.script(ErrorResponse(status=429), Turn(text="Hello", title="Hi"))
        with pytest.raises(RateLimitError):
            await title("a page")
        assert await title("a page") == "Hi"
        v0_sandbox.assert_all_called()


    @pytest.fixture
    async def client(v0_sandbox):
        async with V0Client() as client:
            yield client


    @pytest.mark.v0_sandbox(pending_reads=2, seed=1)
    class TestMarked:
        @pytest.mark.anyio
        @pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
        async def test_class(self, v0_sandbox, client):
            poll = Poll(interval=0.001)
            assert (await client.v2.chats.create_and_wait(message="a page", poll=poll)).finish_reason == "stop"
            assert len(v0_sandbox.requests.filter("get_message_v2")) == 3

        @pytest.mark.v0_sandbox(seed=2)
        def test_closest_wins(self, v0_sandbox):
            assert (v0_sandbox.seed, v0_sandbox.pending_reads) == (2, 2)


    @pytest.mark.parametrize("turn", range(2))
    def test_each_test_has_its_own_sandbox(v0_sandbox, turn):
        assert v0_sandbox.requests == []
        assert anyio.run(title, "a page", backend="trio") == "a page"


    @pytest.fixture
    def before():
        settings = [os.environ.get(name) for name in ("V0_API_KEY", "V0_BASE_URL")]
        yield settings
        assert [os.environ.get(name) for name in ("V0_API_KEY", "V0_BASE_URL")] == settings == ["mine", None]


    def test_the_environment_is_restored(before, v0_sandbox):
        assert os.environ["V0_BASE_URL"] == v0_sandbox.base_url
"""


def test_a_suite_of_sync_asyncio_and_trio_tests(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_API_KEY", "mine")
    pytester.makepyfile(SUITE)
    pytester.runpytest_inprocess(*STRICT).assert_outcomes(passed=9)


@pytest.mark.usefixtures("bare")
def test_the_same_in_parallel(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_API_KEY", "mine")
    pytester.makepyfile(SUITE)
    plugins = ("-p", "v0_client", "-p", "anyio", "-p", "xdist")
    pytester.runpytest_subprocess(*STRICT, *plugins, "-n", "2").assert_outcomes(passed=9)


@pytest.mark.usefixtures("bare")
def test_nothing_is_loaded_before_the_fixture_is_used(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("""
        import sys

        def pytest_sessionfinish():
            tops = {name.partition(".")[0] for name in sys.modules}
            assert "pytest_v0_client" in tops
            assert not tops & {"v0_client", "httpx", "attrs", "anyio", "starlette", "uvicorn"}
    """)
    pytester.makepyfile("def test_of_something_else(): pass")
    pytester.runpytest_subprocess(*STRICT, "-p", "v0_client").assert_outcomes(passed=1)


@pytest.mark.usefixtures("bare")
def test_without_the_extra_only_the_fixture_fails_and_names_what_to_install(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("""
        import sys

        class Absent:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in ("starlette", "uvicorn"):
                    raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        sys.meta_path.insert(0, Absent())
    """)
    pytester.makepyfile("""
        def test_of_something_else(): pass
        def test_of_the_client(v0_sandbox): pass
    """)
    result = pytester.runpytest_subprocess(*STRICT, "-p", "v0_client")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["The sandbox needs starlette and uvicorn: pip install 'v0-client?sandbox?'"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_unknown_options_are_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import pytest

        @pytest.mark.v0_sandbox(sed=1)
        def test_misspelled(v0_sandbox): pass

        @pytest.mark.v0_sandbox(1)
        def test_positional(v0_sandbox): pass
    """)
    result = pytester.runpytest_inprocess(*STRICT, "-p", "no:randomly")
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        ["*unexpected keyword argument 'sed'*", "*takes 1 positional argument but 2 were given"]
    )


def test_help_lists_the_fixture_and_its_marker(pytester: pytest.Pytester) -> None:
    fixtures = pytester.runpytest_inprocess("--fixtures").stdout.str()
    assert "v0_sandbox" in fixtures and "A local v0 server for this test alone" in fixtures
    assert "v0_sandbox(**options): options of `Sandbox`" in pytester.runpytest_inprocess("--markers").stdout.str()
