"""A seed: a small mapping (or YAML file) that says what is in the workspace.

All keys are optional; unknown ones are refused. Collections are keyed by id::

    workspace: {id: T01ACME, name: Acme, domain: acme, plan: plus,
                email_domain: acme.example, enterprise: {id: E01, name: Acme Group}}
    bot: {user: U0AUDIT, id: B0AUDIT, app: A0AUDIT, name: commplan, org_wide: false, added: true}
    users:
      U01ALICE: {name: alice, real_name: Alice Ng, tz: Europe/London}
      U02BOB: bob                       # just the handle
      U03OLD: {name: old, deleted: true}
    usergroups:
      S01ITOPS: {handle: it-ops, users: [U01ALICE, U02BOB], channels: [C01HELP]}
    channels:
      C01HELP:
        name: it-help
        topic: Ask here & get help      # as typed: stored with entities
        members: [U01ALICE, U02BOB, bot]  # "bot" is the bot; "all" is everybody
        bookmarks: {SLA: "https://kb.example.org/sla"}
        pins: [How to ask a good question]
        messages:
          - user: U02BOB
            text: VPN is down           # as stored: <@U01ALICE> is a mention
            ago: 3h                     # or at: 2026-10-01T09:00Z, or ts: "1512085950.000216"
            thread: [{user: U01ALICE, text: Looking, after: 5m}]
            reactions: {eyes: [U01ALICE]}
    invites:
      I01PARTNER: {channel: C01HELP, email: olga@partner.example}
    siblings:
      T02BETA: {users: {U07GINA: gina}}  # the organisation's other workspaces, seeds like this one

``workspace.plan`` is ``free``, ``std``, ``plus`` or ``enterprise``. Users take
``name real_name display_name title phone email tz tz_label status_text
status_emoji status_expiration deleted forgotten invited admin owner
primary_owner guest (single, multi) bot (a bot id) team (another workspace's)
updated dnd ({start, end}) raw``; channels ``name private archived general shared (external,
org, pending) connected_teams previous_names creator created updated topic
purpose members bookmarks pins messages preferences retention (days) raw``; user
groups ``handle name description users channels auto disabled creator created
updated raw``; messages ``user bot text ts at ago after thread_ts subtype thread
broadcast reactions pinned raw`` (``thread_ts`` for a reply whose root is gone).
Invites take ``channel direction (outgoing, incoming) status team email created
expires raw``.
``bots`` declares further bots: ``B02JIRA: {name: jira, user: U0JIRA, app: A0JIRA}``.
With ``org_wide`` the app is installed for the whole ``enterprise``, and reads those
workspaces to which it was ``added``.
``raw`` is laid over the object as it is sent, for what the form has no word for.
A mapping as topic or purpose (``{value, creator, last_set}``) is taken as stored.
"""

from collections.abc import Mapping
from pathlib import Path

from commplan.testing.slack.fields import Fields, SeedError
from commplan.testing.slack.seed_channels import Context, read_channel, read_invite
from commplan.testing.slack.seed_people import read_bot, read_user, read_usergroup, slackbot
from commplan.testing.slack.workspace import Bot, Team, User, Workspace

CREATED = 1_704_067_200
"""2024-01-01, when everything came to be that does not say when."""

PLANS = ("free", "std", "plus", "enterprise")


def load_seed(source: Mapping[str, object] | str | Path | Workspace, now: float) -> Workspace:
    """A workspace from a mapping, a YAML file, a snapshot or a Slack export folder.

    ``now`` is what ``ago`` counts back from, in Unix seconds. A ``Workspace``
    is taken as it is. Raises SeedError where the seed breaks the form.
    """
    if isinstance(source, Workspace):
        return source
    if isinstance(source, Mapping):
        return read_seed(source, now, "seed")
    path = Path(source)
    if path.is_dir():
        from commplan.testing.slack.export import read_export

        return read_seed(read_export(path), now, str(path))
    if path.suffix == ".json":
        from commplan.testing.slack.snapshot import read_snapshot

        return read_seed(read_snapshot(path), now, str(path))
    return read_seed(_read_yaml(path), now, str(path))


