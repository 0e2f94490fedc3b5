"""Faults put in the way of real builds: `harness` makes them, `run` tries thousands of them by hand."""
