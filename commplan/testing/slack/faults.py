"""Faults on demand: what a network or a bad day at Slack does to an answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from commplan.testing.slack.answers import JSON, SlackError
from commplan.testing.slack.wire import Response, json_response

Kind = Literal["answer", "reset", "slow", "drip", "truncated", "altered", "revoke"]
ANY_METHOD = "*"

_HTML = "text/html; charset=utf-8"


def _page(title: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head></html>".encode()


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong; made by the class methods, given to ``SlackServer.fail``."""

    kind: Kind
    response: Response | None = None
    seconds: float = 0.0
    code: str = ""
    change: Callable[[JSON], object] | None = None

    @classmethod
    def ratelimited(cls, retry_after: int | None = 1) -> "Fault":
        """429 with ``Retry-After`` in seconds, or without that header for None."""
        headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
        return cls("answer", json_response(SlackError("ratelimited").body(), 429, headers))

    @classmethod
    def server_error(cls, status: int = 500) -> "Fault":
        """An HTML page with a 5xx status."""
        return cls("answer", Response(status, _HTML, _page("Server Error")))

    @classmethod
    def html_ok(cls) -> "Fault":
        """An HTML page with status 200, as a proxy's login page comes."""
        return cls("answer", Response(200, _HTML, _page("Sign in")))

    @classmethod
    def error(cls, code: str) -> "Fault":
        """``{"ok": false, "error": code}`` with status 200."""
        return cls("answer", json_response(SlackError(code).body()))

    @classmethod
    def reset(cls) -> "Fault":
        """The connection is reset before anything is answered."""
        return cls("reset")

    @classmethod
    def slow(cls, seconds: float) -> "Fault":
        """The right answer, that many real seconds late; longer than a client waits: a timeout."""
        return cls("slow", seconds=seconds)

    @classmethod
    def drip(cls, seconds: float) -> "Fault":
        """The right answer byte by byte, with so many real seconds after each."""
        return cls("drip", seconds=seconds)

    @classmethod
    def redirect(cls, location: str) -> "Fault":
        """A redirection to another address."""
        return cls("answer", Response(302, _HTML, _page("Moved"), (("Location", location),)))

    @classmethod
    def wrong_type(cls) -> "Fault":
        """A text that is no JSON and says so, with status 200."""
        return cls("answer", Response(200, "text/plain; charset=utf-8", b"service is fine"))

    @classmethod
    def altered(cls, change: Callable[[JSON], object]) -> "Fault":
        """The right answer with its body changed in place, where it was no error."""
        return cls("altered", change=change)

    @classmethod
    def truncated_json(cls) -> "Fault":
        """The right answer, of which half is missing."""
        return cls("truncated")

    @classmethod
    def revoke_token(cls, code: str = "token_revoked") -> "Fault":
        """From this call on the calling token is refused with ``code``."""
        return cls("revoke", code=code)

    def apply(self, real: Callable[[], Response]) -> Response:
        """The answer with this fault; ``real`` makes the right one, if that is needed."""
        if self.response is not None:
            return self.response
        if self.kind == "reset":
            return Response(0, "", b"", reset=True)
        right = real()
        if self.kind == "slow":
            return right._replace(delay=self.seconds)
        if self.kind == "drip":
            return right._replace(drip=self.seconds)
        if self.change is not None and not right.error and right.status == 200:
            body = json.loads(right.body)
            self.change(body)
            return right._replace(body=json.dumps(body).encode())
        if self.kind == "truncated":
            return right._replace(body=right.body[: len(right.body) // 2])
        return right


@dataclass(slots=True)
class _Order:
    """A fault that was ordered, and how many calls it has still to let pass or to spoil."""

    method: str
    fault: Fault
    after: int
    times: int | None


class FaultPlan:
    """The faults that were ordered; the first order that is due wins."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def order(self, method: str, fault: Fault, after: int, times: int | None) -> None:
        """Let ``after`` calls pass, then spoil ``times`` (None: all that follow)."""
        if after < 0 or (times is not None and times < 1):
            raise ValueError("after must be 0 or more, times 1 or more")
        self._orders.append(_Order(method, fault, after, times))

    def clear(self) -> None:
        """Forget what was ordered."""
        self._orders.clear()

    def due(self, method: str) -> Fault | None:
        """The fault for this call, if any; counts the call for every order on the method."""
        found: Fault | None = None
        for order in [o for o in self._orders if o.method in (ANY_METHOD, method)]:
            if order.after:
                order.after -= 1
            elif found is None:
                found = order.fault
                self._use(order)
        return found

    def _use(self, order: _Order) -> None:
        if order.times is None:
            return
        order.times -= 1
        if not order.times:
            self._orders.remove(order)
