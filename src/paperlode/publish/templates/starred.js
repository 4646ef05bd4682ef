// The page of starred papers: the list, and the ways out of this browser and into it.
(() => {
  const { marks, triage, citations, notes, struck, root } = paperlode;
  const { make } = triage;
  const LINK = 8000; // characters of an address that travels well
  const by = (id) => document.getElementById(id);
  const plural = (many, word) => `${many} ${word}${many === 1 ? "" : "s"}`;
  const tell = (message) => triage.tell(message, false, true);
  const starred = () => new Map([...marks.all()].filter(([, record]) => record.starred?.on));

  // The list

  function address(id) {
    return new URL(`paper/${id}/${location.protocol === "file:" ? "index.html" : ""}`, root);
  }

  function row(id, record) {
    const { title, authors } = record.paper ?? {};
    const link = make("a", { href: address(id) }, title || `arXiv:${id}`);
    const facts = [authors, id, `starred ${record.starred.at.slice(0, 10)}`].filter(Boolean).join(" · ");
    return make("li", {}, link, make("small", {}, facts));
  }

  function draw() {
    const list = by("starred");
    const there = [...starred()].sort(([, a], [, b]) => (a.starred.at < b.starred.at ? 1 : -1));
    by("none").hidden = there.length > 0;
    for (const button of triage.all("[data-export], #link")) button.disabled = !there.length;
    const ids = there.map(([id]) => id);
    if (ids.join() === drawn) return;
    drawn = ids.join();
    triage.drop(list);
    list.replaceChildren(...there.map(([id, record]) => row(id, record)));
    for (const [place, id] of ids.entries()) triage.adopt(list.children[place], id, true);
    triage.redraw();
  }
  let drawn = null;

  // Out

  const FORMATS = {
    bibtex: ["papers.bib", "application/x-bibtex", citations.bibtex],
    ris: ["papers.ris", "application/x-research-info-systems", citations.ris],
    csl: ["papers.json", "application/vnd.citationstyles.csl+json", citations.csl],
    notes: ["papers.zip", "application/zip", notes.zip],
  };

  async function exported(format) {
    const [name, type, write] = FORMATS[format];
    const chosen = starred();
    const found = await citations.records(chosen, (done, of) => tell(`Reading papers: ${done} of ${of}`));
    struck.give(name, write(found, chosen), type);
    const short = found.filter((record) => record.short).length;
    const less = short ? ` The pages of ${short} could not be read: of these only what was kept with the star is in it.` : "";
    tell(`${plural(found.length, "paper")} in ${name}.${less}`);
  }

  function saved() {
    const { made } = struck.save();
    const words = Object.keys(made.words ?? {}).length;
    const also = words ? `, and what you said of ${plural(words, "word")},` : "";
    tell(`The marks on ${plural(Object.keys(made.papers).length, "paper")}${also} are in the file.`);
  }

  // In

  function merged(name, text) {
    try {
      const papers = marks.read(text);
      const words = struck.read(JSON.parse(text).words); // before anything is taken
      const { changed, lost } = marks.merge(papers);
      struck.merge(words);
      const room = lost ? ` This browser has no room for ${lost} of them: they are forgotten with this page.` : "";
      tell(`${name}: marks on ${plural(papers.size, "paper")}, ${changed || "none"} of them new here.${room}`);
    } catch (error) {
      if (!(error instanceof marks.Refused)) throw error;
      tell(`${name} cannot be read: ${error.message}. Nothing was changed.`);
    }
  }

  async function loaded(event) {
    const [file] = event.target.files;
    if (!file) return;
    const name = marks.line(file.name, 80);
    if (file.size > 20_000_000) tell(`${name} cannot be read: it is larger than 20 MB. Nothing was changed.`);
    else merged(name, await file.text());
    event.target.value = "";
  }

  // Links: the file of marks with the stars alone, packed into the part of an address that no server sees.

  async function through(stream, bytes, most) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const parts = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > most) throw new marks.Refused("it is too large");
      parts.push(part.value);
    }
    return new Blob(parts);
  }

  async function linked() {
    const file = marks.file((record) => record.starred?.on);
    for (const record of Object.values(file.papers)) {
      delete record.read;
      delete record.hidden;
      if (!by("notes").checked) delete record.note;
    }
    const packed = await through(new CompressionStream("deflate-raw"), JSON.stringify(file), Infinity);
    const bytes = new Uint8Array(await packed.arrayBuffer());
    const code = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const url = `${location.href.split("#")[0]}#marks=${code.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
    if (url.length > LINK) return tell("That is too much for a link: save a file instead.");
    by("address").hidden = false;
    const field = by("address").querySelector("input");
    field.value = url;
    field.select();
    const copied = await navigator.clipboard?.writeText(url).then(() => true, () => false);
    tell(copied ? "The link is copied." : "Here is the link, to be copied.");
  }

  async function offered() {
    const code = location.hash.match(/^#marks=([\w-]+)$/)?.[1];
    const box = by("offer");
    box.hidden = !code;
    if (!code) return;
    try {
      const bytes = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
      const text = await (await through(new DecompressionStream("deflate-raw"), bytes, 1_000_000)).text();
      ask(box, text, marks.read(text));
    } catch (error) {
      box.hidden = true;
      tell(`The link cannot be read: ${error instanceof marks.Refused ? error.message : "it is damaged"}. Nothing was changed.`);
    }
  }

  function ask(box, text, papers) {
    const titles = [...papers].map(([id, { paper }]) => make("li", {}, paper?.title || `arXiv:${id}`));
    const close = () => {
      box.hidden = true;
      history.replaceState(null, "", location.pathname);
    };
    const yes = make("button", { type: "button", className: "button" }, "Add them");
    const no = make("button", { type: "button", className: "button" }, "No");
    yes.addEventListener("click", () => (close(), merged("The link", text)));
    no.addEventListener("click", close);
    const told = make("p", {}, make("strong", {}, `This link holds ${plural(papers.size, "starred paper")}:`));
    box.replaceChildren(told, make("ul", {}, ...titles), make("p", { className: "links" }, yes, no));
  }

  for (const button of triage.all("[data-export]")) button.addEventListener("click", () => exported(button.dataset.export));
  by("save").addEventListener("click", saved);
  by("load").addEventListener("click", () => by("file").click());
  by("file").addEventListener("change", loaded);
  by("link").addEventListener("click", linked);
  by("forget").addEventListener("click", () => {
    if (confirm("Forget all stars, notes, and what was read or hidden? This cannot be undone.")) {
      marks.forget();
      struck.forget();
      tell("Everything is forgotten.");
    }
  });
  addEventListener("hashchange", offered);
  triage.filter("starred");
  marks.listen(draw);
  draw();
  offered();
})();
