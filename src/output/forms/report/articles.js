// ---- The list of articles ----

const ARTICLE_KEYS = {
  article: (article) => titleOf(article).toLowerCase(), published: (article) => article.published ?? "",
  words: (article) => article.words, facts: (article) => article.facts,
};

function articlesView({ query }) {
  const results = el("div"), facets = el("div", { class: "facets" });
  // Only the last search may show what it found.
  let search = 0, timer, opened = false;
  const go = (changes) => {
    history.replaceState(null, "", address("articles", [], { ...Object.fromEntries(readAddress(location.hash).query), page: "", facet: "", ...changes }));
    fill();
  };
  const fill = async () => {
    const mine = ++search, query = readAddress(location.hash).query, words = folded(query.get("q") ?? "").split(/\s+/).filter(Boolean);
    if (words.length && !texts) results.replaceChildren(el("p", { class: "soft" }, "Searching the texts …"));
    const found = words.length ? await searchableTexts() : null;
    if (mine !== search) return;
    const rows = sortedArticles(articlesWith(query, words, found), query);
    const open = openFacets(facets, query.get("facet"));
    facets.replaceChildren(...articleFacets(rows, query, open, go));
    if (query.get("facet") && !opened) { opened = true; requestAnimationFrame(() => facets.querySelector("[open]")?.scrollIntoView({ block: "nearest" })); }
    const size = paper ? ON_PAPER : ROWS, pages = Math.max(1, Math.ceil(rows.length / size)), page = Math.min(Math.max(1, +(query.get("page") ?? 1) || 1), pages);
    const old = results.querySelector("output");
    results.replaceChildren(
      el("div", { class: "bar" }, el("output", {}, plural(rows.length, "article")), pager(page, pages, (to) => { go({ page: to }); results.scrollIntoView(); }), el("a", { href: "#articles" }, "Clear")),
      !rows.length ? el("p", {}, "No article holds all of this.") : articleTable(rows.slice((page - 1) * size, page * size), query, words, go, results));
    if (old && old.textContent !== plural(rows.length, "article")) say(plural(rows.length, "article"));
  };
  redraw = fill;
  const later = (event) => { clearTimeout(timer); timer = setTimeout(() => go({ q: event.target.value }), 150); };
  // The view is shown when its first list is there, and no later than the texts need.
  const drawn = fill();
  const nodes = [el("h1", {}, "Articles"), el("form", { role: "search", onsubmit: (event) => event.preventDefault() },
    el("label", {}, el("span", { class: "soft" }, "Search titles and texts "), el("input", { type: "search", name: "q", value: query.get("q") ?? "", oninput: later })), facets), results];
  return query.get("q") ? drawn.then(() => nodes) : nodes;
}

/** The articles that hold every word somewhere, and every name that is asked for. */
function articlesWith(query, words, found) {
  const names = ["organisation", "person"].map((name) => query.get(name)).filter(Boolean).map((name) => strings.indexOf(name));
  const hits = words.map((word) => searchable().map((string) => string.includes(word)));
  const has = (index, word) => found[index].includes(words[word]) || folded(articles[index].id + " " + (articles[index].title ?? "")).includes(words[word]) || articles[index].names.some((name) => hits[word][name]);
  return articles.map((_, index) => index).filter((index) => (!query.has("failed") || articles[index].error)
    && names.every((name) => articles[index].names.includes(name)) && words.every((_, word) => has(index, word)));
}

function sortedArticles(rows, query) {
  const by = query.get("sort"), key = Object.hasOwn(ARTICLE_KEYS, by ?? "") ? ARTICLE_KEYS[by] : null, way = query.get("dir") === "down" ? -1 : 1;
  return key ? rows.sort((a, b) => { const x = key(articles[a]), y = key(articles[b]); return (x < y ? -way : x > y ? way : 0) || a - b; }) : rows;
}

/** Organisations and people of these articles, the most frequent first. */
function articleFacets(rows, query, open, go) {
  return [["organisation", "Organisations", data.organisations], ["person", "People", data.people]].map(([name, label, all]) => {
    const found = new Map(all.map(([index]) => [index, 0]));
    for (const row of rows) for (const index of articles[row].names) if (found.has(index)) found.set(index, found.get(index) + 1);
    const values = byTimes(new Map([...found].filter(([, times]) => times).map(([index, times]) => [strings[index], times])));
    return values.length ? facet(name, label, values, query.get(name), open.has(name), (value) => go({ [name]: value })) : null;
  }).filter(Boolean);
}

function articleTable(rows, query, words, go, results) {
  const dated = articles.some((article) => article.published);
  const by = query.get("sort") ?? "", down = query.get("dir") === "down";
  const row = (index) => {
    const article = articles[index];
    return el("tr", {},
      el("td", { "data-name": "", dir: "auto" }, el("a", { href: address("article", [article.id]) }, titleOf(article)), article.title ? el("div", { class: "soft" }, article.id) : "", words.length ? hit(index, words) : ""),
      dated ? el("td", { "data-name": "Published" }, article.published ?? "") : null,
      article.error ? el("td", { colspan: 2, class: "soft" }, article.error) : [el("td", { "data-name": "Words", class: "number" }, number.format(article.words)), el("td", { "data-name": "Facts", class: "number" }, number.format(article.facts))]);
  };
  const th = (label, right) => {
    const name = label.toLowerCase();
    return el("th", { scope: "col", class: right ? "number" : null, "aria-sort": by === name ? (down ? "descending" : "ascending") : null },
      paper ? label : el("button", { type: "button", "data-key": name, onclick: async () => { await go({ sort: name, dir: by === name && !down ? "down" : "" }); results.querySelector(`[data-key="${name}"]`)?.focus(); } }, label));
  };
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of articles" }, el("table", {}, el("caption", {}, "Articles"),
    el("thead", {}, el("tr", {}, th("Article"), dated ? th("Published") : null, th("Words", true), th("Facts", true))), el("tbody", {}, rows.map(row))));
}

/** The words around the first hit in an article's text; filled in when its block is there. */
function hit(index, words) {
  const line = el("div", { class: "soft", dir: "auto" });
  record(index).then((it) => {
    const found = firstHit(it.text ?? "", words);
    if (!found) return;
    // Words are not cut through.
    const before = it.text.slice(Math.max(0, found.start - 70), found.start), after = it.text.slice(found.end, found.end + 70);
    line.append(found.start > 70 ? "… " + before.replace(/^\S*\s/, "") : before, el("mark", {}, it.text.slice(found.start, found.end)), found.end + 70 < it.text.length ? after.replace(/\s\S*$/, "") + " …" : after);
  });
  return line;
}
