"""How fast the search is, measured in a real Chromium; run by hand, never by the tests.

    pip install hypercorn    # HTTP/2, as static hosts speak it; `openssl` makes its certificate
    PYTHONPATH=scripts:. python tests/bench/search.py [CLAIMS ...]    # 0: this book; without numbers: 0 10000

A larger book is this one with invented claims added, always the same ones: sentences walk from word to word
as the real ones do, rare words are exchanged for invented ones so that the vocabulary grows as it does in
real text, speakers follow Zipf's law; a new source for every 40 claims and an actor for every 10. Only the
page to search and to sift, its scripts, styles and files are written and served, with gzip at level 6.

Prints, for each size: processor seconds to make the index; kilobytes on the wire and milliseconds from the
start of a cold visit with a query in the address to ten results drawn, on two ideas of Slow 4G ("strict":
562.5 ms a request and 1 474 kbit/s, as browsers' tools throttle; "plain": 150 ms and 1 638 kbit/s), median
and worst of ten visits; then milliseconds from a keystroke to results drawn and laid out, at the median, the
95th percentile and the worst, for words typed the first time on a page and once more, at the machine's own
speed and at a quarter of it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import mimetypes
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from selenium.webdriver import Chrome

from claimbook.book import Book, link
from claimbook.book.link import Quoted
from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.exports import search_index
from claimbook.pages import Desk
from claimbook.pages.explore import explore_page
from claimbook.records import Actor, Claim, Source
from claimbook.settings import load_settings
from claimbook.site.templates import digits, plural, site_of
from tests.browser.chromium import chromium
from tests.support import REPOSITORY

NETWORKS = {"strict": (562.5, 1474.56), "plain": (150.0, 1638.4)}
COLD = ("foreign fighters", "Tokaev", "CSTO withdraw", "Naryshkyn", "gas price")
TYPED = (*COLD, "colour revolution", "nazarb", "164 killed", "NATO bases", "internet shutdown")
THEME = REPOSITORY / "themes" / "apparatus"
PORT = 8449

_WATCH = """
new MutationObserver((_, watch) => {
  if (!document.getElementById("hits")?.children.length) return;
  window.drawn = performance.now();
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
_TYPE = """
const [queries, done] = arguments;
(async () => {
  const box = document.getElementById("q"), whole = document.getElementById("explore");
  const type = (text) => new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      if (whole.dataset.ready !== text) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(whole, { attributes: true });
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const took = [];
  for (const query of queries) {
    for (let n = 1; n <= query.length; n++) {
      if (query[n - 1] === " ") continue;
      const begun = performance.now();
      await type(query.slice(0, n));
      document.body.offsetHeight;
      took.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  done(took);
})();
"""


# ---- a larger book


class Inventor:
    """Makes words, names and sentences after those of a book; the same book gives the same ones."""

    def __init__(self, claims: list[Claim], size: int) -> None:
        self.chance = random.Random(20220110)
        texts = [text for c in claims for text in (c.statement, c.quote) if text]
        self.count = Counter(word for text in texts for word in re.findall(r"\w+", text.lower()))
        self.starts = [text.split()[0] for text in texts]
        self.follow: dict[str, list[str]] = {}
        for text in texts:
            parts = text.split()
            for a, b in pairwise(parts):
                self.follow.setdefault(a, []).append(b)
        self.middles = list(self.follow)
        self.made = self._words(int(len(self.count) * 2 * (size / len(claims)) ** 0.6))
        self.weights = [1 / (k + 8) ** 0.95 for k in range(len(self.made))]
        self.pool: Iterator[str] = iter(())

    def _words(self, number: int) -> list[str]:
        parts = [word for word in self.count if len(word) > 4 and word.isalpha()]
        made: dict[str, None] = {}
        while len(made) < number:
            a, b = self.chance.choice(parts), self.chance.choice(parts)
            word = a[: self.chance.randint(2, min(6, len(a)))] + b[-self.chance.randint(2, 5) :]
            if word not in self.count:
                made[word] = None
        return list(made)

    def word(self) -> str:
        """An invented word; some are met often, most hardly ever."""
        found = next(self.pool, None)
        if found is None:
            self.pool = iter(self.chance.choices(self.made, self.weights, k=5000))
            found = next(self.pool)
        return found

    def name(self) -> str:
        """A name of one to four words."""
        return " ".join(self.word().capitalize() for _ in range(self.chance.randint(1, 4)))

    def sentence(self, length: int) -> str:
        """A sentence of `length` words."""
        word, made = self.chance.choice(self.starts), []
        while len(made) < length:
            core = re.sub(r"\W", "", word)
            if core.islower() and self.count[core] <= 6 and self.chance.random() < 0.55:
                made.append(self.word())
            elif core[:1].isupper() and made and self.chance.random() < 0.25:
                made.append(self.word().capitalize())
            else:
                made.append(str(self.chance.randint(2, 2500)) if core.isdigit() else word)
            after = self.follow.get(word)
            keeps = after and self.chance.random() > 0.12
            word = self.chance.choice(after if keeps and after else self.middles)
        return " ".join(made)


def larger(book: Book, size: int) -> Book:
    """`book` with invented claims, sources and actors added, until it has `size` claims."""
    real = list(book.live)
    if size <= len(real):
        return book
    inventor = Inventor(real, size)
    chance = inventor.chance
    actors = list(book.actors.values())
    while len(actors) < size // 10:
        name = inventor.name()
        spellings = tuple(f"{name[:-1]}{letter}" for letter in chance.choice(("", "", "a", "ey")))
        made = replace(
            chance.choice(actors), id=f"actor-{len(actors)}", name=name, also_known_as=spellings, part_of=()
        )
        actors.append(made)
    sources = list(book.sources.values())
    known = len(sources)
    while len(sources) < known + (size - len(real)) // 40 + 1:
        day = f"20{chance.randint(20, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        publisher = chance.choice(actors).id
        title = inventor.sentence(chance.randint(6, 14))
        made_of = replace(
            chance.choice(sources[:known]),
            id=f"source-{len(sources)}",
            title=title,
            published=day,
            publisher=publisher,
        )
        sources.append(made_of)
    claims = list(_claims(inventor, real, actors, sources[known:], size - len(real)))
    records = [*sources, *actors, *book.topics.values(), *book.quantities.values(), *real, *claims]
    return link(records, Quoted({}, {}))


def _claims(
    inventor: Inventor, real: list[Claim], actors: list[Actor], sources: list[Source], number: int
) -> Iterator[Claim]:
    chance = inventor.chance
    order = chance.sample(actors, len(actors))
    weights = [1 / (k + 1) for k in range(len(order))]
    ids: list[str] = []
    for k in range(number):
        model, source = chance.choice(real), sources[k // 40]
        statement = inventor.sentence(len(model.statement.split())).rstrip(".,;") + "."
        ids.append(re.sub(r"\W+", "-", " ".join(statement.lower().split()[:5])).strip("-") + f"-{k}")

        def people(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(actor.id for actor in chance.choices(order, weights, k=len(names)))

        said = (
            f"20{chance.randint(20, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            if model.said
            else None
        )
        yield replace(
            model,
            id=ids[-1],
            statement=statement,
            quote=inventor.sentence(len(model.quote.split())) if model.quote else None,
            speaker=people(model.speaker),
            via=people(model.via),
            mentions=people(model.mentions),
            said=said,
            source=source.id,
            positions=chance.choice(real).positions,
            counter_statements=(),
            restates=(),
            supports=(),
            formerly=(),
        )


# ---- its page


def write(book: Book, folder: Path) -> float:
    """Write what the page needs into `folder`; returns the processor seconds that the index took."""
    settings = load_settings(REPOSITORY)
    addresses = page_addresses(REPOSITORY)
    desk = Desk(book, settings, addresses)
    env = Environment(
        loader=FileSystemLoader(THEME / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    env.globals.update(site=site_of(settings, addresses.values()), plural=plural, digits=digits)
    for claim in book.live:
        book.said(claim)  # dates are read once for all pages: not the index's own time
    begun = time.process_time()
    index = search_index(desk)
    files = [(file.path, file.content()) for file in index.files]
    seconds = time.process_time() - begun
    html = env.get_template("explore.html").render(view=explore_page(desk), index=index, short=desk.short)
    shutil.copytree(THEME / "static", folder / "theme")
    for path, content in (("explore.html", html.encode()), *files):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return seconds


def application(root: Path) -> Any:
    """An ASGI application that serves a folder, text compressed as hosts do."""
    kept: dict[str, tuple[int, list[tuple[bytes, bytes]], bytes]] = {}

    def answer(path: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        file = root / path.lstrip("/")
        if not file.is_file():
            return 404, [], b""
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = gzip.compress(file.read_bytes(), 6, mtime=0)
        head = {"content-type": kind, "content-encoding": "gzip", "content-length": str(len(body))}
        return 200, [(k.encode(), v.encode()) for k, v in head.items()], body

    async def serve(scope: dict[str, Any], _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] not in kept:
            kept[scope["path"]] = answer(scope["path"])
        status, head, body = kept[scope["path"]]
        await send({"type": "http.response.start", "status": status, "headers": head})
        # In pieces, as packets come: what the browser reads at once it holds back until all of it "has
        # arrived", and a page's first lines would wait for its last.
        for start in range(0, len(body), 4096):
            await send({"type": "http.response.body", "body": body[start : start + 4096], "more_body": True})
            await asyncio.sleep(0.001)
        await send({"type": "http.response.body", "body": b""})

    return serve


def serve(root: Path) -> None:
    """Serve a folder over HTTP/2 until the process ends."""
    from hypercorn.asyncio import serve as run
    from hypercorn.config import Config

    key, certificate = root.parent / "key.pem", root.parent / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    config = Config()
    config.bind = [f"localhost:{PORT}"]
    config.certfile, config.keyfile = str(certificate), str(key)
    config.loglevel = "WARNING"
    asyncio.run(run(application(root), config))


# ---- measuring


def cold(driver: Chrome, query: str, network: str) -> tuple[float, int]:
    """Milliseconds to the first results of a first visit, and the bytes that came by then or soon after."""
    latency, rate = NETWORKS[network]
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    conditions = {
        "offline": False,
        "latency": latency,
        "downloadThroughput": rate * 128,
        "uploadThroughput": 86400,
    }
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
    driver.get_log("performance")  # type: ignore[no-untyped-call]
    driver.get(f"https://localhost:{PORT}/explore.html?q={quote(query)}")
    drawn, end = None, time.monotonic() + 60
    while drawn is None and time.monotonic() < end:
        drawn = driver.execute_script("return window.drawn")  # type: ignore[no-untyped-call]
        time.sleep(0.05)
    events = [json.loads(e["message"])["message"] for e in driver.get_log("performance")]  # type: ignore[no-untyped-call]
    size = sum(e["params"]["encodedDataLength"] for e in events if e["method"] == "Network.loadingFinished")
    assert drawn is not None, f"no results for {query!r}"
    return float(drawn), int(size)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


@contextmanager
def plainly(root: Path) -> Iterator[str]:
    """A folder on a simple server, for measurements that the network has no part in: its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def typing(driver: Chrome, address: str, slower: int) -> Iterator[tuple[str, list[float]]]:
    """Milliseconds from each keystroke to its results, typed for the first time on a page and once more."""
    free = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", free)
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": slower})
    driver.get(f"{address}explore.html?q=the")
    driver.set_script_timeout(300)
    for time_ in ("first", "again"):
        yield time_, sorted(driver.execute_async_script(_TYPE, TYPED))  # type: ignore[no-untyped-call]


def report(driver: Chrome, address: str) -> None:
    """Print every measurement of the page that is served."""
    for network in NETWORKS:
        visits = [cold(driver, query, network) for query in COLD * 2]
        times = [took for took, _ in visits]
        size = statistics.median(size for _, size in visits) / 1000
        print(
            f"  cold, {network}: {statistics.median(times):.0f} ms (worst {max(times):.0f}), {size:.0f} kB",
            flush=True,
        )
    for slower in (1, 4):
        for time_, took in typing(driver, address, slower):
            middle, most = statistics.median(took), took[int(len(took) * 0.95)]
            print(
                f"  typing {time_}, speed 1/{slower}: {middle:.1f} / {most:.1f} / {took[-1]:.1f} ms",
                flush=True,
            )


def main(sizes: list[int]) -> None:
    """Measure this book, grown to each of `sizes`; 0 is the book as it is."""
    from multiprocessing import Process

    book = check(REPOSITORY, load_settings(REPOSITORY))
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name) / "site"
            root.mkdir()
            grown = larger(book, size)
            seconds = write(grown, root)
            print(f"{len(grown.live)} claims: index made in {seconds:.2f} s", flush=True)
            server = Process(target=serve, args=[root], daemon=True)
            server.start()
            time.sleep(2)
            driver = chromium(Path(name) / "profile", "--ignore-certificate-errors")
            try:
                driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
                with plainly(root) as address:
                    report(driver, address)
            finally:
                driver.quit()
                server.terminate()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [0, 10_000])
