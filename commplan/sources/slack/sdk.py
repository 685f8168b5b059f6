"""The SDK's client, set up so that it is silent, tries once, and keeps the token to one host."""

from __future__ import annotations

import logging
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from slack_sdk.web import WebClient


class _Stay(HTTPRedirectHandler):
    """Follows no redirection: urllib would take the token along to another host."""

    def redirect_request(self, *_: object) -> None:
        return None


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
        self._opener = build_opener(ProxyHandler({} if direct else None), _Stay)

    def _perform_urllib_http_request_internal(
        self,
        url: str,  # noqa: ARG002  # the request has it, too
        req: Request,
    ) -> dict[str, Any]:
        with self._opener.open(req, timeout=self._seconds) as answer:
            body = answer.read().decode(answer.headers.get_content_charset() or "utf-8")
            return {"status": answer.status, "headers": answer.headers, "body": body}


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
