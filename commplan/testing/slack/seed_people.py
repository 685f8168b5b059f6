"""Reading the accounts, bots and user groups of a seed."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commplan.testing.slack.fields import Fields
from commplan.testing.slack.moments import moment
from commplan.testing.slack.workspace import SLACKBOT, Bot, Team, User, Usergroup


def read_user(id_: str, value: object, where: str, team: Team, created: int) -> User:
    """An account; a bare text is its handle."""
    fields = Fields(where, {"name": value} if isinstance(value, str) else value)
    name = fields.text("name", id_.lower())
    real_name = fields.text("real_name", name.replace(".", " ").title())
    bot = fields.text("bot") or None
    user = User(
        id=id_,
        name=name,
        team=fields.text("team", team.id),
        real_name=real_name,
        display_name=fields.text("display_name", real_name),
        title=fields.text("title"),
        phone=fields.text("phone"),
        email=fields.text("email", "" if bot else f"{name}@{team.email_domain}"),
        tz=_zone(fields),
        tz_label=fields.text("tz_label"),
        status_text=fields.text("status_text"),
        status_emoji=fields.text("status_emoji"),
        status_expiration=moment(fields, "status_expiration", 0),
        deleted=fields.flag("deleted"),
        forgotten=fields.flag("forgotten"),
        invited=fields.flag("invited"),
        admin=fields.flag("admin"),
        owner=fields.flag("owner"),
        primary_owner=fields.flag("primary_owner"),
        guest=fields.choice("guest", ("single", "multi")),
        bot=bot,
        updated=moment(fields, "updated", created),
        dnd=_quiet(fields),
        raw=fields.mapping("raw"),
    )
    fields.done()
    return user


def _zone(fields: Fields) -> str:
    name = fields.text("tz", "America/Los_Angeles")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        fields.fail("tz", f"{name!r} is no IANA time zone")
    return name


def _quiet(fields: Fields) -> tuple[int, int] | None:
    if not fields.has("dnd"):
        fields.value("dnd")
        return None
    period = Fields(f"{fields.where}.dnd", fields.mapping("dnd"))
    start, end = moment(period, "start", 0), moment(period, "end", 0)
    period.done()
    if not 0 < start < end:
        fields.fail("dnd", "needs a start, and an end after it")
    return start, end


def slackbot(team: Team) -> User:
    """Slack's own account, which every workspace lists and which says it is no bot."""
    return User(
        id=SLACKBOT, name="slackbot", team=team.id, real_name="Slackbot", display_name="Slackbot"
    )


def read_bot(id_: str, fields: Fields, *, user: str, created: int) -> Bot:
    """A bot; its user is made with it."""
    bot = Bot(
        id=id_,
        user=fields.text("user", user),
        app=fields.text("app", f"A{id_[1:]}"),
        name=fields.text("name", id_.lower()),
        deleted=fields.flag("deleted"),
        updated=moment(fields, "updated", created),
    )
    fields.done()
    return bot


def read_usergroup(id_: str, value: object, where: str, created: int) -> Usergroup:
    """A user group; ``disabled`` is true, or the time when it was disabled."""
    fields = Fields(where, value)
    handle = fields.text("handle", id_.lower())
    updated = moment(fields, "updated", moment(fields, "created", created))
    group = Usergroup(
        id=id_,
        handle=handle,
        name=fields.text("name", handle),
        description=fields.text("description"),
        users=list(fields.texts("users")),
        channels=fields.texts("channels"),
        auto=fields.choice("auto", ("admin", "owner")) or None,
        creator=fields.text("creator", SLACKBOT),
        created=moment(fields, "created", created),
        updated=updated,
        disabled_at=_disabled(fields, updated),
        raw=fields.mapping("raw"),
    )
    fields.done()
    return group


def _disabled(fields: Fields, updated: int) -> int:
    if isinstance(fields.value("disabled"), bool):
        return updated if fields.flag("disabled") else 0
    return moment(fields, "disabled", 0)
