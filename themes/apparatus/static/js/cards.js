// A linked claim's card beside the link while the pointer or the focus rests on it. The card is the one that
// is made for frames on other pages (claims/<id>.embed.html); escape puts it away.

const REST = 350; // milliseconds a pointer rests on a link before its card comes
const LEAVE = 200; // milliseconds in which it may cross from the link to the card
const known = new Map();

let shown = null; // the link whose card is wanted or there
let timer = 0;

const box = document.createElement("div");
box.className = "preview";
box.id = "preview";
box.setAttribute("role", "tooltip");
box.popover = "manual";
(document.querySelector("main") ?? document.body).append(box); // within a landmark

/** The card of the claim at `address` as an element of this page, or null. */
function card(address) {
  if (!known.has(address)) {
    known.set(address, new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("GET", address.replace(/\.html$/, ".embed.html"));
      request.responseType = "document";
      request.onload = () => resolve(request.status === 200 ? request.response?.querySelector(".card") : null);
      request.onerror = () => resolve(null);
      request.send();
    }));
  }
  return known.get(address);
}

/** A copy of a card without its links: the card itself explains one. */
function plain(found) {
  const copy = document.importNode(found, true);
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  for (const heading of copy.querySelectorAll("h1")) {
    const line = document.createElement("p");
    line.className = "card-statement";
    line.append(...heading.childNodes);
    heading.replaceWith(line);
  }
  const inside = document.createElement("div");
  inside.append(...copy.childNodes);
  return inside;
}

function place(link) {
  const edge = 8;
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const all = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth: screen } = document.documentElement;
  const below = all.bottom + edge;
  const fits = below + height <= innerHeight || at.top - edge - height < 0;
  box.style.left = `${Math.max(edge, Math.min(at.left, screen - width - edge))}px`;
  box.style.top = `${fits ? below : at.top - edge - height}px`;
}

async function show(link) {
  const found = await card(link.href.split("#")[0]);
  if (!found || shown !== link) return;
  box.replaceChildren(plain(found));
  box.showPopover();
  place(link);
  link.setAttribute("aria-describedby", box.id);
}

function hide() {
  clearTimeout(timer);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  if (box.matches(":popover-open")) box.hidePopover();
}

/** A pointer or the focus has come to a link to a claim. */
export function approach(link, focused) {
  if (link === shown) {
    clearTimeout(timer);
    if (box.matches(":popover-open")) return;
  } else {
    hide();
  }
  if (link.pathname === location.pathname || (focused && !link.matches(":focus-visible"))) return;
  shown = link;
  timer = setTimeout(() => show(link), REST);
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE);
}

addEventListener("pointerout", (event) => {
  if (!shown || event.pointerType !== "mouse") return;
  const to = event.relatedTarget;
  if (to instanceof Node && (shown.contains(to) || box.contains(to))) return;
  if (shown.contains(event.target) || box.contains(event.target)) leave();
});
box.addEventListener("pointerenter", () => clearTimeout(timer));
addEventListener("focusout", (event) => event.target === shown && hide());
addEventListener("keydown", (event) => event.key === "Escape" && hide());
addEventListener("scroll", () => box.matches(":popover-open") && hide(), { passive: true });
