"""One call to Slack's Web API, and what came of it.

The SDK raises a dozen kinds of exceptions, some with the body of a proxy's error
page in them. Here they become three: an answer, a refusal with Slack's error
code, or a fault that another try may mend. None of them carries the token.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from commplan.api import SourceError, scrub
from commplan.sources.slack.sdk import make_client

if TYPE_CHECKING:
    from slack_sdk.web import SlackResponse

_CODE = re.compile(r"[a-z][a-z0-9_]*")
"""What Slack's error codes look like; anything else is a page of something in between."""


class Reply(NamedTuple):
    """What came of one call."""

    status: int = 0
    """HTTP status, 0 if there was no answer."""
    data: Mapping[str, Any] = {}
    headers: Mapping[str, str] = {}
    """With lower-case names."""
    error: str | None = None
    """Slack's error code; None if Slack said ``ok``."""
    fault: str | None = None
    """A few words about a call that nobody answered properly; None if somebody did."""
    hopeless: bool = False
    """Whether another try cannot mend the fault."""


class Transport:
    """Sends calls with one token to one Slack."""

    def __init__(self, token: str, variable: str, base_url: str, timeout: float) -> None:
        """``variable`` is where the token came from, for errors."""
        self.host = _host(base_url)
        self._client = make_client(_header_safe(token, variable), base_url, timeout)

    def send(self, method: str, params: Mapping[str, object]) -> Reply:
        """Call ``method`` once. Never raises for what the other side does."""
        from slack_sdk.errors import SlackApiError  # 100 ms, needed by now

        try:
            response = self._client.api_call(method, params=dict(params))
        except SlackApiError as error:
            return _refusal(error.response)
        except AttributeError:
            # The SDK takes for granted that a JSON answer is an object.
            return Reply(fault="an answer that is no JSON object")
        except (OSError, HTTPException, LookupError, ValueError, RecursionError) as error:
            return _no_answer(error)
        if not isinstance(response.data, dict):
            return Reply(fault="an answer that is no JSON object")
        return Reply(response.status_code, response.data, _lower(response.headers))


def _refusal(response: SlackResponse) -> Reply:
    status, headers = response.status_code, _lower(response.headers)
    data = response.data if isinstance(response.data, dict) else {}
    code = data.get("error")
    if status == 429:  # too many requests
        return Reply(status, data, headers, error="ratelimited")
    if status >= 500:  # the server's fault
        return Reply(status, fault=f"HTTP {status}")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return Reply(status, fault=f"an answer that is not Slack's (HTTP {status})")
    return Reply(status, data, headers, error=code)


def _no_answer(error: BaseException) -> Reply:
    """The cause in a few words; the SDK's own texts may quote headers and bodies."""
    from ssl import SSLCertVerificationError  # loaded by the SDK anyway

    cause = getattr(error, "reason", error)
    if isinstance(cause, SSLCertVerificationError):
        return Reply(fault=f"certificate not trusted: {cause.verify_message}", hopeless=True)
    if isinstance(cause, TimeoutError):
        return Reply(fault="timed out")
    if isinstance(cause, OSError) and cause.strerror:
        return Reply(fault=scrub(cause.strerror.lower()))
    return Reply(fault=f"broken answer ({type(cause).__name__})")


def _lower(headers: Mapping[str, object]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}


def _host(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https"):
        raise SourceError("SLACK_API_URL: expected a URL such as https://slack.com/api/")
    return f"{host}:{port}" if port else host


def _header_safe(token: str, variable: str) -> str:
    """A token that can stand in a header; http.client would quote any other in its error."""
    token = token.strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise SourceError(f"{variable}: holds characters that no token has; copy it again")
    return token
