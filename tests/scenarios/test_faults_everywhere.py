"""Every call of an audit goes wrong once, in every way: nothing is missed, nothing is made up.

In a quick run each way is tried with every fourth call, and still every call goes wrong.

What passes must change nothing. What stays must end with exit code 4, or with
rules that say they could not judge: each finding of an undisturbed audit is still
there, or its rule has said so. And no fault may lead to a finding of its own.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from commplan.cli import workspaces
from commplan.cli.main import main
from commplan.sources.slack import sdk
from commplan.testing.slack import Call, Fault, SlackServer, VirtualClock, load_seed
from commplan.testing.slack.wire import Request, Response
from tests.depth import some
from tests.scenarios.audited import TOKEN

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "plans" / "it-ops"
SEED = ROOT / "examples" / "acme-workspace.seed.yaml"
"""The workspace that has drifted away from the plans in every respect."""
NOW = 1_795_251_600
WORDS = ("--profile", "complete", "--select", "3", "--format", "json")
AS_OF = ("--as-of", "2026-11-21T09:00:00Z")

PASSING: dict[str, tuple[Fault, int]] = {
    "a burst of rate limits": (Fault.ratelimited(30), 6),
    "a rate limit without a time": (Fault.ratelimited(None), 1),
    "HTTP 500": (Fault.server_error(500), 4),
    "HTTP 502": (Fault.server_error(502), 1),
    "HTTP 503": (Fault.server_error(503), 4),
    "a reset": (Fault.reset(), 4),
    "an answer too late": (Fault.slow(60), 1),
    "an answer that drips in": (Fault.drip(1), 1),
    "half an answer": (Fault.truncated_json(), 4),
    "a login page": (Fault.html_ok(), 1),
    "another content type": (Fault.wrong_type(), 1),
    "a redirection": (Fault.redirect("https://elsewhere.example/"), 1),
    "Slack's own trouble": (Fault.error("internal_error"), 4),
}
LASTING: dict[str, Fault] = {
    "rate limits without end": Fault.ratelimited(600),
    "HTTP 500": Fault.server_error(500),
    "resets": Fault.reset(),
    "half answers": Fault.truncated_json(),
    "a login page": Fault.html_ok(),
    "an error that nobody knows": Fault.error("quantum_flux"),
    "a revoked token": Fault.revoke_token(),
    "expired cursors": Fault.error("invalid_cursor"),
    "no such channel": Fault.error("channel_not_found"),
    "a missing scope": Fault.error("missing_scope"),
}


def without(key: str) -> Callable[[dict[str, object]], object]:
    return lambda body: body.pop(key, None)


def replaced(key: str, value: object) -> Callable[[dict[str, object]], object]:
    return lambda body: body.update({key: value}) if key in body else None


def each_without(field: str) -> Callable[[Any], None]:
    """Every object in the answer loses a field, as Slack leaves fields out."""

    def change(value: Any) -> None:
        if isinstance(value, dict):
            value.pop(field, None)
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, dict | list):
                change(inner)

    return change


KEYS = ("channels", "channel", "members", "usergroups", "bookmarks", "items", "messages", "bot")
FIELDS = ("id", "name", "deleted", "is_archived", "is_private", "date_delete", "users", "profile")
ALTERED: dict[str, Callable[[dict[str, object]], object]] = {
    **{f"without {key}": without(key) for key in KEYS},
    **{f"{key} that are a number": replaced(key, 7) for key in KEYS},
    **{f"{key} that are a list of texts": replaced(key, ["text", None, 7]) for key in KEYS},
    **{f"objects without {field}": each_without(field) for field in FIELDS},
}
GOING = {"C01HELP": "it-help", "C03SEC": "sec-incident"}
"""Channels of the workspace, and what the plan calls them."""


@pytest.fixture
def audit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Any]]:
    """Audit without a network and without time; gives the exit code, the report and the calls."""
    real = workspaces.environment_of
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    monkeypatch.chdir(tmp_path)
    workspace = load_seed(SEED, NOW)

    def run(trouble: Callable[[SlackServer], object] = lambda _: None) -> Any:
        clock = VirtualClock()
        slack = SlackServer(deepcopy(workspace), token=TOKEN, clock=lambda: NOW)
        trouble(slack)

        def answer(_client: object, url: str, req: Any) -> dict[str, object]:
            assert url.startswith("http://127.0.0.1:1/api/")
            return received(slack.respond(asked(req)))

        monkeypatch.setattr(sdk._QuietClient, "_perform_urllib_http_request_internal", answer)
        monkeypatch.setattr(
            workspaces,
            "environment_of",
            lambda variables: real(variables)._replace(
                now=lambda: NOW * 1_000_000,
                monotonic=clock,
                sleep=clock.sleep,
                random=lambda: 0.5,
                side_by_side=clock.side_by_side,
            ),
        )
        code = main(["audit", *WORDS, *AS_OF, str(PLANS)])
        printed = capsys.readouterr()
        assert "fault of commplan" not in printed.err
        assert clock() - 1_790_000_000 < 4 * 3600
        assert slack.writes() == ()
        return code, json.loads(printed.out), slack.calls()

    yield run


def asked(req: Any) -> Request:
    return Request(
        req.get_method(),
        req.full_url.rpartition("/api/")[2],
        "",
        req.data or b"",
        req.headers.get("Content-type", ""),
        req.headers.get("Authorization", ""),
    )


def received(response: Response) -> dict[str, object]:
    """What the client makes of an answer, or what its connection would have raised."""
    if response.reset:
        raise ConnectionResetError(104, "Connection reset by peer")
    if response.delay or response.drip:
        raise TimeoutError
    headers = Message()
    headers["Content-Type"] = response.content_type
    for name, value in response.headers:
        headers[name] = value
    return {"status": response.status, "headers": headers, "body": response.body.decode()}


def told(report: Any) -> set[tuple[str, str]]:
    """Findings but those about the audit itself, such as a scope that is missing."""
    found = {(one["code"], one["pointer"]) for one in report["findings"]}
    return {finding for finding in found if not finding[0].startswith("AUD")}


def unjudged(report: Any) -> set[str]:
    """Rules that say of themselves, or of which it is said, that they did not judge all."""
    spoilt = {code for record in report["incomplete"] for code in record["rules"]}
    return spoilt | {one["code"] for one in report["skipped"]}


def assert_honest(code: int, disturbed: Any, report: Any, call: Call) -> None:
    """Nothing is missed without a word, and nothing is found where nothing was before."""
    lost, new = told(report) - told(disturbed), told(disturbed) - told(report)
    assert {finding[0] for finding in lost} <= unjudged(disturbed), call
    # Where the graver fault cannot be seen any more, the lesser one at its place is told.
    assert {finding[1] for finding in new} <= {finding[1] for finding in lost}, call
    assert (code == 4) == (not disturbed["complete"]), call
    assert all(record["rules"] for record in disturbed["incomplete"]), call


def test_the_undisturbed_audit_finds_much_and_calls_much(audit: Callable[..., Any]) -> None:
    code, report, calls = audit()
    assert code == 1
    assert len(told(report)) >= 6
    methods = {call.method for call in calls}
    assert {"conversations.list", "conversations.members", "users.list", "pins.list"} <= methods


@pytest.mark.parametrize("name", PASSING)
def test_trouble_that_passes_changes_nothing(audit: Callable[..., Any], name: str) -> None:
    fault, times = PASSING[name]
    code, report, calls = audit()
    for place in some(range(len(calls)), [*PASSING].index(name)):
        disturbed = audit(lambda slack, at=place: slack.fail("*", fault, after=at, times=times))
        assert disturbed[:2] == (code, report), calls[place]


@pytest.mark.parametrize("name", LASTING)
def test_trouble_that_stays_is_never_taken_for_health(audit: Callable[..., Any], name: str) -> None:
    fault = LASTING[name]
    _, report, calls = audit()
    for place, call in some([*enumerate(calls)], [*LASTING].index(name)):
        nth = sum(other.method == call.method for other in calls[:place])
        method, after = ("*", place) if fault.kind == "revoke" else (call.method, nth)

        def trouble(slack: SlackServer, method: str = method, after: int = after) -> None:
            slack.fail(method, fault, after=after, times=None)

        code, disturbed, _ = audit(trouble)
        assert_honest(code, disturbed, report, call)


@pytest.mark.parametrize("name", ALTERED)
def test_answers_that_lack_something_are_never_taken_for_health(
    audit: Callable[..., Any], name: str
) -> None:
    changes: list[bool] = []

    def watch(body: dict[str, object]) -> None:
        changed = deepcopy(body)
        ALTERED[name](changed)
        changes.append(changed != body)

    _, report, calls = audit(lambda slack: slack.fail("*", Fault.altered(watch), times=None))
    answered = [place for place, call in enumerate(calls) if not call.error]
    assert len(changes) == len(answered)
    fault = Fault.altered(ALTERED[name])
    changed = [*itertools.compress(answered, changes)]
    for place in some(changed, [*ALTERED].index(name)):
        code, disturbed, _ = audit(lambda slack, at=place: slack.fail("*", fault, after=at))
        assert_honest(code, disturbed, report, calls[place])


@pytest.mark.parametrize("channel", GOING)
def test_a_channel_that_goes_while_it_is_read_breaks_nothing_else(
    audit: Callable[..., Any], channel: str
) -> None:
    key = GOING[channel]
    _, report, calls = audit()
    for place in some(range(len(calls)), [*GOING].index(channel)):
        code, disturbed, _ = audit(
            lambda slack, at=place: slack.after(
                calls[at].method, lambda workspace: workspace.channels.pop(channel, None)
            )
        )
        assert code in (1, 4)
        lost = {f for f in told(report) - told(disturbed) if f"/{key}/" not in f[1]}
        assert {finding[0] for finding in lost} <= unjudged(disturbed), calls[place]
