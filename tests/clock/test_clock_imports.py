"""What importing the package costs: nothing that a plan without dates would not need."""

import subprocess
import sys
from pathlib import Path

PROBE = """
import sys
import commplan.clock as clock
clock.open_intervals(clock.ALWAYS, 0, clock.WEEK)
clock.parse_duration("1h30m")
print(*sorted(sys.modules))
"""


def test_slow_modules_wait_until_they_are_needed() -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-S", "-c", PROBE], cwd=root, capture_output=True, text=True, check=True
    )
    slow = {"zoneinfo", "holidays", "dataclasses", "difflib", "commplan.clock.patterns"}
    assert slow.isdisjoint(run.stdout.split())
