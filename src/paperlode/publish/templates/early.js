// Runs before anything is drawn: scripts run here, and this density was chosen.
const paperlode = { root: new URL(".", document.currentScript.src) };
paperlode.key = `paperlode ${paperlode.root.pathname} `; // several sites may share one host
{
  const { dataset } = document.documentElement;
  dataset.scripts = "";
  dataset.density = "compact";
  try {
    dataset.density = localStorage.getItem(`${paperlode.key}density`) || "compact";
  } catch {
    // this browser keeps nothing
  }
}
