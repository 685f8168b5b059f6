"""A workspace from Slack's Web API, with a bot's token and without a single write."""

from commplan.api import Environment, Request, SourceError, Workspace, is_team
from commplan.sources.slack.collector import Collector
from commplan.sources.slack.pages import LARGEST_PAGE
from commplan.sources.slack.transport import Transport


def open_slack(where: str, request: Request, environment: Environment) -> Workspace:
    """Read what ``request`` asks for of the workspace with the id ``where``.

    Where that is empty, the token says which one is meant, or the plans. Raises
    :class:`SourceError` if nothing can be read.
    """
    variable = environment.token_variable
    if where and not is_team(where):
        raise SourceError(
            f"--workspace slack:{where}: expected the id of a workspace, such as T01ACME"
        )
    if not environment.token or not environment.token.strip():
        raise SourceError(
            f"{variable} is not set: put the bot token of your app into it"
            " (docs/slack-scopes.md says how to make one)"
        )
    request = request._replace(page_size=max(1, min(request.page_size, LARGEST_PAGE)))
    transport = Transport(environment.token, variable, environment.base_url, environment.timeout)
    return Collector(transport, request, environment).collect(where)
