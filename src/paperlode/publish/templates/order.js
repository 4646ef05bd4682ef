// The order of the news: as they were ranked for the reader, which is how the page comes, or newest
// first. Whatever is folded away stands open among the others then.
(() => {
  const { marks } = paperlode;
  const groups = [...document.querySelectorAll("section:has(> [data-newest], > .unlikely)")].map((section) => {
    const papers = [...section.querySelectorAll("article[data-newest]")];
    return { fold: section.querySelector(".unlikely"), section, papers, homes: papers.map((paper) => paper.parentNode) };
  });

  function put({ fold, section, papers, homes }, newest) {
    const ordered = newest ? [...papers].sort((a, b) => a.dataset.newest - b.dataset.newest) : papers;
    for (const paper of ordered) {
      const home = newest ? section : homes[papers.indexOf(paper)];
      home.insertBefore(paper, home === section ? fold : null);
    }
    if (fold) fold.hidden = newest;
  }

  function choose(order) {
    for (const group of groups) put(group, order === "newest");
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.order === order);
  }

  const buttons = [...document.querySelectorAll("button[data-order]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      marks.keep("order", button.dataset.order);
      choose(button.dataset.order);
    });
  }
  if (marks.setting("order") === "newest") choose("newest");
})();
