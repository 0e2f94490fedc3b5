"""`python -m claimbook`: the same as the `claimbook` command."""

from claimbook.cli import run

if __name__ == "__main__":
    run()
