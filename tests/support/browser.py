"""A headless Chromium, driven by its own DevTools protocol: enough of it to see a page as a person does."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0"),
)
PATIENCE = 30.0  # seconds for anything the page or the browser is waited for


class Page:
    """The only page of a browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._calls = 0

    def call(self, method: str, **params: Any) -> Any:
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") == self._calls:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, address: str, *, width: int = 1280, height: int = 900) -> None:
        phone = width < 600
        scale = 2 if phone else 1
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )
        self.call("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """The value of an expression, or of the promise it gives."""
        told = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Until an expression is true, looked at whenever the page is painted."""
        script = f"""new Promise((resolve) => {{
            const deadline = performance.now() + {PATIENCE * 1000 / 2}
            const look = () => ({condition}) || performance.now() > deadline
                ? resolve(({condition}) ? null : document.body.innerText) : requestAnimationFrame(look)
            look()
        }})"""
        shown = self.run(script)
        assert shown is None, f"{condition} did not come true on:\n{shown}"

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """Runs Chromium with an empty profile; needs `CHROMIUM`."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            with connect(_address_of_page(process, profile), max_size=None) as socket:
                yield Page(socket)
        finally:
            process.terminate()
            process.wait()


def _address_of_page(process: subprocess.Popen[bytes], profile: Path) -> str:
    """Where the page of a browser that is starting listens."""
    told, deadline = profile / "DevToolsActivePort", time.monotonic() + PATIENCE
    while not told.exists() or "\n" not in told.read_text():
        assert process.poll() is None and time.monotonic() < deadline, "Chromium does not start"
        time.sleep(0.02)
    port = told.read_text().split()[0]
    with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        (page,) = (target for target in json.load(answer) if target["type"] == "page")
    address: str = page["webSocketDebuggerUrl"]
    return address
