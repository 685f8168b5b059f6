"""What keeps a team talking, and nobody has arranged."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Person, Plan, Problem, Severity, listed, rule


@rule("TRN102", severity=Severity.INFO, profile="complete", since="0.1", source="A11 A12 A30 A32")
def programme_missing(
    plan: Plan,
    as_of: int,
    *,
    programmes: tuple[str, ...] = ("recognition", "social", "knowledge", "conferences"),
) -> Iterator[Problem]:
    """A programme that keeps people talking is not defined, or a junior has no mentor.

    Thanks, company and passing on what one knows do not happen by themselves in
    a team that is busy. Define who keeps each going and how often. A person of
    level `junior` learns from somebody they can name: give them a `mentor`.

    Bad:
        programmes:
          recognition: {owner: "person:dana", every: 1mo, last: "2026-11-05"}
          knowledge: {owner: "person:dana", every: 2w, last: "2026-11-12"}
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB, level: junior}
            dana: {name: Dana Fox, slack: U04DANA, level: lead}

    Good:
        programmes:
          recognition: {owner: "person:dana", every: 1mo, last: "2026-11-05"}
          social: {owner: "person:bob", every: 3mo, last: "2026-10-16"}
          knowledge: {owner: "person:dana", every: 2w, last: "2026-11-12"}
          conferences: {owner: "person:dana", every: 12mo, last: "2026-05-28"}
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB, level: junior, mentor: "person:dana"}
            dana: {name: Dana Fox, slack: U04DANA, level: lead}

    Facts:
        programmes: the programmes that are not defined
        person: the id of the person without a mentor
    """
    missing = [name for name in programmes if name not in plan.programmes]
    if missing:
        word = "programme" if len(missing) == 1 else "programmes"
        yield Problem(
            at=plan.root / "programmes",
            message=f"the {word} {listed(missing)} {_is(missing)} not defined",
            help=f'add `{missing[0]}: {{owner: "person:…", every: 3mo}}` under `programmes`',
            facts={"programmes": missing},
        )
    for person in plan.people.values():
        if person.level == "junior" and not plan.has_left(person, as_of):
            yield from _unguided(person)


def _unguided(person: Person) -> Iterator[Problem]:
    if person.mentor is None:
        yield Problem(
            at=person.at / "level",
            message=f"{person.id} is junior and has no mentor",
            help='add `mentor: "person:…"`',
            facts={"person": person.id},
        )
    elif (person.mentor.kind, person.mentor.id) == ("person", person.id):
        yield Problem(
            at=person.mentor.at,
            message=f"{person.id} is junior and their own mentor",
            help="name somebody else",
            facts={"person": person.id},
        )


def _is(missing: list[str]) -> str:
    return "is" if len(missing) == 1 else "are"
