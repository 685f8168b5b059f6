from __future__ import annotations

from commplan.rules.channels.closed_by_default import closed_by_default
from commplan.testing import expect


def test_channels_that_concern_others_are_open() -> None:
    expect(
        closed_by_default,
        """
        channels:
          a:
            kind: slack
            purpose: support-intake
            visibility: private  # <- channel:a is for 'support-intake', which others should be
          b: {kind: slack, purpose: major-incident, visibility: private}  # <- for 'major-incident'
          c: {kind: slack, purpose: team, visibility: public}
          d: {kind: slack, purpose: team}
          e: {kind: slack, purpose: team, visibility: private, private_reason: need-to-know}
          f: {kind: slack, purpose: security-incident, visibility: private}
          g: {kind: slack, visibility: private}
          h: {kind: form, purpose: support-intake, visibility: private}
          i: {kind: slack, purpose: team, visibility: private, state: archived}
        """,
    )


def test_the_purposes_can_be_configured() -> None:
    expect(
        closed_by_default,
        """
        channels:
          a: {kind: slack, purpose: team, visibility: private}
          b: {kind: slack, purpose: alerts, visibility: private}  # <- channel:b is for 'alerts'
        """,
        parameters={"open": ("alerts",)},
    )
