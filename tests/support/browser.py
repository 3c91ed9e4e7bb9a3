"""A headless Chromium, driven by the DevTools protocol: enough to see a page as a user does."""

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
TIMEOUT = 30.0  # seconds for every wait


class Page:
    """The only page of a browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._calls = 0

    def call(self, method: str, **params: Any) -> Any:
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": params}))
        while True:
            response = json.loads(self._socket.recv(timeout=TIMEOUT))
            if response.get("id") == self._calls:
                assert "error" not in response, response
                return response["result"]

    def open(self, address: str, *, width: int = 1280, height: int = 900) -> None:
        phone = width < 600
        scale = 2 if phone else 1
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )
        self.call("Page.navigate", url=address)
        self.wait_for("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """The value of an expression, or of the promise that it returns."""
        evaluated = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in evaluated, evaluated
        return evaluated["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true; it is evaluated whenever the page is painted."""
        script = f"""new Promise((resolve) => {{
            const deadline = performance.now() + {TIMEOUT * 1000 / 2}
            const check = () => ({condition}) || performance.now() > deadline
                ? resolve(({condition}) ? null : document.body.innerText) : requestAnimationFrame(check)
            check()
        }})"""
        shown = self.run(script)
        assert shown is None, f"{condition} did not become true on:\n{shown}"

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """Run Chromium with an empty profile; needs `CHROMIUM`."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        try:
            with connect(_address_of_page(process, profile), max_size=None) as socket:
                yield Page(socket)
        finally:
            process.terminate()
            process.wait()


def _address_of_page(process: subprocess.Popen[bytes], profile: Path) -> str:
    """The address of the page of a starting browser."""
    port_file, deadline = profile / "DevToolsActivePort", time.monotonic() + TIMEOUT
    while not port_file.exists() or "\n" not in port_file.read_text():
        assert process.poll() is None and time.monotonic() < deadline, "Chromium does not start"
        time.sleep(0.02)
    port = port_file.read_text().split()[0]
    with urlopen(f"http://127.0.0.1:{port}/json/list") as response:
        (page,) = (target for target in json.load(response) if target["type"] == "page")
    address: str = page["webSocketDebuggerUrl"]
    return address
