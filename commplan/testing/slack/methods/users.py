"""Accounts and user groups: users.* and usergroups.*."""

from commplan.testing.slack.answers import JSON, SlackError
from commplan.testing.slack.method import Method
from commplan.testing.slack.objects.users import shares_channel, user_object, usergroup_object
from commplan.testing.slack.pages import cut, read_limit
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments
from commplan.testing.slack.workspace import Usergroup


def users_list(session: Session, args: Arguments) -> JSON:
    """All accounts of the workspace, deactivated ones and bots too, but no strangers.

    Without ``limit`` the whole list comes at once, unless it is too long.
    """
    session.check_team(args)
    workspace = session.workspace
    ids = [id_ for id_, user in workspace.users.items() if not workspace.is_foreign(user)]
    limit = read_limit(args, 0, session.behaviour)
    if not limit and len(ids) > session.behaviour.whole_list_up_to:
        raise SlackError("limit_required")
    page, following = cut(ids, "user", limit or len(ids), args.text("cursor"), session.cursors)
    locale = args.flag("include_locale")
    return {
        "members": [user_object(workspace.users[id_], session, locale=locale) for id_ in page],
        "cache_ts": int(session.clock()),
        "response_metadata": {"next_cursor": following},
    }


def users_info(session: Session, args: Arguments) -> JSON:
    """One account; a stranger only where the bot shares a channel with them."""
    user = session.workspace.users.get(args.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    if session.workspace.is_foreign(user) and not shares_channel(user, session):
        raise SlackError("user_not_visible")
    return {"user": user_object(user, session, locale=args.flag("include_locale"))}


def lookup_by_email(session: Session, args: Arguments) -> JSON:
    """Active people only: who has left is as unknown as who never came.

    An organisation's token finds them in any of its workspaces.
    """
    wanted = args.text("email").lower()
    for workspace in session.home.organisation if session.org_wide else (session.workspace,):
        for user in workspace.users.values():
            is_findable = user.is_person and not user.deleted and not workspace.is_foreign(user)
            if is_findable and user.email.lower() == wanted:
                return {"user": user_object(user, session._replace(workspace=workspace))}
    raise SlackError("users_not_found")


def usergroups_list(session: Session, args: Arguments) -> JSON:
    """Every user group at once: this list has no pages."""
    _check_plan(session)
    session.check_team(args)
    disabled, users = args.flag("include_disabled"), args.flag("include_users")
    count = args.flag("include_count")
    groups = sorted(session.workspace.usergroups.values(), key=lambda group: group.id)
    return {
        "usergroups": [
            usergroup_object(group, session, users=users, count=count)
            for group in groups
            if disabled or not group.disabled_at
        ]
    }


def usergroups_users_list(session: Session, args: Arguments) -> JSON:
    """The members of one group; of a disabled one only on request."""
    _check_plan(session)
    session.check_team(args)
    group: Usergroup | None = session.workspace.usergroups.get(args.text("usergroup"))
    if group is None or (group.disabled_at and not args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _check_plan(session: Session) -> None:
    if session.workspace.team.plan == "free":
        raise SlackError("plan_upgrade_required")


_GROUPS = ("usergroups:read",)

METHODS = (
    Method("usergroups.list", 20, _GROUPS, usergroups_list),
    Method("usergroups.users.list", 20, _GROUPS, usergroups_users_list, ("usergroup",)),
    Method("users.info", 100, ("users:read",), users_info, ("user",)),
    Method("users.list", 20, ("users:read",), users_list),
    Method("users.lookupByEmail", 50, ("users:read.email",), lookup_by_email, ("email",)),
)
