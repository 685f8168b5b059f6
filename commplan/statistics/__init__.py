"""What figures prove: intervals, verdicts, tests and trends, on values of any kind.

It knows no plan. SciPy does the arithmetic and is imported when something is first
worked out; where it is not installed that raises ``MissingExtraError``. Every formula
names its source, and docs/statistics.md says what each printed figure means.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.statistics.bootstrap import bootstrap_percentile as bootstrap_percentile
    from commplan.statistics.bootstrap import bootstrap_share as bootstrap_share
    from commplan.statistics.comparisons import MedianComparison as MedianComparison
    from commplan.statistics.comparisons import compare_medians as compare_medians
    from commplan.statistics.comparisons import compare_rates as compare_rates
    from commplan.statistics.comparisons import compare_shares as compare_shares
    from commplan.statistics.concentration import effective_number as effective_number
    from commplan.statistics.concentration import gini as gini
    from commplan.statistics.concentration import top_share as top_share
    from commplan.statistics.estimates import Estimate as Estimate
    from commplan.statistics.estimates import estimate_mean as estimate_mean
    from commplan.statistics.estimates import estimate_rate as estimate_rate
    from commplan.statistics.estimates import estimate_share as estimate_share
    from commplan.statistics.judgements import MEANS_FROM as MEANS_FROM
    from commplan.statistics.judgements import Conclusion as Conclusion
    from commplan.statistics.judgements import Judgement as Judgement
    from commplan.statistics.judgements import Limit as Limit
    from commplan.statistics.judgements import conclude as conclude
    from commplan.statistics.judgements import flawless_cases as flawless_cases
    from commplan.statistics.judgements import judge_mean as judge_mean
    from commplan.statistics.judgements import judge_percentile as judge_percentile
    from commplan.statistics.judgements import judge_rate as judge_rate
    from commplan.statistics.judgements import judge_share as judge_share
    from commplan.statistics.percentiles import Ranks as Ranks
    from commplan.statistics.percentiles import Summary as Summary
    from commplan.statistics.percentiles import estimate_percentile as estimate_percentile
    from commplan.statistics.percentiles import nearest_rank as nearest_rank
    from commplan.statistics.percentiles import percentile as percentile
    from commplan.statistics.percentiles import percentile_ranks as percentile_ranks
    from commplan.statistics.percentiles import summarize as summarize
    from commplan.statistics.shuffles import holm as holm
    from commplan.statistics.survival import OpenStep as OpenStep
    from commplan.statistics.survival import estimate_open_percentile as estimate_open_percentile
    from commplan.statistics.survival import open_percentile as open_percentile
    from commplan.statistics.survival import open_steps as open_steps
    from commplan.statistics.trends import Association as Association
    from commplan.statistics.trends import RateTrend as RateTrend
    from commplan.statistics.trends import Trend as Trend
    from commplan.statistics.trends import mann_kendall as mann_kendall
    from commplan.statistics.trends import rank_correlation as rank_correlation
    from commplan.statistics.trends import rate_trend as rate_trend
    from commplan.statistics.wording import PERCENT as PERCENT
    from commplan.statistics.wording import SCORE as SCORE
    from commplan.statistics.wording import Scale as Scale
    from commplan.statistics.wording import time_scale as time_scale
    from commplan.statistics.wording import told_interval as told_interval
    from commplan.statistics.wording import told_need as told_need
    from commplan.statistics.wording import told_p as told_p
else:
    __getattr__ = lazy(
        globals(),
        {
            "bootstrap": "bootstrap_percentile bootstrap_share",
            "comparisons": "MedianComparison compare_medians compare_rates compare_shares",
            "concentration": "effective_number gini top_share",
            "estimates": "Estimate estimate_mean estimate_rate estimate_share",
            "judgements": (
                "MEANS_FROM Conclusion Judgement Limit conclude flawless_cases judge_mean "
                "judge_percentile judge_rate judge_share"
            ),
            "percentiles": (
                "Ranks Summary estimate_percentile nearest_rank percentile percentile_ranks "
                "summarize"
            ),
            "shuffles": "holm",
            "survival": "OpenStep estimate_open_percentile open_percentile open_steps",
            "trends": "Association RateTrend Trend mann_kendall rank_correlation rate_trend",
            "wording": "PERCENT SCORE Scale time_scale told_interval told_need told_p",
        },
    )
