"""Calls that are tried again as long as that makes sense, and not once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, NamedTuple, Protocol

from commplan.api import Environment, Failure, Progress, Request
from commplan.sources.slack.journal import Journal
from commplan.sources.slack.pacing import Pacer, Patience, interval
from commplan.sources.slack.transport import Reply

TRIES = 5
"""How often a call is made that nobody answers properly."""

PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's own words for trouble that goes away."""

OF_A_TEAM = frozenset(
    {
        "bots.info",
        "conversations.list",
        "conversations.listConnectInvites",
        "dnd.teamInfo",
        "usergroups.list",
        "users.list",
    }
)
"""Methods that an organisation's token has to tell which workspace is meant. Where an object of
one is named, the others know by that."""

OUT_OF_TIME = "the time for reading is over"
HELD_BACK = (
    "; Slack allows this app a call a minute, as it does apps that are not the workspace's own"
    " (docs/slack-scopes.md)"
)

THROTTLED = frozenset({"ratelimited", "rate_limited", "too_many_requests"})

TOKEN_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
"""After one of these no call with the token will be answered."""


class RefusedError(Exception):
    """Slack's answer is no. ``needed`` are the scopes it asks for."""

    def __init__(self, failure: Failure, needed: tuple[str, ...] = ()) -> None:
        super().__init__(failure.method, failure.error)
        self.failure = failure
        self.needed = needed


