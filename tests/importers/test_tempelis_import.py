"""A tempelis folder becomes a plan that says the same, the faults included."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from commplan.api import CommplanError, ConfigError, Imported, read_documents
from commplan.cli.main import main
from commplan.importers import IMPORTERS
from commplan.schema import is_valid

Import = Callable[..., Imported]
Files = dict[str, str]

PLAN = """\
# Made by `commplan import tempelis` of a tempelis folder (5 files).
# Each comment names the file and line that an entry comes from. What is wrong
# there is wrong here: `commplan check` tells.
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: cafe
  title: Slack workspace cafe
  managed:  # tempelis expects both lists to be complete
    channels:
      - "*"
    usergroups:
      - "*"
stakeholders:
  people:
    Bo-Lind:  # from users.yaml:4
      name: Bo-Lind
      slack: U02BO
    "Cy%20Twist":  # from users.yaml:5
      name: Cy Twist
      slack: U03CY
    ada:  # from users.yaml:3
      name: ada
      slack: U01ADA
  groups:
    bakers:  # from bakery/config.yaml:7
      handle: bakers
      name: The Bakers
      description: Bread before dawn.
      members:
        - "person:ada"  # from bakery/config.yaml:14
        - "person:Cy%20Twist"  # from bakery/config.yaml:15
      default_channels:
        - "channel:bakery"  # from bakery/config.yaml:11
        - "channel:announcements"  # from bakery/config.yaml:12
channels:
  announcements:  # from channels.yaml:2
    kind: slack
    slack: C01NEWS
    visibility: public
  bakery:  # from bakery/config.yaml:2
    kind: slack
    visibility: public
  bakery-ovens:  # from bakery/config.yaml:3
    kind: slack
    slack: C03OVEN
    visibility: public
  general-help:  # from channels.yaml:4
    kind: slack
    visibility: public
  old-help:  # from channels.yaml:5
    kind: slack
    visibility: public
    state: archived
