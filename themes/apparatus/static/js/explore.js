// The page to search and to sift: the address holds what is asked for, search.js finds it, and this shows it. Every
// word shown comes from the page (<template id="parts">); nothing is put in as markup.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const whole = $("explore"), form = $("ask"), box = $("q"), sift = $("sift"), hits = $("hits"), heading = $("found");
  const further = $("further"), remarks = $("remarks"), chosenList = $("chosen"), order = $("sort");
  const block = $("index"), given = JSON.parse(block.textContent);
  if (location.protocol === "file:" && !given.texts) { // a page from the disk may fetch nothing
    $("disk").hidden = false;
    whole.hidden = true;
    return;
  }
  if (!globalThis.claimbook) { // search.js did not arrive: the ready lists remain
    whole.hidden = true;
    return;
  }
  const search = new globalThis.claimbook.Search(given, block.dataset.base);
  const root = block.dataset.base.replace(/search\/$/, "");

  const STEP = 10; // claims drawn at once: the first screen does not wait for the texts of all
  const PAGE = 20; // claims shown before more are asked for, always whole steps
  const VALUES = 10; // values of a growing facet shown before more are asked for
  const DAY = 86400000;

  const parts = Object.fromEntries([...$("parts").content.children].map((part) => [part.dataset.part, part]));
  const plurals = new Intl.PluralRules(document.documentElement.lang);
  const digits = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");

  /** A copy of a part of the page, with the values put where it names them: {n}. */
  function make(name, values = {}) {
    const made = parts[name].cloneNode(true);
    delete made.dataset.part;
    const put = (text) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
    for (const element of [made, ...made.querySelectorAll("*")]) {
      const label = element.getAttribute("aria-label");
      if (label) element.setAttribute("aria-label", put(label));
      for (const node of element.childNodes) if (node.nodeType === 3) node.data = put(node.data);
    }
    return made;
  }
  const words = (name, values) => make(name, values).textContent;
  const claims = (n) => words(parts[`count-${plurals.select(n)}`] ? `count-${plurals.select(n)}` : "count-other", { n: digits(n) });

  function link(href, ...content) {
    const made = document.createElement("a");
    made.href = root + href;
    made.append(...content);
    return made;
  }

  // ---- what is asked for: the address says it all

  let state = new URLSearchParams(location.search);
  let settled = Boolean(location.search); // whether going back should lead to the address as it is
  let shown = history.state?.shown ?? PAGE;
  let pending = null, waiting = 0; // an address that typing has made and that is not written yet

  const address = () => {
    const text = state.toString();
    return location.pathname + (text ? `?${text}` : "");
  };

  /** Writes the address that typing has made. Browsers refuse to do so at every letter. */
  function flush() {
    clearTimeout(waiting);
    if (pending !== null) history.replaceState({ shown: PAGE }, "", pending);
    pending = null;
  }

  /** Puts what is asked for into the address: as a step of its own, or in the place of the last one. */
  function write(step) {
    flush();
    if (step && address() !== location.pathname + location.search) history.pushState(null, "", address());
    else history.replaceState({ shown }, "", address());
  }

  function set(name, value) {
    if (value) state.set(name, value);
    else state.delete(name);
  }

  const dayOf = (name) => {
    const time = Date.parse(`${state.get(name)}T00:00:00Z`);
    return Number.isNaN(time) ? undefined : time / DAY;
  };

  /** What is chosen, as search.js has it; names that no record has are passed over. */
  function chosen() {
    const all = new Map();
    for (const [name, { names }] of Object.entries(search.facets)) {
      if (name !== "date") all.set(name, new Set(state.getAll(name).filter((value) => names.includes(value))));
    }
    return all.set("date", { from: dayOf("from"), to: dayOf("to"), undated: state.get("date") === "none" });
  }

  // ---- results

  /** `text` with the words that `fits` takes set apart. */
  function marked(text, fits) {
    const made = [];
    let plain = "";
    for (const piece of text.split(/(\d{1,3}(?:[,\u00a0\u202f]\d{3})+|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[\p{L}\p{N}\p{M}'’]+)/u)) {
      if (!piece || !fits(piece)) {
        plain += piece;
        continue;
      }
      const mark = document.createElement("mark");
      mark.textContent = piece;
      made.push(plain, mark);
      plain = "";
    }
    return [...made, plain];
  }

  function people(column, i, fits, wanted = () => true) {
    const { start, values } = search[column];
    return [...values.subarray(start[i], start[i + 1])].filter(wanted).flatMap((k, place, all) => {
      const [id, name] = search.actors[k];
      const between = place ? [place + 1 < all.length ? ", " : words("and")] : [];
      return [...between, link(`actors/${id}.html`, ...marked(name, fits))];
    });
  }

  /** The attribution line, as components/chain.html writes it. */
  function chain(i, said, fits) {
    const [id, label, title] = search.sources[search.source[i]];
    const who = document.createElement("b");
    who.append(...people("speakers", i, fits));
    const via = people("via", i, fits);
    const page = link(`sources/${id}.html`, ...marked(label, fits));
    if (title) page.title = title;
    let place = [words("in"), page];
    if (who.textContent === label) {
      const own = make("own", { title: title || label });
      own.href = page.href;
      place = [own];
    }
    return [who, ...(via.length ? [" · ", words("per"), ...via] : []), " · ", ...place, ", ", said || words("undated")];
  }

  function answers(name, n, href, statement) {
    const made = make(name, { n, statement });
    made.querySelector("a").href = href;
    return made;
  }

  /** One claim, as components/row.html lays it out, with its quotation. */
  function row(i, fits) {
    const [id, statement, quote, said, answered, answering] = search.text(i);
    const value = (name) => search.facets[name].names[search.facets[name].values[search.facets[name].start[i]]];
    const made = make("row"), voice = value("voice"), certainty = value("certainty");
    const to = made.querySelector(".row-statement a");
    to.href = `${root}claims/${id}.html`;
    to.append(...marked(statement, fits));
    const line = made.querySelector(".row-chain");
    line.append(...chain(i, said, fits));
    const own = made.querySelector(".entry-words");
    if (quote) {
      const language = search.sources[search.source[i]][3];
      if (language) own.lang = language;
      own.classList.add(`words-${voice}`);
      own.append("“", ...marked(quote, fits), "”");
    } else {
      own.remove();
    }
    if (!made.querySelector("mark")) { // found by somebody it is about
      const about = people("mentions", i, fits, (k) => search.actors[k].slice(1).some((name) => typeof name === "string" && marked(name, fits).length > 1));
      if (about.length) line.append(" · ", words("about"), ...about);
    }
    const sign = make(`${quote ? "voice" : "paraphrase"}-${voice}`);
    if (parts[`certainty-${certainty}`]) sign.append(make(`certainty-${certainty}`));
    const links = document.createElement("li");
    if (answered) links.append(answers("answered", answered, `${to.href}#answered-by`, statement));
    if (answering) links.append(answers("answers", answering, `${to.href}#answers`, statement));
    made.querySelector(".row-signs").append(sign, make(value("evidence") === "none" ? "evidence-none" : "evidence-some"), ...(links.hasChildNodes() ? [links] : []));
    return made;
  }

  let turn = 0; // every change begins a new one; what is still on its way for an older one is dropped
  let last = null; // the last answer
  const rest = () => new Promise((done) => setTimeout(done)); // in which the browser paints

  /** Shows the claims of the last answer, up to `shown`, beside those already there. */
  async function draw(mine, keep, first) {
    const fits = box.value ? search.marker(box.value) : () => false;
    let there = keep ? hits.children.length : 0;
    do {
      const next = [...last.hits.subarray(there, Math.min(there + STEP, shown))];
      const coming = search.missingTexts(next);
      if (coming) await coming;
      if (mine !== turn) return;
      const rows = next.map((i) => row(i, fits));
      if (there) hits.append(...rows);
      else hits.replaceChildren(...rows);
      there += next.length;
      if (first) await rest();
      if (mine !== turn) return;
    } while (there < Math.min(shown, last.hits.length));
    const left = last.hits.length - there;
    further.hidden = !left;
    if (left) further.firstElementChild.textContent = words("more-claims", { n: digits(Math.min(left, PAGE)) });
  }

  function remark() {
    const { partial, instead, unknown, matching } = last, none = !last.hits.length;
    const said = instead.map(([word, others]) => make("instead", { word, others: others.map((other) => `“${other}”`).join(", ") }));
    said.push(...unknown.map((word) => make("unknown", { word })));
    if (partial && !none) said.push(make("partial"));
    if (none && matching) {
      const line = make("filtered", { n: claims(matching) });
      line.querySelector("button").addEventListener("click", clear);
      said.push(line);
    } else if (none) {
      said.push(make("none"));
    }
    remarks.replaceChildren(...said);
    remarks.hidden = !said.length;
  }

  let telling = 0;
  function tell() { // the visible count at once, the spoken one when the typing rests
    const n = last.hits.length;
    heading.textContent = n === search.size ? claims(n) : words("share", { n: digits(n), all: digits(search.size) });
    clearTimeout(telling);
    telling = setTimeout(() => { $("told").textContent = [heading, ...remarks.children].map((e) => e.textContent).join(". "); }, 600);
  }

  /** Finds and shows what the address asks for. */
  async function show(keep = false) {
    const mine = ++turn, query = state.get("q") ?? "", first = !last;
    try {
      const coming = search.missing(query);
      if (coming) {
        if (!last) {
          remarks.replaceChildren(make("waiting"));
          remarks.hidden = false;
        }
        await coming;
      }
      if (mine !== turn) return;
      if (!keep) last = search.run(query, chosen(), state.get("sort") ?? "");
      remark();
      tell();
      const drawing = draw(mine, keep, first);
      if (first) await rest(); // the first results before the facets
      if (mine !== turn) return;
      sifting();
      await drawing;
      if (mine === turn) whole.dataset.ready = query;
    } catch (error) {
      if (mine !== turn) return;
      remarks.replaceChildren(make("failed"));
      remarks.hidden = false;
      $("told").textContent = remarks.textContent;
      console.error(error);
    }
  }

  // ---- facets

  const facets = [...sift.querySelectorAll("[data-facet]")].map((element) => ({
    name: element.dataset.facet, element, list: element.querySelector("ul"), items: new Map(), limit: VALUES,
    find: element.querySelector(".facet-find"), more: element.querySelector(".facet-more"),
  }));
  for (const facet of facets) {
    for (const box of facet.list.querySelectorAll("input")) facet.items.set(box.value, box.closest("li"));
    facet.find?.addEventListener("input", () => grow(facet));
    facet.more?.addEventListener("click", () => {
      const before = [...facet.list.children];
      facet.limit += 2 * VALUES;
      grow(facet);
      [...facet.list.children].find((item) => !before.includes(item))?.querySelector("input").focus();
    });
  }

  // The words and the language of a value that comes from the records, and what it is found by.
  const labels = {
    actor: (k) => [search.actors[k][1], "", search.actors[k].slice(3)],
    source: (k) => [search.sources[k][2] || search.sources[k][1], search.sources[k][3], [search.sources[k][1], ...search.sources[k].slice(5)]],
    topic: (k) => [search.topics[k][1], "", []],
    position: (k) => [search.topics[search.topicOf[k]][2][k - search.topicOf.indexOf(search.topicOf[k])][1], "", []],
  };

  /** Whether a value's names hold words that begin with all of `asked`. */
  function named(name, k, asked) {
    const [label, , more] = labels[name](k);
    const own = globalThis.claimbook.words([label, ...more].join(" "));
    return asked.every((word) => own.some((one) => one.startsWith(word)));
  }

  function item(facet, name, k) {
    const value = search.facets[name].names[k], key = name === facet.name ? value : `${name} ${value}`;
    if (!facet.items.has(key)) {
      const made = make("value"), box = made.querySelector("input"), [text, language] = labels[name](k);
      box.name = name;
      box.value = value;
      made.querySelector("span").textContent = text;
      if (language) made.querySelector("span").lang = language;
      facet.items.set(key, made);
    }
    return facet.items.get(key);
  }

  function fill(element, n, on) {
    element.querySelector("input").checked = on;
    element.querySelector(".count").textContent = digits(n);
    element.hidden = !n && !on;
  }

  /** Puts `items` into `list` in this order, moving none that stands right: the focus stays where it is. */
  function arrange(list, items) {
    const wanted = new Set(items);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    items.forEach((one, place) => { if (list.children[place] !== one) list.insertBefore(one, list.children[place] ?? null); });
  }

  /** The values of a facet that come from the records: those with most claims, and those that are chosen. */
  function grow(facet) {
    const { names } = search.facets[facet.name], counts = last.counts[facet.name], on = new Set(state.getAll(facet.name));
    const narrowed = new Set(state.getAll("position").map((name) => name.split("/")[0]));
    const asked = globalThis.claimbook.words(facet.find.value);
    const held = [...names.keys()].filter((k) => counts[k] || on.has(names[k])).sort((a, b) => counts[b] - counts[a] || a - b);
    const fitting = asked.length ? held.filter((k) => named(facet.name, k, asked)) : held;
    const top = fitting.filter((k, place) => place < facet.limit || on.has(names[k]));
    arrange(facet.list, top.map((k) => {
      const made = item(facet, facet.name, k);
      fill(made, counts[k], on.has(names[k]));
      if (facet.name === "topic") within(facet, made, names[k], on.has(names[k]) || narrowed.has(names[k]));
      return made;
    }));
    const left = fitting.length - top.length;
    facet.more.hidden = !left;
    facet.more.textContent = words("more-values", { n: digits(left) });
    facet.find.hidden = held.length <= VALUES && !facet.find.value;
    facet.element.hidden = !held.length;
  }

  /** A topic's positions, below it once it is chosen. */
  function within(facet, made, topic, open) {
    let list = made.querySelector("ul");
    if (!open) return list?.remove();
    if (!list) made.append(list = document.createElement("ul"));
    const { names } = search.facets.position, counts = last.counts.position, on = new Set(state.getAll("position"));
    const own = [...names.keys()].filter((k) => names[k].startsWith(`${topic}/`) && (counts[k] || on.has(names[k])));
    arrange(list, own.map((k) => {
      const one = item(facet, "position", k);
      fill(one, counts[k], on.has(names[k]));
      return one;
    }));
  }

  function sifting() {
    const focus = document.activeElement;
    for (const facet of facets) {
      if (facet.list.hasAttribute("data-growing")) {
        grow(facet);
        continue;
      }
      const { names } = search.facets[facet.name], on = new Set(state.getAll(facet.name));
      for (const [value, element] of facet.items) fill(element, last.counts[facet.name][names.indexOf(value)], on.has(value));
    }
    if (focus !== document.activeElement && focus.isConnected) focus.focus({ preventScroll: true });
    chips();
  }

  /** What is chosen, above the results, each to be taken away again. */
  function chips() {
    const made = [];
    const chip = (label, remove) => {
      const one = make("chip", { label });
      one.firstElementChild.addEventListener("click", () => {
        const place = [...chosenList.children].indexOf(one);
        remove();
        choose();
        (chosenList.children[Math.min(place, chosenList.children.length - 1)]?.firstElementChild ?? heading).focus();
      });
      made.push(one);
    };
    for (const facet of facets) {
      for (const element of facet.list.querySelectorAll("input:checked")) {
        chip(element.closest("label").querySelector("span").textContent, () => drop(element.name, element.value));
      }
    }
    for (const name of ["from", "to"]) {
      if (dayOf(name) === undefined) continue;
      chip(words(name, { day: state.get(name) }), () => {
        state.delete(name);
        sift.querySelector(`[name="${name}"]`).value = "";
      });
    }
    chosenList.replaceChildren(...made);
    chosenList.hidden = !made.length;
  }

  /** Takes a choice back; a topic takes its positions along. */
  function drop(name, value) {
    const goes = (key, own) => (key === name && own === value) || (name === "topic" && key === "position" && own.startsWith(`${value}/`));
    state = new URLSearchParams([...state].filter((pair) => !goes(...pair)));
  }

  // ---- what the reader does

  /** Something was chosen: a step of its own in the history. */
  function choose() {
    shown = PAGE;
    settled = true;
    write(true);
    show();
  }

  function clear() {
    const kept = ["q", "sort"].map((name) => [name, state.get(name)]).filter(([, value]) => value);
    state = new URLSearchParams(kept);
    choose();
    read();
    heading.focus();
  }

  /** Brings the form in line with the address. */
  function read() {
    box.value = state.get("q") ?? "";
    order.value = [...order.options].some((one) => one.value === state.get("sort")) ? state.get("sort") : "";
    for (const name of ["from", "to"]) sift.querySelector(`[name="${name}"]`).value = dayOf(name) === undefined ? "" : state.get(name);
    for (const { name, element } of facets) {
      if (state.has(name) || (name === "date" && (state.has("from") || state.has("to"))) || (name === "topic" && state.has("position"))) element.open = true;
    }
  }

  box.addEventListener("input", () => {
    set("q", box.value.trim());
    shown = PAGE;
    if (settled) {
      write(true);
    } else {
      pending = address();
      clearTimeout(waiting);
      waiting = setTimeout(flush, 250);
    }
    settled = false;
    show();
  });

  whole.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox") {
      if (target.checked) state.append(target.name, target.value);
      else drop(target.name, target.value);
    } else if (target === order || target.type === "date") {
      set(target.name, target.value);
    } else {
      return;
    }
    choose();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (document.activeElement !== box) return;
    write(false);
    settled = true;
    heading.focus(); // beyond the facets, at the results
  });

  further.firstElementChild.addEventListener("click", async () => {
    const first = hits.children.length;
    shown += PAGE;
    write(false);
    await show(true);
    hits.children[first]?.querySelector("a").focus();
  });

  // Arrows lead from the box to the results and along them.
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const all = [...hits.querySelectorAll(".row-statement a")], at = all.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== box) return;
    const next = at + step < 0 && at >= 0 ? box : all[at + step];
    if (!next || (at < 0 && step < 0)) return;
    event.preventDefault();
    next.focus();
  });

  addEventListener("popstate", (event) => {
    state = new URLSearchParams(location.search);
    shown = event.state?.shown ?? PAGE;
    settled = true;
    read();
    show();
  });
  addEventListener("pagehide", flush);

  const wide = matchMedia("(min-width: 62.5em)");
  const fold = () => { sift.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
  read();
  show();
})();
