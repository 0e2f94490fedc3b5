// Full text and facets over the index that claimbook/exports/search writes; its docstrings give the format.
// Knows no page and no language. Every number of the index is read here and nowhere else.
"use strict";

globalThis.claimbook = (() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Uint8Array(128);
  for (let i = 0; i < 64; i++) VALUE[DIGITS.charCodeAt(i)] = i;

  // What a word is worth: by the field it stands in, and by how well it fits.
  const STATEMENT = 3, QUOTE = 2, BOTH = 4, SPEAKER = 7.5, RELAY = 3, MENTION = 4.5, TITLE = 1;
  const EXACT = 1, BEGINS = 0.6, STEM = 0.35, NEAR = 0.25;
  const COMMON = 0.3, FEW = 20; // a word in more than this share of the claims, and in more than a few, need not be there
  const KEPT = 200; // words whose scores are kept

  // The text rule, the same as in tokens.py.
  const LETTERS = { ł: "l", ø: "o", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", ς: "σ" };
  const SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff";
  const WORD = new RegExp(`[${SPACELESS}]|(?:(?![${SPACELESS}])[\\p{L}\\p{N}\\p{M}])+`, "gu");

  function words(text) {
    const joined = text.replace(/(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))/g, "").replace(/[‘’]/g, "'").replace(/[“”…–—]/g, " ");
    if (!/[^\0-\x7f]/.test(joined)) { // the same at a third of the cost
      return joined.toLowerCase().replace(/'s(?!\w)/g, "").replace(/'/g, "").match(/[a-z0-9]+/g) ?? [];
    }
    const plain = joined.normalize("NFKD").toLowerCase()
      .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, "").normalize("NFC").replace(/'s(?![\p{L}\p{N}_])/gu, "")
      .replace(/[łøđıßæœþðς]/g, (letter) => LETTERS[letter]).replace(/['ʻʼʹ\u00ad]/g, "");
    return plain.match(WORD) ?? [];
  }

  /** A reader of packed numbers. */
  function reader(text) {
    let at = 0;
    return () => {
      let value = 0, shift = 0, digit;
      do {
        digit = VALUE[text.charCodeAt(at++)];
        value |= (digit & 31) << shift;
        shift += 5;
      } while (digit > 31);
      return value;
    };
  }

  // Values of the claims: those of claim i stand from start[i] to start[i + 1], each once.

  /** Read from a column of lists. */
  function lists(text, count) {
    const next = reader(text), start = new Uint32Array(count + 1), values = [];
    for (let i = 0; i < count; i++) {
      for (let left = next(); left; left--) values.push(next());
      start[i + 1] = values.length;
    }
    return { start, values: Uint32Array.from(values) };
  }

  /** One value each. */
  const single = (values) => ({ start: Uint32Array.from({ length: values.length + 1 }, (_, i) => i), values });

  /** What `of` makes of other values. */
  function derived(from, of) {
    const start = new Uint32Array(from.start.length), values = [];
    for (let i = 0; i + 1 < start.length; i++) {
      for (let j = from.start[i]; j < from.start[i + 1]; j++) {
        const value = of[from.values[j]];
        if (values.indexOf(value, start[i]) < 0) values.push(value);
      }
      start[i + 1] = values.length;
    }
    return { start, values: Uint32Array.from(values) };
  }

  /** The bits of each number as values from 1; 0 stands for none. */
  function bits(numbers) {
    const start = new Uint32Array(numbers.length + 1), values = [];
    numbers.forEach((number, i) => {
      if (!number) values.push(0);
      for (let k = 1; number; k++, number >>= 1) if (number & 1) values.push(k);
      start[i + 1] = values.length;
    });
    return { start, values: Uint32Array.from(values) };
  }

  /** Whether a few letters put in, left out, exchanged or swapped make `word`, or its beginning, of `asked`. */
  function near(asked, word) {
    if (asked.length < 5 || /\p{N}/u.test(asked)) return false;
    const most = asked.length > 7 ? 2 : 1;
    if (word.length < asked.length - most) return false;
    const end = Math.min(word.length, asked.length + most);
    let before, above = Array.from({ length: end + 1 }, (_, j) => j);
    for (let i = 1; i <= asked.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= end; j++) {
        let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (asked[i - 1] !== word[j - 1]));
        if (i > 1 && asked[i - 1] === word[j - 2] && asked[i - 2] === word[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return false;
      before = above;
      above = row;
    }
    return Math.min(...above) <= most;
  }

  /** The beginning that words of the same stem are taken to share: all but the last two letters. */
  const stem = (word) => (word.length > 4 && !/\p{N}/u.test(word) ? word.slice(0, Math.max(4, word.length - 2)) : null);

  /** How well `word` fits what was asked for, 0 to 1. */
  function fit(asked, begin, word) {
    if (word === asked) return EXACT;
    if (word.startsWith(asked)) return BEGINS * (0.5 + (0.5 * asked.length) / word.length);
    return begin && word.startsWith(begin) && word.length <= asked.length + 3 ? STEM : 0;
  }

  class Search {
    /** `given`: what the page holds; `base`: where the files are. */
    constructor(given, base) {
      this.base = base;
      this.asked = new Map();
      this.scores = new Map();
      this.chunks = [];
      this.shelves = []; // words with their claims, file by file
      this.whole = Boolean(given.texts);
      this.size = this.whole ? given.texts.length : given.claims;
      this.chunk = this.whole ? Math.max(1, this.size) : given.chunk;
      this.firsts = this.whole ? [""] : given.words;
      if (this.whole) {
        this.chunks[0] = given.texts;
        this.open(given.columns);
        this.openFacets(given.facets);
      }
    }

    fetch(name) {
      if (!this.asked.has(name)) {
        // As the page's <link rel="preload"> asks, or it would be asked for twice; with "crossorigin" that link would
        // be an error in a page opened from the disk.
        this.asked.set(name, fetch(`${this.base}${name}.json`, { mode: "no-cors", credentials: "include" }).then((answer) => {
          if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
          return answer.json();
        }).catch((error) => {
          this.asked.delete(name); // the next query asks once more
          throw error;
        }));
      }
      return this.asked.get(name);
    }

    /** Takes in what the words are searched with. */
    open(given) {
      if (this.same) return;
      Object.assign(this, { actors: given.actors, sources: given.sources });
      for (const name of ["speakers", "via", "mentions"]) this[name] = lists(given[name], this.size);
      this.weight = Float32Array.from({ length: this.size }, (_, i) => 1 / (0.7 + 0.06 * VALUE[given.length.charCodeAt(i)]));
      this.source = new Uint32Array(this.size);
      let at = 0;
      given.sources.forEach((source, k) => this.source.fill(k, at, at += source[4]));
      const same = new Map(given.same.flatMap((group) => group.map((word) => [word, group])));
      const spread = (names) => [...new Set(words(names.join(" ")).flatMap((word) => same.get(word) ?? [word]))];
      this.actorWords = given.actors.map(([, name, , ...more]) => spread([name, ...more]));
      this.sourceWords = given.sources.map(([, label, title, , , ...more]) => spread([label, title, ...more]));
      this.same = same;
    }

    /** Takes in what the claims are sifted by: for each facet its values' names, and the values of each claim. */
    openFacets({ vocabularies, topics, dates, ...given }) {
      if (this.facets) return;
      const column = (name) => Uint32Array.from({ length: this.size }, reader(given[name]));
      const stated = column("stated"), said = column("said"), forces = vocabularies.certainty.length;
      const positions = lists(given.positions, this.size), topicOf = topics.flatMap((topic, k) => topic[2].map(() => k));
      const first = (all) => all.map(([name]) => name);
      Object.assign(this, { topics, topicOf, dates, said });
      this.facets = {
        actor: { names: first(this.actors), ...this.speakers },
        kind: { names: vocabularies.kind, ...derived(this.speakers, this.actors.map((actor) => actor[2])) },
        source: { names: first(this.sources), ...single(this.source) },
        topic: { names: first(topics), ...derived(positions, topicOf) },
        position: { names: topics.flatMap(([id, , all]) => all.map(([own]) => `${id}/${own}`)), ...positions },
        voice: { names: vocabularies.voice, ...single(stated.map((value) => Math.floor(value / 2 / forces))) },
        certainty: { names: vocabularies.certainty, ...single(stated.map((value) => (value >> 1) % forces)) },
        evidence: { names: ["none", ...vocabularies.evidence], ...bits(column("evidence")) },
        answered: { names: ["yes", "no"], ...single(stated.map((value) => 1 - (value & 1))) },
        date: { names: ["none", "given"], ...single(said.map((value) => (value ? 1 : 0))) },
      };
    }

    // ---- words with their claims

    /** A small book's words, made from its texts. */
    index() {
      const found = new Map();
      this.chunks[0].forEach(([, statement, quote], i) => {
        const add = (word, field) => {
          const list = found.get(word);
          if (!list) found.set(word, [i * 3 + field - 1]);
          else if (list.at(-1) < i * 3) list.push(i * 3 + field - 1);
          else if (field === 2 && list.at(-1) === i * 3) list[list.length - 1] = i * 3 + 2; // in both
        };
        for (const [text, field] of [[statement, 1], [quote, 2]]) {
          for (const word of words(text)) {
            const group = this.same.get(word);
            if (group) for (const one of group) add(one, field);
            else add(word, field);
          }
        }
      });
      const names = [...found.keys()].sort();
      return { names, lists: names.map((name) => Uint32Array.from(found.get(name))) };
    }

    unpack([names, text]) {
      const next = reader(text);
      return {
        names: names.split(" "),
        lists: names.split(" ").map(() => {
          const list = new Uint32Array(next());
          for (let k = 0, i = -1; k < list.length; k++) {
            const value = next();
            i += Math.floor(value / 3) + 1;
            list[k] = i * 3 + (value % 3);
          }
          return list;
        }),
      };
    }

    /** The files that may hold a word that begins with `begin`. */
    shelvesFor(begin) {
      const { firsts } = this, found = [];
      for (let k = 0; k < firsts.length; k++) {
        const ends = k + 1 === firsts.length || firsts[k + 1] > begin;
        if (ends && (firsts[k] <= begin || firsts[k].startsWith(begin))) found.push(k);
      }
      return found;
    }

    /** Fetches what a query needs and is not here yet; null where nothing is missing. */
    missing(query) {
      const asked = words(query);
      if (this.whole) {
        if (asked.length) this.shelves[0] ??= this.index();
        return null;
      }
      const wanted = asked.flatMap((word) => this.shelvesFor(stem(word) ?? word));
      if (this.same) { // a misspelt word may stand a letter or two away, in another file
        for (const word of asked) {
          if (word.length < 5 || wanted.some((k) => !this.shelves[k]) || this.score(word).plain) continue;
          for (const begin of [word[0], word[1] + word[0], word.slice(1, 3), word[1] + word[2]]) wanted.push(...this.shelvesFor(begin));
        }
      }
      const files = [...new Set(wanted)].filter((k) => !this.shelves[k]);
      if (this.facets && !files.length) return null;
      const sifted = this.fetch("facets");
      const searched = Promise.all([this.fetch("columns").then((given) => this.open(given)), ...files.map(async (k) => {
        this.shelves[k] ??= this.unpack(await this.fetch(`words-${k}`));
        this.scores.clear();
      })]);
      if (this.facets) return searched.then(() => this.missing(query));
      return searched.then(() => {
        this.missingTexts(this.leading(asked)); // on their way while the facets are
        return sifted;
      }).then((given) => {
        this.openFacets(given);
        return this.missing(query);
      });
    }

    // ---- texts

    /** Fetches the texts of claims that are not here yet; null where nothing is missing. */
    missingTexts(claims) {
      const files = [...new Set(Array.from(claims, (i) => Math.floor(i / this.chunk)))].filter((k) => !this.chunks[k]);
      if (!files.length) return null;
      return Promise.all(files.map(async (k) => { this.chunks[k] = await this.fetch(`texts-${k}`); }));
    }

    text(i) {
      return this.chunks[Math.floor(i / this.chunk)][i % this.chunk];
    }

    // ---- scores

    /** A word's score in every claim; negative where only a source's title has it. Kept, since typing adds letters. */
    score(asked) {
      const known = this.scores.get(asked);
      if (known) return known;
      const begin = this.same.has(asked) ? null : stem(asked);
      const made = this.pass(begin ?? asked, (word) => fit(asked, begin, word));
      made.plain = made.found > 0;
      if (!made.found && asked.length > 4) Object.assign(made, this.pass("", (word) => (near(asked, word) ? NEAR : 0)), { plain: false });
      if (this.scores.size >= KEPT) this.scores.delete(this.scores.keys().next().value);
      this.scores.set(asked, made);
      return made;
    }

    /** One pass over the words that begin with `begin`, each weighed by `rate`. */
    pass(begin, rate) {
      const { size, weight, source } = this;
      const score = new Float32Array(size), fitting = new Map();
      for (const shelf of this.shelves) {
        if (!shelf) continue;
        let low = 0, high = shelf.names.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (shelf.names[middle] < begin) low = middle + 1; else high = middle;
        }
        for (let k = low; k < shelf.names.length && shelf.names[k].startsWith(begin); k++) {
          const fits = rate(shelf.names[k]);
          if (!fits) continue;
          const list = shelf.lists[k], rare = fits * Math.log(1 + size / list.length);
          const worth = [STATEMENT * rare, QUOTE * rare, BOTH * rare];
          fitting.set(shelf.names[k], list.length);
          for (let j = 0; j < list.length; j++) {
            const i = Math.floor(list[j] / 3), value = worth[list[j] % 3] * weight[i];
            if (value > score[i]) score[i] = value;
          }
        }
      }
      const best = (all) => {
        const hits = new Float32Array(all.length);
        let any = false;
        all.forEach((own, k) => {
          for (const word of own) {
            const fits = rate(word);
            if (fits > hits[k]) hits[k] = fits;
            if (fits && !fitting.has(word)) fitting.set(word, 0);
          }
          any ||= hits[k] > 0;
        });
        return any ? hits : null;
      };
      const people = best(this.actorWords), titles = best(this.sourceWords);
      if (people) {
        for (const [{ start, values }, boost] of [[this.speakers, SPEAKER], [this.via, RELAY], [this.mentions, MENTION]]) {
          for (let i = 0; i < size; i++) {
            for (let j = start[i]; j < start[i + 1]; j++) {
              const value = people[values[j]] * boost;
              if (value > score[i]) score[i] = value;
            }
          }
        }
      }
      let found = 0;
      for (let i = 0; i < size; i++) {
        if (titles && !score[i]) score[i] = -titles[source[i]] * TITLE;
        if (score[i]) found++;
      }
      return { score, found, fitting };
    }

    /** A function that says whether a word of a text is one the query asks for. */
    marker(query) {
      const asked = words(query).map((word) => ({ word, group: this.same.get(word), ...this.score(word) }));
      return (text) => words(text).some((word) => asked.some(({ word: own, group, plain, fitting }) =>
        fitting.has(word) || group?.includes(word) || (plain && fit(own, group ? null : stem(own), word) > 0)));
    }

    // ---- queries

    /** Which values of each facet let a claim through, by the names chosen; null where nothing is chosen. */
    gates(chosen) {
      const gate = (name, keep) => {
        const { names } = this.facets[name];
        const open = Uint8Array.from(names, (own, k) => (keep ? keep(own, k) : chosen.get(name)?.has(own)));
        return { facet: this.facets[name], open, counts: [name] };
      };
      const gates = ["actor", "kind", "source", "voice", "certainty", "evidence", "answered"].filter((name) => chosen.get(name)?.size).map((name) => gate(name));
      const topics = chosen.get("topic") ?? new Set(), positions = chosen.get("position") ?? new Set();
      if (topics.size + positions.size) { // a topic whose positions are chosen stands for these alone
        const narrowed = new Set([...positions].map((name) => name.split("/")[0]));
        const own = gate("position", (name) => positions.has(name) || (topics.has(name.split("/")[0]) && !narrowed.has(name.split("/")[0])));
        gates.push({ ...own, counts: ["topic", "position"] });
      }
      const { from, to, undated } = chosen.get("date") ?? {};
      if (from !== undefined || to !== undefined || undated) {
        const ranged = from !== undefined || to !== undefined;
        const fits = this.dates.map(([first, last]) => ranged && (first ?? -Infinity) <= (to ?? Infinity) && (last ?? Infinity) >= (from ?? -Infinity));
        gates.push({ test: (i) => (this.said[i] ? fits[this.said[i] - 1] : Boolean(undated)), counts: ["date"] });
      }
      return gates;
    }

    /** How well each claim holds the words: `has` counts those that a result must have, `below` those that only the
     *  title of its source holds; a result has `need` of them. */
    weigh(asked) {
      const { size } = this, parts = asked.map((word) => this.score(word));
      const found = parts.filter((part) => part.found), rare = found.filter((part) => part.found <= Math.max(FEW, COMMON * size));
      const must = rare.length ? rare : found;
      const sum = new Float32Array(size), has = new Uint8Array(size), below = new Uint8Array(size);
      for (const part of found) {
        const counts = must.includes(part);
        for (let i = 0; i < size; i++) {
          const value = part.score[i];
          if (!value) continue;
          sum[i] += Math.abs(value);
          if (!counts) continue;
          has[i]++;
          if (value < 0) below[i]++;
        }
      }
      let most = 0;
      for (let i = 0; i < size; i++) if (has[i] > most) most = has[i];
      return { parts, sum, has, below, need: asked.length ? Math.max(1, most) : 0, partial: most < must.length };
    }

    /** The first ten results where nothing is chosen, before the facets are here. */
    leading(asked) {
      const { has, need, ...weighed } = this.weigh(asked), hits = [];
      for (let i = 0; i < this.size; i++) if (has[i] >= need) hits.push(i);
      return this.sorted(hits, asked.length ? "match" : "", weighed).slice(0, 10);
    }

    /** The claims that hold the words and pass the facets, best first, and counts for every value of every facet
     *  with the facet's own choice left out. `chosen` maps facets to sets of names, "date" to days. */
    run(query, chosen, order) {
      const { size } = this, asked = words(query), weighed = this.weigh(asked), { parts, has, need, partial } = weighed;
      const gates = this.gates(chosen);
      const hits = [], counts = {};
      for (const name in this.facets) counts[name] = new Uint32Array(this.facets[name].names.length);
      const tally = (name, i) => {
        const { start, values } = this.facets[name];
        for (let j = start[i]; j < start[i + 1]; j++) counts[name][values[j]]++;
      };
      let matching = 0;
      for (let i = 0; i < size; i++) {
        if (has[i] < need) continue;
        matching++;
        let shut = null, many = 0;
        for (const gate of gates) {
          if (gate.test ? gate.test(i) : this.passes(gate, i)) continue;
          shut = gate;
          if (++many > 1) break;
        }
        if (many > 1) continue;
        if (!many) {
          hits.push(i);
          for (const name in counts) tally(name, i);
        } else {
          for (const name of shut.counts) tally(name, i);
        }
      }
      return {
        hits: this.sorted(hits, order || (asked.length ? "match" : ""), weighed), counts, matching, partial,
        instead: asked.flatMap((word, k) => (parts[k].found && !parts[k].plain ? [[word, this.nearest(parts[k])]] : [])),
        unknown: asked.filter((_, k) => !parts[k].found),
      };
    }

    passes({ facet: { start, values }, open }, i) {
      for (let j = start[i]; j < start[i + 1]; j++) if (open[values[j]]) return true;
      return false;
    }

    /** The words that stand in for a misspelt one, those in most claims first. */
    nearest({ fitting }) {
      return [...fitting].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([word]) => word);
    }

    /** The day a claim was said on, to sort by; those without a date come last either way. */
    day(i, sign) {
      if (!this.said[i]) return 1e8;
      const [first, last] = this.dates[this.said[i] - 1];
      return sign * (first ?? last ?? 0);
    }

    /** `hits` in an order. Numbers made of rank and place sort ten times as fast as claims with a function. */
    sorted(hits, order, { sum, below }) {
      const ranks = {
        match: (i) => 1e3 * (1e4 * below[i] - sum[i]),
        oldest: (i) => this.day(i, 1),
        newest: (i) => this.day(i, -1),
      };
      const rank = ranks[order];
      if (!rank) return Uint32Array.from(hits);
      const width = 2 ** 20, keys = Float64Array.from(hits, (i) => Math.round(rank(i)) * width + i);
      return Uint32Array.from(keys.sort(), (key) => ((key % width) + width) % width);
    }
  }

  return { words, Search };
})();
