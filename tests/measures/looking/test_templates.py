from commplan.history import Showing
from commplan.measures.looking.templates import TemplateLook, template_looks
from tests.measures.made import plan_with_files

PLAN = """
metadata: {id: desk}
channels:
  inc: {kind: slack, slack: C01INC}
  old: {kind: slack, slack: C02OLD, state: retired}
  mail: {kind: email}
messages:
  update:
    via: ["channel:inc", "channel:old", "channel:mail"]
    template: "template:update"
  again: {via: ["channel:inc"], template: "template:update"}
  note: {via: ["channel:inc"], template: "template:note"}
  lost: {via: ["channel:inc"], template: "template:lost"}
templates:
  update: {file: update.md}
  note: {text: "{{ what }} by {{ who }}", marker: ":memo: Note"}
  lost: {file: nowhere.md}
"""
FILES = {"update.md": "{{ summary }}\n\n- Impact: {{ impact }}\n- Next: {{ next }}\n"}


def looks(more: str = "") -> tuple[TemplateLook, TemplateLook]:
    plan, files = plan_with_files(PLAN, {"update.md": FILES["update.md"] + more})
    found = template_looks(plan, files)
    assert [*found] == ["inc"]
    return found["inc"]  # type: ignore[return-value]  # these


def test_each_template_of_a_channel_is_looked_for_once() -> None:
    assert [(one.kind, one.value) for one in looks()] == [
        ("template", "desk/update"),
        ("template", "desk/note"),
    ]


def test_a_post_shows_its_template_and_its_fields() -> None:
    template, _ = looks()
    text = "VPN is down\n• *Impact:* nobody gets in\n• *Next:* tbd"
    assert [*template.find(text, 0)] == [
        Showing("desk/update", 2),
        Showing("desk/update/impact"),
        Showing("desk/update/summary"),
    ]
    assert [*template.find("all is well", 0)] == []


def test_a_marker_is_needed_where_there_is_one() -> None:
    _, note = looks()
    assert [*note.find("lunch by Ann", 0)] == []
    assert [one.value for one in note.find(":memo:  note: lunch by Ann", 0)] == [
        *("desk/note", "desk/note/what", "desk/note/who"),
    ]
    assert [one.value for one in note.find(":memo: note", 0)] == ["desk/note", "desk/note/what"]


def test_another_text_is_another_look() -> None:
    assert looks()[0].key == looks()[0].key
    assert looks()[0].key != looks("- More: {{ more }}\n")[0].key
