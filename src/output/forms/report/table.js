// ---- The table of facts ----

/** Rows on a page. */
const ROWS = 100;

function factsView({ query }) {
  const filter = filters(query);
  const go = (changes) => {
    const now = readAddress(location.hash).query;
    history.replaceState(null, "", address("facts", [], { ...Object.fromEntries(now), page: "", facet: "", ...changes }));
    fill();
  };
  const results = el("div"), facets = el("div", { class: "facets" });
  const panel = filterForm(query, filter, go, facets);
  let opened = false;

  function fill() {
    const current = filters(readAddress(location.hash).query);
    const { rows, byKind, byStatus } = passing(current);
    panel.follow(current, byKind, byStatus);
    facets.replaceChildren(...facetsOf(rows, current, openFacets(facets, current.facet), go, panel.form));
    if (current.facet && !opened) { opened = true; requestAnimationFrame(() => facets.querySelector("[open]")?.scrollIntoView({ block: "nearest" })); }
    const old = results.querySelector("output");
    const size = paper ? ON_PAPER : ROWS;
    const pages = Math.max(1, Math.ceil(rows.length / size)), page = paper ? 1 : Math.min(current.page, pages);
    const turned = (to) => { go({ page: to }); results.scrollIntoView(); };
    results.replaceChildren(
      el("div", { class: "bar" }, el("output", {}, plural(rows.length, "fact")), pager(page, pages, turned), tickBar(),
        el("button", { type: "button", onclick: async () => save("facts.csv", "text/csv", await csv(rows)), disabled: !rows.length }, "Save as CSV"),
        el("a", { href: "#facts" }, "Clear all filters")),
      rows.length ? factTable(rows.slice((page - 1) * size, page * size), current, (name) => {
        go({ sort: name, dir: current.sort === name && !current.down ? "down" : "" });
        results.querySelector(`thead button[data-key="${name}"]`).focus();
      }) : el("p", {}, "No fact passes these filters."),
      paper && pages > 1 ? el("p", {}, "and " + plural(rows.length - size, "other")) : "",
      pages > 1 ? el("div", { class: "bar" }, pager(page, pages, turned)) : "");
    if (old && old.textContent !== plural(rows.length, "fact")) say(plural(rows.length, "fact"));
  }
  redraw = fill;
  fill();
  return [el("h1", {}, "Facts"), panel.form, results];
}

/** Buttons that turn pages; nothing where there is one page, or paper. */
function pager(page, pages, turned) {
  const turn = (to, label) => el("button", { type: "button", disabled: to < 1 || to > pages, onclick: () => turned(to) }, label);
  return pages > 1 && !paper ? el("span", { class: "pager" }, turn(page - 1, "Previous"), el("span", {}, "Page " + number.format(page) + " of " + number.format(pages)), turn(page + 1, "Next")) : [];
}

