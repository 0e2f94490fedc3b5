"""The policy of pages in a browser: what it lets through, and what it stops where all else failed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.chromium import complaints
from tests.whole.kinds import chosen, templates

pytestmark = pytest.mark.browser
PATIENCE = 30.0  # seconds for a page to come
POLICY = b'http-equiv="Content-Security-Policy"'
CLAIM = "claims/lund-cables-snapped.html"
# What might come through where a text was not escaped. {out} is another origin.
MARKUP = """
<script>document.documentElement.dataset.hostile = "inline"</script>
<script src="{out}/script"></script>
<script type="module">import "{out}/module"</script>
<style>@import "{out}/import"; h1 {{ letter-spacing: 33px }}</style>
<p id="hostile" style="letter-spacing: 44px; background: url({out}/background)">x</p>
<link rel="stylesheet" href="{out}/sheet"><link rel="icon" href="{out}/icon">
<link rel="prefetch" href="{out}/prefetch">
<link rel="preload" as="image" href="{out}/preload"><link rel="modulepreload" href="{out}/modulepreload">
<img src="{out}/image" alt=""><img srcset="{out}/srcset" alt="">
<img src="data:x" alt="" onerror="document.documentElement.dataset.hostile = 'handler'">
<svg onload="document.documentElement.dataset.hostile = 'svg'"><image href="{out}/svg-image"/></svg>
<iframe src="{out}/frame"></iframe><object data="{out}/object"></object><embed src="{out}/embed">
<iframe srcdoc="<script>parent.document.documentElement.dataset.hostile = 'srcdoc'</script>"></iframe>
<iframe src="javascript:parent.document.documentElement.dataset.hostile = 'javascript'"></iframe>
<video src="{out}/video" poster="{out}/poster"></video><audio src="{out}/audio"></audio>
<form action="{out}/form" target="hostile-form"><button id="send">x</button></form>
<iframe name="hostile-form"></iframe>
<a id="hostile-link" href="javascript:void (document.documentElement.dataset.hostile = 'link')">x</a>
<base href="{out}/base/">
"""
# Pressed as a reader might; the hand that presses is the driver's, which no policy stops.
PRESS = """
document.getElementById("send").click();
document.getElementById("hostile-link").click();
setTimeout(arguments[0], 50);
"""
SEEN = """
const style = getComputedStyle(document.querySelector("#hostile"));
return [document.documentElement.dataset.hostile ?? "", style.letterSpacing,
  getComputedStyle(document.querySelector("h1")).letterSpacing === "33px", document.baseURI === document.URL];
