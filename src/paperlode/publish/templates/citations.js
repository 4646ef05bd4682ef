// Starred papers for reference managers. The page of each paper holds its record as paperlode
// writes it elsewhere (CSL-JSON, BibTeX); where it is out of reach, what was kept with the star
// must do.
paperlode.citations = (() => {
  const { root } = paperlode;
  const AT_ONCE = 6; // as many as a browser asks one host for

  async function fetched(id) {
    const answer = await fetch(new URL(`paper/${id}/`, root));
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const csl = JSON.parse(page.getElementById("csl").textContent);
    return { id, csl, bibtex: page.getElementById("bibtex").textContent };
  }

  // What is known without the page: title, authors as text, identifier.
  function remembered(id, paper) {
    const { title = `arXiv:${id}`, authors = "" } = paper ?? {};
    const names = authors.replace(/ and \d+ more$/, "").split(", ").filter(Boolean);
    const [, yy] = id.match(/(?:^|\/)(\d\d)/);
    const year = +yy + (+yy > 90 ? 1900 : 2000);
    const url = `https://arxiv.org/abs/${id}`;
    const csl = {
      id: id.replace("/", "-"), type: "article", title, author: names.map((literal) => ({ literal })),
      issued: { "date-parts": [[year]] }, URL: url, archive: "arXiv", number: `arXiv:${id}`,
      genre: "preprint", publisher: "arXiv",
    };
    const fields = {
      title: `{${tex(title)}}`, author: names.map((name) => `{${tex(name)}}`).join(" and "),
      year, eprint: id, archivePrefix: "arXiv", url,
    };
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
    return { id, csl, bibtex: [`@misc{${csl.id},`, ...lines, "}", ""].join("\n"), short: true };
  }

  const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "{": "\\{", "}": "\\}" };
  const tex = (text) => text.replace(/[\\~^{}#$%&_]/g, (c) => TEX[c] ?? `\\${c}`);

  // Give the records of papers, ordered by identifier; "tell" hears how many are there.
  async function records(papers, tell) {
    const waiting = [...papers].sort(([a], [b]) => (age(a) < age(b) ? -1 : 1));
    const found = new Array(waiting.length);
    let next = 0;
    let done = 0;
    async function some() {
      while (next < waiting.length) {
        const place = next++;
        const [id, record] = waiting[place];
        found[place] = await (location.protocol === "file:" ? Promise.reject() : fetched(id))
          .catch(() => remembered(id, record.paper));
        tell(++done, waiting.length);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    return distinct(found);
  }

  const age = (id) => {
    const digits = id.replace(/^.*\//, "");
    return (digits[0] === "9" ? "19" : "20") + digits;
  };

  // Of papers that would share a key the oldest keeps it, the others add their identifier.
  function distinct(records) {
    const taken = new Set();
    for (const record of records) {
      const key = record.csl.id;
      if (taken.has(key)) {
        record.csl.id = `${key}-${record.csl.number.replace("arXiv:", "").replaceAll("/", "-")}`;
        record.bibtex = record.bibtex.replace(`{${key},`, `{${record.csl.id},`);
      }
      taken.add(record.csl.id);
    }
    return records;
  }

  // RIS

  const flat = (text) => String(text).replace(/[\p{Cc}\s]+/gu, " ").trim();
  const name = ({ literal, family, given, suffix }) =>
    [literal, family, given, suffix].filter(Boolean).map((part) => part.replace(/[,*]/g, " ")).join(", ");

  function ris({ csl }) {
    const journal = csl.type === "article-journal";
    const [first, ...last] = (csl.page ?? "").split("-");
    const date = csl.issued["date-parts"][0];
    const day = date.map((part) => String(part).padStart(2, "0")).join("/");
    const number = csl.number.replace("arXiv:", "");
    const pairs = [
      ["TY", journal ? "JOUR" : "UNPB"], ["ID", csl.id], ["TI", csl.title],
      ...(csl.author ?? []).map((author) => ["AU", name(author)]),
      ["T2", csl["container-title"]], ["VL", csl.volume], ["IS", csl.issue], ["SP", first], ["EP", last.join("-")],
      ["PY", date[0]], ["DA", !journal && date.length === 3 && day], ["AB", csl.abstract],
      ...(csl.keyword ?? "").split(", ").map((word) => ["KW", word.replaceAll("*", "")]),
      ["DO", csl.DOI], ["UR", csl.URL], ["L1", `https://arxiv.org/pdf/${number}`], ["AN", csl.number],
      ["PB", csl.publisher], ["N1", csl.note],
    ];
    const lines = pairs.filter(([, value]) => value && flat(value)).map(([tag, value]) => `${tag}  - ${flat(value)}`);
    return [...lines, "ER  - ", ""].join("\r\n");
  }

  return {
    records,
    bibtex: (found) => found.map((record) => record.bibtex).join("\n"),
    ris: (found) => found.map(ris).join("\r\n"),
    csl: (found) => `${JSON.stringify(found.map((record) => record.csl), null, 1)}\n`,
  };
})();
