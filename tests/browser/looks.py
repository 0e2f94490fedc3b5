"""What axe does not judge, measured in the page as it stands: colours, focus, names, movement, width.

Every function gives a line for each place at fault, and an empty list where all is well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from selenium.webdriver import Chrome

_TAG = """
const tag = (e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}">`;
"""
# Any CSS colour as red, green, blue, alpha; the contrast of two; the colour behind an element.
_COLOURS = (
    _TAG
    + """
const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();
function channels(colour) {
  if (!known.has(colour)) {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    known.set(colour, [...paint.getImageData(0, 0, 1, 1).data]);
  }
  return known.get(colour);
}
function luminance(colour) {
  const linear = (value) => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  const [r, g, b] = colour.slice(0, 3).map((value) => linear(value / 255));
  return .2126 * r + .7152 * g + .0722 * b;
}
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + .05) / (low + .05);
}
function ground(element) {
  for (let e = element; e; e = e.parentElement) {
    const colour = channels(getComputedStyle(e).backgroundColor);
    if (colour[3]) return colour;
  }
  return channels("Canvas");
}
const named = (e) => `${tag(e)} ${e.textContent.trim().slice(0, 50)}`;
const visible = (e) => e.checkVisibility({ visibilityProperty: true });
"""
)
_PALE = (
    _COLOURS
    + """
const found = new Set();
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  const drawn = !(e instanceof SVGElement) || e.closest("text"); // the rest of a picture's words is not shown
  if (!walk.currentNode.data.trim() || seen.has(e) || !drawn || !visible(e)) continue;
  seen.add(e);
  const style = getComputedStyle(e);
  const ratio = contrast(channels(e instanceof SVGElement ? style.fill : style.color), ground(e));
  if (ratio < arguments[0]) found.add(`${ratio.toFixed(2)}:1: ${named(e)}`);
}
return [...found];
"""
)
_UNMARKED = (
    _COLOURS
    + """
const found = [];
for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
  if (!visible(e) || e.tabIndex < 0) continue;
  e.focus({ focusVisible: true, preventScroll: true });
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(e);
  const ratio = contrast(channels(outlineColor), ground(e.parentElement));
  if (document.activeElement !== e) found.push(`takes no focus: ${named(e)}`);
  else if (outlineStyle === "auto") continue; // the browser's own
  else if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) found.push(`no outline: ${named(e)}`);
  else if (ratio < 3) found.push(`outline of ${ratio.toFixed(2)}:1: ${named(e)}`);
}
document.activeElement.blur();
return found;
"""
)
_AMBIGUOUS = """
const targets = new Map();
for (const link of document.querySelectorAll("a[href]")) {
  const heard = link.cloneNode(true);
  for (const mute of heard.querySelectorAll('[aria-hidden="true"]')) mute.remove();
  const name = (link.getAttribute("aria-label") ?? heard.textContent).replace(/\\s+/g, " ").trim();
  const key = JSON.stringify([name, link.getAttribute("title") ?? ""]);
  const to = new URL(link.getAttribute("href"), document.baseURI);
  if (to.pathname !== location.pathname) to.hash = ""; // any place of another page is that page
  const target = to.href;
  targets.set(key, (targets.get(key) ?? new Set()).add(target));
}
const several = [...targets].filter(([, all]) => all.size > 1);
return several.map(([key, all]) => [JSON.parse(key)[0], [...all].sort()]);
"""
_MISNAMED = (
    _COLOURS
    + """
const plain = (words) => words.replace(/\\s+/g, " ").trim().toLowerCase();
const labelled = [...document.querySelectorAll("a[aria-label], button[aria-label], summary[aria-label]")];
const off = labelled.filter((e) => !plain(e.ariaLabel).includes(plain(e.textContent)));
return off.map((e) => `${named(e)}: ${e.ariaLabel}`);
"""
)
_MOVING = (
    _TAG
    + """
const found = new Set();
const long = (list) => list.split(",").some((time) => parseFloat(time) > 0);
for (const e of document.querySelectorAll("*")) {
  for (const part of [null, "::before", "::after"]) {
    const style = getComputedStyle(e, part);
    if (long(style.transitionDuration)) found.add(`transition: ${tag(e)}${part ?? ""}`);
    if (style.animationName !== "none") found.add(`animation: ${tag(e)}${part ?? ""}`);
    if (style.scrollBehavior !== "auto") found.add(`smooth scrolling: ${tag(e)}`);
  }
}
return [...found];
"""
)
_WIDE = (
    _TAG
    + """
const { scrollWidth, clientWidth } = document.documentElement;
if (scrollWidth <= clientWidth) return [];
const beyond = (e) => e.getBoundingClientRect().right > clientWidth + 1;
const out = [...document.body.querySelectorAll("*")].filter(beyond).slice(0, 3);
return [`${scrollWidth - clientWidth} px too wide: ${out.map(tag).join(", ")}`];
"""
)
_SHIFTS = (
    _TAG
    + """
const done = arguments[arguments.length - 1];
const found = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const moved = shift.sources.map(({ node }) => node instanceof Element ? tag(node) : node?.nodeName);
    found.push(`${shift.value.toFixed(4)}: ${moved.join(", ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
const settled = () => requestAnimationFrame(() => setTimeout(() => done(found), 150));
scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
if (document.readyState === "complete") settled(); else addEventListener("load", settled);
"""
)


def _ask(driver: Chrome, script: str, *arguments: object) -> Any:
    return driver.execute_script(script, *arguments)  # type: ignore[no-untyped-call]


def pale(driver: Chrome, least: float = 4.5) -> list[str]:
    """Text, letters and signs alike, of less contrast to what is behind it."""
    return list(_ask(driver, _PALE, least))


def unmarked(driver: Chrome) -> list[str]:
    """What the Tab key reaches but that shows no focus, or with less than 3:1 to what is around it."""
    return list(_ask(driver, _UNMARKED))


def ambiguous(driver: Chrome, alike: Callable[[list[str]], bool]) -> list[str]:
    """Names that links with several targets share, description included; not where `alike` takes the targets
    for one thing.
    """
    return [f"{name}: {targets[:3]}" for name, targets in _ask(driver, _AMBIGUOUS) if not alike(targets)]


def misnamed(driver: Chrome) -> list[str]:
    """Controls whose spoken name lacks the words that are seen, so that they cannot be called by them."""
    return list(_ask(driver, _MISNAMED))


def moving(driver: Chrome) -> list[str]:
    """What moves: transitions, animations, smooth scrolling."""
    return list(_ask(driver, _MOVING))


def wide(driver: Chrome) -> list[str]:
    """What makes the page scroll sideways."""
    return list(_ask(driver, _WIDE))


def shifts(driver: Chrome) -> list[str]:
    """What moved by itself since the page began to load, read to its end."""
    return list(driver.execute_async_script(_SHIFTS))  # type: ignore[no-untyped-call]


def open_all(driver: Chrome) -> None:
    """Open everything that is folded."""
    _ask(driver, "for (const e of document.querySelectorAll('details')) e.open = true;")
