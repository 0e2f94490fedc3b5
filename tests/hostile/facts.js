// What is active in each of a site's pages, as the browser's own parser reads them. Nothing in them runs here.
// arguments: the site's folder on this server, its files, its public address, and what to call at the end. The pages
// stand in a file beside the folder.
const [base, listed, site, done] = arguments;
const files = new Set(listed);
const ACTIVE = new Set(`script iframe frame frameset object embed applet portal fencedframe form base link style animate animateMotion animateTransform set use
  foreignObject image img picture source video audio track input button select option textarea keygen template slot math noscript
  dialog marquee plaintext xmp noembed noframes body html head title details area map canvas output menu`.split(/\s+/));
const VALUES = ["src", "srcdoc", "srcset", "type", "rel", "http-equiv", "content", "action", "method", "target", "data",
  "xlink:href", "name", "id", "class", "lang", "shadowrootmode", "data-base"];
const HANDLER = /^on|^style$|^srcdoc$|^formaction$|^ping$|^background$|^is$|^nonce$|^http-equiv$|^autofocus$|^tabindex$|^contenteditable$/i;
const ADDRESSES = ["href", "src", "action", "formaction", "data", "poster", "srcset", "cite", "ping", "xlink:href", "manifest", "background"];

function* all(root) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.localName === "template" && element.content) yield* all(element.content);
  }
}

const judged = new Map();

/** What is wrong with an address; each is judged once for all pages of a folder. */
function link(page, element, name, value) {
  const folder = page.slice(0, page.lastIndexOf("/") + 1);
  const whole = value.startsWith("#") ? page : folder; // an address without a path is the page's own
  const key = [whole, element.localName, name, element.getAttribute("rel"), value].join("\n");
  if (!judged.has(key)) {
    try {
      judged.set(key, judge(page, element, name, value));
    } catch { // neither an address nor a path
      judged.set(key, `unreadable: ${value}`);
    }
  }
  return judged.get(key);
}

function judge(page, element, name, value) {
  const to = new URL(value, `${location.origin}/${base}/${page}`);
  if (element.localName === "link" && /canonical|alternate/.test(element.rel) && value.startsWith(`${site}/`)) return "";
  if (to.origin !== location.origin) {
    const own = value === site || value.startsWith(`${site}/`);
    if (own) return files.has(decodeURI(value.slice(site.length + 1)) || "index.html") ? "" : `dead: ${value}`;
    const known = ["http:", "https:", "mailto:"].includes(to.protocol) && (name === "cite" || element.localName === "a");
    const rel = (element.getAttribute("rel") ?? "").split(" ");
    const marked = name === "cite" || ["noopener", "noreferrer", "nofollow"].every((word) => rel.includes(word));
    return known && marked ? "" : `outside: ${element.localName} ${name}=${value}`;
  }
  const path = decodeURI(to.pathname).slice(base.length + 2);
  return files.has(path) || files.has(`${path}index.html`) ? "" : `dead: ${value}`;
}

/** Whether an element does more than hold words; of what a page says of itself, what browsers heed. */
function isActive(element) {
  if (element.localName !== "meta") return ACTIVE.has(element.localName);
  return element.hasAttribute("http-equiv") || element.name === "referrer";
}

function read(page, html) {
  const root = new DOMParser().parseFromString(html, "text/html");
  const active = [], odd = new Set(), shapes = new Set(), wrong = new Set();
  for (const element of all(root)) {
    const names = element.getAttributeNames();
    if (isActive(element)) {
      const told = names.map((name) => (VALUES.includes(name) ? `${name}=${element.getAttribute(name)}` : name));
      active.push(`${element.localName} ${told.sort().join(" ")}`);
    }
    for (const name of names) {
      shapes.add(`${element.localName} ${name}`);
      if (HANDLER.test(name)) odd.add(`${element.localName} ${name}=${element.getAttribute(name)}`);
      if (ADDRESSES.includes(name)) wrong.add(link(page, element, name, element.getAttribute(name)));
    }
    shapes.add(element.localName);
  }
  wrong.delete("");
  const blocks = [...root.querySelectorAll('script:not([src])')].map((block) => {
    try { JSON.parse(block.textContent); return ""; } catch (error) { return `${block.type}: ${error}`; }
  }).filter(Boolean);
  const heading = root.querySelector("h1")?.textContent ?? "";
  return { page, active: active.sort(), odd: [...odd].sort(), shapes: [...shapes], wrong: [...wrong], blocks, heading };
}

fetch(`/${base}.pages.json`).then((answer) => answer.json()).then(
  (pages) => done({ found: Object.entries(pages).map((one) => read(...one)) }),
).catch((error) => done({ error: String(error) }));
