"""Settings for publication: the same book at its public address, given by the environment."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403
from pelicanconf import CLAIMBOOK

# Where the site will be found, such as https://name.github.io/book; unset = only relative links.
SITEURL = os.environ.get("SITEURL", "").rstrip("/")

_server = os.environ.get("GITHUB_SERVER_URL", "")
_repository = os.environ.get("GITHUB_REPOSITORY", "")
CLAIMBOOK = {
    **CLAIMBOOK,
    "commit": os.environ.get("GITHUB_SHA", ""),
    "repository": CLAIMBOOK["repository"] or (f"{_server}/{_repository}" if _server and _repository else ""),
}