/** The fields, boxes and lists that narrow the table, and what keeps them true to the address. */
function filterForm(query, filter, go, facets) {
  let timer;
  const later = (event) => { clearTimeout(timer); const { name, value } = event.target; timer = setTimeout(() => go({ [name]: value }), 150); };
  const field = (name, label, attributes = {}) => el("label", {}, label,
    el("input", { name, value: query.get(name) ?? "", oninput: later, autocomplete: "off", ...attributes }));
  const chosen = (name, label, values) => {
    const id = "values-" + name;
    return [field(name, label, { list: id }), el("datalist", { id }, values.slice(0, 500).map(([value]) => el("option", { value })))];
  };
  const used = kinds.filter((_, index) => facts.kind.includes(index)), usedStatuses = statuses.filter((_, index) => facts.status.includes(index));
  const chip = (sort, value, label, on) => el("label", { class: `chip ${sort}-${value}` }, el("input", { type: "checkbox", value, checked: on }), label, " ", el("b", { "data-times": value }));
  const boxes = (name, legend, values, ...more) => {
    const set = el("fieldset", { onchange: () => go({ [name]: [...set.querySelectorAll(":checked")].map((box) => box.value).join(" ") || " " }) }, el("legend", {}, legend), values, ...more);
    return set;
  };
  const all = el("button", { type: "button", onclick: () => { for (const box of chips.querySelectorAll("input")) box.checked = true; go({ kind: used.join(" ") }); } }, "all");
  const chips = boxes("kind", "Kinds", used.map((kind) => chip("k", kind, kind, filter.kind.includes(kind))), all);
  const states = usedStatuses.length < 2 ? null : boxes("status", "Status", usedStatuses.map((status) => chip("s", status, status === TRUE ? "presented as true" : status, filter.status.includes(status))));
  // On a phone there are no heads of columns; what is largest or surest then comes first.
  const order = el("select", { name: "sort", onchange: () => {
    const column = usedColumns().find(([name]) => name === order.value);
    go({ sort: order.value, dir: column && ["value", "score"].includes(column[2]) ? "down" : "" });
  } }, el("option", { value: "" }, "place in the text"), usedColumns().map(([name, label]) => el("option", { value: name }, label)));
  const ticked = el("select", { name: "ticked", onchange: () => go({ ticked: ticked.value }) },
    [["", "any"], ["right", "right"], ["wrong", "wrong"], ["note", "with a note"], ["none", "not yet"]].map(([value, label]) => el("option", { value }, label)));
  const narrowed = [...query.keys()].some((name) => !["q", "page", "sort", "dir"].includes(name));
  const form = el("form", { role: "search", onsubmit: (event) => event.preventDefault() },
    field("q", "Search", { type: "search", placeholder: "words of a fact, its sentence or its article's title" }),
    el("p", { class: "soft also" }, ""),
    el("details", { open: narrowed || matchMedia("(min-width: 44rem)").matches }, el("summary", {}, "Filters"), el("div", { class: "fields" },
      chosen("head", "What", tally((row) => [text("head", row)])), chosen("where", "Where", tally((row) => list("where", row))),
      chosen("who", "Who", tally((row) => [text("who", row)])), chosen("law", "Law", tally((row) => list("law", row))),
      chosen("source", "Source", tally((row) => [text("source", row)])),
      facts.lemma.some(Boolean) ? chosen("event", "Event (dictionary form)", tally((row) => [text("lemma", row)])) : null, field("date", "Date begins with", { placeholder: "2021-05" }),
      field("min", "Least value", { inputmode: "decimal" }), field("max", "Greatest value", { inputmode: "decimal" }),
      field("score", "Least score", { inputmode: "decimal", placeholder: "0 to 1" }), el("label", {}, "Ticks", ticked), el("label", {}, "Sort by", order)),
      chips, states, facets));
  const follow = (current, byKind, byStatus) => {
    order.value = current.sort;
    ticked.value = current.ticked;
    for (const [set, names, counts] of [[chips, kinds, byKind], [states, statuses, byStatus]]) {
      set?.querySelectorAll("[data-times]").forEach((node) => { node.textContent = number.format(counts[names.indexOf(node.dataset.times)]); });
    }
    form.querySelector(".also").replaceChildren(...(current.q ? [el("a", { href: address("articles", [], { q: current.q }) }, "Articles with these words anywhere in their text")] : []));
  };
  return { form, follow };
}

/** What the facts that pass have in common: for each field its values with their counts, the most frequent first. */
function facetsOf(rows, filter, open, go, form) {
  const values = {
    unit: ["Unit", (row) => [text("unit", row)]], head: ["What", (row) => [text("head", row)]], who: ["Who", (row) => [text("who", row)]],
    where: ["Where", (row) => list("where", row)], law: ["Law", (row) => list("law", row)], source: ["Source", (row) => [text("source", row)]],
    outlet: ["Outlet", (row) => [articleOf(row).outlet]], date: ["Month", (row) => [period(text("date", row), true)]],
  };
  return Object.entries(values).map(([name, [label, of]]) => {
    const found = new Map();
    for (const row of rows) for (const value of new Set(of(row))) if (value) found.set(value, (found.get(value) ?? 0) + 1);
    return found.size ? facet(name, label, byTimes(found), filter[name], open.has(name), (value) => {
      const field = form.elements[name];
      if (field) field.value = value;
      go({ [name]: value });
    }) : null;
  }).filter(Boolean);
}

function factTable(rows, current, sortBy) {
  const head = ([name, label]) => el("th", {
    scope: "col", class: name === "number" || name === "score" ? "number" : null,
    "aria-sort": current.sort === name ? (current.down ? "descending" : "ascending") : null,
    // Paper does not repeat buttons.
  }, paper ? label : el("button", { type: "button", "data-key": name, title: name === "number" ? "by unit, then by number" : name === "score" ? "how sure the whole row is" : null, onclick: () => sortBy(name) }, label));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of facts" }, el("table", { class: "facts-table" }, el("caption", {}, "Facts"),
    el("thead", {}, el("tr", {}, usedColumns().map(head))), rows.map(tableRow)));
}

/** Two lines: what was read, and the sentence that says so. */
function tableRow(row) {
  const article = articleOf(row), id = text("id", row);
  const td = ([name, label]) => {
    const content = cell(name, row);
    const attributes = { "data-name": label, dir: "auto", class: name === "number" || name === "score" ? "number" : null };
    if (name === "number") return el("td", attributes, caution(row), el("a", { class: "k k-" + kindOf(row), href: address("article", [article.id, id]), title: text("text", row) + " (" + kindOf(row) + ")" }, content));
    return el("td", attributes, content);
  };
  return el("tbody", { class: isTrue(row) ? "fact" : "fact aside" }, el("tr", {}, usedColumns().map(td)),
    el("tr", { class: "said" }, el("td", { colspan: usedColumns().length, "data-name": "" }, el("div", {}, el("span", {}, sentence(row), " ", again(row), from(article)), tools(row)))));
}
