// ---- Going from view to view ----

/** The article on the page: going from number to number in it draws nothing anew. */
let open = null;
const views = { overview, facts: factsView, conflicts: conflictsView, articles: articlesView, article: articleView };
const main = document.getElementById("main");

async function show() {
  const where = readAddress(location.hash);
  if (where.view === "main") { main.focus(); return; }
  const view = Object.hasOwn(views, where.view) ? where.view : "overview";
  if (view === "article" && open?.id === where.path[0]) { open.choose(where.path[1]); return; }
  open = null;
  redraw = null;
  const asked = location.hash;
  const nodes = await views[view](where);
  // Whoever has gone elsewhere while an article was unpacked does not want it any more.
  if (location.hash !== asked) return;
  main.dataset.view = view;
  main.replaceChildren(...nodes.flat(9).filter(Boolean));
  document.title = (main.querySelector("h1")?.textContent ?? "") + " · headcount";
  for (const link of document.querySelectorAll("nav a")) {
    const current = link.dataset.view === (view === "article" ? "articles" : view);
    if (current) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  if (where.path.length < 2) window.scrollTo(0, 0);
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = document.querySelector("dialog[open]") || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  const where = readAddress(location.hash);
  if (event.key === "/" && !typing) {
    event.preventDefault();
    const field = main.querySelector("input[type=search]");
    if (field) field.focus(); else { location.hash = "#facts"; setTimeout(() => main.querySelector("input[type=search]")?.focus()); }
  } else if (where.view === "article" && !typing) {
    const [id, chosen] = where.path;
    const anchors = [...main.querySelectorAll(".text a.k")];
    const step = { j: 1, ArrowDown: null, k: -1 }[event.key];
    if (step) {
      const now = anchors.findIndex((anchor) => anchor.id === chosen);
      const next = anchors[now < 0 ? (step > 0 ? 0 : anchors.length - 1) : now + step];
      if (next) location.hash = address("article", [id, next.id]);
    } else if (event.key === "Escape" && chosen) {
      location.hash = address("article", [id]);
    } else if (event.key === "[" || event.key === "]") {
      main.querySelector(event.key === "[" ? "a[rel=prev]" : "a[rel=next]")?.click();
    }
  }
}

async function start() {
  load(await unpacked("headcount-facts"));
  document.body.append(news);
  readTicks();
  window.addEventListener("hashchange", show);
  document.addEventListener("keydown", key);
  await show();
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => { main.textContent = "This report cannot be shown: " + error.message + ". It needs a browser of 2023 or newer."; });
