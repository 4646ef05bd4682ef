// The papers of a list, or the one of a page, and what their reader does with them.
paperlode.triage = (() => {
  const { marks, root } = paperlode;
  const VISIT = 60 * 60 * 1000; // who comes back after an hour visits anew
  const LABELS = { starred: "Star", read: "Read", hidden: "Hide" };
  const DONE = {
    starred: ["No longer starred", "Starred"],
    read: ["Unread again", "Read"],
    hidden: ["Shown again", "Hidden"],
  };
  const items = []; // { id, element, list, buttons, note }
  const undone = [];
  let show = "all";
  let last = null;

  const all = (css, base = document) => [...base.querySelectorAll(css)];

  function make(tag, properties = {}, ...inside) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  }

  const since = visit();

  // Which papers

  function idOf(url) {
    let path;
    try {
      path = decodeURIComponent(url.pathname);
    } catch {
      return null;
    }
    const start = `${decodeURIComponent(root.pathname)}paper/`;
    const id = path.startsWith(start) && path.slice(start.length).replace(/\/(index\.html)?$/, "");
    return id && marks.ID.test(id) ? id : null;
  }

  // A formula as people type it: exponents and indices must not run into what is before them.
  function textOf(element) {
    if (!element) return "";
    const parts = [...element.childNodes].map((node, place) => {
      const told = node.nodeType === Node.TEXT_NODE ? node.data : node.nodeType === Node.ELEMENT_NODE ? textOf(node) : "";
      const raised = /^m(sup|sub|subsup)$/.test(element.localName) && place > 0;
      return raised ? (element.localName === "msup" ? "^" : place > 1 ? "^" : "_") + told : told;
    });
    return parts.join("");
  }

  const titleOf = ({ element }) => marks.line(textOf(element.querySelector("h1, h3 a, a")), 1000);
  const factsOf = (item) => ({
    title: titleOf(item),
    authors: marks.line(textOf(item.element.querySelector(".authors, small")).split(" · ")[0], 1000),
  });

  function find() {
    for (const element of all("article.paper, ol.rows > li")) {
      const id = idOf(element.querySelector("h3 a, a") ?? location);
      if (id) adopt(element, id, true);
    }
    const page = document.querySelector("article.one");
    const id = page && idOf(location);
    if (id) adopt(page, id, false);
    if (id && !marks.get(id).read?.on) marks.set(id, "read", true); // it is being read
  }

  function adopt(element, id, list) {
    const item = { id, element, list, buttons: {}, note: make("p", { className: "mine", hidden: true }) };
    const place = element.querySelector(".facts:not(header .facts), .links") ?? element;
    const group = make("span", { className: "marks" });
    const brief = element.localName === "li";
    for (const flag of brief ? ["starred"] : marks.FLAGS) {
      const button = make("button", { type: "button", className: `mark-${flag}` }, LABELS[flag]);
      button.append(make("span", { className: "hidden" }, ` ${id}`));
      button.addEventListener("click", () => toggle(item, flag));
      item.buttons[flag] = button;
      group.append(button);
    }
    if (!brief) {
      const button = make("button", { type: "button", className: "mark-note" }, "Note");
      button.append(make("span", { className: "hidden" }, ` on ${id}`));
      button.addEventListener("click", () => paperlode.triage.write(item));
      group.append(button);
    }
    place.append(group);
    if (place === element) element.append(item.note);
    else place.before(item.note);
    if (since && element.dataset.seen > since) {
      element.dataset.fresh = "";
      element.querySelector(".rail")?.prepend(make("span", { className: "kind fresh", title: "Since your last visit" }, "Unseen"));
    }
    items.push(item);
    return item;
  }

  // Let go of the papers of a list that is made anew.
  function drop(list) {
    for (let at = items.length - 1; at >= 0; at--) if (list.contains(items[at].element)) items.splice(at, 1);
  }

  // The moment of the newest paper of the visit before this one; "" on the first.
  function visit() {
    const moments = all(".list [data-seen]").map((element) => element.dataset.seen);
    let told = {};
    try {
      told = JSON.parse(marks.setting("visit")) ?? {};
    } catch {
      // damaged by other hands
    }
    const text = (value) => (typeof value === "string" ? value : "");
    const over = !(Math.abs(Date.now() - told.at) < VISIT);
    const before = text(over ? told.newest : told.before);
    const newest = [text(told.newest), ...moments].sort().at(-1);
    if (moments.length) marks.keep("visit", JSON.stringify({ at: Date.now(), newest, before }));
    return before;
  }

  // What they look like

  function draw(item) {
    const record = marks.get(item.id);
    for (const flag of marks.FLAGS) {
      item[flag] = record[flag]?.on === true;
      item.element.toggleAttribute(`data-${flag}`, item[flag]);
      item.buttons[flag]?.setAttribute("aria-pressed", item[flag]);
    }
    const text = record.note?.text ?? "";
    item.note.hidden = !text;
    item.note.textContent = text;
    if (item.list) item.element.hidden = !(shown[show] ?? shown.all)(item);
  }

  const shown = {
    all: (item) => !item.hidden,
    unread: (item) => !item.hidden && !item.read,
    fresh: (item) => !item.hidden && !item.read && "fresh" in item.element.dataset,
    starred: (item) => item.starred,
    hidden: (item) => item.hidden,
  };

  function redraw(id = null) {
    for (const item of items) if (id === null || item.id === id) draw(item);
    const listed = items.filter((item) => item.list);
    for (const button of all("[data-show]")) {
      const many = listed.filter(shown[button.dataset.show] ?? shown.all).length;
      button.setAttribute("aria-pressed", button.dataset.show === show);
      button.querySelector(".count").textContent = many;
      if (button.dataset.show === "fresh") button.hidden = !since;
    }
    for (const section of all(".list section")) {
      const inside = listed.filter((item) => section.contains(item.element));
      section.hidden = inside.length > 0 && inside.every((item) => item.element.hidden);
    }
    for (const none of all(".triage .none")) {
      none.hidden = !listed.length || listed.some((item) => !item.element.hidden);
    }
  }

  function filter(name) {
    show = name;
    redraw();
  }

  // What is done

  function change(item, field, value, told) {
    const before = marks.get(item.id)[field];
    undone.push({ item, field, value: field === "note" ? (before?.text ?? "") : before?.on === true });
    const next = step(1, item) ?? step(-1, item);
    const held = item.element.contains(document.activeElement);
    const kept = marks.set(item.id, field, value, factsOf(item));
    const gone = item.element.hidden || !item.element.isConnected;
    if (held && gone && next) focus(items.find(({ id }) => id === next.id));
    tell(kept ? told : `${told}. This browser has no room for it: it is forgotten with this page`, true);
  }

  function toggle(item, flag) {
    const on = !item[flag];
    change(item, flag, on, `${DONE[flag][+on]}: ${titleOf(item)}`);
  }

  function undo() {
    const done = undone.pop();
    if (!done) return tell("Nothing to undo", false);
    marks.set(done.item.id, done.field, done.value, factsOf(done.item));
    tell(`Undone: ${titleOf(done.item)}`, undone.length > 0);
    if (!done.item.element.hidden) focus(done.item);
  }

  // Where the reader is

  const follows = (a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  const visible = () => items.filter((item) => item.list && item.element.checkVisibility()).sort(follows);

  function current() {
    const held = items.find((item) => item.element.contains(document.activeElement));
    return held ?? (last?.element.checkVisibility() ? last : null) ?? items.find((item) => !item.list) ?? null;
  }

  function step(by, from = current()) {
    const there = visible();
    if (!from?.list) return by > 0 ? there.find((item) => item.element.getBoundingClientRect().bottom > 0) : there.at(-1);
    const at = there.indexOf(from);
    return at < 0 ? there[0] : there[at + by];
  }

  function focus(item) {
    if (!item?.list) return;
    last = item;
    const { element } = item;
    element.querySelector("h3 a, a")?.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  function unfold(item) {
    const parts = all("details.more, details.changes", item.element);
    const open = parts.some((part) => part.open);
    for (const part of parts) part.open = !open;
    if (!parts.length && item.list) item.element.querySelector("h3 a, a").click();
  }

  // What is said

  const toast = make("div", { className: "toast" });
  const said = make("p", { role: "status" });
  const back = make("button", { type: "button", hidden: true }, "Undo");
  let fading = 0;

  function tell(message, undoable = false, stays = false) {
    clearTimeout(fading);
    said.textContent = message;
    back.hidden = !undoable;
    toast.toggleAttribute("data-on", message !== "");
    if (message && !stays) fading = setTimeout(() => tell(""), 20_000);
  }

  function density(name) {
    document.documentElement.dataset.density = name;
    marks.keep("density", name);
    for (const button of all("[data-density-of]")) {
      button.setAttribute("aria-pressed", button.dataset.densityOf === name);
    }
  }

  document.body.append(toast);
  toast.append(said, back);
  back.addEventListener("click", undo);
  find();
  for (const button of all("[data-show]")) button.addEventListener("click", () => filter(button.dataset.show));
  for (const button of all("[data-density-of]")) {
    button.addEventListener("click", () => density(button.dataset.densityOf));
  }
  density(document.documentElement.dataset.density === "comfortable" ? "comfortable" : "compact");
  marks.listen(redraw);
  redraw();

  return {
    adopt, all, change, current, density, drop, filter, focus, make, redraw, step, tell, titleOf, toggle, undo, unfold,
  };
})();
