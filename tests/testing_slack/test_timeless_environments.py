from commplan.api import Request, Workspace
from commplan.sources.slack import open_slack
from commplan.testing import timeless
from commplan.testing.slack import Fault, SlackServer

NOW = 1_790_000_000
SEED = {"users": {"U01ALICE": "alice"}, "usergroups": {"S01ITOPS": {"users": ["U01ALICE"]}}}


def read(fault: Fault | None = None) -> Workspace:
    with SlackServer(SEED, clock=lambda: NOW) as slack:
        if fault is not None:
            slack.fail("users.list", fault)
        return open_slack("", Request(("people", "usergroups")), timeless(NOW * 10**6, slack))


def test_every_read_of_one_slack_is_the_same() -> None:
    first = read()
    assert first.taken_at == NOW * 10**6
    assert {person.id for person in first.people} >= {"U01ALICE"}
    assert read() == first


def test_waiting_takes_no_time_and_changes_nothing() -> None:
    assert read(Fault.ratelimited(600)) == read()


def test_without_a_slack_there_is_no_token() -> None:
    assert timeless().token is None
    assert timeless(7).now() == 7
