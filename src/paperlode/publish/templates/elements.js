// Lets the periodic table look for papers by their elements. Without it each element is a link.
// The address keeps what was chosen: #Li-P-S only these, #Li-P-* at least these, #Li-*-!O without.
(() => {
  "use strict";
  const table = document.getElementById("table");
  if (!table || location.protocol === "file:") return; // a page on the disk may read nothing
  const { triage } = paperlode;
  const ROWS = 50;
  const form = document.getElementById("filter");
  const told = document.getElementById("told");
  const list = document.getElementById("found");
  const more = document.getElementById("more");
  const see = document.getElementById("see");
  const cells = new Map([...table.querySelectorAll("[data-symbol]")].map((e) => [e.dataset.symbol, e]));
  const total = new Map([...cells].map(([symbol, e]) => [symbol, +e.dataset.papers]));
  const state = { with: new Set(), without: new Set(), only: false };
  const titles = new Map();
  let systems = null;
  let found = [];
  let shown = 0;
  let turn = 0;

  const name = (symbol) => cells.get(symbol).dataset.name;
  const joined = (words, by) =>
    words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${by} ${words.at(-1)}`;
  const papers = (number) => `${number.toLocaleString("en")} paper${number === 1 ? "" : "s"}`;
  const month = (id) => {
    const yymm = id.slice(id.lastIndexOf("/") + 1, id.lastIndexOf("/") + 5);
    return `${+yymm.slice(0, 2) > 90 ? 19 : 20}${yymm.slice(0, 2)}-${yymm.slice(2)}`;
  };
  const load = async (file) => {
    const answer = await fetch(`data/${file}.json`);
    if (!answer.ok) throw new Error(file);
    return answer.json();
  };

  function read() {
    const parts = decodeURIComponent(location.hash.slice(1)).split("-");
    const symbols = parts.filter((part) => part !== "*").map((part) => part.replace("!", ""));
    if (location.hash && !symbols.every((symbol) => cells.has(symbol))) return false;
    state.with = new Set(parts.filter((part) => cells.has(part)));
    state.without = new Set(symbols.filter((symbol) => !state.with.has(symbol) && cells.has(symbol)));
    state.only = state.with.size > 0 && !parts.includes("*");
    return true;
  }

  function write() {
    const parts = [...state.with].sort();
    if (!state.only && (parts.length || state.without.size)) parts.push("*");
    parts.push(...[...state.without].sort().map((symbol) => `!${symbol}`));
    history.replaceState(null, "", parts.length ? `#${parts.join("-")}` : location.pathname);
  }

  const mode = () => new FormData(form).get("mode");

  function toggle(symbol) {
    const own = mode() === "without" ? state.without : state.with;
    const other = own === state.with ? state.without : state.with;
    other.delete(symbol);
    if (!own.delete(symbol)) own.add(symbol);
    if (mode() !== "without") state.only = mode() === "only";
    if (!state.with.size) state.only = false;
    write();
    show();
  }

  function fits(symbols) {
    if (symbols.some((symbol) => state.without.has(symbol))) return false;
    const named = symbols.filter((symbol) => state.with.has(symbol)).length;
    return named === state.with.size && (!state.only || named === symbols.length);
  }

  function mark(counts) {
    for (const [symbol, cell] of cells) {
      const chosen = state.with.has(symbol) ? "with" : state.without.has(symbol) ? "without" : "";
      cell.classList.toggle("with", chosen === "with");
      cell.classList.toggle("without", chosen === "without");
      cell.setAttribute("aria-pressed", String(chosen !== ""));
      const number = counts.get(symbol) ?? 0;
      cell.classList.toggle("few", !number && !chosen);
      cell.querySelector(".papers").textContent = number;
      const word = chosen === "without" ? ", left out" : chosen ? ", chosen" : "";
      cell.setAttribute("aria-label", `${name(symbol)}, ${papers(number)}${word}`);
    }
    const chosen = state.with.size + state.without.size > 0;
    document.getElementById("clear").hidden = !chosen;
    see.hidden = !chosen;
  }

  function sentence() {
    const names = joined([...state.with].map(name).sort(), "and") || "elements";
    const left = joined([...state.without].map(name).sort(), "or");
    const rest = state.only ? " and no other element" : left && `, without ${left}`;
    return `${papers(found.length)} naming ${names}${rest}`;
  }

  async function show() {
    const mine = ++turn;
    mark(total);
    if (!state.with.size && !state.without.size) {
      told.textContent = "";
      empty();
      more.hidden = true;
      return;
    }
    try {
      systems ??= Promise.all(table.dataset.years.split(" ").map(load)).then((years) =>
        years.flatMap((year) => Object.entries(year).map(([key, ids]) => [key.split(" "), ids])),
      );
      const fitting = (await systems).filter(([symbols]) => fits(symbols));
      if (mine !== turn) return;
      found = fitting.flatMap(([symbols, ids]) => ids.map((id) => [month(id), id, symbols]));
      found.sort((a, b) => (a[0] + a[1] < b[0] + b[1] ? 1 : -1));
      told.textContent = sentence();
      if (!state.only) mark(counted(fitting));
      shown = 0;
      empty();
      await extend(mine);
    } catch {
      systems = null;
      told.textContent = "The list of papers could not be read; try again when you are online.";
    }
  }

  function empty() {
    triage.drop(list);
    list.replaceChildren();
  }

  function counted(fitting) {
    const counts = new Map();
    for (const [symbols, ids] of fitting) {
      for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + ids.length);
    }
    return counts;
  }

  async function extend(mine) {
    const next = found.slice(shown, shown + ROWS);
    const months = [...new Set(next.map(([its]) => its))].filter((its) => !titles.has(its));
    for (const its of months) titles.set(its, load(its));
    const rows = await Promise.all(next.map(async (paper) => row(paper, (await titles.get(paper[0]))[paper[1]])));
    if (mine !== turn) return null;
    list.append(...rows);
    next.forEach(([, id], at) => triage.adopt(rows[at], id, true));
    triage.redraw();
    for (const line of rows) line.hidden = false; // who asks for all papers gets them
    shown += next.length;
    more.hidden = shown >= found.length;
    return rows[0];
  }

  function row([, id, symbols], title) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = table.dataset.paper.replace("ID", id);
    link.textContent = title ?? id;
    const small = document.createElement("small");
    small.textContent = `${id} · ${symbols.join(" ")}`;
    line.append(link, small);
    return line;
  }

  for (const [symbol, cell] of cells) {
    cell.setAttribute("role", "button");
    cell.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      toggle(symbol);
    });
    cell.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      toggle(symbol);
    });
  }
  form.addEventListener("change", () => {
    if (mode() === "without" || !state.with.size) return;
    state.only = mode() === "only";
    write();
    show();
  });
  document.getElementById("clear").addEventListener("click", () => {
    state.with.clear();
    state.without.clear();
    state.only = false;
    write();
    show();
    form.querySelector("input:checked").focus();
  });
  see.addEventListener("click", () => list.querySelector("a")?.focus());
  more.addEventListener("click", async () => (await extend(turn))?.querySelector("a").focus());
  function follow() {
    if (!read()) return;
    form.elements.mode.value = state.only ? "only" : "atleast";
    show();
  }
  addEventListener("hashchange", follow);
  form.hidden = false;
  follow();
})();