class GaveUpError(Exception):
    """There is no answer, and no point in asking again."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.method, failure.error)
        self.failure = failure


class Answer(NamedTuple):
    """What Slack said to a call it accepted."""

    data: Mapping[str, Any]
    headers: Mapping[str, str]


class Sender(Protocol):
    """Whatever can make one call; see :class:`commplan.sources.slack.transport.Transport`."""

    def send(self, method: str, params: Mapping[str, object]) -> Reply:
        """Make one call, whatever comes of it."""
        ...


class Budget:
    """What the clients of one read share: its time, its patience, and who is watching."""

    def __init__(self, request: Request, environment: Environment) -> None:
        self.environment = environment
        self.pacer = Pacer(environment.monotonic, from_start=request.paced)
        self.patience = Patience(request.max_wait, environment.monotonic)
        self.end = environment.monotonic() + request.max_time
        self.watch = _Watch(request.progress)


class Client:
    """Slack with patience, and with one token. May be called from several threads."""

    def __init__(self, sender: Sender, budget: Budget) -> None:
        self._send = sender.send
        self._environment = budget.environment
        self._pacer = budget.pacer
        self._patience = budget.patience
        self._end = budget.end
        self._watch = budget.watch
        self._refused: Failure | None = None
        self._journal: Journal | None = None
        self._team: str | None = None

    def stay_in(self, team: str) -> None:
        """Name a workspace wherever Slack wants to know which one is meant."""
        self._team = team

    def remember(self, journal: Journal) -> None:
        """Take answers from a journal, and keep others in it."""
        self._journal = journal

    def call(
        self, method: str, params: Mapping[str, object] | None = None, *, kept: bool = True
    ) -> Answer:
        """Slack's answer. Raises :class:`RefusedError` or :class:`GaveUpError`.

        Not ``kept`` is one of whose texts more is looked at than a journal may hold.
        """
        params = params or {}
        journal = self._journal if kept else None
        if journal is not None and (known := journal.find(method, params)):
            self._watch.answered(method)
            return Answer(known, {})
        answer = self._ask(method, params)
        if journal is not None:
            journal.keep(method, params, answer.data)
        return answer

    def forget(self, method: str, params: Mapping[str, object]) -> None:
        """Keep nothing of a listing, or of one call, that turned out to be of no use."""
        if self._journal is not None:
            self._journal.forget(method, params)

    def spoilt(self, method: str, params: Mapping[str, object], problem: str) -> GaveUpError:
        """What to raise where Slack's answer is not what it should be; another read asks again."""
        self.forget(method, params)
        return GaveUpError(Failure(method, problem))

    def _ask(self, method: str, params: Mapping[str, object]) -> Answer:
        tries = faults = 0
        sent = {**params, "team_id": self._team} if self._team and method in OF_A_TEAM else params
        while True:
            self._await_turn(method, tries)
            tries += 1
            reply = self._send(method, sent)
            if reply.error in THROTTLED:
                self._throttled(method, reply, tries)
            elif reply.fault is None and reply.error not in PASSING:
                return self._answer(method, reply, tries)
            else:
                faults += 1
                failure = Failure(method, reply.fault or reply.error or "no answer", tries)
                if reply.hopeless or faults == TRIES:
                    raise GaveUpError(failure)
                self._pause(method, self._growing(faults), tries)

    def affordable(self, method: str) -> int:
        """How many calls of a method there is time for, at the pace at which Slack answers it."""
        left = self._end - self._environment.monotonic()
        return max(0, int(left / self._pacer.pace(method)))

    def foresee(self, method: str, calls: int) -> None:
        """Say that so many more calls of a method are to come, for whoever is watching."""
        self._watch.foresee(method, calls)

    def _answer(self, method: str, reply: Reply, tries: int) -> Answer:
        self._watch.answered(method)
        self._pacer.answered(method)
        if reply.error is None:
            return Answer(reply.data, reply.headers)
        failure = Failure(method, reply.error, tries)
        if reply.error in TOKEN_REFUSED:
            self._refused = failure
            raise GaveUpError(failure)
        needed = reply.data.get("needed")
        raise RefusedError(failure, tuple(needed.split(",")) if isinstance(needed, str) else ())

    def _await_turn(self, method: str, tries: int) -> None:
        self._check_token()
        self._pause(method, self._pacer.take_turn(method), tries)
        self._check_token()

    def _check_token(self) -> None:
        if self._refused is not None:
            raise GaveUpError(self._refused)

    def _throttled(self, method: str, reply: Reply, tries: int) -> None:
        seconds = _retry_after(method, reply)
        if not self._patience.allows(seconds):
            raise GaveUpError(Failure(method, "ratelimited", tries))
        self._pacer.hold(method, seconds)

    def _pause(self, method: str, seconds: float, tries: int) -> None:
        if self._environment.monotonic() + seconds > self._end:
            held_back = HELD_BACK if self._pacer.is_held_back(method) else ""
            raise GaveUpError(Failure(method, OUT_OF_TIME + held_back, tries))
        if seconds:
            self._watch.waiting(method, seconds)
            self._environment.sleep(seconds)

    def _growing(self, faults: int) -> float:
        """About 1, 2, 4, 8 seconds; the spread never makes a pause shorter than the last."""
        return float(2 ** (faults - 1)) * (0.75 + self._environment.random() / 2)


class _Watch:
    """Tells whoever is watching how far things are, one step at a time."""

    def __init__(self, progress: Callable[[Progress], None] | None) -> None:
        self._progress = progress
        self._done: dict[str, int] = {}
        self._foreseen: dict[str, int] = {}
        self._lock = Lock()

    def foresee(self, method: str, calls: int) -> None:
        with self._lock:
            before = self._foreseen.get(method, self._done.get(method, 0))
            self._foreseen[method] = before + calls

    def answered(self, method: str) -> None:
        with self._lock:
            self._done[method] = self._done.get(method, 0) + 1
            self._tell(method, 0.0)

    def waiting(self, method: str, seconds: float) -> None:
        with self._lock:
            self._tell(method, seconds)

    def _tell(self, method: str, waiting: float) -> None:
        if self._progress is not None:
            done, foreseen = self._done.get(method, 0), self._foreseen.get(method)
            self._progress(Progress(method, done, waiting, foreseen, interval(method)))


def _retry_after(method: str, reply: Reply) -> float:
    """What Slack asks for in whole seconds, or one call's time where it does not say."""
    told = reply.headers.get("retry-after", "").strip()
    seconds = float(told) if told.isascii() and told.isdigit() else 0.0
    return seconds or interval(method)
