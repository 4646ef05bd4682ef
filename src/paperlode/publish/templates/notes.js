// Starred papers as notes for Obsidian: one Markdown file a paper, one that lists them, in a ZIP.
paperlode.notes = (() => {
  const { root, marks } = paperlode;
  const text = new TextEncoder();

  // Front matter is YAML, in which every text of JSON is one; what JSON lets through, too.
  const yaml = (value) =>
    JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

  // Text as it stands; mathematics stays for Obsidian, but nothing in it is markup.
  function markdown(told) {
    return told.split(/(?<!\\)(\$\$?[^$]+\$\$?)/).map((part, place) => (place % 2 ? formula(part) : escaped(part))).join("");
  }
  const escaped = (told) => told.replace(/[\\`*_{}[\]<>#|~^=$%!&]/g, "\\$&").replace(/:(?=\/\/)/g, "\\:");
  const formula = (told) =>
    told.replace(/</g, "\\lt ").replace(/>/g, "\\gt ").replace(/`/g, "'").replace(/\]\s*([([])/g, "]{}$1").replace(/\[\[/g, "[{}[").replace(/%/g, (c, at) => (told[at - 1] === "\\" ? c : "\\%"));

  const person = ({ literal, family, given, suffix }) => literal ?? [given, family, suffix].filter(Boolean).join(" ");

  // A name of a file on every system, and of a link: no path, no mark of Obsidian's.
  function filename(record) {
    const { csl, id } = record;
    const [author] = csl.author ?? [];
    const who = author ? (author.family ?? author.literal) : "arXiv";
    const told = `${who} ${csl.issued["date-parts"][0][0]} ${csl.title ?? ""}`;
    const bare = marks.clean(told, 400).replace(/[\\/:*?"<>|#^[\]{}$%`~\n\t]/g, " ").replace(/\s+/g, " ").replace(/^[. ]+/, "");
    return `${bare.slice(0, 80).trim()} (${id.replace("/", "-")})`;
  }

  function note(record, mark) {
    const { csl, id } = record;
    const pdf = `https://arxiv.org/pdf/${csl.number.replace("arXiv:", "")}`;
    const day = csl.issued["date-parts"][0].map((part) => String(part).padStart(2, "0")).join("-");
    const facts = [
      ["title", csl.title], ["authors", (csl.author ?? []).map(person)], ["date", day], ["arxiv", id], ["doi", csl.DOI],
      ["journal", csl["container-title"]], ["url", csl.URL], ["pdf", pdf],
      ["categories", csl.keyword?.split(", ")], ["citekey", csl.id], ["starred", mark.starred.at.slice(0, 10)],
    ];
    const front = facts.filter(([, value]) => value?.length).map(([key, value]) => `${key}: ${yaml(value)}`);
    const links = [`[arXiv](${csl.URL})`, `[PDF](${pdf})`];
    if (csl.DOI) links.push(`[DOI](https://doi.org/${encodeURIComponent(csl.DOI).replaceAll("%2F", "/")})`);
    if (location.protocol !== "file:") links.push(`[Page](${new URL(`paper/${id}/`, root)})`);
    const parts = ["---", ...front, "---", "", `# ${markdown(csl.title ?? `arXiv:${id}`)}`, "", links.join(" · "), ""];
    if (csl.abstract) parts.push("## Abstract", "", markdown(csl.abstract), "");
    parts.push("## Note", "", mark.note?.text ?? "", "");
    return parts.join("\n");
  }

  function zip(records, chosen) {
    const files = records.map((record) => [`${filename(record)}.md`, note(record, chosen.get(record.id))]);
    const list = records.map((record) => `- [[${filename(record)}]]`);
    files.push(["Starred papers.md", ["# Starred papers", "", ...list, ""].join("\n")]);
    return packed(files.map(([path, content]) => [text.encode(path), text.encode(content)]));
  }

  // ZIP, stored as it is: local headers with contents, then the directory (PKWARE's APPNOTE 4.3).

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  function crc(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
    return ~sum >>> 0;
  }

  // Numbers of 16 ("s") and 32 ("l") bits, the low byte first.
  function numbers(...pairs) {
    const bytes = pairs.flatMap(([kind, value]) => (kind === "s" ? [0, 8] : [0, 8, 16, 24]).map((by) => (value >>> by) & 255));
    return Uint8Array.from(bytes);
  }

  function packed(files) {
    const UTF8 = 0x0800;
    const DAY = 0x0021; // 1 January 1980: the format has no way to say "none"
    const parts = [];
    const directory = [];
    let at = 0;
    for (const [path, content] of files) {
      const facts = numbers(["s", 20], ["s", UTF8], ["s", 0], ["s", 0], ["s", DAY], ["l", crc(content)], ["l", content.length], ["l", content.length], ["s", path.length], ["s", 0]);
      const local = [numbers(["l", 0x04034b50]), facts, path, content];
      directory.push(numbers(["l", 0x02014b50], ["s", 20]), facts, numbers(["s", 0], ["s", 0], ["s", 0], ["l", 0], ["l", at]), path);
      parts.push(...local);
      at += size(local);
    }
    const end = numbers(["l", 0x06054b50], ["s", 0], ["s", 0], ["s", files.length], ["s", files.length], ["l", size(directory)], ["l", at], ["s", 0]);
    return new Blob([...parts, ...directory, end], { type: "application/zip" });
  }
  const size = (parts) => parts.reduce((sum, part) => sum + part.length, 0);

  return { zip };
})();
