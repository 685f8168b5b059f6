"""A channel whose topic or description is not what the plan says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from commplan.api import (
    Fix,
    NotAssessed,
    PatternError,
    Place,
    Problem,
    Put,
    Resource,
    Severity,
    apart,
    cover_credentials,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Channel, Drift, LiveChannel, StoredText, Verdicts


@rule(
    "CHN304",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A01 A15",
    fix="unsafe",
    reads=(
        *("public-channels", "private-channels", "bookmarks"),
        *("people", "emails", "usergroups"),
    ),
    of=("must_mention",),
)
def channel_text_drift(drift: Drift) -> Verdicts:
    """Topic or description differ from the plan, or lack something they must mention.

    The line at the top is what everybody reads, and anybody may change it; sooner or
    later it names last year's owner. Set it again in Slack, or take what it says now
    into the plan. A text between slashes is a regular expression. What Slack makes of
    a text (entities, links, mentions) and white space do not count. Items of
    `must_mention` may also stand in a bookmark: words in any case, and references by
    any form of a mention; a role or rotation counts where somebody behind it does. The
    fix takes over what Slack says.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            topic: "Ask IT here, @alice answers"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            topic: "Ask R&D here, @alice answers"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP: {name: it-help, topic: "Ask R&amp;D here, <@U01ALICE> answers"}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        field: topic, description or must_mention
        declared: the text, the expression or the item in the plan
        live: topic or description as people see it in Slack; null for must_mention
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if not bound.in_use:
            continue
        live, resource = bound.certain, Resource(*bound.object)
        if live is not None:
            verdicts = (*_texts(drift, bound, live), *_mentions(drift, bound, live))
        else:
            verdicts = tuple((promise, bound.doubt) for promise in _promises(bound.channel))
        for promise, verdict in verdicts:
            if isinstance(verdict, _Fault):
                yield Problem(
                    at=promise.at,
                    message=verdict.message + drift.as_read,
                    help=verdict.help,
                    facts={
                        "channel": bound.channel.id,
                        "id": live.id if live else None,
                        "field": promise.field,
                        "declared": promise.text,
                        "live": verdict.live,
                        "read_at": drift.read_at,
                    },
                    resource=resource,
                    fix=_taken_over(promise, verdict),
                )
            elif verdict:
                yield NotAssessed(verdict, at=promise.at, resource=resource)


class _Promise(NamedTuple):
    """One text of the plan, and the field it stands in."""

    at: Place
    field: str
    text: str

    @property
    def pattern(self) -> str | None:
        """The regular expression between slashes."""
        is_pattern = len(self.text) > 2 and self.text[0] == self.text[-1] == "/"
        return self.text[1:-1] if is_pattern else None


class _Fault(NamedTuple):
    message: str
    help: str
    live: str | None = None
    """What it says now, secrets covered."""
    is_secret: bool = False
    """Whether there were any."""


Verdict: TypeAlias = "tuple[_Promise, _Fault | str]"
"""What is wrong; a text instead says why that is not known, an empty one that nothing is."""


def _promises(channel: Channel) -> Iterator[_Promise]:
    for field, text in (("topic", channel.topic), ("description", channel.description)):
        if text is not None:
            yield _Promise(channel.at / field, field, text)
    for item in channel.must_mention:
        yield _Promise(item.at, "must_mention", item.text)


def _texts(drift: Drift, bound: BoundChannel, live: LiveChannel) -> Iterator[Verdict]:
    stored = {"topic": live.topic, "description": live.purpose}
    for promise in _promises(bound.channel):
        if promise.field in stored:
            told = stored[promise.field]
            if told is None:
                yield promise, f"the {promise.field} of {bound.label} was not read"
            else:
                yield promise, _compared(bound, promise, drift.text(told))


def _compared(bound: BoundChannel, promise: _Promise, text: StoredText) -> _Fault | str:
    field, pattern = promise.field, promise.pattern
    try:
        same = text.equals(promise.text) if pattern is None else text.matches(pattern)
    except PatternError as fault:
        return f"{promise.text} {fault}"
    if same:
        return ""
    if same is None and text.is_open:
        return f"the {field} of {bound.label} mentions somebody whose name is not known"
    if same is None:
        return f"{promise.text} takes too long to try on the {field} of {bound.label}"
    there, here = apart(text.shown, " ".join(promise.text.split()))
    now = f"the {field} of {bound.label} is {there} in Slack"
    if not text.shown:
        message = f"{bound.label} has no {field} in Slack, but {here} in the plan"
    elif pattern is None:
        message = f"{now}, but {here} in the plan"
    else:
        message = f"{now}, which {promise.text} does not match"
    return _Fault(
        message,
        f"set the {field} in Slack again, or take what it says now into the plan",
        cover_credentials(text.shown),
        cover_credentials(text.shown) != text.shown,
    )


def _taken_over(promise: _Promise, fault: _Fault) -> Fix | None:
    """What Slack says now, for what the plan says; an expression means more than one text."""
    if promise.pattern is not None or not fault.live or fault.is_secret:
        return None
    return Fix((Put(promise.at, fault.live),))


def _mentions(drift: Drift, bound: BoundChannel, live: LiveChannel) -> Iterator[Verdict]:
    if not bound.channel.must_mention:
        return
    bookmarks = live.bookmarks or ()
    told = (live.topic, live.purpose, *(t for one in bookmarks for t in (one.title, one.link)))
    texts = [drift.text(text) for text in told if text]
    unread = _unread(drift, bound, live)
    for item in bound.channel.must_mention:
        promise, what, doubt = _Promise(item.at, "must_mention", item.text), item.text, unread
        if item.reference is None:
            met, what = any(text.has(item.text) for text in texts), f'"{item.text}"'
        elif not drift.plan.sound(item.reference):
            continue
        else:
            wanted = drift.wanted(item.reference)
            met = wanted.met(texts)
            doubt = doubt or ("" if wanted.known else f"not all names of {what} are known")
        if not met:
            yield (
                promise,
                doubt
                or _Fault(
                    f"{bound.title} mentions {what} neither in its topic nor in its description, "
                    + _nor_in(len(bookmarks)),
                    f"put it into the topic or description of {bound.label}, or set a bookmark",
                ),
            )


def _unread(drift: Drift, bound: BoundChannel, live: LiveChannel) -> str:
    """Why something may be mentioned where nobody looked; empty where everything was read."""
    for field, text in (("topic", live.topic), ("description", live.purpose)):
        if text is None:
            return f"the {field} of {bound.label} was not read"
    return drift.workspace.channel_reading("bookmarks", live.id).reason


def _nor_in(bookmarks: int) -> str:
    if not bookmarks:
        return "and it has no bookmark"
    return "nor in its bookmark" if bookmarks == 1 else f"nor in any of its {bookmarks} bookmarks"
