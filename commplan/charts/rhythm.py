"""When requests come: the hours of the week as a heat map."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.charts.sheet import Picture, sheet

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = 24


def rhythm_chart(
    title: str,
    beneath: str,
    counts: Sequence[Sequence[int]],
    within: Sequence[Sequence[float]] | None = None,
) -> Picture:
    """Requests by weekday (7 rows from Monday) and hour (24 columns), in local time.

    ``within`` is the share of each hour, 0 to 1, that the promise's clock runs; hours
    outside of it are hatched.
    """
    with sheet(title, beneath, height=3.4) as (figure, axes):
        most = max(max(row) for row in counts)
        axes.grid(visible=False)
        shown = axes.imshow(counts, aspect="auto", cmap="Blues", vmin=0, vmax=max(most, 1))
        for day, row in enumerate(counts):
            for hour, count in enumerate(row):
                if within is not None and within[day][hour] < 0.5:
                    axes.fill(
                        [hour - 0.5, hour + 0.5, hour + 0.5, hour - 0.5],
                        [day - 0.5, day - 0.5, day + 0.5, day + 0.5],
                        fill=False,
                        hatch="////",
                        edgecolor="#9aa5b1",
                        linewidth=0,
                        alpha=0.6,
                    )
                if count:
                    dark = count > 0.6 * most
                    axes.text(
                        *(hour, day, str(count)),
                        ha="center",
                        va="center",
                        fontsize=7,
                        color="white" if dark else "#1f2933",
                    )
        axes.set_yticks(range(len(DAYS)), DAYS)
        axes.set_xticks(range(0, _HOURS, 2), [f"{hour:02}" for hour in range(0, _HOURS, 2)])
        axes.set_xlabel("hour of the day" + ("; hatched: the clock stands still" if within else ""))
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        figure.colorbar(shown, ax=axes, label="requests", pad=0.01, aspect=14)
        return Picture(figure, title, _words(counts))


def _words(counts: Sequence[Sequence[int]]) -> str:
    total = sum(map(sum, counts))
    if not total:
        return "no requests"
    busiest = max(
        ((count, -day, -hour) for day, row in enumerate(counts) for hour, count in enumerate(row))
    )
    count, day, hour = busiest[0], -busiest[1], -busiest[2]
    days = ", ".join(f"{name} {sum(row)}" for name, row in zip(DAYS, counts, strict=True))
    when = f"{DAYS[day]} {hour:02}:00 to {hour + 1:02}:00"
    return f"{total} requests: {days}; most come {when} ({count})"
