"""What was promised, measured by what happened: dataframe expressions over a history.

Everything here is written once, for narwhals, and runs embedded (DuckDB) or on a
cluster (PySpark). Rules ask functions of this package for small values.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.measures.history import History as History
    from commplan.measures.history import MeasuredIn as MeasuredIn
    from commplan.measures.intakes import Desk as Desk
    from commplan.measures.intakes import desks as desks
    from commplan.measures.requests import answers as answers
    from commplan.measures.requests import requests as requests
    from commplan.measures.silences import AlertSilence as AlertSilence
    from commplan.measures.silences import alert_silences as alert_silences
else:
    __getattr__ = lazy(
        globals(),
        {
            "history": "History MeasuredIn",
            "intakes": "Desk desks",
            "requests": "answers requests",
            "silences": "AlertSilence alert_silences",
        },
    )
