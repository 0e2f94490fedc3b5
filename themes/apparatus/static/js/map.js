// The map of who answers whom, where scripts run: it can be enlarged and pushed about, and a voice that is pointed
// at or pressed shows whom it answers and who answers it. The frame scrolls by itself, so panning is scrolling.
"use strict";

const frame = document.querySelector(".map-frame");
const web = frame?.querySelector(".web");
const panel = document.getElementById("map-panel");
const said = document.getElementById("map-said");
const voices = web ? [...web.querySelectorAll(".web-voice")] : [];
const lines = web ? [...web.querySelectorAll("path")] : [];
const WIDEST = 5;
let scale = 1;
let chosen = null;

/** The drawn voice one of whose actors has this id. */
const voiceOf = (id) => voices.find((voice) => voice.dataset.id.split(" ").includes(id)) ?? null;

/** Show the lines of one voice and let the others step back; none: the whole map. */
function light(voice) {
  web.classList.toggle("web-chosen", Boolean(voice));
  const near = new Set();
  for (const line of lines) {
    const out = Boolean(voice) && line.dataset.by === voice.dataset.voice;
    const back = Boolean(voice) && line.dataset.to === voice.dataset.voice;
    line.classList.toggle("web-out", out);
    line.classList.toggle("web-in", back);
    if (out || back) near.add(out ? line.dataset.to : line.dataset.by);
  }
  for (const one of voices) {
    one.classList.toggle("web-here", one === voice);
    one.classList.toggle("web-near", near.has(one.dataset.voice));
  }
  said.textContent = voice ? voice.querySelector("title").textContent : "Point at a name to see its lines; press it to keep them.";
}

/** Keep a voice, and repeat below the map what the list says of it. */
function choose(voice) {
  chosen = voice;
  light(voice);
  panel.hidden = !voice;
  if (!voice) return;
  const entry = document.getElementById(voice.dataset.id.split(" ")[0]);
  const name = document.createElement("h3");
  name.textContent = entry.querySelector("b").textContent;
  panel.replaceChildren(name, ...[...entry.querySelectorAll(".onward, .sides")].map((part) => part.cloneNode(true)));
}

/** What the address asks for: a voice on the map, or nothing. */
const asked = () => voiceOf(location.hash.slice(1));

function go(voice) {
  const { pathname, search } = location;
  history.pushState(null, "", voice ? `#${voice.dataset.id.split(" ")[0]}` : pathname + search);
  choose(voice);
}

/** Make the map `by` times as large around a point of the frame; 0 gives it its first size. */
function zoom(by, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  const before = web.getBoundingClientRect().width;
  const least = Math.min(1, scale * frame.clientWidth / before);
  const left = frame.scrollLeft + x;
  const top = frame.scrollTop + y;
  scale = by ? Math.min(WIDEST, Math.max(least, scale * by)) : 1;
  web.style.width = `${100 * scale}%`;
  web.style.minWidth = `${930 * scale}px`;
  const grown = web.getBoundingClientRect().width / before;
  frame.scrollTo({ left: left * grown - x, top: top * grown - y, behavior: "instant" });
}

function within(event) {
  const { left, top } = frame.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** A mouse that is held pushes the map; a press without a push stays a press. */
function drag(start) {
  if (start.pointerType !== "mouse" || start.button !== 0) return;
  let [x, y] = [start.clientX, start.clientY];
  let moved = false;
  const move = (event) => {
    moved ||= Math.hypot(event.clientX - x, event.clientY - y) > 4;
    if (!moved) return;
    frame.scrollBy({ left: x - event.clientX, top: y - event.clientY, behavior: "instant" });
    [x, y] = [event.clientX, event.clientY];
  };
  const end = () => {
    removeEventListener("pointermove", move);
    if (!moved) return;
    const still = (event) => { event.preventDefault(); event.stopPropagation(); };
    addEventListener("click", still, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", still, { capture: true }));
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end, { once: true });
}

/** Two fingers: their distance is the size. */
function pinch() {
  let apart = 0;
  const span = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  frame.addEventListener("touchstart", (event) => {
    apart = event.touches.length === 2 ? span(event.touches) : 0;
    if (apart) event.preventDefault();
  }, { passive: false });
  frame.addEventListener("touchmove", (event) => {
    if (!apart || event.touches.length !== 2) return;
    event.preventDefault();
    const [one, other] = event.touches;
    const wide = span(event.touches);
    zoom(wide / apart, ...within({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 }));
    apart = wide;
  }, { passive: false });
}

function listen() {
  const voice = (event) => event.target instanceof Element && event.target.closest(".web-voice");
  for (const kind of ["pointerover", "focusin"]) web.addEventListener(kind, (event) => light(voice(event) || chosen));
  for (const kind of ["pointerleave", "focusout"]) web.addEventListener(kind, () => light(chosen));
  web.addEventListener("click", (event) => {
    const pressed = voice(event);
    if (!pressed) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(pressed);
  });
  web.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("pointerdown", drag);
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...within(event));
  }, { passive: false });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { "+": 1.4, "=": 1.4, "-": 1 / 1.4, 0: 0 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      zoom(by);
    } else if (event.key === "Escape" && chosen) {
      go(null);
    }
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      const by = Number(button.dataset.zoom);
      zoom(by);
      if (!by && chosen) go(null);
    });
  }
  for (const kind of ["popstate", "hashchange"]) addEventListener(kind, () => choose(asked()));
  pinch();
}

if (web) {
  document.querySelector(".map-tools").hidden = false;
  frame.classList.add("map-drag");
  listen();
  choose(asked());
  // A voice that is not drawn is opened in the list. For one that is, the browser has gone to the list, but the map comes first.
  if (!chosen) document.querySelector(`.voices :is([id="${CSS.escape(location.hash.slice(1))}"])`)?.closest("li").querySelector("details").setAttribute("open", "");
  if (chosen) addEventListener("load", () => document.getElementById("map").scrollIntoView({ behavior: "instant" }));
}
