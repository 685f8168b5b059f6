"""From request to answer: who calls, how often, with what right, and then the method."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from commplan.testing.slack.answers import JSON, SlackError
from commplan.testing.slack.behaviour import Behaviour
from commplan.testing.slack.calls import Call, CallLog, redact
from commplan.testing.slack.catalogue import METHODS, WRITES, needs_user_token
from commplan.testing.slack.faults import Fault, FaultPlan
from commplan.testing.slack.limits import RateLimits
from commplan.testing.slack.method import Method
from commplan.testing.slack.pages import Cursors
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import (
    Request,
    Response,
    bearer_token,
    charset_warning,
    json_response,
    read_arguments,
)
from commplan.testing.slack.workspace import Workspace

_BY_PROFILE = ("conversations.history", "conversations.replies")


@dataclass(slots=True)
class Token:
    """What a token may do; with ``refusal`` set it is refused with that error.

    ``administers`` says that the person administers the organisation.
    """

    scopes: tuple[str, ...]
    app: str
    refusal: str = ""
    of_person: bool = False
    org_wide: bool = False
    administers: bool = False


@dataclass(slots=True)
class Change:
    """What is to happen to the workspace once a method was called ``calls`` more times."""

    method: str
    calls: int
    make: Callable[[Workspace], object]


class Emulator:
    """Slack without the network: answers one request at a time, whichever thread asks."""

    def __init__(
        self,
        workspace: Workspace,
        behaviour: Behaviour,
        clock: Callable[[], float],
        limits: RateLimits | None,
    ) -> None:
        self.workspace = workspace
        self.behaviour = behaviour
        self.tokens: dict[str, Token] = {}
        self.methods: dict[str, Method] = {method.name: method for method in METHODS}
        self.faults = FaultPlan()
        self.calls = CallLog()
        self.changes: list[Change] = []
        self.watch: Callable[[Call], object] | None = None
        self.lock = RLock()
        self._clock = clock
        self._limits = limits
        self._cursors = Cursors(behaviour.cursor_lifetime, clock)

    def answer(self, request: Request) -> Response:
        """Answer, record the call, then make the changes that waited for it."""
        with self.lock:
            at = self._clock()
            response = self._spoiled(request)
            self._record(request, response, at)
            self._make_changes(request.method)
            return response

    def _spoiled(self, request: Request) -> Response:
        fault = self.faults.due(request.method)
        if fault is None:
            return self._respond(request)
        if fault.kind == "revoke":
            self._revoke(request, fault)
        return fault.apply(lambda: self._respond(request))

    def _respond(self, request: Request) -> Response:
        method = self.methods.get(request.method)
        if method is None and not _is_known(request.method):
            unknown = SlackError("unknown_method", req_method=request.method)
            return json_response(unknown.body())
        try:
            token = self._authenticate(request, method)
        except SlackError as error:
            return json_response(error.body())
        headers = _scope_headers(token, method)
        if wait := self._wait(token, method):
            slow_down = SlackError("ratelimited").body()
            return json_response(slow_down, 429, (*headers, ("Retry-After", str(wait))))
        try:
            body = {"ok": True, **self._run(request, method, token)}
        except SlackError as error:
            body = error.body()
        return json_response(_warned(body, charset_warning(request)), headers=headers)

    def _authenticate(self, request: Request, method: Method | None) -> Token:
        text = bearer_token(request)
        if not text:
            if method is not None and method.open:
                return Token((), "")
            raise SlackError("not_authed")
        token = self.tokens.get(text)
        if token is None:
            raise SlackError("invalid_auth")
        if token.refusal:
            raise SlackError(token.refusal)
        return token

    def _wait(self, token: Token, method: Method | None) -> int:
        if self._limits is None or method is None:
            return 0
        restricted = self.behaviour.profile == "distributed" and method.name in _BY_PROFILE
        return self._limits.wait(token.app, method.name, 1 if restricted else method.per_minute)

    def _run(self, request: Request, method: Method | None, token: Token) -> JSON:
        session = Session(
            self.workspace,
            self.behaviour,
            token.scopes,
            self._cursors,
            self._clock,
            self.workspace,
            token.of_person,
            token.org_wide,
            token.administers,
        )
        if method is None:
            session.need_any(WRITES.get(request.method, ()))
            raise SlackError("not_allowed_token_type")
        if needs_user_token(method.name) and not token.of_person:
            raise SlackError("not_allowed_token_type")
        session.need_any(method.scopes)
        args = read_arguments(request, takes_json=method.json)
        args.require(*method.required)
        return method.handler(session.about(args), args)

    def _revoke(self, request: Request, fault: Fault) -> None:
        token = self.tokens.get(bearer_token(request))
        if token is not None:
            token.refusal = fault.code

    def _record(self, request: Request, response: Response, at: float) -> None:
        try:
            arguments = read_arguments(request, takes_json=True).as_dict()
        except SlackError:
            arguments = {}
        call = Call(
            request.method, redact(arguments), at, request.verb, response.status, response.error
        )
        self.calls.add(call)
        if self.watch is not None:
            self.watch(call)

    def _make_changes(self, method: str) -> None:
        for pending in [change for change in self.changes if change.method == method]:
            pending.calls -= 1
            if not pending.calls:
                self.changes.remove(pending)
                pending.make(self.workspace)


def _is_known(method: str) -> bool:
    return method in WRITES or needs_user_token(method)


def _scope_headers(token: Token, method: Method | None) -> tuple[tuple[str, str], ...]:
    accepted = method.scopes if method is not None else ()
    return (
        ("x-oauth-scopes", ",".join(token.scopes)),
        ("x-accepted-oauth-scopes", ",".join(accepted)),
    )


def _warned(body: JSON, warning: str | None) -> JSON:
    """The answer with a warning about its request, which Slack states twice."""
    if warning is None:
        return body
    metadata = body.get("response_metadata")
    known = metadata if isinstance(metadata, dict) else {}
    return body | {"warning": warning, "response_metadata": {**known, "warnings": [warning]}}
