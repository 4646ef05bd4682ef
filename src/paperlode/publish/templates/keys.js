// Single keys, the help that lists them, and the dialog in which notes are written.
(() => {
  const { marks, triage, root } = paperlode;
  const { make } = triage;
  const page = (path) => () => location.assign(new URL(location.protocol === "file:" ? `${path}index.html` : path, root));
  const on = (act) => () => {
    const item = triage.current();
    if (item) act(item);
    else triage.tell("No paper is chosen: press j");
  };
  const link = (css) => on((item) => item.element.querySelector(css)?.click());
  const KEYS = [
    ["j", "next paper", () => triage.focus(triage.step(1))],
    ["k", "paper before", () => triage.focus(triage.step(-1))],
    ["o", "unfold or fold the abstract", on(triage.unfold)],
    ["Enter", "open the paper's page", null],
    ["p", "open the PDF", link('a[href*="//arxiv.org/pdf/"]')],
    ["s", "star", on((item) => triage.toggle(item, "starred"))],
    ["r", "read", on((item) => triage.toggle(item, "read"))],
    ["x", "hide", on((item) => triage.toggle(item, "hidden"))],
    ["n", "note", on((item) => triage.write(item))],
    ["u", "undo", triage.undo],
    ["a", "show all", () => triage.filter("all")],
    ["f", "show what is unread", () => triage.filter("unread")],
    ["d", "compact or comfortable", () => triage.density(document.documentElement.dataset.density === "compact" ? "comfortable" : "compact")],
    ["/", "search", search],
    ["g t", "today", page("")],
    ["g a", "archive", page("archive/")],
    ["g s", "starred papers", page("starred/")],
    ["?", "these keys", help],
  ];
  const acts = new Map(KEYS.map(([key, , act]) => [key, act]));
  const off = () => marks.setting("keys") === "off";
  let led = ""; // by the g before

  function search() {
    const field = document.querySelector("input[type=search]");
    const found = document.querySelector('header.site a[href*="search/"]');
    if (field) field.focus();
    else if (found) location.assign(`${found.href}#q`);
    else page("archive/")();
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") triage.tell("");
    if (off() || event.defaultPrevented || event.isComposing || event.repeat && !"jk".includes(event.key)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // A field that went away with its dialog holds the focus until the page is drawn again.
    if (event.target.closest("input, textarea, select, dialog, [contenteditable]")?.checkVisibility()) return;
    const key = led + event.key;
    led = event.key === "g" && !led ? "g " : "";
    const act = acts.get(key);
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Dialogs

  function dialog(name, ...inside) {
    const title = make("h2", { id: name }, "");
    const box = make("dialog", { className: "sheet" }, title, ...inside);
    box.setAttribute("aria-labelledby", name);
    document.body.append(box);
    return { box, title };
  }

  const button = (text, act) => {
    const made = make("button", { type: "button", className: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };

  let sheet = null;

  function help() {
    sheet ??= helping();
    sheet.box.querySelector("input").checked = !off();
    sheet.box.showModal();
  }

  function helping() {
    const rows = KEYS.map(([key, told]) => {
      const keys = key.split(" ").flatMap((one) => [make("kbd", {}, one), " "]);
      return make("tr", {}, make("td", {}, ...keys), make("td", {}, told));
    });
    const heads = ["Key", "What it does"].map((text) => make("th", { scope: "col" }, text));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => marks.keep("keys", box.checked ? "on" : "off"));
    const made = dialog(
      "keys",
      table,
      make("label", {}, box, " Single keys do this on every page"),
      make("p", {}, "Stars, notes and all else are kept in this browser and sent nowhere; the page of starred papers exports and imports them."),
      button("Close", () => made.box.close()),
    );
    made.title.textContent = "Keys";
    return made;
  }

  let editor = null;

  triage.write = (item) => {
    editor ??= editing();
    editor.item = item;
    editor.title.textContent = `Note on ${triage.titleOf(item)}`;
    editor.field.value = marks.get(item.id).note?.text ?? "";
    editor.box.showModal();
    editor.field.focus();
  };

  function editing() {
    const field = make("textarea", { rows: 6, maxLength: 20_000 });
    field.setAttribute("aria-labelledby", "writing");
    const close = () => {
      made.box.close();
      triage.focus(made.item);
    };
    const done = () => {
      close();
      triage.change(made.item, "note", field.value.trim(), "Note kept");
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done();
    });
    const buttons = make("p", { className: "links" }, button("Keep the note", done), button("Cancel", close));
    const made = { ...dialog("writing", field, buttons), field, item: null };
    return made;
  }

  for (const opener of triage.all("[data-help]")) opener.addEventListener("click", help);
})();
