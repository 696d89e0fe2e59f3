"""The extractor against documents that careful people read; skipped where the collection is not at hand.

The figures are printed at the end of the run. These documents were read while the rules were written: the floors say
that nothing was lost since, not what an unknown document gives.
"""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

COLLECTION = settings.BASE_DIR.parent / "shared"
SCORER = COLLECTION / "eval" / "score.py"
FLOORS: dict[str, dict[str, float]] = {
    "gold": {
        "statistic": 0.97,
        "full": 0.95,
        "planned": 0.97,
        "done": 0.9,
        "automatic": 0.85,
        "silent": 0.01,
    },
    "gold_reports": {
        "statistic": 0.95,
        "full": 0.92,
        "planned": 0.93,
        "done": 0.85,
        "automatic": 0.8,
        "silent": 0.01,
    },
    "gold_passages": {"statistic": 0.93, "full": 0.88, "automatic": 0.7, "silent": 0.02},
}

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the collection of read documents is not here")


def score(folder: str) -> dict[str, Any]:
    command = [sys.executable, str(SCORER), str(COLLECTION / folder), "--json", "--"]
    extract = [sys.executable, "manage.py", "extract", "--json"]
    run = subprocess.run(
        [*command, *extract], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize("folder", sorted(FLOORS))
def test_what_careful_readers_found_is_found(folder: str, record_property: Any) -> None:
    figures = score(folder)
    reached = {k: v["f1"] if isinstance(v, dict) else round(v, 4) for k, v in figures.items()}
    record_property("measured", f"{folder}: " + ", ".join(f"{k} {v}" for k, v in reached.items()))
    silent = FLOORS[folder]["silent"]
    missed = {k: reached[k] for k, floor in FLOORS[folder].items() if k != "silent" and reached[k] < floor}
    assert (missed, reached["silent"] <= silent) == ({}, True)
    assert (reached["accounted"], reached["grounded"]) == (1.0, 1.0)
    assert reached["conflicts"] >= 0.9
    assert reached["false_alarms"] <= figures["documents"] / 10
