"""Typed references: where they may stand, what they may name, and whether they do.

This is the one place that knows which field takes which kind. Rules ask
:meth:`commplan.plan.Plan.sound` and never resolve a reference on their own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commplan.document import Pointer
from commplan.named import NamedTuple
from commplan.place import Origin, Place, place


class Reference(NamedTuple):
    """``kind:id`` as it stands in a plan, or a bare id in a field that takes one kind only."""

    kind: str
    id: str
    at: Place

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


Occurrence = tuple[str, str, Pointer, bool, tuple[str, ...]]
"""Kind and id that a text names, its pointer, whether it is a key, and the kinds that fit there.

A plain tuple: each plan has dozens, and few are asked for as references.
"""


class ReferenceField(NamedTuple):
    """One occurrence of a reference, with the kinds that its field takes."""

    reference: Reference
    allowed: tuple[str, ...]


SECTIONS: Mapping[str, tuple[str, ...]] = {
    "person": ("stakeholders", "people"),
    "group": ("stakeholders", "groups"),
    "role": ("stakeholders", "roles"),
    "external": ("stakeholders", "external"),
    "rotation": ("rotations",),
    "calendar": ("calendars",),
    "channel": ("channels",),
    "escalation": ("escalations",),
    "template": ("templates",),
    "tool": ("tools",),
    "sla": ("slas",),
    "ola": ("olas",),
    "severity": ("severities",),
    "message": ("messages",),
    "kpi": ("kpis",),
    "course": ("training", "courses"),
    "automation": ("automations",),
    "obligation": ("obligations",),
    "security profile": ("security_profiles",),
}
"""Where the definitions of each kind stand."""

WRITTEN_KINDS = (
    *("person", "group", "role", "external", "rotation", "calendar"),
    *("channel", "escalation", "template", "tool", "sla", "ola"),
)
"""Kinds that plans write as ``kind:id``; the others of SECTIONS are named by bare ids."""

NOUNS = {"external": "external party", "escalation": "escalation path", "sla": "SLA", "ola": "OLA"}
"""Kinds whose everyday name differs from the word used in references."""

_PARTY = ("person", "group", "role", "rotation")
_TARGET = (*_PARTY, "escalation", "channel", "tool", "external")
_AUDIENCE = ("group", "external", "role", "person", "rotation")

_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("metadata/owner", _PARTY),
    ("metadata/approver", _PARTY),
    ("metadata/workspace/admins/*", ("person", "group", "role")),
    ("stakeholders/people/*/calendar", ("calendar",)),
    ("stakeholders/people/*/mentor", ("person",)),
    ("stakeholders/groups/*/members/*", _PARTY),
    ("stakeholders/groups/*/source", ("rotation", "role", "group")),
    ("stakeholders/groups/*/default_channels/*", ("channel",)),
    ("stakeholders/roles/*/holders/*", _PARTY),
    ("stakeholders/roles/*/deputies/*", _PARTY),
    ("stakeholders/roles/*/excludes/*", ("role",)),
    ("stakeholders/external/*/ola", ("ola",)),
    ("goals/*/owner", _PARTY),
    ("kpis/*/clock", ("calendar",)),
    ("kpis/*/on_breach", ("channel",)),
    ("channels/*/audience/*", _AUDIENCE),
    ("channels/*/owner", _PARTY),
    ("channels/*/fallback", ("channel",)),
    ("channels/*/tool", ("tool",)),
    ("channels/*/intake/responders", _PARTY),
    ("channels/*/intake/ticketing", ("tool",)),
    ("channels/*/bridges/*/to", ("channel",)),
    ("channels/*/posting/allowed/*", _PARTY),
    ("messages/*/audience/*", _AUDIENCE),
    ("messages/*/via/*", ("channel",)),
    ("messages/*/sender", _PARTY),
    ("messages/*/approver", _PARTY),
    ("messages/*/template", ("template",)),
    ("severities/*/path", ("escalation",)),
    ("severities/*/sla", ("sla",)),
    ("slas/*/clock", ("calendar",)),
    ("slas/*/publish_in/*", ("channel",)),
    ("olas/*/party", ("external", "group")),
    ("olas/*/supports/*", ("sla",)),
    ("olas/*/clock", ("calendar",)),
    ("coverage/*/require", ("calendar",)),
    ("rotations/*/users/*", (*_PARTY, "escalation")),
    ("rotations/*/overrides/*/user", ("person",)),
    ("escalations/*/tool", ("tool",)),
    ("escalations/*/steps/*/notify/*", _TARGET),
    ("escalations/*/on_exhausted/notify/*", _TARGET),
    ("requests/*/intake", ("channel",)),
    ("requests/*/owner", _PARTY),
    ("requests/*/owner/*", _PARTY),
    ("requests/*/queue", ("tool",)),
    ("automations/*/tool", ("tool",)),
    ("automations/*/channel", ("channel",)),
    ("automations/*/template", ("template",)),
    ("monitoring/*/tool", ("tool",)),
    ("monitoring/*/alerts/*/channel", ("channel",)),
    ("monitoring/*/alerts/*/path", ("escalation",)),
    ("monitoring/*/alerts/*/owner", _PARTY),
    ("obligations/*/clock", ("calendar",)),
    ("obligations/*/recipient", ("external", "group")),
    ("obligations/*/decision", _PARTY),
    ("obligations/*/path", ("escalation",)),
    ("obligations/*/template", ("template",)),
    ("protocols/dm_policy/redirect_to", ("channel",)),
    ("protocols/decisions/record_in", ("tool",)),
    ("protocols/notifications/channel_ping/*", _PARTY),
    ("reviews/*/owner", _PARTY),
    ("reviews/*/template", ("template",)),
    ("reviews/*/actions_in", ("tool",)),
    ("training/courses/*/required_for/*", _PARTY),
    ("programmes/*/owner", _PARTY),
    ("programmes/*/channel", ("channel",)),
    ("programmes/*/kb", ("tool",)),
    ("programmes/*/meeting/audience/*", _AUDIENCE),
    ("feedback/suggestions", ("channel",)),
    ("feedback/speak_up", ("channel",)),
    ("waivers/*/owner", _PARTY),
    ("waivers/*/approved_by", (*_PARTY, "external")),
)
"""Fields that hold ``kind:id``, with the kinds each takes."""

_MENTIONS = ("channels/*/must_mention/*", (*_PARTY, "channel"))
"""A field that holds references or any other text, with the kinds that make a text a reference."""

_BARE_FIELDS: tuple[tuple[str, str], ...] = (
    ("stakeholders/roles/*/training/*", "course"),
    ("goals/*/kpis/*", "kpi"),
    ("tools/*/security/profile", "security profile"),
    ("slas/*/applies/channel", "channel"),
    ("slas/*/applies/channel/*", "channel"),
    ("slas/*/applies/severity", "severity"),
    ("slas/*/applies/severity/*", "severity"),
    ("requests/*/automation", "automation"),
    ("automations/*/message", "message"),
    ("channels/*/intake/workflow", "automation"),
    ("monitoring/*/alerts/*/severity", "severity"),
    ("obligations/*/after", "obligation"),
    ("priority_matrix/*/*", "severity"),
)
"""Fields that take one kind only and hold bare ids."""

_KEY_FIELDS: tuple[tuple[Pointer, str], ...] = (
    (("coverage",), "severity"),
    (("capacity", "expected", "pages_per_week"), "escalation"),
    (("capacity", "expected", "group_pings_per_week"), "channel"),
)
"""Mappings whose keys are bare ids themselves."""

MEASURED = "slack:channel:"
"""How the source of an indicator begins that is measured in a channel."""


class _Node:
    """A step in the tree of fields: what may follow, and what a value here means."""

    __slots__ = ("every", "is_bare", "kinds", "next", "takes_text")

    def __init__(self) -> None:
        self.next: dict[str | int, _Node] = {}
        self.every: _Node | None = None
        """What follows any other key, and each item of a list."""
        self.kinds: tuple[str, ...] = ()
        self.is_bare = False
        self.takes_text = False

    def at(self, path: str) -> "_Node":
        node = self
        for step in path.split("/"):
            if step == "*":
                node.every = node.every or _Node()
                node = node.every
            else:
                node = node.next.setdefault(step, _Node())
        return node

    def is_text(self, kind: str, name: str) -> bool:
        """Whether ``kind:name`` is no reference here but words with a colon."""
        return kind not in self.kinds or name.split() != [name]


def _tree() -> _Node:
    root = _Node()
    for path, kinds in _FIELDS:
        root.at(path).kinds = kinds
    mentions = root.at(_MENTIONS[0])
    mentions.kinds, mentions.takes_text = _MENTIONS[1], True
    for path, kind in _BARE_FIELDS:
        node = root.at(path)
        node.kinds, node.is_bare = (kind,), True
    return root


_TREE = _tree()


def occurrences(value: Mapping[str, Any]) -> list[Occurrence]:
    """Every reference in a plan, in the order of the text.

    Sources of indicators, and keys that are references themselves, come last.
    """
    found: list[Occurrence] = []
    _walk(value, _TREE, (), found)
    kpis = value.get("kpis")
    for key, kpi in kpis.items() if isinstance(kpis, dict) else ():
        source = kpi.get("source") if isinstance(kpi, dict) else None
        if isinstance(source, str) and source.startswith(MEASURED):
            channel = source.removeprefix(MEASURED)
            found.append(("channel", channel, ("kpis", key, "source"), False, ("channel",)))
    for pointer, kind in _KEY_FIELDS:
        found += [(kind, key, (*pointer, key), True, (kind,)) for key in _keys(value, pointer)]
    return found


def reference_fields(found: Iterable[Occurrence], origin: Origin) -> Iterator[ReferenceField]:
    """The same as references with their places."""
    for kind, name, pointer, on_key, allowed in found:
        yield ReferenceField(Reference(kind, name, Place(origin, pointer, on_key)), allowed)


def _keys(value: Any, pointer: Pointer) -> Iterator[str]:
    """The keys of a mapping, where there is one; ``horizon`` is a word of ``coverage``."""
    for step in pointer:
        value = value.get(step) if isinstance(value, dict) else None
    yield from (key for key in value if key != "horizon") if isinstance(value, dict) else ()


def _walk(value: object, node: _Node, pointer: Pointer, found: list[Occurrence]) -> None:
    """Add what is found to one list: this runs over every value of every plan."""
    every = node.every
    if isinstance(value, dict):
        items: Iterable[tuple[str | int, object]] = value.items()
    elif isinstance(value, list) and every is not None:
        items = enumerate(value)
    else:
        return
    following = node.next.get
    for key, item in items:
        follow = following(key, every)
        if follow is None:
            continue
        if type(item) is not str:
            _walk(item, follow, (*pointer, key), found)
        elif follow.is_bare:
            found.append((follow.kinds[0], item, (*pointer, key), False, follow.kinds))
        elif follow.kinds:
            kind, colon, name = item.partition(":")
            if colon and not (follow.takes_text and follow.is_text(kind, name)):
                found.append((kind, name, (*pointer, key), False, follow.kinds))


def parse_reference(value: object, at: Place) -> Reference | None:
    """Read ``kind:id``; None where there is nothing or where the text is not of that form."""
    if not isinstance(value, str):
        return None
    kind, colon, name = value.partition(":")
    # Past what calling a class costs, as ``place`` is: plans have dozens of them.
    return tuple.__new__(Reference, (kind, name, at)) if colon else None


def read_mention(text: str, at: Place) -> Reference | None:
    """Read an item of ``must_mention``; None where it is a word or several."""
    kind, colon, name = text.partition(":")
    is_text = not colon or _TREE.at(_MENTIONS[0]).is_text(kind, name)
    return None if is_text else Reference(kind, name, at)


def read_reference(raw: Mapping[str, Any], key: str, at: Place) -> Reference | None:
    """The reference under a key of an entry; most entries leave most keys out."""
    value = raw.get(key)
    return None if value is None else parse_reference(value, at / key)


def read_references(raw: Mapping[str, Any], key: str, at: Place) -> tuple[Reference, ...]:
    """The list of references under a key of an entry."""
    value = raw.get(key)
    if not isinstance(value, list):
        return ()
    origin, pointer = at.origin, at.pointer
    found = []
    for number, item in enumerate(value):
        reference = parse_reference(item, place(origin, (*pointer, key, number)))
        if reference is not None:
            found.append(reference)
    return tuple(found)


def read_one_or_many(raw: Mapping[str, Any], key: str, at: Place) -> tuple[Reference, ...]:
    """The references under a key that takes one reference or a list of them."""
    one = read_reference(raw, key, at)
    return read_references(raw, key, at) if one is None else (one,)
