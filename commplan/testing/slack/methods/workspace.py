"""api.test, auth.test and the methods about the workspace itself."""

from commplan.testing.slack.answers import JSON, SlackError, invalid_arguments
from commplan.testing.slack.method import Method
from commplan.testing.slack.objects.users import bot_object
from commplan.testing.slack.pages import cut, read_limit
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments

MOST_DND_USERS = 50
TEAMS = 100


def api_test(_session: Session, args: Arguments) -> JSON:
    """Echo the arguments, or fail with the error that was asked for."""
    sent: JSON = {key: value for key, value in args.as_dict().items() if key != "token"}
    if error := args.text("error"):
        raise SlackError(error, args=sent)
    return {"args": sent} if sent else {}


def auth_test(session: Session, _args: Arguments) -> JSON:
    """Who the token is; the bot id is there if it is a bot's.

    An organisation's belongs to no workspace.
    """
    workspace, org_wide = session.workspace, session.org_wide
    enterprise = f"https://{workspace.team.domain}.enterprise.slack.com/"
    answer: JSON = {
        "url": enterprise if org_wide else workspace.team.url,
        "team": None if org_wide else workspace.team.name,
        "user": workspace.bot.name,
        "team_id": None if org_wide else workspace.team.id,
        "user_id": workspace.bot.user,
        "is_enterprise_install": org_wide,
    }
    if not session.of_person:
        answer["bot_id"] = workspace.bot.id
    if workspace.team.enterprise_id:
        answer["enterprise_id"] = workspace.team.enterprise_id
    return answer


def auth_teams_list(session: Session, args: Arguments) -> JSON:
    """The workspaces that the token opens: its own, or those that its app was added to."""
    opened = session.home.organisation if session.org_wide else (session.home,)
    teams = {one.team.id: {"id": one.team.id, "name": one.team.name} for one in opened if one.added}
    limit = read_limit(args, TEAMS, session.behaviour, rejects=True)
    page, following = cut(tuple(teams), "team", limit, args.text("cursor"), session.cursors)
    return {
        "teams": [teams[id_] for id_ in page],
        "response_metadata": {"next_cursor": following},
    }


def team_info(session: Session, args: Arguments) -> JSON:
    """The workspace itself, which no other may be asked of."""
    team = session.workspace.team
    if args.text("team") not in ("", team.id) or args.text("domain") not in ("", team.domain):
        raise SlackError("team_not_found")
    icon: JSON = {"image_default": True}
    for size in (34, 44, 68, 88, 102, 132):
        icon[f"image_{size}"] = f"https://avatars.{team.domain}.example/{team.id}_{size}.png"
    sent: JSON = {
        "id": team.id,
        "name": team.name,
        "url": team.url,
        "domain": team.domain,
        "email_domain": team.email_domain,
        "icon": icon,
    }
    if team.enterprise_id:
        sent |= {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_name}
    return {"team": sent}


def billing_info(session: Session, _args: Arguments) -> JSON:
    """The plan that is paid for."""
    return {"plan": session.workspace.team.plan}


def bots_info(session: Session, args: Arguments) -> JSON:
    """The app behind a bot's messages."""
    session.check_team(args)
    bot = session.workspace.bots.get(args.text("bot"))
    if bot is None:
        raise SlackError("bot_not_found")
    return {"bot": bot_object(bot, session.workspace.team.domain)}


def dnd_team_info(session: Session, args: Arguments) -> JSON:
    """Quiet times of up to 50 people; who has none gets 1 as start and end."""
    session.check_team(args)
    ids = args.texts("users")
    if not ids:
        raise SlackError("no_users_provided")
    if len(ids) > MOST_DND_USERS:
        raise invalid_arguments(
            f"no more than {MOST_DND_USERS} items allowed [json-pointer:/users]"
        )
    users = [session.workspace.users.get(id_) for id_ in ids]
    found = [user for user in users if user is not None]
    if len(found) < len(ids):
        raise SlackError("user_not_visible")
    return {
        "users": {
            user.id: {
                "dnd_enabled": user.dnd is not None,
                "next_dnd_start_ts": user.dnd[0] if user.dnd else 1,
                "next_dnd_end_ts": user.dnd[1] if user.dnd else 1,
            }
            for user in found
        }
    }


METHODS = (
    Method("api.test", 100, (), api_test, json=True, open=True),
    Method("auth.teams.list", 20, (), auth_teams_list),
    Method("auth.test", 600, (), auth_test, json=True),
    Method("bots.info", 50, ("users:read",), bots_info),
    Method("dnd.teamInfo", 20, ("dnd:read",), dnd_team_info),
    Method("team.billing.info", 50, ("team.billing:read",), billing_info),
    Method("team.info", 50, ("team:read",), team_info, json=True),
)
