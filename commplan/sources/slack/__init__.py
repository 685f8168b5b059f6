"""A workspace from Slack's Web API, with a bot token and without a single write."""

from commplan.api import Environment, Request, SourceError, Workspace
from commplan.sources.slack.client import Client
from commplan.sources.slack.collector import Collector
from commplan.sources.slack.pages import LARGEST_PAGE
from commplan.sources.slack.transport import Transport


def open_slack(where: str, request: Request, environment: Environment) -> Workspace:
    """Read what ``request`` asks for. Raises :class:`SourceError` if nothing can be read."""
    if where:
        raise SourceError(
            "--workspace slack takes nothing after it: the token in SLACK_BOT_TOKEN says"
            " which workspace is meant"
        )
    if not environment.token or not environment.token.strip():
        raise SourceError(
            "SLACK_BOT_TOKEN is not set: put the bot token of your app into it"
            " (docs/slack-scopes.md says how to make one)"
        )
    request = request._replace(page_size=max(1, min(request.page_size, LARGEST_PAGE)))
    transport = Transport(environment.token, environment.base_url, environment.timeout)
    return Collector(Client(transport, request, environment), request, environment).collect(
        transport.host
    )
