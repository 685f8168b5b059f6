"""Pages that commplan writes, in a real browser: they fit, load nothing, and nothing in them runs.

Where Chromium or Playwright is missing these tests are skipped, but where
COMMPLAN_TEST_BROWSER is set: there they must not be.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import main

AS_OF = datetime(2026, 11, 21, 9, tzinfo=UTC)
NAMES = (
    "<script>globalThis.ran=1</script>'><img src=x onerror='globalThis.ran=1'>",
    '"><svg onload="globalThis.ran=1">\u202egnp.exe\u2066 窓口 مساعدة',
    "javascript:globalThis.ran=1-" + "without-any-end-" * 3,
)
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops, title: "<script>globalThis.ran=1</script>", timezone: Europe/London}
channels:
CHANNELS
slas:
  helpdesk:
    applies: {channel: [IDS]}
    clock: "calendar:uk"
    targets: {first_response: 30m}
    objective: {attainment: 0.9, window: 28d}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: "<img src=x onerror=globalThis.ran=1>", slack: U1, calendar: "calendar:uk"}
  groups:
    it-ops: {class: it-staff, members: ["person:alice", "person:nobody-of-this-name"]}
"""
SIZES = {"phone": (360, 740), "desktop": (1440, 900)}


def written(folder: Path) -> Iterator[Path]:
    """A page of charts and an HTML report, of a plan whose names mean harm."""
    plan, export = folder / "plan.yaml", folder / "export"
    channels = "\n".join(
        f"  c{number}: {{kind: slack, slack: C{number}, name: {json.dumps(name)}, "
        'intake: {responders: "group:it-ops"}}'
        for number, name in enumerate(NAMES)
    )
    ids = ", ".join(f"c{number}" for number in range(len(NAMES)))
    text = PLAN.replace("CHANNELS", channels).replace("IDS", ids)
    plan.write_text(text, encoding="utf-8")
    report = folder / "report.html"
    as_of = ("--as-of", f"{AS_OF:%Y-%m-%dT%H:%M:%SZ}")
    assert main(["check", *as_of, "--format", f"html:{report}", str(plan)]) == 1
    yield report
    plan.write_text(text.replace(', "person:nobody-of-this-name"', ""), encoding="utf-8")
    messages(export)
    charts = ("--workspace", f"export:{export}", "--charts", str(folder / "charts"))
    assert main(["measure", *as_of, *charts, "-q", str(plan)]) == 0
    yield folder / "charts" / "index.html"


def messages(export: Path) -> None:
    """Four weeks of requests, all of them answered late."""
    told = [{"id": f"C{n}", "name": f"c{n}", "created": 1_700_000_000} for n in range(len(NAMES))]
    files: dict[str, Any] = {"channels": told, "users": [{"id": "U1"}, {"id": "U9"}]}
    for channel in told:
        for ago in range(40, 0, -1):
            at = AS_OF - timedelta(days=ago)
            root = {"type": "message", "user": "U9", "ts": f"{at.timestamp():.6f}", "text": "?"}
            late = f"{(at + timedelta(hours=2)).timestamp():.6f}"
            answer = {**root, "user": "U1", "ts": late, "thread_ts": root["ts"]}
            files[f"{channel['name']}/{at.date()}"] = [root, answer]
    for name, content in files.items():
        path = export / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    must = "COMMPLAN_TEST_BROWSER" in os.environ
    if program is None:
        assert not must, "there is no Chromium"
        pytest.skip("there is no Chromium; .ci/with-browser installs it")
    if not must:
        pytest.importorskip("playwright", reason="Playwright is in the dependency group `browser`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Written where there is a browser to open them."""
    return list(written(tmp_path_factory.mktemp("pages")))


def faults(browser: Any, path: Path, size: str, scheme: str, media: str = "screen") -> list[str]:
    """What is wrong with a file in a window of that size."""
    found: list[str] = []
    width, height = SIZES[size]
    view = {"width": width, "height": height}
    context = browser.new_context(viewport=view, color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media=media)
    own = path.resolve().as_uri()

    def asked(request: Any) -> None:
        if request.url != own and not request.url.startswith("data:"):
            found.append(f"asks for {request.url}")

    page.on("request", asked)
    page.on("console", lambda message: found.append(f"says {message.text}"))
    page.on("pageerror", lambda error: found.append(f"raises {error}"))
    page.goto(own)
    page.mouse.move(width / 2, height / 2)
    found += page.evaluate(
        """async paper => {
        const found = globalThis.ran ? ['a script ran'] : [];
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) found.push(`is ${root.scrollWidth} wide`);
        for (const box of paper ? document.querySelectorAll('.wide') : [])
            if (box.scrollWidth > box.clientWidth) found.push('is cut on paper');
        for (const image of document.images) {
            if (!image.alt.trim()) found.push('has an image without words');
            await image.decode().catch(() => found.push('has an image that cannot be shown'));
        }
        for (const one of document.querySelectorAll('script, iframe, [onerror], [onload]'))
            found.push(`has ${one.outerHTML}`);
        return found;
    }""",
        media == "print",
    )
    context.close()
    return found


@pytest.mark.parametrize(
    ("size", "scheme", "media"),
    [("phone", "dark", "screen"), ("desktop", "light", "screen"), ("desktop", "light", "print")],
)
def test_pages_fit_and_do_nothing(
    browser: Any, pages: list[Path], size: str, scheme: str, media: str
) -> None:
    for path in pages:
        assert faults(browser, path, size, scheme, media) == [], path.name


def test_the_page_of_charts_shows_all_of_them(browser: Any, pages: list[Path]) -> None:
    charts = pages[-1]
    page = browser.new_page()
    page.goto(charts.as_uri())
    assert page.locator("img").count() == len(list(charts.parent.glob("*.svg"))) > len(NAMES)
    assert page.get_by_text("3 promises: 3 fail").count() == 1
    shown = page.locator("table a").all_inner_texts()
    assert f"#{NAMES[0]}" in shown
    page.locator("table a").first.click()
    assert page.evaluate("location.hash").startswith("#part-")
    page.close()


def test_pictures_by_themselves_are_drawings_and_do_nothing(
    browser: Any, pages: list[Path]
) -> None:
    for path in sorted(pages[-1].parent.glob("*.attainment.svg")):
        page = browser.new_page()
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.localName") == "svg"
        assert page.evaluate("globalThis.ran") is None
        texts = page.locator("text").all_text_contents()
        assert any(text.endswith("within 30m: fail") for text in texts)
        page.close()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>globalThis.ran=1</script>", "a script ran"),
        ("<script>fault(</script>", "raises Unexpected"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">', "without words"),
        ('<img src="data:image/svg+xml,<svg" alt="x">', "cannot be shown"),
        ('<img src="http://127.0.0.1:9/x.png" alt="x">', "asks for http://127.0.0.1:9/"),
        ('<p style="width: 2000px">x</p>', "is 20"),
        ('<div class="wide" style="overflow: auto"><p style="width: 3000px">x', "is cut on paper"),
    ],
)
def test_a_page_that_is_wrong_is_noticed(
    browser: Any, tmp_path: Path, body: str, fault: str
) -> None:
    path = tmp_path / "wrong.html"
    head = '<!DOCTYPE html><meta name="viewport" content="width=device-width">'
    path.write_text(f"{head}{body}", encoding="utf-8")
    found = faults(browser, path, "phone", "light", "print")
    assert any(fault in one for one in found), found
