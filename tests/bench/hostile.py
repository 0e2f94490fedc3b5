"""What each hostile file of `tests/records/test_hostile.py` costs `claimbook check`; run by hand.

    PYTHONPATH=scripts:. python tests/bench/hostile.py

Prints the seconds of the processor (median of three runs, start included) and the megabytes of each; ends
with an error if any takes more than the limits. A machine with other work to do shows larger figures.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.records.test_hostile import FILES, MEGABYTES, check

SECONDS = 2
RUNS = 3


def main() -> int:
    """Measure all; 1 if one is over a limit."""
    over = 0
    for what in FILES:
        runs = []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                runs.append(check(what, Path(folder))[1:])
        seconds = statistics.median(run[0] for run in runs)
        megabytes = max(run[1] for run in runs)
        print(f"{seconds:6.2f} s {megabytes:5.0f} MB  {what}", flush=True)
        over += seconds > SECONDS or megabytes > MEGABYTES
    print(f"{over} of {len(FILES)} over {SECONDS} s or {MEGABYTES} MB")
    return min(over, 1)


if __name__ == "__main__":
    raise SystemExit(main())
