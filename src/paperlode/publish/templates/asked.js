// What the form of the search page asks: which words, phrases and filters. What counts as a word is
// said as lookup.py says it.
paperlode.asked = (() => {
  const { make } = paperlode.triage;
  const form = document.getElementById("search");
  const STOP = new Set(form.dataset.stop.split(" "));
  const FILTERS = ["topic", "tag", "element", "category", "kind", "has"];
  const PREFIX = 3; // letters of an unfinished word that is looked for

  // Words

  const KEPT = { ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", ß: "ss" };

  function singular(word) {
    if (word.length <= 3 || !word.endsWith("s") || /[us]s$/.test(word)) return word;
    if (/[^ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
    if (word.endsWith("sses")) return word.slice(0, -2);
    return /[aeo]es$/.test(word) ? word : word.slice(0, -1);
  }

  function words(text) {
    const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[øłđðæœß]/g, (sign) => KEPT[sign]);
    const runs = bare.match(/[\p{L}\p{N}]+/gu) ?? [];
    return runs
      .filter((run) => !STOP.has(run) && !/^[a-z0-9]$/.test(run))
      .map((run) => [...run].slice(0, 32).join(""))
      .map((run) => ({ run, word: singular(run) }));
  }

  // What was asked

  const ID = /(?:arxiv:\s*|https?:\/\/arxiv\.org\/(?:abs|pdf|html)\/)?\b(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?![\w.])/gi;

  const PHRASE = /(?<!\S)(-?)["“”]([^"“”]*)["“”]/g; // one that is still being typed is words

  function terms(text) {
    const found = [];
    let rest = text.replace(/(?<![^\s:/])(\d{4}\.\d{0,4})$/, (_, begun) => {
      found.push({ word: `#${begun}`, start: `#${begun}` });
      return " ";
    });
    rest = rest.replace(ID, (_, id) => {
      found.push({ word: `#${id.toLowerCase()}` });
      return " ";
    });
    const phrases = [];
    rest = rest.replace(PHRASE, (_, minus, said) => {
      const run = words(said);
      const not = minus === "-";
      if (run.length < 2) return ` ${minus}${said} `;
      phrases.push({ said: run.map(({ word }) => word), not });
      if (!not) found.push(...run);
      return " ";
    });
    for (const piece of rest.split(/\s+/)) {
      const not = /^-./.test(piece);
      found.push(...words(piece).map((one) => ({ ...one, not })));
    }
    const last = /["“”]\s*$/.test(text) ? null : found.at(-1);
    if (last?.run?.length >= PREFIX && !last.not && !/\s$/.test(text)) {
      const begun = last.run.replace(/(?:ies?|i|s)$/, "");
      last.start = begun.length > PREFIX ? begun : last.run;
    }
    return { found, phrases };
  }

  function state() {
    const told = new FormData(form);
    const wanted = Object.fromEntries([...told].filter(([, value]) => value.trim()));
    const facets = FILTERS.filter((name) => wanted[name]).map((name) => ({ word: `@${name}/${wanted[name]}`, facet: true }));
    const { found, phrases } = terms(wanted.q ?? "");
    return { wanted, year: wanted.year ?? "", phrases, terms: [...found, ...facets] };
  }

  // The address keeps what was asked

  function address(wanted) {
    const kept = new URLSearchParams(wanted).toString();
    try {
      history.replaceState(null, "", `${location.pathname}${kept && `?${kept}`}`);
    } catch {
      // without a server some browsers keep no address
    }
    const chosen = [...FILTERS, "year"].filter((name) => wanted[name]).length;
    document.getElementById("chosen").textContent = chosen ? `${chosen} chosen` : "";
  }

  function restore() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const input = form.elements.namedItem(name);
      if (!input || !value) continue;
      if (input.type === "checkbox") input.checked = value === input.value;
      else input.value = value.slice(0, 300);
      if (input.localName === "select" && input.value !== value && name === "category") {
        input.append(make("option", { value, selected: true }, value));
      }
    }
    form.querySelector("details").open = [...form.querySelectorAll("details select, details input")].some((input) => input.checked || (input.localName === "select" && input.value));
  }

  return { form, words, state, address, restore };
})();
