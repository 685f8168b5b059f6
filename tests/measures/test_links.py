from commplan.measures.links import message_link
from commplan.testing.workspaces import read_workspace

AT = 1_763_474_520_000_216


def test_a_message_is_linked_to_as_slack_does() -> None:
    workspace = read_workspace("people: {}")._replace(url="https://acme.slack.com/")
    link = message_link(workspace, "C01HELP", AT)
    assert link == "https://acme.slack.com/archives/C01HELP/p1763474520000216"


def test_without_an_address_of_the_workspace_it_has_channel_and_time() -> None:
    workspace = read_workspace("people: {}")._replace(url=None)
    assert message_link(workspace, "C01HELP", AT) == "C01HELP 1763474520.000216"
