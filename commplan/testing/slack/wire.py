"""A request as it came over the wire, and the arguments in it."""

import json
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

from commplan.testing.slack.answers import JSON, SlackError, invalid_arguments

FORM = "application/x-www-form-urlencoded"
_TRUE, _FALSE = ("1", "true"), ("0", "false")


class Request(NamedTuple):
    """One HTTP request; ``query`` is the undecoded query string, ``verb`` GET or POST."""

    verb: str
    method: str
    query: str
    body: bytes
    content_type: str
    authorization: str


class Response(NamedTuple):
    """One answer; after ``delay`` seconds it is sent, or the connection is ``reset``.

    With ``drip`` it comes byte by byte, with so many seconds after each.

    ``error`` is Slack's error code in the body, for the record of calls.
    """

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    drip: float = 0.0
    reset: bool = False
    error: str = ""


def json_response(
    value: JSON, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """Pack an answer for the wire."""
    body, error = json.dumps(value).encode(), str(value.get("error", ""))
    return Response(status, "application/json; charset=utf-8", body, headers, error=error)


class Arguments:
    """The arguments of a call, every one a text until a method asks for more."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def as_dict(self) -> dict[str, str]:
        """Give all arguments as sent."""
        return dict(self._values)

    def text(self, key: str) -> str:
        """The argument as sent, empty if it was not."""
        return self._values.get(key, "")

    def require(self, *keys: str) -> None:
        """Raise ``invalid_arguments`` that names each of these that is absent or empty."""
        missing = [f"missing required field: {key}" for key in keys if not self.text(key)]
        if missing:
            raise invalid_arguments(*missing)

    def texts(self, key: str) -> tuple[str, ...]:
        """A comma-separated list, without blanks."""
        return tuple(part.strip() for part in self.text(key).split(",") if part.strip())

    def flag(self, key: str) -> bool:
        """Give a truth value, False if absent."""
        text = self.text(key).lower()
        if text in _TRUE:
            return True
        if text in _FALSE or not text:
            return False
        raise invalid_arguments(f"must provide a boolean [json-pointer:/{key}]")

    def number(self, key: str) -> int:
        """A whole number, 0 if absent."""
        text = self.text(key)
        try:
            return int(text or "0")
        except ValueError:
            raise invalid_arguments(f"must provide a number [json-pointer:/{key}]") from None


def read_arguments(request: Request, *, takes_json: bool) -> Arguments:
    """Arguments of the query and the body, the body winning.

    A method that does not take JSON looks past a JSON body, as Slack's read
    methods do, and so misses what was in it.
    """
    return Arguments(_pairs(request.query) | _body(request, takes_json))


def _body(request: Request, takes_json: bool) -> dict[str, str]:
    if request.verb != "POST" or not request.body.strip():
        return {}
    media = request.content_type.partition(";")[0].strip().lower()
    if not media:
        raise SlackError("missing_post_type")
    if media == FORM:
        return _pairs(request.body.decode("utf-8", "replace"))
    if media != "application/json":
        raise SlackError("invalid_post_type")
    values = _json_object(request.body)
    return values if takes_json else {}


def _pairs(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def _json_object(body: bytes) -> dict[str, str]:
    try:
        value = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return {key: _as_text(item) for key, item in value.items() if item is not None}


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(_as_text, value))
    return json.dumps(value)


def charset_warning(request: Request) -> str | None:
    """The warning that Slack adds when a content type and its charset do not go together."""
    if request.verb != "POST":
        return None
    media, _, parameters = request.content_type.lower().partition(";")
    has_charset = "charset=" in parameters
    if media.strip() == "application/json" and not has_charset:
        return "missing_charset"
    if media.strip() == FORM and has_charset:
        return "superfluous_charset"
    return None


def bearer_token(request: Request) -> str:
    """The token of the request, empty if it has none.

    One in the query string is refused, as Slack refuses it for newer apps.
    """
    if "token" in _pairs(request.query):
        raise SlackError("invalid_auth")
    scheme, _, token = request.authorization.partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    if request.content_type.partition(";")[0].strip().lower() == FORM:
        return _pairs(request.body.decode("utf-8", "replace")).get("token", "")
    return ""
