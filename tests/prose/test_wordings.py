"""The texts that a plan sends, and in which languages."""

from __future__ import annotations

import pytest

from commplan.place import Origin, Place
from commplan.plan import Plan
from commplan.prose import Wording, replies, templates_with_text
from commplan.written import Unreadable

AT = Place(Origin("plan.yaml", 0), ("templates", "status", "file"))


class Shelf:
    """Files beside a plan, as rules see them."""

    def exists(self, at: Place, path: str) -> bool:
        return path in ("status.md", "blank.md", "large.md")

    def resolve(self, at: Place, path: str) -> str | None:
        return path

    def text(self, at: Place, path: str) -> str | Unreadable:
        if path == "large.md":
            return Unreadable("the file is too large", is_missing=False)
        texts = {"status.md": "{{ summary }}\r\nThanks.", "blank.md": " \n"}
        return texts.get(path) or Unreadable("there is no such file", is_missing=True)


def plan(**sections: object) -> Plan:
    return Plan({"metadata": {"id": "x"}, **sections}, Origin("plan.yaml", 0))


def written(text: str, *languages: str, is_file: bool = True) -> Wording:
    return Wording("status.md", AT, text, is_file, languages)


def test_templates_with_text_and_those_that_cannot_be_read() -> None:
    found, unread = templates_with_text(
        plan(
            templates={
                "file": {"file": "status.md", "languages": ["en-GB", "DE"]},
                "text": {"text": "Sorry."},
                "both": {"file": "status.md", "text": "Sorry."},
                "blank": {"file": "blank.md"},
                "spaces": {"text": "  "},
                "lost": {"file": "lost.md"},
                "large": {"file": "large.md"},
                "none": {},
            }
        ),
        Shelf(),
    )
    assert [(template.id, text.name, text.text) for template, text in found] == [
        ("file", "status.md", "{{ summary }}\nThanks."),
        ("text", "the text of template:text", "Sorry."),
        ("both", "status.md", "{{ summary }}\nThanks."),
    ]
    assert found[0][1].languages == ("en", "de")
    assert [text.at.pointer[-1] for _, text in found] == ["file", "text", "file"]
    assert [(fault.reason, fault.at.pointer) for fault in unread] == [
        ("template:large: large.md: the file is too large", ("templates", "large", "file"))
    ]


def test_automatic_replies() -> None:
    found = replies(
        plan(
            automations={"reset": {"reply": "Done."}, "silent": {}},
            protocols={"dm_policy": {"text": "Please ask in #it-help."}},
        )
    )
    assert [(text.name, text.text, text.at.pointer) for text in found] == [
        ("the reply of automation reset", "Done.", ("automations", "reset", "reply")),
        (
            "the reply to direct messages",
            "Please ask in #it-help.",
            ("protocols", "dm_policy", "text"),
        ),
    ]


def test_where_something_stands() -> None:
    text = "one\n two\n"
    assert written(text).spot(0) == "status.md:1:1"
    assert written(text).spot(5) == "status.md:2:2"
    assert written(text, is_file=False).spot(5) == "line 2 of status.md"
    assert written("one\n", is_file=False).spot(1) == "status.md"


@pytest.mark.parametrize(
    ("text", "languages", "parts"),
    [
        ("Sorry.", (), [("Sorry.", None)]),
        ("Sorry.\n\n---\n\nmore", (), [("Sorry.\n\n---\n\nmore", None)]),
        ("Entschuldigung.", ("de",), [("Entschuldigung.", "de")]),
        ("Sorry.\n\n---\n\nLeider.", ("en", "de"), [("Sorry.", "en"), ("\nLeider.", "de")]),
        ("Sorry.\n \n * * *\nLeider.", ("en", "de"), [("Sorry.", "en"), ("Leider.", "de")]),
        ("Sorry.\n---\nLeider.", ("en", "de"), [("Sorry.\n---\nLeider.", None)]),
        ("Sorry.", ("en", "de"), [("Sorry.", None)]),
        ("a\n\n---\nb\n\n___\nc", ("en", "de"), [("a\n\n---\nb\n\n___\nc", None)]),
        ("a\n\n---\nb\n\n___\nc", ("en", "de", "fr"), [("a", "en"), ("b", "de"), ("c", "fr")]),
    ],
)
def test_parts(text: str, languages: tuple[str, ...], parts: list[tuple[str, str | None]]) -> None:
    found = written(text, *languages).parts()
    assert [(part.text, part.language) for part in found] == parts
    assert all(text[part.start :].startswith(part.text) for part in found)
