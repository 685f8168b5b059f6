"""A workspace from a snapshot file."""

from commplan.api import Environment, Request, SourceError, Workspace, load_snapshot


def open_snapshot(where: str, request: Request, environment: Environment) -> Workspace:  # noqa: ARG001  # the signature of every source
    """Everything that was recorded, whatever is asked for: it costs nothing."""
    if not where:
        raise SourceError("--workspace snapshot: which file? Write snapshot:FILE")
    return load_snapshot(where, environment.redaction_key)