"""
# What a script of the page itself might do with a text, and by which directive it is stopped. Each is done
# after the driver's own call has ended, which may do everything.
DEEDS = {
    "innerHTML": ("require-trusted-types-for", "box.innerHTML = '<img src=x onerror=bad()>'"),
    "outerHTML": ("require-trusted-types-for", "box.outerHTML = '<b>x</b>'"),
    "insertAdjacentHTML": ("require-trusted-types-for", "box.insertAdjacentHTML('beforeend', '<b>x</b>')"),
    "document.write": ("require-trusted-types-for", "document.write('<b>x</b>')"),
    "DOMParser": ("require-trusted-types-for", "new DOMParser().parseFromString('<b>x</b>', 'text/html')"),
    "srcdoc": ("require-trusted-types-for", "document.createElement('iframe').srcdoc = 'x'"),
    "script.src": ("require-trusted-types-for", "document.createElement('script').src = out + '/src'"),
    "script.text": ("require-trusted-types-for", "document.createElement('script').text = 'bad()'"),
    "fragment": ("require-trusted-types-for", "document.createRange().createContextualFragment('<b>x</b>')"),
    "eval": ("require-trusted-types-for", "(0, eval)('bad()')"),
    "Function": ("require-trusted-types-for", "new Function('bad()')()"),
    "timer": ("require-trusted-types-for", "setTimeout('bad()')"),
    "import": ("script-src-elem", "return import(out + '/imported')"),
    "policy": ("trusted-types", "trustedTypes.createPolicy('own', { createHTML: (text) => text })"),
    "fetch": ("connect-src", "return fetch(out + '/fetched', { mode: 'no-cors' })"),
    "beacon": ("connect-src", "navigator.sendBeacon(out + '/beacon', 'x')"),
    "socket": ("connect-src", "new WebSocket(out.replace('http', 'ws') + '/socket')"),
    "events": ("connect-src", "new EventSource(out + '/events')"),
    "worker": ("require-trusted-types-for", "new Worker(URL.createObjectURL(new Blob(['1'])))"),
    "picture": ("img-src", "new Image().src = out + '/picture'"),
    "style": ("style-src-attr", "box.setAttribute('style', 'color: red')"),
    "handler": ("require-trusted-types-for", "box.setAttribute('onclick', 'bad()'); box.click()"),
    "base": ("base-uri", "const base = document.createElement('base'); base.href = out; "
             "document.head.append(base)"),
    "form": ("form-action", "const form = document.createElement('form'); form.action = out + '/sent'; "
             "document.body.append(form); form.submit()"),
}  # fmt: skip
DO = """
const [out, done] = arguments;
const deeds = [{deeds}];
setTimeout(async () => {
  const stopped = {};
  let name;
  globalThis.bad = () => { document.documentElement.dataset.hostile = name; };
  document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
    (stopped[name] ??= new Set()).add(violatedDirective);
  });
  for (const [title, deed] of deeds) {
    name = title;
    const box = document.createElement("p");
    document.body.append(box);
    try { await deed(box, out); } catch {}
    for (let n = 0; n < 100 && !stopped[name]; n++) await new Promise((next) => setTimeout(next, 20));
  }
  done(Object.fromEntries(Object.entries(stopped).map(([title, names]) => [title, [...names]])));
});
"""

# What a reader does on a page; says whether a card came, and whether claims were found.
USE = """
const done = arguments[0];
for (const button of document.querySelectorAll("button, details > summary")) button.click();
dispatchEvent(new KeyboardEvent("keydown", { key: "/", cancelable: true }));
const box = document.querySelector("main input[type=search]");
if (box) {
  box.value = "cables";
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
const links = [...document.querySelectorAll("main a[href$='hale-no-cable-snapped.html']")];
const link = links.find((one) => one.offsetParent);
link?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
const there = (part) => Boolean(document.querySelector(part));
setTimeout(() => done([there("#preview .card-who"), there("#hits li")]), 900);
"""


class _Page(SimpleHTTPRequestHandler):
    """Serves a site whose pages hold hostile markup after their own; without the policy where asked to."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *args: Any, markup: bytes, bare: bool, **kwargs: Any) -> None:
        self.markup, self.bare = markup, bare
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """A page with the markup, or any other file as it is."""
        file = Path(self.translate_path(self.path))
        if file.suffix != ".html" or not file.is_file():
            super().do_GET()
            return
        content = file.read_bytes()
        assert content.count(POLICY) == content.count(b"</body>") == 1
        content = content.replace(b"</body>", self.markup + b"</body>")
        if self.bare:
            content = content.replace(POLICY, b'name="nothing"')
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


class _Outside(SimpleHTTPRequestHandler):
    """Another origin: it notes what it is asked for."""

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        self.asked = asked
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Note the name; there is nothing to send."""
        self.asked.append(self.path.removeprefix("/").rstrip("?"))
        self.send_response(204)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


@contextmanager
def _running(handler: Any) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def asked() -> list[str]:
    """What the other origin was asked for."""
    return []


@pytest.fixture
def outside(asked: list[str]) -> Iterator[str]:
    """The address of the other origin, without a slash."""
    with _running(partial(_Outside, asked=asked)) as out:
        yield out


@contextmanager
def _hostile(folder: Path, out: str, *, bare: bool = False) -> Iterator[str]:
    markup = MARKUP.format(out=out).encode()
    with _running(partial(_Page, directory=str(folder), markup=markup, bare=bare)) as address:
        yield address


def _open(driver: Chrome, address: str) -> None:
    """Load a page; the frames in it lead nowhere, so its own state counts."""
    driver.get(address)
    WebDriverWait(driver, PATIENCE).until(lambda d: d.find_elements("css selector", "#hostile"))


@pytest.fixture(scope="module")
def sites(small: Path, short: Path) -> dict[str, tuple[Path, list[str]]]:
    """The small book's folder with a page of every kind, and with short pages those that have a head of their
    own.
    """
    full = chosen(small, small / "output")
    assert {*full} == templates()
    brief = chosen(short, short / "output")
    return {
        "full": (small / "output", [paths[0] for paths in full.values()]),
        "short": (short / "output", [brief[name][0] for name in ("claim.html", "embed.html")]),
    }


@pytest.mark.parametrize("pages", ["full", "short"])
def test_hostile_markup_does_nothing(
    screen: Chrome, sites: dict[str, tuple[Path, list[str]]], outside: str, asked: list[str], pages: str
) -> None:
    """Were a text not escaped on a page of any kind: no script runs, no style counts, nothing leaves."""
    folder, paths = sites[pages]
    with _hostile(folder, outside) as address:
        for path in paths:
            _open(screen, f"{address}/{path}")
            screen.execute_async_script(PRESS)
            assert screen.execute_script(SEEN) == ["", "normal", False, True], path
    assert asked == []


def test_without_the_policy_it_would(screen: Chrome, small: Path, outside: str, asked: list[str]) -> None:
    """The markup is as dangerous as it looks."""
    with _hostile(small / "output", outside, bare=True) as address:
        _open(screen, f"{address}/{CLAIM}")
        screen.execute_async_script(PRESS)
        assert screen.execute_script(SEEN) == ["link", "44px", True, False]
    assert {*asked} >= {"script", "module", "import", "background", "sheet", "image", "srcset", "svg-image"}
    assert {*asked} >= {"frame", "object", "embed", "video", "poster", "audio", "form", "prefetch", "preload"}


@pytest.mark.parametrize("pages", ["full", "short"])
def test_scripts_of_a_page_can_write_text_alone(
    screen: Chrome, sites: dict[str, tuple[Path, list[str]]], outside: str, asked: list[str], pages: str
) -> None:
    """Nothing makes markup or code of a text, not even by a policy of its own."""
    deeds = [f"[{json.dumps(name)}, (box, out) => {{ {deed} }}]" for name, (_, deed) in DEEDS.items()]
    with _hostile(sites[pages][0], outside) as address:
        screen.get(f"{address}/{CLAIM}")
        stopped = screen.execute_async_script(DO.replace("{deeds}", ",\n".join(deeds)), outside)
        assert screen.execute_script(SEEN)[0::3] == ["", True]
    reasons = {name: reason for name, (reason, _) in DEEDS.items()}
    assert {name: reason for name, reason in reasons.items() if reason not in stopped.get(name, ())} == {}
    assert asked == []


def test_ordinary_use_breaks_no_policy(screen: Chrome, small_origin: str) -> None:
    """Data in a page, cards of links, copying, search, the map: no page stops what it does itself."""
    used = {}
    for path in (CLAIM, "map.html", "explore.html"):
        screen.get(f"{small_origin}{path}")
        data = screen.find_elements("css selector", 'script[type="application/ld+json"]')
        used[path] = [len(data), *screen.execute_async_script(USE)]
    assert used == {CLAIM: [1, True, False], "map.html": [0, False, False], "explore.html": [0, True, True]}
    assert complaints(screen) == []
