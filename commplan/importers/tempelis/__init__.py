"""A tempelis folder as a plan.

Tempelis (Kubernetes' slack-infra) keeps the users, public channels and user
groups of a Slack workspace in a tree of YAML files. All of it becomes one plan,
because groups in one file name channels and people of others.

Nothing that is wrong in the folder is mended here, and nothing wrong is lost:
either the plan repeats it, so that ``commplan check`` finds it, or the import
fails with file and line. What the folder says, and what becomes of it:

======================================  =========================================
a member of a group whom nobody knows   ``person:`` reference to nobody: PLN101
users.yaml is not there                 the same for every member: PLN101
a moderator whom nobody knows           holder of ``role:…-moderators``: PLN101
a group joins an undeclared channel     ``channel:`` reference to nothing: PLN101
a group joins an archived channel       a default channel out of use: CHN107
a member named twice                    the reference twice: STK105
one Slack id under two names            two people with one ``slack``: STK105
a user id of another kind (``D…``)      ``slack`` as written: PLN004
a user id that is none                  the same: PLN004
a short id such as ``C999``             as written; its length breaks no rule
a channel or group declared twice       the same key twice: PLN002
a user in two files                     the same key twice: PLN002
one channel id under two names          two channels with one ``slack``: CHN106
a channel name in capitals or too long  ``name`` or key as written: CHN002
a description too long or in two lines  ``description`` as written: CHN003
a handle that is a channel's name       ``handle`` as written: STK106
white space at the ends of a text       the text as written, in quotes: PLN002
a channel without a known owner         no ``owner``: CHN101
--------------------------------------  -----------------------------------------
no YAML, an unknown key, a wrong type   the import fails
a key given twice in one mapping        the import fails
a group or channel without its name     the import fails
a group without description or members  the import fails, unless it is external
an unquoted ``on``, ``0755`` or date    the import fails
a second template or restrictions list  the import fails
what the restrictions do not allow      the import fails
======================================  =========================================

People, groups and channels go by their names; :func:`~commplan.importers.ids.legal_id`
says what becomes of a blank. Leads of teams (``owners=``) hold roles, and a role owns
the channels that its team names as its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from commplan.api import CommplanError, ConfigError, Imported
from commplan.importers.block_yaml import comment, render
from commplan.importers.ids import legal_id
from commplan.importers.tempelis.declared import Declarations
from commplan.importers.tempelis.folder import read_folder
from commplan.importers.tempelis.owners import Team, read_owners
from commplan.importers.tempelis.ownership import assign
from commplan.importers.tempelis.plan import moderators, plan_entries
from commplan.importers.tempelis.restrictions import violations
from commplan.importers.tempelis.roster import enrol


def run(path: str, options: Mapping[str, str]) -> Imported:
    """Turn the tempelis folder ``path`` into one plan; see ``IMPORTERS`` for the options.

    Raises CommplanError, one line per fault, where the folder says something
    that a plan cannot repeat, and ConfigError for an ``id`` that no plan can have.
    """
    plan_id = _plan_id(path, options)
    declared = read_folder(path)
    if faults := violations(declared):
        raise CommplanError("\n".join(faults))
    owners = options.get("owners", "")
    teams = read_owners(owners) if owners else ()
    ownership = assign(declared.channels, teams)
    roster = enrol(declared.users, [lead for team in ownership.teams for lead in team.leads])
    entries = plan_entries(plan_id, declared, ownership, roster)
    lines = (*_header(declared, owners), *render(entries))
    return Imported(
        files={f"{plan_id}.yaml": "\n".join(lines) + "\n"},
        notes=(*_notes(path, declared, teams), *ownership.notes, *roster.notes),
    )


def _plan_id(path: str, options: Mapping[str, str]) -> str:
    if "id" not in options:
        folder = path if os.path.isdir(path) else os.path.dirname(path)
        return legal_id(os.path.basename(os.path.abspath(folder)))
    chosen = options["id"]
    if not chosen or legal_id(chosen) != chosen:
        raise ConfigError(f"expected an id without blanks, '/', ':' and '%', found {chosen!r}")
    return chosen


def _header(declared: Declarations, owners: str) -> Iterator[str]:
    source = f"a tempelis folder ({len(declared.files)} files)"
    if owners:
        source += f" and {os.path.basename(owners)}"
    yield comment(f"Made by `commplan import tempelis` of {source}.")
    yield comment("Each comment names the file and line that an entry comes from. What is wrong")
    yield comment("there is wrong here: `commplan check` tells.")


def _notes(path: str, declared: Declarations, teams: tuple[Team, ...]) -> Iterator[str]:
    """What of the folder has no place in a plan, or another one than somebody may expect."""
    for name in declared.passed_over:
        yield f"{os.path.join(path, name)}: not read, as tempelis reads *.yaml alone"
    if declared.template is not None:
        yield (
            f"{declared.template.at}: {' and '.join(declared.template.parts)} of new channels"
            " are not carried over, as a plan says what holds for all"
        )
    if declared.restrictions:
        yield (
            f"{declared.restrictions[0].at}: {len(declared.restrictions)} restrictions are kept"
            " by every file and not carried over"
        )
    for channel in declared.channels:
        if channel.moderators:
            role = moderators(channel)
            yield f"{channel.at}: moderators, on whom tempelis never acts, hold role:{role}"
    for group in declared.usergroups:
        if group.cut_off is not None:
            rest, at = group.cut_off
            yield f"{at}: the description ends before {rest!r}, which YAML takes for a comment"
        if group.external:
            yield f"{group.at}: that other tools keep {group.name!r} is not carried over"
    if teams:
        yield "of teams, leads and channels are carried over; meetings, mail and the like are not"
