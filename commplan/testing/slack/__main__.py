"""``python -m commplan.testing.slack``: serve a workspace until Ctrl-C."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import cast

from commplan.errors import CommplanError
from commplan.testing.slack.behaviour import Behaviour, Profile
from commplan.testing.slack.calls import Call
from commplan.testing.slack.catalogue import AUDIT_SCOPES
from commplan.testing.slack.server import TOKEN, SlackServer

DEMO = Path(__file__).with_name("demo.yaml")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m commplan.testing.slack",
        description="Serve a Slack workspace of your own on this machine, until Ctrl-C.",
    )
    parser.add_argument(
        "--seed",
        type=Path,
        default=DEMO,
        metavar="FILE",
        help="YAML, snapshot or export",
    )
    parser.add_argument("--port", type=_port, default=0, help="0, the default, takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the token to accept (%(default)s)")
    parser.add_argument(
        "--scopes", default=",".join(AUDIT_SCOPES), metavar="A,B", help="what the token may read"
    )
    parser.add_argument(
        "--profile",
        choices=("internal", "distributed"),
        default="internal",
        help="how much history the app gets at a time",
    )
    parser.add_argument("--limits", choices=("off", "on"), default="off", help="rate limits")
    parser.add_argument("--verbose", action="store_true", help="print every call")
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve; 0 once interrupted, 2 if it cannot start."""
    options = _parser().parse_args(arguments)
    try:
        server = SlackServer(
            options.seed,
            scopes=[scope.strip() for scope in options.scopes.split(",") if scope.strip()],
            token=options.token,
            behaviour=Behaviour(profile=cast(Profile, options.profile)),
            limits=options.limits == "on",
            port=options.port,
        )
        with server:
            _serve(server, verbose=options.verbose)
    except (CommplanError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _serve(server: SlackServer, *, verbose: bool) -> None:
    if verbose:
        server.watch(_print_call)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print(_welcome(server), flush=True)
    stop.wait()
    print(f"\n{len(server.calls())} calls, {len(server.writes())} of them tried to write")


def _welcome(server: SlackServer) -> str:
    workspace = server.workspace
    people = sum(user.is_person for user in workspace.users.values())
    contents = (
        f"{people} people, {len(workspace.channels)} channels,"
        f" {len(workspace.usergroups)} user groups"
    )
    return "\n".join(
        (
            f"Slack emulator for {workspace.team.name} ({workspace.team.id}): {contents}",
            f"Base URL: {server.url}",
            "Point commplan at it:",
            f"  export SLACK_API_URL={server.url}",
            f"  export SLACK_BOT_TOKEN={server.token}",
            "  export NO_PROXY=127.0.0.1",
            "  commplan audit --workspace slack",
            "Stop with Ctrl-C.",
        )
    )


def _print_call(call: Call) -> None:
    outcome = call.error or ("ok" if call.status == 200 else "no answer")
    shown = " ".join(f"{key}={value}" for key, value in sorted(call.arguments.items()))
    print(f"{call.verb} {call.method} {shown}".rstrip(), f"-> {call.status} {outcome}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
