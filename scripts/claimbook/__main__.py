"""`python -m claimbook`: the same as the `claimbook` command."""

from claimbook.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
