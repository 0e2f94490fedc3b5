"""Faults by the thousand, by hand: `python -m tests.faults.run N SEED` in the repository, with `scripts` in
PYTHONPATH. N faults of each kind; says how many were made of which kind, and every failure.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults import trials
from tests.faults.harness import World

Trial = Callable[[World, random.Random], str]


def main(times: int, seed: int, wanted: list[str]) -> int:
    """Try every kind so many times; 1 if anything failed."""
    made: Counter[str] = Counter()
    failures = 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/own"
        world = trials.edited_world(Path(folder))
        kinds = _kinds(world)
        for number in range(times):
            for name in wanted or kinds:
                world.put_back()
                try:
                    kinds[name](world, random.Random(f"{seed} {number} {name}"))
                except Exception:
                    failures += 1
                    print(f"FAILED: {name} {number} of seed {seed}\n{traceback.format_exc()}", flush=True)
                made[name] += 1
            if number % 10 == 9:
                print(
                    f"{number + 1} of {times}: {failures} failures, {time.monotonic() - begun:.0f} s",
                    flush=True,
                )
    print(", ".join(f"{name}: {count}" for name, count in made.items()))
    print(f"{made.total()} faults, {failures} failures, {time.monotonic() - begun:.0f} s")
    return 1 if failures else 0


def _kinds(world: World) -> dict[str, Trial]:
    writes, helped = trials.steps(world), trials.steps(world, reads=True)
    world.put_back()
    begun = time.monotonic()
    world.build()
    seconds = time.monotonic() - begun
    print(f"a build has {writes} steps that write, {helped} with those that read, and takes {seconds:.2f} s")
    return {
        "killed at a step": lambda world, rng: trials.killed(world, rng, writes),
        "asked to stop at a step": lambda world, rng: trials.asked(world, rng, writes),
        "a signal at any time": lambda world, rng: trials.killed_any_time(world, rng, seconds),
        "refused by the system": lambda world, rng: trials.refused(world, rng, writes),
        "a file changed": lambda world, rng: trials.changed(world, rng, helped),
        "two builds at once": lambda world, rng: trials.together(world, rng, seconds),
        "serve stopped": lambda world, rng: trials.served(world, rng, 0.6),
    }


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
