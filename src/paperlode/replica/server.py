"""A replica over real HTTP, on this machine only."""

from __future__ import annotations

import ipaddress
import socket
import struct
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from paperlode.errors import InputError
from paperlode.replica.search import Catalogue
from paperlode.replica.service import FEEDS, OAI, SEARCH, Asked, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from paperlode.replica.announced import Lags
    from paperlode.replica.collection import Collection
    from paperlode.replica.faults import Faults
    from paperlode.replica.oai_pmh import PageSizes
    from paperlode.replica.spoilt import Reply

LARGEST_FORM = 1_000_000
"""Bytes that a POST may bring."""


class Replica:
    """A running replica: where it is, and its service to steer and to question."""

    def __init__(self, server: _Server, address: tuple[str, int]) -> None:
        self.service = server.service
        self._server = server
        host, port = address
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        """Its address, without a path."""
        self.search_url = self.url + SEARCH
        """The address of its search API: what settings call ``search_url``."""
        self.oai_url = self.url + OAI
        """The address of its OAI-PMH repository."""
        self.feed_url = self.url + FEEDS[0]
        """The address of its feeds; what comes behind it says which: ``cs.AI+q-bio``."""

    @property
    def log(self) -> list[dict[str, Any]]:
        """The requests so far."""
        return list(self.service.log)

    @property
    def connections(self) -> int:
        """How many clients are connected, or were and are still being answered."""
        return self._server.connections


@contextmanager
def serve(
    collection: Collection | Catalogue,
    now: datetime | Callable[[], datetime],
    faults: Faults | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    lags: Lags | None = None,
    pages: PageSizes | None = None,
) -> Iterator[Replica]:
    """Serve papers over loopback until the context ends; port 0 takes a free one.

    Raises InputError when the host is not this machine or the port cannot be had.
    """
    catalogue = collection if isinstance(collection, Catalogue) else Catalogue(collection)
    service = Service(catalogue, now, faults, lags=lags, pages=pages)
    server = _open(host, port, service)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Replica(server, (host, server.server_address[1]))
    finally:
        server.shutdown()
        server.hang_up()
        server.server_close()
        thread.join()


def _open(host: str, port: int, service: Service) -> _Server:
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise InputError(
            f"a replica serves this machine only: host {host!r} is not 127.0.0.1 or ::1"
        )
    try:
        return _Server(host, port, service)
    except (OSError, OverflowError) as error:
        raise InputError(
            f"port {port} cannot be used: {error}; --port 0 takes a free one"
        ) from error


class _Server(ThreadingHTTPServer):
    """Keeps its connections in sight, so that none outlives it."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, host: str, port: int, service: Service) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.service = service
        self.ended = Event()
        self._open: set[socket.socket] = set()
        self._cut: set[socket.socket] = set()
        super().__init__((host, port), _Handler)

    @property
    def connections(self) -> int:
        return len(self._open)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as inherited
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401  as inherited
        self._open.discard(request)
        if request in self._cut:
            self._cut.discard(request)
            self.close_request(request)  # without the farewell of an orderly end
        else:
            super().shutdown_request(request)

    def cut(self, connection: socket.socket) -> None:
        """Break a connection as a bad line does: the client sees a reset, not an end."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._cut.add(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as inherited
        """Say nothing: a client that hangs up is no error of ours."""

    def hang_up(self) -> None:
        """End every connection that is still open, and every wait."""
        self.ended.set()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """Turns HTTP into :class:`Asked` and a reply into HTTP."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "paperlode-replica"
    sys_version = ""
    wbufsize = -1  # one packet for headers and a short body
    disable_nagle_algorithm = True  # the rest of a long one does not wait for the client's word

    def _serve(self) -> None:
        asked = Asked(
            self.command,
            self.path,
            self._form(),
            self.headers.get("Content-Type", ""),
            self.headers.get("User-Agent", ""),
            self.headers.get("Accept", ""),
            self.headers.get("If-None-Match", ""),
        )
        with self.server.service.taken(asked) as reply:
            if reply.delay:
                self.server.ended.wait(reply.delay)
            self._send(reply)

    def _form(self) -> str:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > LARGEST_FORM:
            self.close_connection = True
            return ""
        return self.rfile.read(size).decode("utf-8", "replace")

    def _send(self, reply: Reply) -> None:
        answer = reply.answer
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        body = b"" if self.command == "HEAD" else answer.body
        self._pour(body[: len(body) // 2] if reply.cut else body, reply)
        if reply.cut:
            self.close_connection = True
            self.server.cut(self.connection)

    def _pour(self, body: bytes, reply: Reply) -> None:
        """Write a body. Its end is noted before the last byte, on which a client goes on."""
        if reply.rate is not None:
            self._trickle(body[:-1], reply.rate)
        else:
            self.wfile.write(body[:-1])
        self.server.service.ended(reply, len(body))
        self.wfile.write(body[-1:])

    def _trickle(self, body: bytes, rate: int) -> None:
        """Write so many bytes a second, until the server ends."""
        size = max(1, rate // 100)
        for start in range(0, len(body), size):
            drop = body[start : start + size]
            if self.server.ended.wait(len(drop) / rate):
                return
            self.wfile.write(drop)
            self.wfile.flush()

    do_GET = do_HEAD = do_POST = _serve  # noqa: N815  names that http.server looks for
    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _serve  # noqa: N815  same

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  as inherited
        """Keep quiet: the service has its own log."""
