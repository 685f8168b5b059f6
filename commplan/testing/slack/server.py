"""The emulator as tests and demos use it: a local server with a control panel."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from commplan.testing.slack.behaviour import Behaviour
from commplan.testing.slack.calls import Call
from commplan.testing.slack.catalogue import AUDIT_SCOPES, is_write
from commplan.testing.slack.emulator import Change, Emulator, Token
from commplan.testing.slack.faults import Fault
from commplan.testing.slack.limits import RateLimits
from commplan.testing.slack.method import Method
from commplan.testing.slack.seed import load_seed
from commplan.testing.slack.serving import BASE_PATH, Listener
from commplan.testing.slack.wire import Request, Response
from commplan.testing.slack.workspace import Workspace

TOKEN = "xoxb-emulator"  # noqa: S105 - opens nothing but the emulator


class SlackServer:
    """A Slack of your own on 127.0.0.1, for as long as the ``with`` block lasts.

    ``seed`` is a mapping, a YAML file, a snapshot, a Slack export folder or a Workspace.
    ``scopes`` are what the token was granted; one that begins with ``xoxp-`` is a
    person's, which Slack tells more than a bot's. ``limits`` turns rate limits on,
    with a minute's calls times ``burst`` to start with. ``clock`` gives Unix
    seconds, for rate limits, cursors and the seed's ``ago``. Raises SeedError
    where the seed breaks its form, OSError where the port is taken.
    """

    def __init__(
        self,
        seed: Mapping[str, object] | str | Path | Workspace | None = None,
        *,
        scopes: Iterable[str] = AUDIT_SCOPES,
        token: str = TOKEN,
        behaviour: Behaviour | None = None,
        limits: bool = False,
        burst: float = 1.0,
        clock: Callable[[], float] = time.time,
        port: int = 0,
    ) -> None:
        workspace = load_seed({} if seed is None else seed, clock())
        buckets = RateLimits(clock, burst) if limits else None
        self._emulator = Emulator(workspace, behaviour or Behaviour(), clock, buckets)
        self._port = port
        self._listener: Listener | None = None
        self._thread: Thread | None = None
        self.token = token
        self.add_token(token, scopes=scopes)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; the address is in ``url`` from then on."""
        if self._listener is not None:
            raise RuntimeError("the emulator is running already")
        self._listener = Listener(self._emulator, self._port)
        self._thread = Thread(target=self._listener.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; a second call does nothing."""
        if self._listener is None or self._thread is None:
            return
        self._listener.stop()
        self._thread.join()
        self._listener.server_close()
        self._listener = self._thread = None

    @property
    def url(self) -> str:
        """The base URL for clients, ``http://127.0.0.1:PORT/api/``: SLACK_API_URL."""
        if self._listener is None:
            raise RuntimeError("the emulator is not running")
        return f"http://127.0.0.1:{self._listener.server_port}{BASE_PATH}"

    @property
    def workspace(self) -> Workspace:
        """What is served; change it between calls as the test needs."""
        return self._emulator.workspace

    def respond(self, request: Request) -> Response:
        """Answer without a network, as often and as fast as a test likes."""
        return self._emulator.answer(request)

    def calls(self, method: str | None = None) -> tuple[Call, ...]:
        """The calls so far, or those of one method, in order."""
        with self._emulator.lock:
            return self._emulator.calls.find(method)

    def count(self, method: str) -> int:
        """How often a method was called."""
        return len(self.calls(method))

    def writes(self) -> tuple[Call, ...]:
        """The calls that tried to change something; an audit has none."""
        return tuple(call for call in self.calls() if is_write(call.method))

    def forget_calls(self) -> None:
        """Start the record of calls anew."""
        with self._emulator.lock:
            self._emulator.calls.clear()

    def watch(self, seen: Callable[[Call], object]) -> None:
        """Call ``seen`` with every call once it is answered."""
        self._emulator.watch = seen

    def fail(self, method: str, fault: Fault, *, after: int = 0, times: int | None = 1) -> None:
        """Spoil calls of a method (``"*"``: any): let ``after`` pass, then spoil ``times``.

        Calls count from now on; ``times=None`` never ends.
        """
        with self._emulator.lock:
            self._emulator.faults.order(method, fault, after, times)

    def heal(self) -> None:
        """Cancel the faults that are still to come; a revoked token stays revoked."""
        with self._emulator.lock:
            self._emulator.faults.clear()

    def after(self, method: str, change: Callable[[Workspace], object], *, calls: int = 1) -> None:
        """Make a change to the workspace right after the next ``calls``-th call of a method."""
        if calls < 1:
            raise ValueError("calls must be 1 or more")
        with self._emulator.lock:
            self._emulator.changes.append(Change(method, calls, change))

    def add_token(
        self,
        token: str,
        *,
        scopes: Iterable[str],
        app: str | None = None,
        administers: bool | None = None,
    ) -> None:
        """Accept another token; tokens of one ``app`` share its rate limits.

        Scopes of administrators are given to installations in a whole organisation only.
        A person's token is an administrator's unless ``administers`` says otherwise.
        """
        granted, of_person = tuple(sorted(set(scopes))), token.startswith("xoxp-")
        with self._emulator.lock:
            self._emulator.tokens[token] = Token(
                granted,
                app or self.workspace.bot.app,
                of_person=of_person,
                org_wide=self.workspace.org_wide or self._is_for_administrators(granted),
                administers=of_person if administers is None else administers,
            )

    def _is_for_administrators(self, scopes: Iterable[str]) -> bool:
        is_enterprise = self.workspace.team.enterprise_id is not None
        return is_enterprise and any(scope.startswith("admin.") for scope in scopes)

    def refuse_token(self, error: str, token: str | None = None) -> None:
        """Answer every call of a token with e.g. token_revoked, token_expired, account_inactive."""
        with self._emulator.lock:
            self._emulator.tokens[token or self.token].refusal = error

    def add_method(self, method: Method) -> None:
        """Emulate one more method, or another way of an emulated one."""
        with self._emulator.lock:
            self._emulator.methods[method.name] = method
