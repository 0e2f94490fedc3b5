"""Claimbook: who said it, when, on what evidence, and who answers them.

Holds the version number and nothing else: importing the package must stay free of side effects and of
third-party modules, because `claimbook.bootstrap` is imported before any of them is installed.
"""

__version__ = "0.1.0"