"""


def plan_text(imported: Imported) -> str:
    """The one file that was made."""
    (text,) = imported.files.values()
    return text


def plan_value(text: str) -> object:
    """The plan as commplan reads it."""
    return read_documents(text.encode(), "plan.yaml").documents[0].value


def edit(folder: Files, file: str, old: str, new: str) -> Files:
    """The folder with one text of one file replaced."""
    assert old in folder[file]
    return {**folder, file: folder[file].replace(old, new, 1)}


def test_a_sound_folder_is_carried_over_whole(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    imported = import_tempelis(folder)
    assert imported.files == {"cafe.yaml": PLAN}
    assert imported.notes == (
        (
            f"{tmp_path}/cafe/template.yaml:1: pins of new channels are not carried over,"
            " as a plan says what holds for all"
        ),
        (
            f"{tmp_path}/cafe/restrictions.yaml:2: 5 restrictions are kept by every file"
            " and not carried over"
        ),
    )


def test_the_plan_names_no_folder_of_this_machine(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    assert str(tmp_path) not in plan_text(import_tempelis(folder))


def test_the_same_folder_makes_the_same_plan(folder: Files, import_tempelis: Import) -> None:
    backwards = dict(reversed(folder.items()))
    assert import_tempelis(folder) == import_tempelis(backwards)


# file, what is replaced, by what, and what the plan says then
BROKEN_BUT_CARRIED_OVER = {
    "unknown member: PLN101": (
        "bakery/config.yaml", "- ada ", "- fsmunzo ",
        '- "person:fsmunzo"  # from bakery/config.yaml:14',
    ),
    "member in another case: PLN101": (
        "bakery/config.yaml", "- ada ", "- Ada ", '- "person:Ada"  # from bakery/config.yaml:14',
    ),
    "group joins an undeclared channel: PLN101": (
        "bakery/config.yaml", "- announcements", "- anouncements",
        '- "channel:anouncements"  # from bakery/config.yaml:12',
    ),
    "group joins an archived channel: CHN107": (
        "bakery/config.yaml", "- announcements", "- old-help",
        '- "channel:old-help"  # from bakery/config.yaml:12',
    ),
    "description of 300 characters: CHN003": (
        "bakery/config.yaml", "Bread before dawn.", "x" * 300, f"description: {'x' * 300}\n",
    ),
    "line break in a description: CHN003": (
        "bakery/config.yaml", "Bread before dawn.", "|-\n      Bread\n      at dawn.",
        'description: "Bread\\nat dawn."\n',
    ),
    "user id of a direct message: PLN004": (
        "users.yaml", "U01ADA", "D08CF0BPYGG", "name: ada\n      slack: D08CF0BPYGG\n",
    ),
    "user id that is a name: PLN004": (
        "users.yaml", "U01ADA", "hello-world", "name: ada\n      slack: hello-world\n",
    ),
    "one Slack id under two names: STK105": (
        "users.yaml", "U02BO", "U01ADA", "name: Bo-Lind\n      slack: U01ADA\n",
    ),
    "member listed twice: STK105": (
        "bakery/config.yaml", "      - Cy Twist", "      - ada",
        ('- "person:ada"  # from bakery/config.yaml:14\n'
        '        - "person:ada"  # from bakery/config.yaml:15\n'),
    ),
    "duplicate channel in one file: PLN002": (
        "channels.yaml", "  - name: old-help", "  - name: general-help",
        ("  general-help:  # from channels.yaml:4\n    kind: slack\n    visibility: public\n"
        "  general-help:  # from channels.yaml:5\n    kind: slack\n    visibility: public\n"
        "    state: archived\n"),
    ),
    "duplicate channel across files: PLN002": (
        "channels.yaml", "  - name: old-help", "  - name: bakery",
        ("  bakery:  # from bakery/config.yaml:2\n    kind: slack\n    visibility: public\n"
        "  bakery:  # from channels.yaml:5\n"),
    ),
    "one channel id twice: CHN106": (
        "channels.yaml", "  - name: general-help", "  - name: general-help\n    id: C01NEWS",
        "  general-help:  # from channels.yaml:4\n    kind: slack\n    slack: C01NEWS\n",
    ),
    "illegal channel name: CHN002": (
        "channels.yaml", "name: general-help", "name: Bad Channel NAME!!",
        ('  "Bad%20Channel%20NAME!!":  # from channels.yaml:4\n    kind: slack\n'
        '    name: "Bad Channel NAME!!"\n'),
    ),
    "channel name of 100 characters: CHN002": (
        "channels.yaml", "name: general-help", f"name: {'n' * 100}",
        f"  {'n' * 100}:  # from channels.yaml:4\n",
    ),
    "short channel id: legal": (
        "channels.yaml", "C01NEWS", "C999", "    slack: C999\n",
    ),
    "handle of a channel: STK106": (
        "channels.yaml", "name: general-help", "name: bakers", "      handle: bakers\n",
    ),
    "blank at the end of a name: PLN002": (
        "channels.yaml", "name: general-help", 'name: "general-help "',
        ('  "general-help%20":  # from channels.yaml:4\n    kind: slack\n'
        '    name: "general-help "\n'),
    ),
    "unknown moderator: PLN101": (
        "channels.yaml", "name: general-help", "name: general-help\n    moderators: [nobody]",
        ("    general-help-moderators:  # from channels.yaml:4\n      holders:\n"
        '        - "person:nobody"  # from channels.yaml:5\n'),
    ),
    "placeholder in place of an id: PLN003": (
        "users.yaml", "U01ADA", "TBD", "name: ada\n      slack: TBD\n",
    ),
}  # fmt: skip


TOLD = {fault.rpartition(": ")[2] for fault in BROKEN_BUT_CARRIED_OVER} - {"legal"}
"""The rules that speak of such faults."""


@pytest.mark.parametrize("fault", BROKEN_BUT_CARRIED_OVER)
def test_a_fault_that_tempelis_accepts_stands_in_the_plan(
    fault: str, folder: Files, import_tempelis: Import
) -> None:
    file, old, new, expected = BROKEN_BUT_CARRIED_OVER[fault]
    text = plan_text(import_tempelis(edit(folder, file, old, new)))
    assert expected in text
    assert is_valid("communication-plan", plan_value(text)), "check looks no further otherwise"


@pytest.mark.parametrize("fault", BROKEN_BUT_CARRIED_OVER)
def test_check_finds_the_fault_in_the_plan(
    fault: str,
    folder: Files,
    import_tempelis: Import,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, old, new, _ = BROKEN_BUT_CARRIED_OVER[fault]
    plan = tmp_path / "cafe.yaml"
    plan.write_text(plan_text(import_tempelis(edit(folder, file, old, new))), "utf-8")
    main(["check", "--format", "json", "--select", ",".join(sorted(TOLD)), str(plan)])
    codes = {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    expected = fault.rpartition(": ")[2]
    # Of two declarations of one channel the later counts, so more may follow from it.
    follows = {"CHN107"} if "across files" in fault else set()
    assert codes - follows == (set() if expected == "legal" else {expected})


def test_a_user_group_declared_twice_stands_in_the_plan_twice(
    folder: Files, import_tempelis: Import
) -> None:
    start = folder["bakery/config.yaml"].index("  - name: bakers")
    folder["bakery/config.yaml"] += folder["bakery/config.yaml"][start:]
    text = plan_text(import_tempelis(folder))
    assert "    bakers:  # from bakery/config.yaml:7\n" in text
    assert "    bakers:  # from bakery/config.yaml:16\n" in text
    oddities = read_documents(text.encode(), "cafe.yaml").documents[0].oddities
    assert [(o.kind, o.text) for o in oddities] == [("duplicate-key", "bakers")]


def test_a_user_in_two_files_stands_in_the_plan_twice(
    folder: Files, import_tempelis: Import
) -> None:
    del folder["restrictions.yaml"]
    text = plan_text(import_tempelis({**folder, "more.yaml": "users:\n  ada: U09ADA\n"}))
    assert "    ada:  # from more.yaml:2\n      name: ada\n      slack: U09ADA\n" in text
    assert "    ada:  # from users.yaml:3\n      name: ada\n      slack: U01ADA\n" in text


def test_without_users_every_member_is_unknown(folder: Files, import_tempelis: Import) -> None:
    del folder["users.yaml"]
    plan = yaml.safe_load(plan_text(import_tempelis(folder)))
    assert "people" not in plan["stakeholders"]
    assert plan["stakeholders"]["groups"]["bakers"]["members"] == [
        "person:ada",
        "person:Cy%20Twist",
    ]


REFUSED = {
    "unknown key in a channel": (
        "channels.yaml", "archived: true", "archive: true",
        ("channels.yaml:6: unknown key 'archive' in a channel, expected name, id, archived,"
        " moderators"),
    ),
    "unknown section": (
        "channels.yaml", "channels:", "chanels:",
        ("channels.yaml:1: unknown key 'chanels' in a tempelis file, expected users, channels,"
        " usergroups, channel_template, restrictions"),
    ),
    "channel that the restrictions forbid": (
        "bakery/config.yaml", "name: bakery-ovens", "name: ovens",
        ("bakery/config.yaml:3: the channel 'ovens' may not be declared in this file, expected a"
        " channel that matches ^bakery (restriction 'bakery/*.yaml' at restrictions.yaml:9)"),
    ),
    "user group that the restrictions forbid": (
        "channels.yaml", "channels:",
        "usergroups: [{name: g, external: true}]\nchannels:",
        ("channels.yaml:1: the user group 'g' may not be declared in this file, expected no user"
        " group (restriction 'channels.yaml' at restrictions.yaml:4)"),
    ),
    "users that the restrictions forbid": (
        "channels.yaml", "channels:", "users: {eve: U04EVE, mal: U05MAL}\nchannels:",
        ("channels.yaml:1: users may not be declared in this file, expected no users"
        " (restriction 'channels.yaml' at restrictions.yaml:4)"),
    ),
    "template that the restrictions forbid": (
        "restrictions.yaml", "template: true", "template: false",
        ("template.yaml:1: a channel template may not be declared in this file, expected no channel"
        " template (restriction 'template.yaml' at restrictions.yaml:7)"),
    ),
    "file that falls to the last restriction": (
        "restrictions.yaml", "path: channels.yaml", "path: other.yaml",
        ("channels.yaml:2: the channel 'announcements' may not be declared in this file, expected"
        " no channel (restriction '**/*' at restrictions.yaml:14)"),
    ),
    "channel without a name": (
        "channels.yaml", "name: general-help", "id: C09",
        "channels.yaml:4: expected a channel with a name, found a mapping",
    ),
    "user group without members": (
        "bakery/config.yaml", "    members:\n      - ada   # head baker\n      - Cy Twist\n", "",
        ("bakery/config.yaml:7: expected the user group 'bakers' to have long_name, description and"
        " members, or external: true, found a mapping"),
    ),
    "user without an id": (
        "users.yaml", " U01ADA", "",
        "users.yaml:3: expected a user's name and Slack id, found nothing",
    ),
    "key twice in one mapping": (
        "users.yaml", "Bo-Lind", "ada",
        "users.yaml:4: expected the key 'ada' once, the first one is on line 3",
    ),
    "number for a name": (
        "channels.yaml", "name: general-help", "name: 2026",
        "channels.yaml:4: expected name to be text, in quotes where it looks otherwise, found 2026",
    ),
    "word that YAML 1.1 takes for a boolean": (
        "channels.yaml", "name: general-help", "name: on",
        "channels.yaml:4: expected 'on' in quotes, as YAML 1.1 reads it as true",
    ),
    "text for a flag": (
        "channels.yaml", "archived: true", "archived: 'true'",
        "channels.yaml:6: expected archived to be true or false, found 'true'",
    ),
    "mapping for a list": (
        "users.yaml", "users:", "channels: {a: b}\nusers:",
        "users.yaml:2: expected channels to be a list, found a mapping",
    ),
    "pattern that Go does not know": (
        "restrictions.yaml", '"^bakery"', '"^(?!x)bakery"',
        ("restrictions.yaml:11: expected a regular expression that Go and Python read alike,"
        " found '^(?!x)bakery'"),
    ),
    "pattern that is none": (
        "restrictions.yaml", '"^bakery"', '"bakery("',
        "restrictions.yaml:11: expected a regular expression that Go and Python read alike",
    ),
    "malformed glob": (
        "restrictions.yaml", "path: template.yaml", "path: '[template.yaml'",
        ("restrictions.yaml:7: expected a glob whose brackets, braces and ranges are whole,"
        " found '[template.yaml'"),
    ),
    "restriction without a path": (
        "restrictions.yaml", "path: template.yaml\n    ", "",
        "restrictions.yaml:7: expected a restriction with a path, found a mapping",
    ),
    "second document": (
        "users.yaml", "users:", "---\nusers: {}\n---\nusers:",
        "users.yaml:5: a second document, expected only one",
    ),
    "no YAML": ("users.yaml", "users:", "users: [", "users.yaml:"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_what_a_plan_cannot_repeat_fails_the_import(
    fault: str, folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    file, old, new, expected = REFUSED[fault]
    with pytest.raises(CommplanError) as error:
        import_tempelis(edit(folder, file, old, new))
    assert str(error.value).startswith(f"{tmp_path}/cafe/{expected}")


def test_every_file_at_fault_is_named(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    folder["users.yaml"] += "  eve: 5\n"
    folder["channels.yaml"] += "  - nme: x\n"
    with pytest.raises(CommplanError) as error:
        import_tempelis(folder)
    assert [line.split(": ")[0] for line in str(error.value).splitlines()] == [
        f"{tmp_path}/cafe/channels.yaml:7",
        f"{tmp_path}/cafe/users.yaml:6",
    ]


def test_every_forbidden_channel_is_named(folder: Files, import_tempelis: Import) -> None:
    folder = edit(folder, "bakery/config.yaml", "name: bakery-ovens", "name: ovens")
    folder = edit(folder, "bakery/config.yaml", "name: bakery\n", "name: shop\n")
    with pytest.raises(CommplanError) as error:
        import_tempelis(folder)
    assert str(error.value).count("may not be declared in this file") == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("channel_template:\n  topic: x\n", "z.yaml:1: a second channel template, expected only"),
        ("restrictions:\n- path: x\n", "z.yaml:2: a second list of restrictions, expected only"),
    ],
)
def test_what_there_can_be_only_one_of(
    text: str, fault: str, folder: Files, import_tempelis: Import
) -> None:
    with pytest.raises(CommplanError, match=fault):
        import_tempelis({**folder, "z.yaml": text})


def test_an_empty_template_and_an_empty_file_declare_nothing(
    folder: Files, import_tempelis: Import
) -> None:
    more = {"empty.yaml": "", "remark.yaml": "# nothing\n", "null.yaml": "channels:\nusers:\n"}
    more["other.yaml"] = "channel_template: {topic: ''}\n"
    assert plan_text(import_tempelis({**folder, **more})).splitlines()[1:] == PLAN.splitlines()[1:]


def test_the_first_restriction_that_matches_decides(folder: Files, import_tempelis: Import) -> None:
    first = '  - path: "bakery/**"\n    channels: [nothing]\n    usergroups: [bakers]\n'
    folder = edit(folder, "restrictions.yaml", "restrictions:\n", "restrictions:\n" + first)
    with pytest.raises(CommplanError, match="expected a channel that matches nothing"):
        import_tempelis(folder)


def test_a_file_that_no_restriction_matches_may_declare_anything(
    folder: Files, import_tempelis: Import
) -> None:
    folder = edit(folder, "restrictions.yaml", '  - path: "**/*"\n', "")
    text = plan_text(import_tempelis({**folder, "deep/er/x.yaml": "channels: [{name: y}]\n"}))
    assert '  "y":  # from deep/er/x.yaml:1\n' in text


def test_a_folder_without_files_is_refused(import_tempelis: Import, tmp_path: Path) -> None:
    with pytest.raises(CommplanError, match="cannot be read: No such file"):
        import_tempelis({})
    with pytest.raises(CommplanError, match="expected a folder with tempelis files"):
        import_tempelis({"README.md": "# no"})


def test_files_that_tempelis_overlooks_are_noted(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    imported = import_tempelis({**folder, "bakery/more.yml": "channels: [{name: x}]"})
    assert imported.notes[0] == (
        f"{tmp_path}/cafe/bakery/more.yml: not read, as tempelis reads *.yaml alone"
    )
    assert imported.files == {"cafe.yaml": PLAN}


def test_an_external_group_needs_only_its_name(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    group = "  - name: bakers-oncall\n    external: true\n"
    folder = edit(folder, "restrictions.yaml", '"^bakers$"', '"^bakers"')
    folder["bakery/config.yaml"] += group
    imported = import_tempelis(folder)
    assert (
        "    bakers-oncall:  # from bakery/config.yaml:16\n      handle: bakers-oncall\nchannels:"
        in plan_text(imported)
    )
    assert imported.notes[-1] == (
        f"{tmp_path}/cafe/bakery/config.yaml:16: that other tools keep 'bakers-oncall'"
        " is not carried over"
    )


def test_a_description_that_goes_on_as_a_comment_is_noted(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    folder = edit(folder, "bakery/config.yaml", "Bread before dawn.", "Bread, see #bakery")
    imported = import_tempelis(folder)
    assert '      description: "Bread, see"\n' in plan_text(imported)
    assert imported.notes[-1] == (
        f"{tmp_path}/cafe/bakery/config.yaml:9: the description ends before '#bakery',"
        " which YAML takes for a comment"
    )


@pytest.mark.parametrize("text", ["Bread  # at dawn", "'Bread on #bakery'", "|-\n      Bread #a"])
def test_comments_and_quoted_hashes_are_not_noted(
    text: str, folder: Files, import_tempelis: Import
) -> None:
    folder = edit(folder, "bakery/config.yaml", "Bread before dawn.", text)
    assert len(import_tempelis(folder).notes) == 2


def test_moderators_hold_a_role(folder: Files, import_tempelis: Import, tmp_path: Path) -> None:
    moderated = "name: general-help\n    moderators: [ada, Cy Twist]"
    folder = edit(folder, "channels.yaml", "name: general-help", moderated)
    imported = import_tempelis(folder)
    plan = yaml.safe_load(plan_text(imported))
    assert plan["stakeholders"]["roles"] == {
        "general-help-moderators": {"holders": ["person:ada", "person:Cy%20Twist"]}
    }
    assert imported.notes[-1] == (
        f"{tmp_path}/cafe/channels.yaml:4: moderators, on whom tempelis never acts,"
        " hold role:general-help-moderators"
    )


def test_the_id_can_be_chosen(folder: Files, import_tempelis: Import) -> None:
    imported = import_tempelis(folder, id="harbour-café")
    assert list(imported.files) == ["harbour-café.yaml"]
    assert yaml.safe_load(plan_text(imported))["metadata"]["id"] == "harbour-café"


@pytest.mark.parametrize("plan_id", ["", "two words", "../up", "a:b", "100%"])
def test_an_id_that_no_plan_can_have_is_refused(
    plan_id: str, folder: Files, import_tempelis: Import
) -> None:
    with pytest.raises(ConfigError, match="expected an id without blanks"):
        import_tempelis(folder, id=plan_id)


HOSTILE = (
    "NO", "on", "null", "2026-09-14", "0755", "1e3", "17:30", "#hash", "a: b", "- dash", "'single'",
    '"double"', "back\\slash", "%TAG", "@at", "`tick", "{brace", "[bracket", "&anchor", "*alias",
    "!tag", "|pipe", ">fold", "<<", "=", "?", "spøkelser", "幽霊", "👻", "new\nline", "tab\tbed",
    "\x85", "\u2028", "\u200b", "e\u0301", "a/b", "a:b", "%20", " ",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(name: str, import_tempelis: Import) -> None:
    source: Mapping[str, Any] = {
        "users": {name: name},
        "channels": [{"name": name, "id": name}],
        "usergroups": [
            {
                "name": name,
                "long_name": name,
                "description": name,
                "members": [name],
                "channels": [name],
            }
        ],
    }
    quoted = yaml.safe_dump(dict(source), default_style='"', allow_unicode=True)
    text = plan_text(import_tempelis({"all.yaml": quoted}))
    plan = yaml.safe_load(text)
    assert plan_value(text) == plan
    assert is_valid("communication-plan", plan)
    ((person, facts),) = plan["stakeholders"]["people"].items()
    ((_, group_facts),) = plan["stakeholders"]["groups"].items()
    ((channel, channel_facts),) = plan["channels"].items()
    assert facts == {"name": name, "slack": name}
    assert (group_facts["handle"], group_facts["name"]) == (name, name)
    assert group_facts["description"] == name
    assert group_facts["members"] == [f"person:{person}"]
    assert group_facts["default_channels"] == [f"channel:{channel}"]
    assert channel_facts.get("name", channel) == name
    assert channel_facts["slack"] == name


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a\nchannels: {}.yaml", "# from a\\nchannels: {}.yaml:2"),
        ("a # commplan: ignore[PLN101] b.yaml", "# from a \\x23 commplan: ignore[PLN101] b.yaml:2"),
    ],
)
def test_a_file_name_cannot_speak_in_the_plan(
    name: str, written: str, import_tempelis: Import
) -> None:
    text = plan_text(import_tempelis({name: "channels:\n- name: x\n"}))
    source = read_documents(text.encode(), "cafe.yaml")
    assert yaml.safe_load(text)["channels"] == {"x": {"kind": "slack", "visibility": "public"}}
    assert source.ignores == ()
    assert written in text


def test_one_file_can_be_imported_alone(tmp_path: Path) -> None:
    path = tmp_path / "cafe" / "channels.yaml"
    path.parent.mkdir()
    path.write_text("channels:\n- name: x\n")
    (path.parent / "other.yaml").write_text("users: nonsense\n")
    (text,) = IMPORTERS[0].run(str(path), {}).files.values()
    assert "  id: cafe\n" in text
    assert "  x:  # from channels.yaml:2\n" in text


def test_the_format_is_offered() -> None:
    importer = IMPORTERS[0]
    assert importer.name == "tempelis"
    assert set(importer.options) == {"id", "owners"}
