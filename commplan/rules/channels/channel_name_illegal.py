"""A name that Slack does not give to channels."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Channel, Plan, Problem, Severity, is_placeholder, rule, visible

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_PUNCTUATION = frozenset("!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~")
_LONGEST = 80


@rule(
    "CHN002",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: Tempelis accepts `Bad Channel NAME!!`; navikt/ghep",
    fix="unsafe",
)
def channel_name_illegal(plan: Plan) -> Iterator[Problem]:
    """A Slack channel name has capitals, spaces or punctuation, or more than 80 characters.

    Slack has no such channel: whoever looks for the name finds nothing, and
    nothing can create it. Small letters, letters of scripts without case, digits,
    `-` and `_` are legal. A channel without `name` is called by its key.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, name: IT Help!, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, name: it-help, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        name: the name
        length: its length in characters
    """
    for channel in plan.channels.values():
        name = visible(channel.name)  # PLN002 speaks of the rest
        if not channel.is_slack or (_PLAIN.issuperset(name) and len(name) <= _LONGEST):
            continue  # as most names are
        if is_placeholder(name) or not (faults := tuple(_faults(name))):
            continue
        yield Problem(
            at=channel.name_at,
            message=f"{name!r} cannot name a Slack channel: {', '.join(faults)}",
            help=_help(channel),
            facts={"name": name, "length": len(name)},
        )


def _faults(name: str) -> Iterator[str]:
    if len(name) > _LONGEST:
        yield f"{len(name)} characters, more than {_LONGEST}"
    odd = dict.fromkeys(character for character in name if not _is_legal(character))
    if capitals := [character for character in odd if character.isalpha()]:
        yield f"capitals ({''.join(capitals)})"
    if any(character.isspace() for character in odd):
        yield "spaces"
    if others := [c for c in odd if not (c.isalpha() or c.isspace())]:
        yield f"punctuation ({' '.join(others)})"


def _is_legal(character: str) -> bool:
    if character in _PLAIN:
        return True
    if character.isascii():
        return False
    from unicodedata import category

    return category(character)[0] not in "PZC" and category(character) not in ("Lu", "Lt")


def _help(channel: Channel) -> str | None:
    """A legal name that is close to this one, if enough of it is legal."""
    words = "".join(c if _is_legal(c) else " " for c in channel.name.lower()).split()
    legal = "-".join(words)[:_LONGEST]
    if not legal:
        return None
    return f"write {legal!r}" if channel.declared_name is not None else f'add `name: "{legal}"`'
