"""Pictures of what was measured, as SVG or PNG.

Each chart is one module with one function: values in, a picture out. Drawn by
Matplotlib (extra ``charts``), which is imported when a first picture is drawn.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.charts.attainment import WeekShare as WeekShare
    from commplan.charts.attainment import attainment_chart as attainment_chart
    from commplan.charts.load import load_chart as load_chart
    from commplan.charts.load import uncovered_share as uncovered_share
    from commplan.charts.overview import Row as Row
    from commplan.charts.overview import overview_chart as overview_chart
    from commplan.charts.rhythm import rhythm_chart as rhythm_chart
    from commplan.charts.sheet import Heading as Heading
    from commplan.charts.sheet import Picture as Picture
    from commplan.charts.waiting import Waits as Waits
    from commplan.charts.waiting import waiting_chart as waiting_chart
    from commplan.charts.withheld import withheld_chart as withheld_chart
else:
    __getattr__ = lazy(
        globals(),
        {
            "attainment": "WeekShare attainment_chart",
            "load": "load_chart uncovered_share",
            "overview": "Row overview_chart",
            "rhythm": "rhythm_chart",
            "sheet": "Heading Picture",
            "waiting": "Waits waiting_chart",
            "withheld": "withheld_chart",
        },
    )
