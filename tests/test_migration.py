"""The way from one edition of the plan language to the next."""

from __future__ import annotations

import pytest

from commplan.document import Document, read_documents
from commplan.finding import Edit, Put, Rename
from commplan.migration import Migrated, MigrationError, Step, migrate
from commplan.place import Origin, Place

OLD = """\
# our plan
apiVersion:   "commplan/v0"   # the first edition
kind: CommunicationPlan
metadata: {id: it-ops}   # flow
rooms:
    it-help:  {kind: slack}
---
apiVersion: commplan/v1
kind: Baseline
metadata: {id: base}
---
apiVersion: v1
kind: ConfigMap
"""


def rooms_to_channels(document: Document) -> tuple[Edit, ...]:
    """What the step of this test changes."""
    at = Place(Origin(document.path, document.index), ("rooms",))
    return (Rename(at, "channels"),) if document.has(("rooms",)) else ()


def titled(document: Document) -> tuple[Edit, ...]:
    at = Place(Origin(document.path, document.index), ("metadata", "title"))
    return (Put(at, "A plan"),)


FIRST = Step("commplan/v0", "commplan/v1", rooms_to_channels)
SECOND = Step("commplan/v1", "commplan/v2", titled)


def run(text: str, *steps: Step) -> Migrated:
    return migrate(read_documents(text.encode(), "plan.yaml"), steps)


def test_a_step_keeps_every_byte_around_its_edits() -> None:
    migrated = run(OLD, FIRST)
    expected = OLD.replace('"commplan/v0"', '"commplan/v1"').replace("rooms:", "channels:")
    assert migrated == Migrated(expected, ("commplan/v0",))


def test_steps_follow_each_other_and_documents_go_their_own_way() -> None:
    migrated = run(OLD, FIRST, SECOND)
    assert migrated.passed == ("commplan/v0", "commplan/v1")
    documents = read_documents(migrated.text.encode(), "plan.yaml").documents
    assert [d.get(("apiVersion",)) for d in documents] == ["commplan/v2", "commplan/v2", "v1"]
    assert [d.get(("metadata", "title")) for d in documents[:2]] == ["A plan", "A plan"]


def test_what_is_newest_already_stays_as_it_is() -> None:
    text = OLD.replace("v0", "v1")
    assert run(text, FIRST) == Migrated(text, ())
    assert run(text) == Migrated(text, ()), "with the steps that there are"


@pytest.mark.parametrize("edition", ["commplan/v9", "commplan/v0"])
def test_an_edition_without_a_way_is_told_with_its_place(edition: str) -> None:
    text = OLD.replace("commplan/v0", edition)
    with pytest.raises(MigrationError) as error:
        run(text)
    assert str(error.value) == (
        f"plan.yaml:2:15: this commplan knows commplan/v1, and no way from {edition!r} to it; "
        "a newer commplan may"
    )


def test_an_edit_that_would_change_more_is_refused() -> None:
    text = """\
apiVersion: commplan/v0
kind: CommunicationPlan
metadata: &shared {id: x}
rooms: *shared
"""

    def inside(document: Document) -> tuple[Edit, ...]:
        at = Place(Origin(document.path, document.index), ("rooms", "id"))
        return (Put(at, "other"),)

    with pytest.raises(MigrationError, match=r"plan\.yaml: cannot be brought on from commplan/v0"):
        run(text, Step("commplan/v0", "commplan/v1", inside))
