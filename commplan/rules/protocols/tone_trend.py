"""A tone that gets worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    DEFAULT_LEXICONS,
    Files,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    active_lexicons,
    channel_tones,
    not_read,
    rate_trend,
    rule,
    team_channels,
    told_percent,
)

if TYPE_CHECKING:
    from commplan.api import History, RateTrend, Tones, Verdicts

_CHANCE = 0.05
_PER = 1000


@rule(
    "PRO402",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="A08",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("team",),
    back="weeks",
)
def tone_trend(
    history: History,
    files: Files,
    *,
    weeks: int = 8,
    min_rise: float = 0.5,
    min_group: int = 5,
) -> Verdicts:
    """Blaming, absolute, hostile or non-inclusive terms become more frequent in a team's channel.

    A tone changes slowly, and those who write get used to it. Talk about what has
    changed for the team: load, a bad incident, a loss of trust; not about who said
    what. Counted are the terms of `protocols.tone.lexicons` (else of `builtin/en`) in
    what people write in channels with the purpose `team`, replies included, for each
    1,000 words and week. A Poisson regression over `weeks` whole weeks, up to as of
    now, gives the first and the last rate; a channel is reported if they rise by
    `min_rise` (50 %) or more and chance alone makes so much of a rise in less than 5 %
    of cases. Only numbers are kept, no words and no authors' counts; a channel with
    fewer than `min_group` (5) writers is not judged. Whatever language a message is in,
    all lexicons are tried.

    Bad:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people: {U01ALICE: alice, U02: b, U03: c, U04: d, U05: e}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - {at: 2026-09-27T08:00, every: 1h, times: 300, user: U01ALICE, text: all is well}
            - {at: 2026-09-27T09:30, every: 8h, times: 100, user: U02, text: let us have a look}
            - {at: 2026-09-27T10:30, every: 8h, times: 100, user: U03, text: this is on its way}
            - {at: 2026-09-27T11:30, every: 8h, times: 100, user: U04, text: who can help me}
            - {at: 2026-10-30T12:15, every: 8h, times: 60, user: U05, text: it is your fault}

    Good:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good workspace:
        people: {U01ALICE: alice, U02: b, U03: c, U04: d, U05: e}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - {at: 2026-09-27T08:00, every: 1h, times: 1200, user: U01ALICE, text: all is well}
            - {at: 2026-09-27T09:30, every: 8h, times: 160, user: U02, text: let us have a look}
            - {at: 2026-09-27T10:30, every: 8h, times: 160, user: U03, text: this is on its way}
            - {at: 2026-09-27T11:30, every: 8h, times: 160, user: U04, text: who can help me}
            - {at: 2026-09-27T12:15, every: 24h, times: 55, user: U05, text: it is your fault}

    Facts:
        channel: the channel's id in the plan
        weeks: how many whole weeks were looked at
        terms: how many terms there are in each, the latest last
        words: how many words, likewise
        writers: how many people wrote
        first, last: the fitted rates for 1,000 words of the first and the last week
        p: how often chance alone makes so much of a rise
        half_read: threads of which replies were not read
    """
    channels = team_channels(history.plan)
    if not channels:
        return
    for fault in active_lexicons(history.plan, files, DEFAULT_LEXICONS)[1]:
        yield NotAssessed(fault.reason, fault.at)
    read = []
    for channel in channels:
        if why := history.unread(channel.id):
            yield NotAssessed(why, at=channel.at.key)
        else:
            read.append(history.channels[channel.id])
    for tones in channel_tones(history, read, weeks):
        yield from _judged(tones, weeks, min_rise, min_group)


def _judged(tones: Tones, weeks: int, min_rise: float, min_group: int) -> Verdicts:
    channel = tones.window.measured.channel
    resource = Resource(*tones.window.measured.bound.object)
    if tones.writers < min_group:
        why = f"fewer than {min_group} people wrote in #{channel.name} in {weeks} weeks"
        yield NotAssessed(why, at=channel.at.key, resource=resource)
        return
    if sum(count > 0 for count in tones.words) < 2:
        why = f"no two whole weeks of #{channel.name} with messages of people were read"
        yield NotAssessed(why, at=channel.at.key, resource=resource)
        return
    trend = rate_trend(tones.terms, [count / _PER for count in tones.words])
    doubt = not_read((tones.window,), tones.half_read)
    rises = trend.p < _CHANCE and trend.last >= trend.first * (1 + min_rise)
    if rises or doubt:
        yield Problem(
            at=channel.at.key,
            message=f"#{channel.name}: tone terms {_went(trend)} from {trend.first:.1f} to "
            f"{trend.last:.1f} per {_PER:,} words over {len(tones.terms)} weeks "
            f"({sum(tones.terms)} in {sum(tones.words):,} words, trend p {_told(trend.p)}); "
            f"a rise of {told_percent(min_rise)} counts{doubt}",
            help="talk about what has changed for the team, not about who said what",
            facts={
                "channel": channel.id,
                "weeks": len(tones.terms),
                "terms": list(tones.terms),
                "words": list(tones.words),
                "writers": tones.writers,
                "first": round(trend.first, 4),
                "last": round(trend.last, 4),
                "p": round(trend.p, 6),
                "half_read": tones.half_read,
            },
            resource=resource,
            outcome=Outcome.INCONCLUSIVE if doubt else Outcome.FAIL,
        )


def _went(trend: RateTrend) -> str:
    return "rose" if trend.last > trend.first else "fell" if trend.last < trend.first else "stayed"


def _told(p: float) -> str:
    return f"{p:.2g}" if p >= 0.0001 else "below 0.0001"
