"""What a plan wants measured by messages, where, and over which time."""

import yaml

from commplan.api import Origin, Plan, measured_channels

PLAN = """
channels:
  it-help: {kind: slack, intake: {}}
  incidents: {kind: slack, purpose: major-incident}
  alerts: {kind: slack}
  old: {kind: slack, state: retired, intake: {}}
  mail: {kind: email, intake: {}}
slas:
  helpdesk: {applies: {channel: [it-help, mail, old, nowhere]}, targets: {first_response: 30m}}
  windowed: {applies: {channel: it-help}, targets: {}, objective: {window: 90d}}
  unbounded: {applies: {channel: it-help}, targets: {}, objective: {attainment: 0.9}}
  major: {applies: {severity: [sev1, sev2, sev9]}, targets: {update_every: {investigating: 20m}}}
  silent: {applies: {severity: sev1}, targets: {acknowledge: 10m}}
severities:
  sev1: {order: 1}
  sev2: {order: 2}
kpis:
  p90: {source: "slack:channel:it-help", window: 56d}
  mean: {source: "slack:channel:alerts"}
  csat: {source: evidence/csat.csv, window: 90d}
  lost: {source: "slack:channel:nowhere", window: 90d}
monitoring:
  vpn:
    alerts:
      down: {channel: "channel:alerts", expect_every: 7d}
      slow: {channel: "channel:alerts"}
      broken: {channel: "channel:nowhere", expect_every: 7d}
      nowhere: {severity: sev1}
"""


def test_every_measure_has_a_channel_a_window_and_a_place() -> None:
    plan = Plan(yaml.safe_load(PLAN), Origin("plan.yaml", 0))
    found = [
        (one.channel.id, one.what, str(one.window), "/".join(map(str, one.at.pointer)))
        for one in measured_channels(plan)
    ]
    assert found == [
        ("it-help", "sla:helpdesk", "28d", "slas/helpdesk"),
        ("it-help", "sla:windowed", "90d", "slas/windowed/objective/window"),
        ("it-help", "sla:unbounded", "28d", "slas/unbounded/objective"),
        ("incidents", "sla:major", "28d", "slas/major"),
        ("it-help", "kpi:p90", "56d", "kpis/p90/window"),
        ("alerts", "kpi:mean", "28d", "kpis/mean"),
        ("it-help", "the intake of requests", "28d", "channels/it-help/intake"),
        ("alerts", "the alert down", "7d", "monitoring/vpn/alerts/down/expect_every"),
        ("alerts", "the alert slow", "14d", "monitoring/vpn/alerts/slow"),
    ]
