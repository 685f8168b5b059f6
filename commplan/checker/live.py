"""What an audit adds to a check: the facts to ask for, and the reads that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from commplan.checker.histories import MESSAGES, REPLIES, Histories
from commplan.checker.judge_file import Bench
from commplan.checker.load import PLAN, FilesBeside
from commplan.checker.target import Target, load_file
from commplan.drift import Drift, called_for, card_facts, of_each_channel, of_each_person
from commplan.engine.select import Selection
from commplan.finding import Incomplete, Resource
from commplan.history import WantedHistory
from commplan.plan import MANAGED, ON_CALL, Plan, PlanCard, card, channel_claims
from commplan.rule import Rule
from commplan.workspace import Request, WantedChannel, WantedPerson, WantedUsergroup, Workspace
from commplan.written import Files

if TYPE_CHECKING:
    from commplan.measures.engine import Engine
    from commplan.measures.frames import Frames


def load_plans(target: Target) -> tuple[Plan, ...]:
    """Every valid plan among the files; the others are the check's business."""
    return tuple(plan for plan, _ in load_with_files(target))


def load_with_files(target: Target) -> Iterator[tuple[Plan, Files]]:
    """Likewise, each plan with the files beside it."""
    for path in target.paths:
        file = load_file(path, target)
        for item in file.documents:
            if item.plan is not None and item.text.kind == PLAN:
                yield item.plan, FilesBeside(file.loader, item.chain)


def request(
    plans: Sequence[Plan],
    selection: Selection,
    as_of: int,
    histories: Histories | None = None,
) -> Request:
    """Ask for what the selected rules look at, as far as some plan declares it.

    ``histories`` are what to read of the messages in a plan's channels; None: nothing.
    """
    rules = [rule for rule in selection.rules if rule.reads]
    cards = [card(plan, frozenset()) for plan in plans]
    facts = {
        fact for one in cards for rule in rules for fact in card_facts(one, rule.reads, rule.of)
    }

    def of_channel(claims: frozenset[str] | None) -> tuple[str, ...]:
        if claims is None:
            return ()
        looking = (rule for rule in rules if not (rule.of and claims.isdisjoint(rule.of)))
        reads = {f for rule in looking for f in called_for(rule.reads, rule.of, claims)}
        return of_each_channel(reads)

    unnamed = {fact for rule in rules if MANAGED in rule.of for fact in rule.reads}
    facts -= set() if histories else {MESSAGES, REPLIES}
    channels = _channels(plans, of_channel, of_each_channel(unnamed), histories or _nothing)
    people = (one for plan in plans for one in _people(plan, rules, as_of))
    return Request(
        facts=tuple(sorted(facts)),
        channels=tuple(channels),
        people=tuple(people),
        usergroups=tuple(one for plan in plans for one in _usergroups(plan)),
        teams=_teams(plans),
        declared_only=_declared_only(cards, rules, measured=MESSAGES in facts),
        as_of=as_of,
    )


def _declared_only(
    cards: Sequence[PlanCard], rules: Iterable[Rule], *, measured: bool
) -> tuple[str, ...]:
    """The lists of which no rule needs more than what plans, or what else is read, speak of.

    Whoever wrote a message can be anybody. Channels are listed, too, for plans that
    manage names of them.
    """
    listed = {"people"} if measured else set()
    for rule in rules:
        if any(not rule.of or set(rule.of).intersection(one.claims) for one in cards):
            listed.update(rule.lists)
    return tuple(f for f in ("public-channels", "private-channels", "people") if f not in listed)


def wanted_of(
    plans: Sequence[Plan],
    facts: tuple[str, ...],
) -> Request:
    """Ask for facts, and for those of single objects as far as plans name them."""
    single = of_each_channel(facts)
    unnamed = of_each_channel({"members"}.intersection(facts))
    wanted = _channels(plans, lambda _: single, unnamed, _nothing)
    people = (WantedPerson(*ids) for plan in plans for ids in _identities(plan).values())
    return Request(facts, channels=tuple(wanted), people=tuple(people), teams=_teams(plans))


def _teams(plans: Iterable[Plan]) -> tuple[str, ...]:
    """The workspaces that plans say they are about, each once."""
    return tuple(dict.fromkeys(plan.metadata.team for plan in plans if plan.metadata.team))


def _channels(
    plans: Sequence[Plan],
    of_channel: Callable[[frozenset[str] | None], tuple[str, ...]],
    of_unnamed: tuple[str, ...],
    histories: Histories,
) -> Iterator[WantedChannel]:
    """The channels of plans, with what to read of one of which a plan makes some claims.

    There are none about retired channels. ``of_unnamed`` is what to read of channels that
    plans only manage.
    """
    for plan in plans:
        claims, histories_of = channel_claims(plan), histories(plan)
        for c in plan.channels.values():
            if c.is_slack:
                facts = of_channel(claims.get(c.id))
                yield WantedChannel(c.slack, c.name, facts, histories_of.get(c.id))
        for glob in plan.metadata.managed_channels:
            yield WantedChannel(name=glob, facts=of_unnamed)


