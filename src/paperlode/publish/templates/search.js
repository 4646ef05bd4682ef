// Finds papers by their words. The archive is cut into volumes; of each are read the sheets that
// have the words asked for, and the cards of the papers that are shown.
paperlode.search = (() => {
  const { triage, root } = paperlode;
  const { make } = triage;
  const { form, words, state, address, restore } = paperlode.asked;
  const by = (id) => document.getElementById(id);
  const field = by("q");
  const list = by("found");
  const NAMES = form.dataset.volumes.split(" ").filter(Boolean);
  const PAGE = 10; // results shown at once
  const CARD = 5; // papers of a file of cards
  const WAIT = 180; // milliseconds after a key
  const LOOK = 60; // papers looked through for a phrase at once
  const EXCERPT = 260; // characters
  const PLACES = [1, 1.4, 2.4, 3]; // what a word weighs: abstract, said often, named, title

  // What the files hand over

  class Unread extends Error {}
  class Newer extends Error {} // a sheet is newer than what this browser holds of its volume
  const taken = new Map();
  const asked = new Map();

  function read(name, stamp = "") {
    const key = `${name}?${stamp}`;
    if (!asked.has(key)) asked.set(key, new Promise((resolve, reject) => {
      const address = new URL(`search/${name}.js${stamp && `?${stamp}`}`, root);
      const script = make("script", { src: address });
      const done = () => {
        script.remove();
        if (taken.has(name)) return resolve(taken.get(name));
        asked.delete(key);
        reject(new Unread(name));
      };
      script.addEventListener("load", done);
      script.addEventListener("error", done);
      taken.delete(name);
      document.head.append(script);
    }));
    return asked.get(key);
  }

  const stamps = new Map(); // of volumes that are newer than this browser thought

  const volumes = (year) =>
    Promise.all(
      NAMES.filter((name) => name.startsWith(year)).map(async (name) => ({ name, ...(await read(name, stamps.get(name))) })),
    );

  // Which papers have a word, and where

  const DIGITS = new Map([..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"].map((sign, at) => [sign, at]));

  function* decoded(code) {
    let paper = 0;
    let number = 0;
    let bits = 0;
    for (const sign of code) {
      const digit = DIGITS.get(sign);
      number += (digit & 31) << bits;
      bits += 5;
      if (digit & 32) continue;
      paper += number >> 2;
      yield [paper, number & 3];
      number = bits = 0;
    }
  }

  const sheets = new Map();

  async function sheet(volume, number) {
    const key = `${volume.name}/words-${number}?${volume.stamp}`;
    if (!sheets.has(key)) {
      const { stamp, lines } = await read(`${volume.name}/words-${number}`, volume.stamp);
      if (stamp !== volume.stamp) {
        stamps.set(volume.name, stamp);
        throw new Newer(volume.name);
      }
      sheets.set(key, lines.split("\n").map((line) => line.split(" ")));
    }
    return sheets.get(key);
  }

  async function places(volume, { word, start }) {
    const end = start ? `${start}\uffff` : word;
    const there = volume.firsts.map((first, number) => ({ first, number })).filter(({ first }) => first);
    const before = there.findLastIndex(({ first }) => first <= (start ?? word));
    const some = there.filter(({ first }, at) => at >= Math.max(before, 0) && first <= end);
    const found = new Map();
    for (const lines of await Promise.all(some.map(({ number }) => sheet(volume, number)))) {
      for (const [its, code] of lines) {
        if (its !== word && !(start && its.startsWith(start))) continue;
        for (const [paper, place] of decoded(code)) {
          const weight = PLACES[place] * (its === word ? 1 : 0.7);
          if (!(found.get(paper) >= weight)) found.set(paper, weight);
        }
      }
    }
    return found;
  }

  async function find({ terms: wanted, year }) {
    const some = await volumes(year);
    const found = await Promise.all(some.map((volume) => Promise.all(wanted.map((term) => places(volume, term)))));
    const all = some.reduce((sum, { papers }) => sum + papers, 0);
    const weigh = wanted.map(({ facet }, at) => {
      const having = found.reduce((sum, its) => sum + its[at].size, 0);
      return facet ? 0 : Math.log(1 + all / (1 + having));
    });
    return some.flatMap((volume, at) => {
      const has = wanted.map((term, n) => ({ ...term, its: found[at][n], weight: weigh[n] }));
      return common(volume, has.filter(({ not }) => !not), has.filter(({ not }) => not));
    });
  }

  function common(volume, having, lacking) {
    const [first] = having.toSorted((a, b) => a.its.size - b.its.size);
    const papers = first ? [...first.its.keys()].toSorted((a, b) => b - a) : Array.from({ length: volume.papers }, (_, at) => volume.papers - 1 - at);
    return papers
      .filter((paper) => having.every(({ its }) => its.has(paper)) && !lacking.some(({ its }) => its.has(paper)))
      .map((paper) => ({
        volume,
        paper,
        score: having.reduce((sum, { its, weight }) => sum + weight * its.get(paper), 0),
        named: (word) => having.some((term) => term.word === word && term.its.get(paper) === PLACES[2]),
      }));
  }

  // What is shown

  function hits(text, wanted) {
    const own = wanted.filter(({ facet, not }) => !facet && !not);
    const meant = ({ run, word }) => own.some((term) => term.word === word || (term.start && run.startsWith(term.start)));
    return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
      .filter(([run]) => words(run).some(meant))
      .map(({ 0: run, index }) => [index, index + run.length]);
  }

  function marked(text, wanted) {
    const parts = [];
    let told = 0;
    for (const [start, end] of hits(text, wanted)) {
      parts.push(text.slice(told, start), make("mark", {}, text.slice(start, end)));
      told = end;
    }
    return [...parts, text.slice(told)];
  }

  function excerpt(text, wanted) {
    const found = hits(text, wanted);
    if (!found.length) return null;
    const near = ([start]) => found.filter(([other]) => other >= start && other < start + EXCERPT - 100).length;
    const first = found.reduce((best, one) => (near(one) > near(best) ? one : best));
    let start = first[0] < 90 ? 0 : text.indexOf(" ", first[0] - 70) + 1;
    if (start > first[0]) start = first[0];
    const cut = text.slice(start, start + EXCERPT);
    const end = start + EXCERPT < text.length ? cut.lastIndexOf(" ") : -1;
    const shown = end > first[1] - start ? cut.slice(0, end) : cut;
    return make("p", { className: "excerpt" }, start ? "… " : "", ...marked(shown, wanted), start + shown.length < text.length ? "\u00a0…" : "");
  }

  const href = (id) => new URL(`paper/${id}/${location.protocol === "file:" ? "index.html" : ""}`, root);

  function row([id, title, authors, more, day, category, withdrawn, abstract], wanted) {
    const facts = make("small", {}, ...marked(authors, wanted), more ? ` and ${more} more` : "", " · ");
    const known = wanted.some(({ word }) => word === `#${id.toLowerCase()}`);
    facts.append(known ? make("mark", {}, id) : id, ` · ${day} · ${category}`);
    if (withdrawn) facts.append(" · ", make("strong", { className: "withdrawn" }, "withdrawn"));
    const line = make("li", {}, make("a", { href: href(id) }, ...marked(title, wanted)), facts);
    const part = excerpt(abstract, wanted);
    if (part) line.append(part);
    return line;
  }

  const card = async ({ volume, paper }) =>
    (await read(`${volume.name}/cards-${Math.floor(paper / CARD)}`, volume.stamp))[paper % CARD];

  let turn = 0; // the newest question; answers to older ones are not shown
  let answer = { found: [], terms: [], phrases: [], read: 0, shown: 0 };

  // Whether words follow one another; names after the first few are not on a card, so words that
  // are names all of them are believed there.
  function says([, title, authors, more, , , , abstract], { said, not }, named) {
    const asked = ` ${said.join(" ")} `;
    const texts = [title, ...authors.split(", "), abstract];
    const there = texts.some((text) => ` ${words(text).map(({ word }) => word).join(" ")} `.includes(asked));
    return (there || (!not && more > 0 && said.every(named))) !== not;
  }

  // The cards that come next: a phrase is looked for on them, for the sheets have words alone.
  async function following(asked) {
    const { found, phrases } = asked;
    const end = Math.min(found.length, asked.read + (phrases.length ? LOOK : PAGE));
    const cards = [];
    while (cards.length < PAGE && asked.read < end) {
      const some = found.slice(asked.read, asked.read + PAGE);
      asked.read += some.length;
      const read = await Promise.all(some.map(card));
      cards.push(...read.filter((one, at) => phrases.every((phrase) => says(one, phrase, some[at].named))));
    }
    return cards;
  }

  async function show(mine) {
    const asked = answer;
    const { found, terms: wanted } = asked;
    const from = list.children.length;
    const cards = await following(asked);
    if (mine !== turn) return;
    asked.shown += cards.length;
    cards.forEach((one, at) => {
      const line = row(one, wanted);
      list.append(line);
      triage.adopt(line, one[0], true);
    });
    triage.redraw();
    for (const line of [...list.children].slice(from)) line.hidden = false; // who searches wants to find
    by("rest").hidden = asked.read >= found.length;
    tell(many(asked));
  }

  const tell = (text) => {
    if (by("told").textContent !== text) by("told").textContent = text;
  };

  function empty() {
    triage.drop(list);
    list.replaceChildren();
    by("rest").hidden = true;
  }

  async function search() {
    const mine = ++turn;
    const asking = state();
    address(asking.wanted);
    const any = asking.terms.length > 0 || asking.phrases.length > 0 || asking.year !== "";
    by("all").hidden = any;
    if (!any) {
      empty();
      return tell(asking.wanted.q ? "Nearly every paper has these words: write more." : "");
    }
    const slow = setTimeout(() => mine === turn && tell("Searching …"), 600);
    try {
      const found = await find(asking).catch((error) => {
        if (!(error instanceof Newer)) throw error;
        return find(asking);
      });
      if (mine !== turn) return;
      const dated = asking.wanted.sort === "date" || !asking.terms.some(({ facet, not }) => !facet && !not);
      if (!dated) found.sort((a, b) => b.score - a.score); // what weighs the same stays newest first
      answer = { found, terms: asking.terms, phrases: asking.phrases, read: 0, shown: 0 };
      empty();
      await show(mine);
    } catch (error) {
      if (!(error instanceof Unread || error instanceof Newer)) throw error;
      if (mine === turn) tell(`A part of the index (${error.message}) could not be read, so nothing can be said: try again.`);
    } finally {
      clearTimeout(slow);
    }
  }

  function number(many) {
    if (!many) return "No paper";
    return `${many.toLocaleString("en")} paper${many === 1 ? "" : "s"}`;
  }

  function many({ found, phrases, read, shown }) {
    if (!phrases.length || read >= found.length) return number(phrases.length ? shown : found.length);
    return `${number(shown)} so far: ${read} of ${found.length.toLocaleString("en")} with these words are looked through`;
  }

  // How many papers each filter leaves; read when somebody is about to search.
  let counted = null;

  function count() {
    counted ??= volumes("").then((some) => {
      const total = {};
      for (const { facets } of some) for (const [name, many] of Object.entries(facets)) total[name] = (total[name] ?? 0) + many;
      const category = form.elements.namedItem("category");
      const there = new Set([...category.options].map(({ value }) => value));
      for (const name of Object.keys(total).filter((one) => one.startsWith("category/")).toSorted()) {
        const value = name.slice("category/".length);
        if (!there.has(value)) category.append(make("option", { value }, value));
      }
      for (const option of form.querySelectorAll("details option[value]:not([value=''])")) {
        const name = option.parentElement.name;
        if (name === "year") continue;
        const many = total[`${name}/${option.value}`] ?? 0;
        option.append(` · ${many.toLocaleString("en")}`);
        if (!many && !option.selected) option.remove();
      }
    }).catch((error) => {
      counted = null;
      if (!(error instanceof Unread)) throw error;
    });
  }

  // Keys

  function move(event) {
    const by_one = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...list.querySelectorAll("li > a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && at >= 0) field.focus();
    else if (by_one && (at >= 0 || (document.activeElement === field && by_one > 0))) (links[at + by_one] ?? (at + by_one < 0 ? field : links[at]))?.focus();
    else return;
    event.preventDefault();
  }

  let waiting = 0;
  const soon = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(search, wait);
  };

  form.addEventListener("focusin", count);
  form.addEventListener("input", (event) => soon(event.target === field ? WAIT : 0));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await search();
    list.querySelector("a")?.focus();
  });
  addEventListener("keydown", move);
  by("rest").querySelector("button").addEventListener("click", async () => {
    const from = list.children.length;
    await show(turn);
    list.children[from]?.querySelector("a").focus();
  });
  restore();
  if (location.search) {
    count();
    queueMicrotask(search);
  }
  return { take: (name, content) => taken.set(name, content) };
})();
