"""Names and addresses, compared as people write them."""

import pytest

from commplan.workspace import Digests, LivePerson, Pseudonyms, Workspace
from commplan.workspace.names import folded

KEY = Pseudonyms(b"a key that is long enough")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dana Fox", " DANA  fox "),
        ("José Núñez", "Jose Nunez"),
        ("Karl Ødegård", "karl odegard"),
        ("Łukasz Æsir", "LUKASZ AESIR"),
        ("Jürgen Groß", "Jurgen Gross"),
        ("Jürgen", "Ju\u0308rgen"),
        ("王 小明", "王小明"),
        ("İpek Yıldız", "Ipek Yildiz"),
    ],
)
def test_names_that_differ_in_writing_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert KEY.of_name(one) == KEY.of_name(other)


@pytest.mark.parametrize("other", ["Dana", "Dana Foxx", "Fox Dana", "D. Fox", ""])
def test_other_names_are_others(other: str) -> None:
    assert folded("Dana Fox") != folded(other)
    assert KEY.of_name("Dana Fox") != KEY.of_name(other)


def test_an_address_is_compared_by_whoever_has_the_key() -> None:
    digests = Digests(email=KEY.of_address("dana@example.org"))
    dana, bare = LivePerson("U1", digests=digests), LivePerson("U2", digests=Digests())
    without, live = Workspace(0, "slack"), Workspace(0, "slack", key=KEY)
    assert without.has_email(dana, "dana@example.org") is None
    assert live.has_email(dana, "Dana@Example.org") is True
    assert live.has_email(dana, "don@example.org") is False
    assert live.has_email(bare, "dana@example.org") is None
    assert live.has_email(LivePerson("U3", email="dana@example.org"), "DANA@example.org") is True


def test_a_person_whose_digests_hold_no_name_may_be_anybody() -> None:
    live, somebody = Workspace(0, "slack", key=KEY), LivePerson("U1", digests=Digests())
    assert live.is_called(somebody, "Dana Fox") is None
