"""The programs of the page about synchronous code, as cells of a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.doc_pages import ROOT, programs_of
from v0_client.sandbox import Sandbox

manager = pytest.importorskip("jupyter_client.manager", reason="ipykernel brings it")
pytest.importorskip("ipykernel", reason="the kernel of a notebook")

PAGE = ROOT / "docs" / "how-to" / "synchronous.md"


@pytest.mark.slow
def test_cells_run_in_a_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(async_seconds=0.05) as sandbox:
        monkeypatch.setenv("V0_API_KEY", sandbox.api_key)
        monkeypatch.setenv("V0_BASE_URL", sandbox.base_url)
        run_cells(tmp_path, monkeypatch)
    assert (tmp_path / "app.zip").read_bytes()[:2] == b"PK"


def run_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    kernel, client = manager.start_new_kernel(cwd=str(tmp_path))
    try:
        cells = ["import asyncio; asyncio.get_running_loop()", *programs_of(PAGE), "client.close()"]
        assert len(cells) == 4
        for cell in cells:
            outputs: list[dict[str, Any]] = []
            reply = client.execute_interactive(cell, timeout=60, output_hook=outputs.append)
            assert reply["content"]["status"] == "ok", outputs
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
