"""The SDK's client, set up so that it is silent, tries once, and keeps the token to one host."""

from __future__ import annotations

import logging
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from io import BufferedReader, RawIOBase
from ipaddress import ip_address
from socket import socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
)

from slack_sdk.web import WebClient

LARGEST_ANSWER = 64 * 2**20
"""Bytes; a page of a thousand accounts takes about one of these 64 MiB."""


class TooLargeError(HTTPException):
    """An answer that is no answer to what was asked."""


class _InTime(RawIOBase):
    """Reads from a connection until the whole answer should have come.

    A socket's own time-out begins anew with every byte: an answer that drips in would
    keep us for ever.
    """

    def __init__(self, connection: socket) -> None:
        self._connection = connection
        self._raw = connection.makefile("rb", buffering=0)
        timeout = connection.gettimeout()
        self._end = None if timeout is None else monotonic() + timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._end is not None:
            left = self._end - monotonic()
            if left <= 0:
                raise TimeoutError
            self._connection.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket, *words: Any, **more: Any) -> None:
        super().__init__(sock, *words, **more)
        self.fp.close()
        self.fp = BufferedReader(_InTime(sock))


class _Connection(HTTPConnection):
    response_class = _Response


class _SecureConnection(HTTPSConnection):
    response_class = _Response


class _Handler(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Connection, req)


class _SecureHandler(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, req, context=self._context)  # type: ignore[attr-defined]  # as its own does


class _AsItIs(HTTPErrorProcessor):
    """Takes every status as an answer, and follows no redirection.

    urllib would take the token along to another host.
    """

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:  # noqa: ARG002  # urllib's signature
        return response

    https_response = http_response


class _QuietClient(WebClient):
    """A client that opens connections in its own way.

    The SDK sends calls to this machine through any proxy that the environment names,
    where nothing on this machine answers, and has no way to say otherwise.
    """

    def __init__(self, token: str, base_url: str, timeout: float) -> None:
        logger = logging.Logger("commplan.slack", level=logging.CRITICAL + 1)
        super().__init__(token, base_url, logger=logger, retry_handlers=[])
        self._seconds = timeout
        direct = is_loopback(urlsplit(base_url).hostname or "")
        proxies = ProxyHandler({} if direct else None)
        self._opener = build_opener(proxies, _Handler, _SecureHandler, _AsItIs)

    def _perform_urllib_http_request_internal(
        self,
        url: str,  # noqa: ARG002  # the request has it, too
        req: Request,
    ) -> dict[str, Any]:
        with self._opener.open(req, timeout=self._seconds) as answer:
            body = answer.read(LARGEST_ANSWER + 1)
            if len(body) > LARGEST_ANSWER:
                raise TooLargeError
            if answer.length:
                raise IncompleteRead(body, answer.length)
            text = body.decode(answer.headers.get_content_charset() or "utf-8")
            return {"status": answer.status, "headers": answer.headers, "body": text}


def make_client(token: str, base_url: str, timeout: float) -> WebClient:
    """A client without retries and log lines of its own: both are the caller's business."""
    return _QuietClient(token, base_url, timeout)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
