"""Questions, and words about direct messages."""

import pytest

from commplan.measures.looking.questions import QuestionLook
from commplan.measures.looking.redirects import redirect_looks
from tests.timeline.conftest import read_plan as plan_of

POLICY = plan_of(
    """
    metadata: {id: ops}
    channels: {help: {kind: slack, slack: C1}}
    protocols: {dm_policy: {redirect_to: "channel:help", text: "Please ask in #help."}}
    """
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("does it work?", 1),
        ("what? why?", 2),
        ("好吗\N{FULLWIDTH QUESTION MARK}", 1),
        ("https://example.org/a?b=c", 0),
        ("thanks!", 0),
    ],
)
def test_questions_are_counted_outside_links(text: str, count: int) -> None:
    assert sum(showing.amount for showing in QuestionLook().find(text, 0)) == count


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("please ask  in #HELP. Thanks", ["ops/dm_policy"]),
        ("DM me the details", ["dm"]),
        ("I sent you a DM", ["dm"]),
        ("let us talk in a direct message", ["dm"]),
        ("schreib mir privat", ["dm"]),
        ("the dmz is down", []),
        ("adm meant well", []),
    ],
)
def test_the_policy_and_common_words_are_found(text: str, values: list[str]) -> None:
    (look,) = redirect_looks(POLICY)["help"]
    assert [showing.value for showing in look.find(text, 0)] == values
