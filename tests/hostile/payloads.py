"""Hostile texts: what a stranger might write into a record to break out of it.

`xss.txt` holds strings of public lists (see LICENSE), one a line, and `own.jsonl` those written here, each
as JSON. All are test data. Further lists can be tried by hand: `CLAIMBOOK_PAYLOADS` names a folder whose
`*.txt` and `*.jsonl` files are taken in too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

FURTHER = "CLAIMBOOK_PAYLOADS"

# Ways out of the places a text may stand in, and things to do outside (`window.__hit` tells): for each way
# the next few things in turn.
_EACH = 5
_OUT = (
    *("", '"', "'", "`", ">", '">', "'>", "/>", "-->", "--!>", "]]>", "?>", "%>", "\\", '\\"', "\\';"),
    *("</script>", "</title>", "</textarea>", "</style>", "</svg>", "</noscript>", "</template>", "</head>"),
)
_THEN = (
    "<script>window.__hit=1</script>",
    "<img src=x onerror=window.__hit=1>",
    "<svg/onload=window.__hit=1>",
    '<iframe srcdoc="<script>parent.__hit=1</script>"></iframe>',
    "<a href=javascript:window.__hit=1>x</a>",
    " autofocus onfocus=window.__hit=1 x=",
    "<style>*{background:url(//hostile.invalid/x)}</style>",
    '<link rel=stylesheet href="//hostile.invalid/x">',
    '<base href="//hostile.invalid/">',
    '<meta http-equiv=refresh content="0;url=//hostile.invalid/">',
    '<form action="//hostile.invalid/"><button formaction=javascript:window.__hit=1>x',
)
MARKUP = tuple(
    f"{out}{_THEN[(_EACH * k + step) % len(_THEN)]}" for k, out in enumerate(_OUT) for step in range(_EACH)
)


def payloads() -> tuple[str, ...]:
    """Every hostile text, each once: public lists, our own, and those in the folder `CLAIMBOOK_PAYLOADS`."""
    here = Path(__file__).parent
    found = [*_lines(here / "xss.txt"), *MARKUP, *_lines(here / "own.jsonl")]
    if os.environ.get(FURTHER):
        for path in sorted(Path(os.environ[FURTHER]).glob("*.*")):
            found += _lines(path)
    return tuple(dict.fromkeys(found))


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in lines if line and not line.startswith("#")]
    return [line for line in lines if line]
