// What a reader thinks of papers: starred, read, hidden, a note. It is kept in this browser, one
// entry a paper, so that several tabs do not overwrite each other, and goes nowhere else.
//
// Every mark bears the moment at which it was set or taken back, and of two the newer one holds:
// files can be merged in any order and any number of times.
paperlode.marks = (() => {
  const FORMAT = "paperlode-marks";
  const VERSION = 1;
  const FLAGS = ["starred", "read", "hidden"];
  const NOTE = 20_000; // characters
  const FILE = 20_000_000; // bytes
  const ID = /^(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?\/\d{7})$/;
  const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
  // Characters that hide others, turn the direction of text or move a terminal's cursor.
  const UNSEEN =
    /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
  const PAPER = `${paperlode.key}paper `;
  const memory = new Map(); // what the browser would not keep
  const listeners = [];

  class Refused extends Error {}

  const clean = (text, most) =>
    text.replace(/\r\n?/g, "\n").replace(UNSEEN, (c) => (c === "\n" || c === "\t" ? c : "")).slice(0, most);
  const line = (text, most) => clean(text, most).replace(/\s+/g, " ").trim();

  function load(key) {
    if (memory.has(key)) return memory.get(key);
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function save(key, text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      memory.delete(key);
      return true;
    } catch {
      memory.set(key, text);
      return false;
    }
  }

  function keys() {
    const found = new Set(memory.keys());
    try {
      for (let n = 0; n < localStorage.length; n++) found.add(localStorage.key(n));
    } catch {
      // only memory, then
    }
    return [...found].filter((key) => key.startsWith(PAPER));
  }

  function get(id) {
    try {
      return entry(JSON.parse(load(PAPER + id) ?? "{}"), "");
    } catch {
      return {}; // damaged by other hands
    }
  }

  const put = (id, record) =>
    save(PAPER + id, Object.keys(record).length ? JSON.stringify(record) : null);

  // Set a flag (true, false) or the note (a text); says whether the browser keeps it.
  function set(id, field, value, paper) {
    const record = get(id);
    const before = Date.parse(record[field]?.at ?? 0);
    const at = new Date(Math.max(Date.now(), before + 1)).toISOString(); // clocks are put back, too
    record[field] = field === "note" ? { text: clean(value, NOTE), at } : { on: value, at };
    if (paper && (record.starred?.on || record.note?.text)) record.paper = facts(paper, "");
    const kept = put(id, record);
    for (const listener of listeners) listener(id);
    return kept;
  }

  const all = () => new Map(keys().map((key) => [key.slice(PAPER.length), get(key.slice(PAPER.length))]));

  // Files

  function file(choose = () => true) {
    const chosen = [...all()].filter(([id, record]) => choose(record)).sort(([a], [b]) => (a < b ? -1 : 1));
    const saved = new Date().toISOString();
    return { format: FORMAT, version: VERSION, saved, papers: Object.fromEntries(chosen) };
  }

  // Read a file of marks; what is wrong with it is a Refused, and then nothing of it is taken.
  function read(text) {
    if (text.length > FILE) throw new Refused("it is larger than 20 MB");
    let told;
    try {
      told = JSON.parse(text);
    } catch (error) {
      throw new Refused(`it is no JSON (${line(error.message, 120)})`);
    }
    if (told?.format !== FORMAT) throw new Refused(`it is no file of marks: "format" is not "${FORMAT}"`);
    if (told.version !== VERSION) {
      throw new Refused(`it has version ${line(String(told.version), 20)}, and this site reads version ${VERSION}`);
    }
    if (!object(told.papers)) throw new Refused('"papers" is no object');
    const papers = new Map();
    for (const [id, record] of Object.entries(told.papers)) {
      const where = `papers["${line(id, 40)}"]`;
      if (!ID.test(id)) throw new Refused(`${where} is no identifier of an arXiv paper`);
      papers.set(id, entry(record, where));
    }
    return papers;
  }

  const object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  function entry(record, where) {
    if (!object(record)) throw new Refused(`${where} is no object`);
    const read = {};
    for (const field of [...FLAGS, "note"]) {
      if (record[field] !== undefined) read[field] = mark(record[field], field, `${where}.${field}`);
    }
    if (record.paper !== undefined) read.paper = facts(record.paper, `${where}.paper`);
    return read;
  }

  function mark(value, field, where) {
    if (!object(value)) throw new Refused(`${where} is no object`);
    const moment = typeof value.at === "string" && MOMENT.test(value.at) ? Date.parse(value.at) : NaN;
    if (Number.isNaN(moment)) throw new Refused(`${where}.at is no moment such as 2026-08-20T06:00:00Z`);
    // What claims to come from the future would hold for ever.
    const at = new Date(Math.min(moment, Date.now() + 60_000)).toISOString();
    if (field !== "note") {
      if (typeof value.on !== "boolean") throw new Refused(`${where}.on is neither true nor false`);
      return { on: value.on, at };
    }
    if (typeof value.text !== "string") throw new Refused(`${where}.text is no text`);
    if (value.text.length > NOTE) throw new Refused(`${where}.text has more than ${NOTE} characters`);
    return { text: clean(value.text, NOTE), at };
  }

  function facts(paper, where) {
    if (!object(paper)) throw new Refused(`${where} is no object`);
    for (const name of ["title", "authors"]) {
      if (typeof paper[name] !== "string") throw new Refused(`${where}.${name} is no text`);
    }
    return { title: line(paper.title, 1000), authors: line(paper.authors, 1000) };
  }

  // Take marks over where they are newer; says how many papers changed, and what was not kept.
  function merge(papers) {
    const done = { changed: 0, lost: 0 };
    for (const [id, theirs] of papers) {
      const before = get(id);
      const record = both(before, theirs);
      if (JSON.stringify(record) === JSON.stringify(before)) continue;
      done.changed += 1;
      if (!put(id, record)) done.lost += 1;
    }
    for (const listener of listeners) listener(null);
    return done;
  }

  function both(ours, theirs) {
    const record = {};
    for (const field of [...FLAGS, "note"]) {
      const newest = [ours[field], theirs[field]].filter(Boolean).sort(later)[0];
      if (newest) record[field] = newest;
    }
    const paper = ours.paper ?? theirs.paper;
    if (paper) record.paper = paper;
    return record;
  }

  // Of two marks of one moment the one that says more comes first, whoever merges.
  const later = (a, b) =>
    Date.parse(b.at) - Date.parse(a.at) ||
    (b.on ?? 0) - (a.on ?? 0) ||
    ((a.text ?? "") > (b.text ?? "") ? -1 : 1);

  function forget() {
    for (const key of keys()) save(key, null);
    memory.clear();
    for (const listener of listeners) listener(null);
  }

  addEventListener("storage", ({ key }) => {
    if (key !== null && !key.startsWith(PAPER)) return;
    for (const listener of listeners) listener(key && key.slice(PAPER.length));
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const listener of listeners) listener(null);
  });

  return {
    FLAGS, ID, Refused, all, clean, file, forget, get, line, merge, read, set,
    listen: (listener) => listeners.push(listener),
    setting: (name) => load(paperlode.key + name),
    keep: (name, text) => save(paperlode.key + name, text),
  };
})();
