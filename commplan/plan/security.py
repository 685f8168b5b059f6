"""What is known of the security of a tool, its shared profile included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.naming import entity_name
from commplan.plan.references import Reference
from commplan.plan.values import Raw, day, duration, mapping, text

if TYPE_CHECKING:
    from commplan.plan.plan import Plan
    from commplan.plan.tools import Tool

_STATEMENTS = {
    "transit": ("encryption", "transit"),
    "rest": ("encryption", "rest"),
    "mfa": ("mfa",),
    "sso": ("sso",),
    "patching": ("patching",),
    "assurance_kind": ("assurance", "kind"),
    "assurance_last": ("assurance", "last"),
    "assurance_every": ("assurance", "every"),
}
"""Fields of :class:`Security` and their keys."""
_TOOLS = ("tools",)


class Security(NamedTuple):
    """Security statements: those of the tool itself, and where it says nothing, its profile's."""

    at: Place
    profile: Reference | None
    """The profile that speaks where the tool says nothing."""
    transit: str | None
    """Encryption on the way."""
    rest: str | None
    """Encryption where content is stored."""
    mfa: str | None
    """``required``, ``optional`` or ``none``."""
    sso: str | None
    """The single sign-on that guards the tool, and takes it down when it fails."""
    patching: str | None
    assurance_kind: str | None
    assurance_last: date | None
    """The day of the latest independent check."""
    assurance_every: Duration | None
    places: Mapping[str, Place]
    """Where each statement that is made stands, by the name of its field here."""
    shared_at: Place | None
    """Where the profile is defined, if the tool names one."""

    def speaker(self, field: str) -> Place:
        """Who makes a statement, or should: the profile, or the tool itself.

        That is the profile, unless the tool has a word of its own on the matter.
        """
        if self.shared_at is None:
            return self.at
        said = [self.places[field]] if field in self.places else self._places_about(field)
        return self.at if any(p.pointer[:1] == _TOOLS for p in said) else self.shared_at

    def _places_about(self, field: str) -> list[Place]:
        """Where something is stated on the matter of a field."""
        topic = _STATEMENTS[field][0]
        return [place for name, place in self.places.items() if _STATEMENTS[name][0] == topic]


def is_stated(value: str | None) -> bool:
    """Whether a statement promises anything; ``none`` says that there is nothing."""
    return value is not None and value.casefold() not in ("none", "no", "off")


class Silence(NamedTuple):
    """What a tool or a profile does not state, or not well enough."""

    at: Place
    fields: Mapping[str, Place]
    """Fields of :class:`Security`, and where each stands or is missed."""
    tools: tuple[Tool, ...]
    """The tools that it concerns, by id: of a profile all that go by it."""

    @property
    def subject(self) -> str:
        """``tool:wiki`` or ``security profile saas``."""
        return entity_name(self.at.pointer)

    @property
    def words(self) -> str:
        """The same, and how many tools go by a profile."""
        many = "" if len(self.tools) == 1 else "s"
        return f"{self.subject} ({len(self.tools)} tool{many})" if self.is_shared else self.subject

    @property
    def is_shared(self) -> bool:
        """Whether a profile is to blame."""
        return self.at.pointer[:1] != _TOOLS


def secured_tools(plan: Plan) -> Iterator[tuple[Tool, Security]]:
    """Every tool and what is known of its security, but for those whose profile is not there."""
    for tool in plan.tools.values():
        security = plan.security(tool)
        if security.profile is None or plan.sound(security.profile):
            yield tool, security


def silences(plan: Plan, lacking: Callable[[Security], Iterable[str]]) -> Iterator[Silence]:
    """What tools lack by some standard, once for each tool or profile that could mend it.

    What most tools of a profile say themselves is not for the profile to say.
    """
    fields: dict[Place, dict[str, Place]] = {}
    tools: dict[Place, dict[str, Tool]] = {}
    secured = list(secured_tools(plan))
    for tool, security in secured:
        for field in lacking(security):
            speaker = security.speaker(field)
            if speaker == security.shared_at and field not in security.places:
                said = [field in s.places for _, s in secured if s.shared_at == speaker]
                if 2 * sum(said) > len(said):
                    speaker = security.at
            fields.setdefault(speaker, {})[field] = security.places.get(field, speaker)
            tools.setdefault(speaker, {})[tool.id] = tool
    for speaker, found in fields.items():
        concerned = sorted(tools[speaker].items())
        yield Silence(speaker, found, tuple(tool for _, tool in concerned))


def read_security(raw: Raw, at: Place, profiles: Raw, profiles_at: Place) -> Security:
    """Read ``tools.<id>.security``, and behind it the profile that it names."""
    name = text(raw.get("profile"))
    layers = [(raw, at)]
    if name is not None:
        layers.append((mapping(profiles.get(name)), profiles_at / name))
    said: dict[str, object] = {}
    places: dict[str, Place] = {}
    for field, keys in _STATEMENTS.items():
        for layer, layer_at in layers:
            inner = mapping(layer.get(keys[0])) if len(keys) == 2 else layer
            value = inner.get(keys[-1])
            if value is not None:
                said[field] = value
                places[field] = Place(layer_at.origin, (*layer_at.pointer, *keys))
                break
    return Security(
        at=at,
        profile=Reference("security profile", name, at / "profile") if name else None,
        transit=text(said.get("transit")),
        rest=text(said.get("rest")),
        mfa=text(said.get("mfa")),
        sso=text(said.get("sso")),
        patching=text(said.get("patching")),
        assurance_kind=text(said.get("assurance_kind")),
        assurance_last=day(said.get("assurance_last")),
        assurance_every=duration(said.get("assurance_every")),
        places=places,
        shared_at=profiles_at / name if name else None,
    )
