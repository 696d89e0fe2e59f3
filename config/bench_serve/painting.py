"""How long until the first chart is on the screen, in a local Chromium whose cache is empty, and what it loaded.

The sketch that is drawn before Plotly counts: it is the whole chart, with its axes, marks and words. What stands in its
place answers to the pointer; until then is told beside it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from statistics import median
from typing import Any

RUNS = 5
DRAWN = ".chart svg path, .chart canvas"
ANSWERS = ".chart .js-plotly-plot .main-svg"
# The chart counts as painted in the second frame after its first line or bar has a size.
WATCH = """
((drawn, answers) => {
  const watch = (selector, name) => {
    const found = [...document.querySelectorAll(selector)].some((one) => {
      const box = one.getBoundingClientRect();
      return box.width > 4 && box.height > 4;
    });
    if (!found) return requestAnimationFrame(() => watch(selector, name));
    const note = () => { document.documentElement.dataset[name] = performance.now(); };
    requestAnimationFrame(() => requestAnimationFrame(note));
  };
  requestAnimationFrame(() => watch(drawn, "firstChart"));
  requestAnimationFrame(() => watch(answers, "answers"));
})("%s", "%s");
"""


@dataclass(frozen=True, slots=True)
class Painted:
    """Seconds until the first chart, and until one answers to the pointer; kilobytes that the page loaded, as they
    were sent."""

    seconds: float
    answers: float
    kilobytes: float


def first_chart(address: str, cookie: dict[str, Any]) -> Painted | str:
    """The medians of some first visits; or why there is none."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "no Playwright: make test installs it"
    if chromium is None:
        return "no Chromium on the path"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            visits = [_visit(browser, address, cookie) for _ in range(RUNS + 1)][1:]
        finally:
            browser.close()
    return Painted(*(median(column) for column in zip(*visits, strict=True)))


def _visit(browser: Any, address: str, cookie: dict[str, Any]) -> tuple[float, float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        context.add_cookies([cookie])
        context.add_init_script(WATCH % (DRAWN, ANSWERS))
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(address)
        told = page.wait_for_selector(
            "html[data-first-chart][data-answers]", state="attached", timeout=30_000
        )
        page.wait_for_load_state("networkidle")
        painted, answers = (
            float(told.get_attribute(f"data-{name}")) / 1000 for name in ("first-chart", "answers")
        )
        return painted, answers, sum(sizes) / 1000
    finally:
        context.close()