def _read_yaml(path: Path) -> object:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise SeedError(f"{path}: is not YAML: {' '.join(str(error).split())}") from error


def read_seed(value: object, now: float, where: str) -> Workspace:
    """The workspace that a seed mapping describes."""
    seed = Fields(where, {} if value is None else value)
    team = _team(Fields(f"{where}.workspace", seed.mapping("workspace")))
    own = Fields(f"{where}.bot", {"name": "commplan", **seed.mapping("bot")})
    org_wide, added = own.flag("org_wide"), own.flag("added", default=True)
    if org_wide and team.enterprise_id is None:
        raise SeedError(f"{where}.bot: org_wide needs workspace.enterprise")
    bot = read_bot(own.text("id", "B0AUDIT"), own, user="U0AUDIT", created=CREATED)
    workspace = Workspace(team=team, bot=bot, org_wide=org_wide, added=added)
    workspace.users["USLACKBOT"] = slackbot(team)
    _add_bots(workspace, seed, where)
    for id_, item in seed.mapping("users").items():
        workspace.users[id_] = read_user(id_, item, f"{where}.users.{id_}", team, CREATED)
    for id_, item in seed.mapping("usergroups").items():
        place = f"{where}.usergroups.{id_}"
        workspace.usergroups[id_] = read_usergroup(id_, item, place, CREATED)
    context = Context(workspace, int(now), CREATED)
    for id_, item in seed.mapping("channels").items():
        place = f"{where}.channels.{id_}"
        workspace.channels[id_] = read_channel(id_, item, place, context)
    for id_, item in seed.mapping("invites").items():
        workspace.invites[id_] = read_invite(id_, item, f"{where}.invites.{id_}", context)
    siblings = Fields(f"{where}.siblings", seed.mapping("siblings"))
    for id_ in seed.mapping("siblings"):
        place = f"{where}.siblings.{id_}"
        workspace.siblings.append(_sibling(id_, siblings.mapping(id_), place, team, now))
    seed.done()
    return workspace


def _sibling(id_: str, seed: Mapping[str, object], where: str, team: Team, now: float) -> Workspace:
    """Another workspace of the organisation of ``team``."""
    enterprise = {"id": team.enterprise_id or "", "name": team.enterprise_name or ""}
    given = Fields(where, seed).mapping("workspace")
    own = {"domain": id_.lower(), **given, "id": id_, "enterprise": enterprise}
    return read_seed({**seed, "workspace": own}, now, where)


def _team(fields: Fields) -> Team:
    group = Fields(f"{fields.where}.enterprise", fields.mapping("enterprise"))
    domain = fields.text("domain", "acme")
    team = Team(
        id=fields.text("id", "T01ACME"),
        name=fields.text("name", domain.capitalize()),
        domain=domain,
        email_domain=fields.text("email_domain", f"{domain}.example"),
        plan=fields.choice("plan", PLANS) or "plus",
        enterprise_id=group.text("id") or None,
        enterprise_name=group.text("name", group.text("id")) or None,
    )
    group.done()
    fields.done()
    return team


def _add_bots(workspace: Workspace, seed: Fields, where: str) -> None:
    bots = [workspace.bot]
    for id_, item in seed.mapping("bots").items():
        fields = Fields(f"{where}.bots.{id_}", item)
        bots.append(read_bot(id_, fields, user=f"U{id_[1:]}", created=CREATED))
    for bot in bots:
        workspace.bots[bot.id] = bot
        workspace.users[bot.user] = _bot_user(bot, workspace.team)


def _bot_user(bot: Bot, team: Team) -> User:
    return User(
        id=bot.user,
        name=bot.name,
        team=team.id,
        real_name=bot.name,
        deleted=bot.deleted,
        bot=bot.id,
        updated=bot.updated,
    )
