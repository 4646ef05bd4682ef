// What is wrong with the form of the page that is open: a list of sentences, empty when all is well.
(() => {
  const all = (css, base = document) => [...base.querySelectorAll(css)];
  const wrong = [];
  const must = (so, law, element) => {
    if (!so) wrong.push(law + (element ? ": " + element.outerHTML.slice(0, 120) : ""));
  };
  const named = (e) => e.ariaLabel || document.getElementById(e.getAttribute("aria-labelledby"));

  must(document.documentElement.lang === "en" && document.title, "language and title");
  for (const css of ["main", "h1", "body > header", "body > footer"]) {
    must(all(css).length === 1, "there is one " + css);
  }
  let level = 0;
  for (const e of all("h1, h2, h3, h4, h5, h6")) {
    must(+e.tagName[1] <= level + 1, "no level of headings is left out", e);
    level = +e.tagName[1];
  }
  const ids = all("[id]").map((e) => e.id);
  must(new Set(ids).size === ids.length, "every id is there once");
  for (const e of all('a[href^="#"]')) {
    must(ids.includes(e.getAttribute("href").slice(1)), "a link within the page has its target", e);
  }
  for (const e of all("[aria-labelledby], nav, aside, section, [role=group]")) {
    must(named(e), "a part has a name", e);
  }
  for (const e of all("img, svg, [role=img]")) {
    must(named(e) || e.alt || e.ariaHidden === "true", "a picture has a name", e);
  }
  for (const e of all("th")) must(e.scope, "a heading in a table says of what", e);
  for (const e of all("table")) must(all("thead th", e).length > 1, "a table has headings", e);
  for (const e of all("a a, a [tabindex], summary a, summary [tabindex]")) {
    must(false, "nothing to press inside of something to press", e);
  }
  for (const e of all("[tabindex]")) must(e.tabIndex <= 0, "nothing jumps the queue", e);
  for (const e of all("[autofocus], [accesskey], script:not([src], [type$=json]), iframe, [style]")) must(false, "none", e);
  for (const e of all("body *")) {
    const scrolls = /auto|scroll/.test(getComputedStyle(e).overflowX);
    const reached = e.tabIndex === 0 || all("a, summary", e).length;
    must(!scrolls || e.scrollWidth <= e.clientWidth || reached, "keys reach what scrolls", e);
  }
  for (const e of all("td a, .button, .contents li, .calendar a")) {
    must(!e.checkVisibility() || e.getBoundingClientRect().height >= 24, "there is room for a finger (24 px)", e);
  }
  const { scrollWidth } = document.scrollingElement;
  must(scrollWidth <= innerWidth, `the page, ${scrollWidth}, is no wider than the window`);
  return wrong;
})();
