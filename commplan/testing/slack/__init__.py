"""A local Slack Web API for tests and demos: no account, no network, no surprises.

In a test::

    from commplan.testing.slack import Fault, SlackServer

    SEED = {
        "users": {"U01ALICE": "alice", "U02BOB": {"name": "bob", "deleted": True}},
        "usergroups": {"S01ITOPS": {"handle": "it-ops", "users": ["U01ALICE"]}},
        "channels": {"C01HELP": {"name": "it-help", "members": ["U01ALICE", "bot"]}},
    }

    def test_my_source() -> None:
        with SlackServer(SEED, scopes=("channels:read",)) as slack:
            slack.fail("conversations.list", Fault.ratelimited(3), after=1)
            read_workspace(base_url=slack.url, token=slack.token)
            assert slack.count("conversations.list") == 3
            assert not slack.writes()

A client built on slack_sdk takes ``WebClient(token=slack.token, base_url=slack.url)``;
set ``NO_PROXY=127.0.0.1`` where a proxy is configured. From the command line::

    python -m commplan.testing.slack --seed workspace.yaml --limits on

serves a workspace (a small healthy one without ``--seed``) until Ctrl-C.

**Seed**: a mapping, a YAML file, a snapshot (``.json``), or the folder of a Slack
export; the form is described in ``commplan.testing.slack.seed``. Every part has a default, and the
workspace always lists Slackbot and the bot's own account as Slack does.

**Faithful to**: GET and POST, forms and query strings; tokens and their errors;
scopes per method and per kind of channel, the ``x-oauth-scopes`` header; pages
that are cut before they are filtered, so that they come short or empty; opaque
cursors; what a bot may see of private, unjoined and archived channels, of
deactivated accounts, guests, Slack Connect people and Enterprise ids; tokens of
whole organisations and what only their administrators are told; the order and
bounds of histories; rate limits of each app and method, with ``Retry-After``.
Where Slack's documentation is silent, ``Behaviour`` has a switch.

**Time** is yours: give ``clock=VirtualClock()`` and move it on, and rate limits,
cursor lifetimes and the 90 days of a free plan follow. A client that sleeps with
``clock.sleep`` and runs its threads with ``clock.side_by_side`` takes no time at all.

**Trouble** is yours: ``slack.fail(method, fault, after=…, times=…)`` spoils chosen
calls (see ``Fault``), ``slack.refuse_token("token_expired")`` locks the token out,
``slack.after(method, change)`` changes the workspace in the middle of a read, and
``slack.workspace`` may be changed at any moment.

**Nothing is written.** Methods that would change Slack are recorded and refused
(``missing_scope``, or ``not_allowed_token_type`` if the scope is there). Methods
unknown to the emulator are ``unknown_method``; teach it more with
``slack.add_method(Method(name, per_minute, scopes, handler))``.
"""

from commplan.testing.slack.answers import SlackError, invalid_arguments
from commplan.testing.slack.behaviour import Behaviour
from commplan.testing.slack.calls import Call
from commplan.testing.slack.catalogue import ADMIN_SCOPES, AUDIT_SCOPES
from commplan.testing.slack.clock import VirtualClock
from commplan.testing.slack.faults import Fault
from commplan.testing.slack.fields import SeedError
from commplan.testing.slack.method import Method
from commplan.testing.slack.seed import load_seed
from commplan.testing.slack.server import SlackServer
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments
from commplan.testing.slack.workspace import Workspace

__all__ = [
    "ADMIN_SCOPES",
    "AUDIT_SCOPES",
    "Arguments",
    "Behaviour",
    "Call",
    "Fault",
    "Method",
    "SeedError",
    "Session",
    "SlackError",
    "SlackServer",
    "VirtualClock",
    "Workspace",
    "invalid_arguments",
    "load_seed",
]
