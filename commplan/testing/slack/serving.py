"""The HTTP side: sockets, headers, and the faults that happen below HTTP."""

import os
import socket
import struct
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event
from urllib.parse import unquote

from commplan.testing.slack.emulator import Emulator
from commplan.testing.slack.wire import Request, Response

BASE_PATH = "/api/"
_NO_LINGER = struct.pack("ii", 1, 0)


class Listener(ThreadingHTTPServer):
    """A local HTTP server in front of an emulator; ``stopping`` cuts slow answers short."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, emulator: Emulator, port: int) -> None:
        self.emulator = emulator
        self.stopping = Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def serve(self) -> None:
        """Accept connections until ``stop``, asleep in between."""
        while not self.stopping.is_set():
            self.handle_request()

    def stop(self) -> None:
        """End ``serve``, which wakes up for one last connection."""
        self.stopping.set()
        socket.create_connection(("127.0.0.1", self.server_port)).close()

    def server_bind(self) -> None:
        """Bind without looking up the host's name, which can take seconds offline."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30
    server: Listener

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        if not path.startswith(BASE_PATH):
            self._send(Response(404, "text/html; charset=utf-8", b"<h1>Not found</h1>"))
            return
        request = Request(
            verb=self.command,
            method=unquote(path.removeprefix(BASE_PATH)).rstrip("/"),
            query=query,
            body=body,
            content_type=self.headers.get("Content-Type", ""),
            authorization=self.headers.get("Authorization", ""),
        )
        self._deliver(self.server.emulator.answer(request))

    def _deliver(self, response: Response) -> None:
        if response.reset or self.server.stopping.wait(response.delay):
            self._reset()
            return
        try:
            if response.drip:
                self._drip(response)
            else:
                self._send(response)
        except (BrokenPipeError, ConnectionResetError):
            # The client gave up waiting; that is what a slow answer is for.
            self.close_connection = True

    def _send(self, response: Response, length: int | None = None) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(length or len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    def _drip(self, response: Response) -> None:
        self._send(response._replace(body=response.body[:1]), length=len(response.body))
        for place in range(1, len(response.body)):
            if self.server.stopping.wait(response.drip):
                break
            self.wfile.write(response.body[place : place + 1])
        self.close_connection = True

    def _reset(self) -> None:
        """End the connection with RST rather than FIN, past the buffers that hold it open."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        os.close(self.connection.detach())

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the emulator has its own record of calls."""
