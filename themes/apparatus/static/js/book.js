// What every page can do beyond reading when scripts run: "/" leads to the search box, citations and links
// are copied at a press, and a link to a claim shows its card. Every page is whole without this file.
// It is no module, so that it also runs in a page opened from the disk.
"use strict";

const searchBox = () => document.querySelector('input[type="search"][name="q"]');

/** Whether a key that was pressed belongs to a field the reader is typing in. */
const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

// The key can be switched off, on the page to explore (WCAG 2.2, success criterion 2.1.4); the browser remembers it.
const SLASH = "claimbook.slash";

function slashIsOn() {
  try {
    return localStorage.getItem(SLASH) !== "off";
  } catch { // a reader may forbid pages to remember anything
    return true;
  }
}

const slash = document.getElementById("slash");
if (slash) {
  slash.checked = slashIsOn();
  slash.closest("[hidden]").hidden = false;
  slash.addEventListener("change", () => {
    try {
      localStorage.setItem(SLASH, slash.checked ? "on" : "off");
    } catch {
      slash.checked = true;
    }
  });
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || !slashIsOn() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = searchBox();
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/** What a button copies: this page's own address, or the text of the element it names. */
function wanted(button) {
  const { copy } = button.dataset;
  if (copy !== "address") return document.getElementById(copy).textContent.trim();
  const canonical = document.querySelector('link[rel="canonical"]');
  return canonical ? canonical.href : location.href.split("#")[0];
}

async function copy(button) {
  const text = wanted(button);
  const told = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = `Copied: ${button.textContent.trim().replace(/^Copy /, "")}.`;
  } catch { // no secure context or no permission: leave the text selected, ready to be copied by hand
    const shown = document.getElementById(button.dataset.copy) ?? told;
    if (shown === told) told.textContent = text;
    shown.closest("details")?.setAttribute("open", "");
    getSelection().selectAllChildren(shown);
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

// Cards of linked claims: their code is asked for when a pointer or the focus first comes to such a link.
// From the disk a page may ask for nothing.
let cards;
for (const kind of location.protocol === "file:" ? [] : ["pointerover", "focusin"]) {
  addEventListener(kind, (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link || link.origin !== location.origin || !/\/claims\/(?!index\.)[^./]+\.html$/.test(link.pathname)) return;
    if (kind === "pointerover" && event.pointerType !== "mouse") return;
    cards ??= import("./cards.js");
    cards.then((module) => module.approach(link, kind === "focusin"), () => {});
  });
}
