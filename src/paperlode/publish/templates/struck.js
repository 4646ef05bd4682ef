// Words that a reader struck out on the page of what paperlode thinks they like. They are kept in this
// browser beside the marks, go into the same file, and of two sayings the newer one holds.
paperlode.struck = (() => {
  const { marks, triage } = paperlode;
  const WORD = 200; // characters
  const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
  const object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  // Read the words of a file, or of this browser; what is wrong is a Refused.
  function read(words) {
    if (words === undefined) return new Map();
    if (!object(words)) throw new marks.Refused('"words" is no object');
    const found = new Map();
    for (const [word, said] of Object.entries(words)) {
      const where = `words["${marks.line(word, 40)}"]`;
      if (!word || word.length > WORD || word !== marks.line(word, WORD)) throw new marks.Refused(`${where} is no word`);
      if (!object(said) || typeof said.on !== "boolean") throw new marks.Refused(`${where}.on is neither true nor false`);
      const moment = MOMENT.test(said.at) ? Date.parse(said.at) : NaN;
      if (Number.isNaN(moment)) throw new marks.Refused(`${where}.at is no moment such as 2026-08-20T06:00:00Z`);
      found.set(word, { on: said.on, at: new Date(Math.min(moment, Date.now() + 60_000)).toISOString() });
    }
    return found;
  }

  function all() {
    try {
      return read(JSON.parse(marks.setting("words")) ?? {});
    } catch {
      return new Map(); // damaged by other hands
    }
  }

  const keep = (words) => marks.keep("words", JSON.stringify(Object.fromEntries(words)));

  // Strike a word out or let it count again; says whether the browser keeps it.
  function set(word, on) {
    const words = all();
    const before = Date.parse(words.get(word)?.at ?? 0);
    words.set(word, { on, at: new Date(Math.max(Date.now(), before + 1)).toISOString() });
    return keep(words);
  }

  // Take words over where they are newer; says how many changed.
  function merge(theirs) {
    const words = all();
    let changed = 0;
    for (const [word, said] of theirs) {
      const ours = words.get(word);
      if (ours && (ours.at > said.at || (ours.at === said.at && ours.on >= said.on))) continue;
      words.set(word, said);
      changed += 1;
    }
    if (changed) keep(words);
    return changed;
  }

  // The file of marks, with the words.
  function file() {
    const words = [...all()].sort(([a], [b]) => (a < b ? -1 : 1));
    return words.length ? { ...marks.file(), words: Object.fromEntries(words) } : marks.file();
  }

  function give(name, content, type) {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const href = URL.createObjectURL(blob);
    triage.make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  // Give the reader the file of everything; says its name and what is in it.
  function save() {
    const made = file();
    const name = `marks-${made.saved.slice(0, 10)}.json`;
    give(name, `${JSON.stringify(made, null, 1)}\n`, "application/json");
    return { name, made };
  }

  return { all, file, give, merge, read, save, set, forget: () => keep(new Map()) };
})();
