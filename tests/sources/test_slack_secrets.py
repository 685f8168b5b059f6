"""The token goes to Slack and nowhere else."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from commplan.api import Environment, Request, SourceError, Workspace, dump_snapshot, scrub
from commplan.sources.slack import open_slack
from commplan.testing.slack import Fault, SlackServer
from commplan.testing.slack.wire import Response, json_response

Read = Callable[..., Workspace]

TOKEN = "xoxb-1234567890-abcdefghij"  # not a token of anybody
REQUEST = Request(("people",))


def test_no_token_is_an_error_that_says_where_it_belongs(
    environment: Callable[..., Environment],
) -> None:
    with SlackServer() as slack:
        for token in (None, "", "  "):
            with pytest.raises(SourceError, match="SLACK_BOT_TOKEN is not set"):
                open_slack("", REQUEST, environment(slack, token=token))
        assert slack.calls() == ()


def test_the_source_takes_nothing_but_the_id_of_a_workspace(
    environment: Callable[..., Environment],
) -> None:
    for word in ("acme", "TEAM", "T01-ACME", "t01acme"):
        with SlackServer() as slack, pytest.raises(SourceError, match="such as T01ACME"):
            open_slack(word, REQUEST, environment(slack))
        assert slack.calls() == ()


@pytest.mark.parametrize("token", [f"{TOKEN}\nX-Evil: 1", f"{TOKEN}€", f"{TOKEN} x"])
def test_a_token_that_fits_no_header_is_refused_and_not_shown(
    environment: Callable[..., Environment], token: str
) -> None:
    with SlackServer() as slack, pytest.raises(SourceError) as caught:
        open_slack("", REQUEST, environment(slack, token=token))
    assert "xoxb" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "slack.com/api/", "ftp://x/", "http://", "http://[::1/"])
def test_a_base_url_that_is_none_is_refused(
    environment: Callable[..., Environment], url: str
) -> None:
    with SlackServer() as slack, pytest.raises(SourceError, match="SLACK_API_URL: expected"):
        open_slack("", REQUEST, environment(slack, base_url=url))


def test_an_environment_does_not_show_its_token(environment: Callable[..., Environment]) -> None:
    with SlackServer() as slack:
        shown = environment(slack, token=TOKEN, administrator_token=TOKEN)
        assert TOKEN not in repr(shown) + str(shown) + f"{shown!r}"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("answer", Response(502, "text/html", f"<p>{TOKEN}</p>".encode())),
        Fault("answer", Response(200, "text/html", f"Bearer {TOKEN}".encode())),
        Fault("answer", Response(200, "application/json", f'["{TOKEN}"]'.encode())),
        Fault("answer", Response(200, "text/html; charset=nonsense", TOKEN.encode())),
        Fault("answer", Response(500, "text/html; charset=nonsense", TOKEN.encode())),
        Fault("answer", json_response({"ok": False, "error": f"no, {TOKEN}"})),
        Fault("answer", json_response({"ok": False})),
        Fault("answer", json_response({"ok": True, "members": TOKEN})),
        Fault("answer", json_response({"ok": True, "members": [TOKEN]})),
    ],
)
def test_what_a_gateway_says_is_not_repeated(
    read: Read, fault: Fault, capfd: pytest.CaptureFixture[str]
) -> None:
    with SlackServer(token=TOKEN) as slack:
        slack.fail("users.list", fault, times=None)
        live = read(slack, ("people",))
    assert live.reading("people").failure is not None
    assert "xoxb" not in dump_snapshot(live, version="1.0")
    assert "xoxb" not in repr(live)
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""


def test_a_refused_token_is_not_shown(read: Read) -> None:
    with SlackServer() as slack, pytest.raises(SourceError) as caught:
        read(slack, env={"token": TOKEN})
    assert "xoxb" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_scrub() -> None:
    assert scrub(f"a {TOKEN}, b") == "a [token removed], b"
    assert scrub("xoxo, see you in #xox-channel") == "xoxo, see you in #xox-channel"


class _Elsewhere(BaseHTTPRequestHandler):
    """A server that sends callers on, and one that notes who came."""

    target: ClassVar[str] = ""
    seen: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.seen.append(self.headers.get("Authorization", ""))
        self.send_response(302)
        self.send_header("Location", self.target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815  # the name is http.server's

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Elsewhere)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    _Elsewhere.seen = []
    _Elsewhere.target = f"http://127.0.0.1:{server.server_port}/stolen"
    yield server
    server.shutdown()
    server.server_close()


def test_a_redirection_is_not_followed(read: Read, elsewhere: HTTPServer) -> None:
    url = f"http://127.0.0.1:{elsewhere.server_port}/api/"
    with SlackServer(token=TOKEN) as slack, pytest.raises(SourceError, match="HTTP 302"):
        read(slack, env={"base_url": url})
    assert len(_Elsewhere.seen) == 5


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "ALL_PROXY"])
def test_this_machine_is_reached_past_any_proxy(
    read: Read, elsewhere: HTTPServer, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, f"http://127.0.0.1:{elsewhere.server_port}")
    with SlackServer() as slack:
        assert read(slack, ("people",)).reading("people").complete
    assert _Elsewhere.seen == []


def test_another_machine_is_reached_through_the_proxy(
    read: Read, elsewhere: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{elsewhere.server_port}")
    with SlackServer() as slack, pytest.raises(SourceError):
        read(slack, env={"base_url": "http://slack.invalid/api/"})
    assert len(_Elsewhere.seen) == 5


def test_loopback() -> None:
    from commplan.sources.slack.sdk import is_loopback

    assert all(map(is_loopback, ("127.0.0.1", "127.8.9.1", "::1", "localhost", "a.localhost")))
    assert not any(map(is_loopback, ("slack.com", "10.0.0.1", "localhost.example.org", "")))
