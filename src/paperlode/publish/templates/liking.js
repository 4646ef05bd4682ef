// The page of what paperlode thinks the reader likes: a button strikes a word out, or takes it back.
(() => {
  const { triage, struck } = paperlode;
  const { make } = triage;
  const next = document.getElementById("next");
  const rows = triage.all(".weights [data-word]").map((element) => {
    const { word } = element.dataset;
    const button = make("button", { type: "button" }, "Strike out", make("span", { className: "hidden" }, ` ${word}`));
    const row = { element, word, button, known: "struck" in element.dataset };
    button.addEventListener("click", () => strike(row));
    element.append(button);
    return row;
  });

  function draw() {
    const words = struck.all();
    const waiting = new Set();
    for (const row of rows) {
      row.on = words.get(row.word)?.on ?? row.known;
      row.element.toggleAttribute("data-out", row.on);
      row.button.setAttribute("aria-pressed", row.on);
      if (row.on !== row.known) waiting.add(row.word);
    }
    next.hidden = !waiting.size;
    next.querySelector("b").textContent = waiting.size === 1 ? "One word is changed here." : `${waiting.size} words are changed here.`;
  }

  function strike({ word, on }) {
    const kept = struck.set(word, !on);
    draw();
    const told = on ? `Counts again: ${word}` : `Struck out: ${word}`;
    triage.tell(kept ? told : `${told}. This browser has no room for it: it is forgotten with this page`);
  }

  next.querySelector("button").addEventListener("click", () => {
    triage.tell(`${struck.save().name} holds the words, and all stars and hidden papers.`, false, true);
  });
  addEventListener("storage", draw);
  draw();
})();