def _nothing(_: Plan) -> Mapping[str, WantedHistory]:
    """What is read of messages where nobody measures."""
    return {}


def _people(plan: Plan, rules: Iterable[Rule], as_of: int) -> Iterator[WantedPerson]:
    """The people of a plan, with what to read of each; of some facts only if they are on call."""
    looking = [rule for rule in rules if of_each_person(rule.reads)]
    always = of_each_person({f for rule in looking if ON_CALL not in rule.of for f in rule.reads})
    on_call = of_each_person({fact for rule in looking for fact in rule.reads})
    now = _on_call(plan, as_of) if on_call != always else frozenset()
    for name, ids in _identities(plan).items():
        yield WantedPerson(*ids, on_call if name in now else always)


def _usergroups(plan: Plan) -> Iterator[WantedUsergroup]:
    """The user groups of a plan, with what it calls those of its groups."""
    for group in plan.groups.values():
        if group.slack_usergroup is not None:
            handle = group.handle and group.handle.removeprefix("@")
            yield WantedUsergroup(group.slack_usergroup, handle)
    for rotation in plan.rotations.values():
        if rotation.slack_usergroup is not None:
            yield WantedUsergroup(rotation.slack_usergroup)


def _identities(plan: Plan) -> Mapping[str, tuple[str | None, str | None]]:
    """Slack id and address of everybody who has one of them."""
    return {p.id: (p.slack, p.email) for p in plan.people.values() if p.slack or p.email}


def _on_call(plan: Plan, as_of: int) -> frozenset[str]:
    from commplan.timeline import Timeline, on_duty  # only where somebody's duty matters

    return frozenset(p for duty in on_duty(Timeline(plan, as_of)) for p in duty.people)


def with_workspace(
    bench: Bench,
    workspace: Workspace,
    told: Callable[[Plan, Engine], Frames] | None = None,
    without: str = "",
    since: Callable[[Plan], int | None] = lambda _: None,
    engine: Callable[[], Engine] | None = None,
) -> Bench:
    """Give the rules a workspace, and each plan its join with it.

    ``told`` brings the messages of a plan's channels into an engine, where some were read;
    ``without`` says why there are none, ``since`` from when on they matter to a plan.
    ``engine`` makes another than DuckDB.
    """

    def drift(plan: Plan) -> Drift:
        return Drift(plan, workspace, bench.at(plan.origin.path).codes)

    live: dict[str, Callable[[Plan], object]] = {"workspace": lambda _: workspace, "drift": drift}
    if told is not None:
        as_of = min(bench.as_of, _known_until(workspace, bench.as_of))
        lag = bench.as_of - as_of  # windows end where knowledge does, and begin as much earlier

        def history(plan: Plan) -> object:
            start = since(plan)
            start = None if start is None else start - lag
            return _history(plan, drift(plan), told, as_of, engine, start)

        live["history"] = history
    shared = {"workspace": lambda: workspace}
    lacking = {"history": without} if without and told is None else {}
    return bench._replace(
        live=live, shared=shared, read_at=workspace.taken_at, measures=True, lacking=lacking
    )


def _known_until(workspace: Workspace, as_of: int) -> int:
    """Up to when what happened is known: of an export not until today."""
    read = [channel.messages for channel in workspace.channels if channel.messages is not None]
    return max((messages.until for messages in read), default=as_of)


def _history(
    plan: Plan,
    drift: Drift,
    told: Callable[[Plan, Engine], Frames],
    as_of: int,
    engine: Callable[[], Engine] | None,
    since: int | None,
) -> object:
    from commplan.measures import History  # only where messages were read
    from commplan.measures.engine import DuckEngine

    return History(plan, drift, partial(told, plan), as_of, engine or DuckEngine, since)


def failed_reads(workspace: Workspace, selection: Selection) -> tuple[Incomplete, ...]:
    """Every read that the token allows and that failed, with the rules that it spoils."""
    return tuple(
        Incomplete(
            kind="read",
            what=failed.failure.method,
            error=failed.failure.error,
            tries=failed.failure.tries,
            rules=tuple(
                rule.code for rule in selection.rules if set(failed.facts) & set(rule.reads)
            ),
            resource=_resource(failed.object),
        )
        for failed in workspace.failed_reads()
    )


def _resource(id: str | None) -> Resource | None:
    """The object whose read failed; ids of channels begin with C or G."""
    if id is None:
        return None
    return Resource("channel" if id.startswith(("C", "G")) else "person", id, None)


def unread(error: Exception, method: str, selection: Selection) -> Incomplete:
    """The record of a workspace that could not be read at all."""
    spoilt = tuple(
        rule.code
        for rule in selection.rules
        if rule.evidence_class == 3 or (rule.is_measured and rule.reads)
    )
    return Incomplete(kind="read", what=method, error=str(error), rules=spoilt)
