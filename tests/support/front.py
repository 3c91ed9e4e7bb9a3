"""One address in front of several servers, as a load balancer is: a connection goes to the first that accepts it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

Address = tuple[str, int]


@contextmanager
def front(servers: Sequence[Address]) -> Iterator[str]:
    """Forward connections byte by byte; yields the base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=_accept, args=(listener, servers))
        accepting.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join()


def _accept(listener: socket.socket, servers: Sequence[Address]) -> None:
    forwarding: list[threading.Thread] = []
    opened: list[socket.socket] = []
    with suppress(OSError):  # the listener was shut down
        while True:
            browser, _ = listener.accept()
            server = _connect(servers)
            if server is None:
                browser.close()
                continue
            opened += [browser, server]
            for source, target in ((browser, server), (server, browser)):
                thread = threading.Thread(target=_forward, args=(source, target))
                thread.start()
                forwarding.append(thread)
    for each in opened:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
    for thread in forwarding:
        thread.join()
    for each in opened:
        each.close()


def _connect(servers: Sequence[Address]) -> socket.socket | None:
    for address in servers:
        with suppress(ConnectionRefusedError):
            return socket.create_connection(address)
    return None


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while received := source.recv(65536):
            target.sendall(received)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
