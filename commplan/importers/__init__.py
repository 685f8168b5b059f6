"""Foreign formats that become plans: one module per format; its code is imported when it runs."""

from __future__ import annotations

from collections.abc import Mapping

from commplan.api import Imported, Importer


def _tempelis(path: str, options: Mapping[str, str]) -> Imported:
    from commplan.importers.tempelis import run

    return run(path, options)


def _slack(path: str, options: Mapping[str, str]) -> Imported:
    from commplan.importers.slack import run

    return run(path, options)


IMPORTERS = (
    Importer(
        name="tempelis",
        summary="A tempelis folder: a workspace's users, channels and user groups as YAML.",
        run=_tempelis,
        options={
            "id": "metadata.id of the plan; the folder's name where it is not given",
            "owners": "a sigs.yaml that names teams, their leads and their Slack channels",
        },
    ),
    Importer(
        name="slack",
        summary="A snapshot of a Slack workspace: its channels, user groups and who may own them.",
        run=_slack,
        options={
            "id": "metadata.id of the plan; made from the workspace's name where it is not given",
            "channels": "names or patterns of the channels to take, by comma; all where not given",
            "usergroups": "handles or patterns of the user groups, likewise",
        },
    ),
)
"""The formats that commplan brings along."""


def commplan_importers() -> tuple[Importer, ...]:
    """Bring the built-in ones."""
    return IMPORTERS
