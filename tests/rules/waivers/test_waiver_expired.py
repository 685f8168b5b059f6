from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.waivers.waiver_expired import waiver_expired
from commplan.testing import Verdict, judge_text

RULES = catalogue(commplan_rules())
W1 = """
waivers:
  w1:
    rule: AVL204
    at: /rotations
    reason: two new colleagues in January
    owner: "person:alice"
    approved_by: "person:bob"
    created: "2026-10-01"
    expires: "2027-01-31"
"""


def judge(text: str, as_of: str) -> Verdict:
    return judge_text(waiver_expired, text, as_of=as_of, rules=RULES)


def test_the_last_day_still_counts() -> None:
    assert judge(W1, "2027-01-31T23:59:59Z").messages == ()
    verdict = judge(W1, "2027-02-01T00:00:00Z")
    assert verdict.messages == (
        "waiver w1 (AVL204) expired on 2027-01-31; what it hid counts again",
    )
    assert verdict.findings[0].location.pointer == "/waivers/w1/expires"
    assert verdict.findings[0].facts == {
        "waiver": "w1",
        "rules": ["AVL204"],
        "expired": "2027-01-31",
    }


def test_days_are_those_of_the_plans_zone() -> None:
    text = W1 + "metadata: {id: x, timezone: America/New_York}"
    assert judge(text, "2027-02-01T04:59:00Z").messages == ()
    assert len(judge(text, "2027-02-01T05:00:00Z").messages) == 1


def test_a_zone_that_does_not_exist_counts_as_utc() -> None:
    text = W1 + "metadata: {id: x, timezone: Mars/Olympus}"
    assert judge(text, "2027-01-31T23:00:00Z").messages == ()
    assert len(judge(text, "2027-02-01T00:00:00Z").messages) == 1


def test_malformed_waivers_never_hid_anything() -> None:
    text = W1.replace('    approved_by: "person:bob"\n', "")
    assert judge(text, "2027-02-01T00:00:00Z").messages == ()


def test_waivers_in_a_document_of_their_own() -> None:
    text = "apiVersion: commplan/v1\nkind: Waivers\nmetadata: {id: w, plan: it-ops}\n" + W1
    assert len(judge(text, "2027-02-01T00:00:00Z").messages) == 1


def test_inline_ignores_with_a_date() -> None:
    text = """
        channels:
          a: {kind: slack}  # commplan: ignore[CHN101] until=2026-11-20 moves to the new team
          b: {kind: slack}  # commplan: ignore[CHN101] until=2026-11-21 moves to the new team
          c: {kind: slack}  # commplan: ignore[CHN101] for good
          d: {kind: slack}  # commplan: ignore[CHN101] until=2026-11-20
        """
    (finding,) = judge(text, "2026-11-21T12:00:00Z").findings
    assert finding.message == "this ignore (CHN101) expired on 2026-11-20; what it hid counts again"
    assert (finding.location.line, finding.location.column) == (2, 21)
    assert finding.facts["waiver"] is None


ZONES = (
    "UTC",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",  # where clocks change at midnight
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",  # where 2011-12-30 never was
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
DATES = st.one_of(
    st.dates(date(2011, 12, 25), date(2012, 1, 5)), st.dates(date(2020, 1, 1), date(2030, 12, 31))
)
SECONDS = st.one_of(st.sampled_from([-86_400, -3600, -1, 0, 1, 3600]), st.integers(-50_000, 50_000))


@given(DATES, st.integers(0, 190), st.sampled_from(ZONES), SECONDS)
def test_against_a_calendar_on_the_wall(last: date, days: int, zone: str, seconds: int) -> None:
    """Waiver and ignore are over as soon as people in the zone tear off their last day."""
    midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone))
    instant = midnight.astimezone(UTC) + timedelta(seconds=seconds)
    today = instant.astimezone(ZoneInfo(zone)).date()
    created = last - timedelta(days=days)
    text = (
        W1.replace('created: "2026-10-01"', f'created: "{created}"').replace(
            'expires: "2027-01-31"', f'expires: "{last}"'
        )
        + f"metadata: {{id: x, timezone: {zone}}}\n"
        + f"channels: {{}}  # commplan: ignore[CHN101] until={last} moves to the new team\n"
    )
    findings = judge(text, f"{instant:%Y-%m-%dT%H:%M:%SZ}").findings
    expected = {"w1", None} if days <= 180 else {None}  # a longer one never hid anything
    assert {finding.facts["waiver"] for finding in findings} == (
        expected if today > last else set()
    )
