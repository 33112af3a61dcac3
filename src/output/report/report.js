"use strict";
// The report's one script. It draws what the file's own data blocks hold: nothing is sent or fetched, and no text of an
// article is ever read as HTML (only textContent and setAttribute are used). Its tests stand in tests/browser.

// ---- Pure parts: no browser needed ----

/** "a/b&c" -> the view and its settings, from the part of the address after #. */
function readAddress(hash) {
  const bare = hash.replace(/^#/, "");
  const [path, query = ""] = bare.split("?");
  const [view = "", ...rest] = path.split("/");
  return { view: view || "overview", path: rest.map(decodeOr), query: new URLSearchParams(query) };
}

/** Percent escapes decoded; a text with a broken escape stays as it is. */
function decodeOr(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function address(view, path = [], query = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const tail = new URLSearchParams(known).toString();
  return "#" + [view, ...path.map(encodeURIComponent)].join("/") + (tail ? "?" + tail : "");
}

/** Positions in code points -> positions in the UTF-16 units that JavaScript counts. */
function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => Math.min(Math.max(at, 0), text.length);
  const units = [];
  let at = 0;
  for (const c of text) { units.push(at); at += c.length; }
  units.push(at);
  return (point) => units[Math.min(Math.max(point, 0), units.length - 1)];
}

/** Cuts [0, length) at every start and end of `spans`: pieces, each within or outside of every span. */
function pieces(length, spans) {
  const cuts = new Set([0, length]);
  for (const span of spans) if (span.start < span.end) { cuts.add(span.start); cuts.add(span.end); }
  const sorted = [...cuts].filter((cut) => cut >= 0 && cut <= length).sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => ({ start: sorted[index], end }));
}

/** A cell of a CSV file. One that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

/** The period of a date that a timeline counts by: its year, or its year and month. */
function period(date, months) {
  const found = /^(\d{4})(?:-(\d\d))?/.exec(date);
  if (!found || (months && (!found[2] || +found[2] < 1 || +found[2] > 12))) return null;
  return months ? found[1] + "-" + found[2] : found[1];
}

/** Text without case and accents, for searching. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Every period from the first to the last, so that a gap in time is a gap on the axis. */
function everyPeriod(first, last, months) {
  const list = [];
  let [year, month] = first.split("-").map(Number);
  for (let name = first; name <= last && list.length < 2000;) {
    list.push(name);
    if (months && ++month > 12) { month = 1; year++; } else if (!months) year++;
    name = String(year).padStart(4, "0") + (months ? "-" + String(month).padStart(2, "0") : "");
  }
  return list;
}

if (typeof module !== "undefined") {
  module.exports = { readAddress, address, unitsOf, pieces, csvCell, period, folded, everyPeriod };
} else {
  unpacked("headcount-facts").then(start).catch((error) => {
    document.getElementById("main").textContent = "This report cannot be shown: " + error.message + ". It needs a browser of 2023 or newer.";
  });
}

// ---- The page ----

/** A block of data: JSON, packed with gzip, in base64. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function start(data) {
  const ROWS = 100;
  const UNCOUNTED = ["date", "time", "identifier"];
  const ALL_COLUMNS = [
    ["status", "Status", "status"], ["number", "Number", "value"], ["unit", "Unit", "text"], ["what", "What", "text"], ["event", "Event", "text"],
    ["who", "Who", "text"], ["of", "Of", "text"], ["where", "Where", "list"], ["when", "When", "text"],
    ["law", "Law", "list"], ["source", "Source", "text"], ["score", "Score", "score"],
  ];
  /** What a fact that the text does not present as true is marked with. */
  const CAUTIONS = { negated: "not", possible: "maybe", planned: "planned", conditional: "if" };
  /** The name that a fact presented as true has among the filters. */
  const TRUE = "fact";
  const { strings, facts, articles } = data;
  const main = document.getElementById("main");
  const total = facts.article.length;
  const kinds = data.kinds;
  const used = kinds.filter((_, index) => facts.kind.includes(index));
  /** A column that would be empty all through is left out. */
  const COLUMNS = ALL_COLUMNS.filter(([name]) => {
    const column = facts[name];
    return !column || column.some((it) => (Array.isArray(it) ? it.length : name === "score" ? it !== null : it));
  });
  const statuses = data.statuses.map((status) => status || TRUE);
  const usedStatuses = statuses.filter((_, index) => facts.status.includes(index));
  const number = new Intl.NumberFormat("en");
  let search = null;
  const cache = new Map();

  // ---- Data ----

  const text = (column, row) => strings[facts[column][row]];
  const list = (column, row) => facts[column][row].map((index) => strings[index]);
  const kindOf = (row) => kinds[facts.kind[row]];
  const statusOf = (row) => statuses[facts.status[row]];
  const articleOf = (row) => articles[facts.article[row]];
  const isCounted = (row) => !UNCOUNTED.includes(kindOf(row));
  const isTrue = (row) => facts.status[row] === 0;
  const indexOfArticle = new Map(articles.map((article, index) => [article.id, index]));

  /** The articles' own records stand in blocks; one is unpacked when an article of it is opened. */
  async function record(index) {
    const block = Math.floor(index / data.block);
    if (!cache.has(block)) {
      if (cache.size > 8) cache.clear();
      cache.set(block, await unpacked("headcount-articles-" + block));
    }
    return cache.get(block)[index % data.block];
  }

  /** For every string, its folded form; made at the first search. */
  function searchable() {
    search ??= strings.map(folded);
    return search;
  }

  function cell(name, row) {
    switch (name) {
      case "number": return text("shown", row);
      case "status": return CAUTIONS[statusOf(row)] ?? "";
      case "where": case "law": return list(name, row).join(", ");
      case "score": return facts.score[row] === null ? "" : facts.score[row].toFixed(2);
      default: return text(name, row);
    }
  }

  // ---- Elements ----

  function el(tag, attributes = {}, ...children) {
    const svg = ["svg", "g", "rect", "circle", "path", "text", "title"].includes(tag) || attributes.svg;
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "svg" || value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  const nouns = (count, noun) => (count === 1 ? noun : noun.endsWith("y") ? noun.slice(0, -1) + "ies" : noun + "s");
  const plural = (count, noun) => number.format(count) + " " + nouns(count, noun);

  // ---- Overview ----

  function overview() {
    const read = articles.filter((article) => !article.error);
    const failed = articles.length - read.length;
    const words = read.reduce((sum, article) => sum + article.words, 0);
    let counted = 0, doubtful = 0;
    for (let row = 0; row < total; row++) if (isCounted(row)) { counted++; if (!isTrue(row)) doubtful++; }
    const asides = tally((row) => [statusOf(row)], isCounted);
    const tile = (count, noun, href, more = "") => {
      const words = nouns(count, noun) + more;
      return el("li", { class: "card" }, el("b", {}, number.format(count)), href ? el("a", { href }, words) : words);
    };
    const named = (names) => names.map(([index, count]) => [strings[index], count]);
    return [
      el("h1", {}, data.title),
      el("ul", { class: "tiles" },
        tile(read.length, "article", "#articles"), tile(words, "word"),
        tile(counted, "fact", "#facts"), tile(data.names, "name"),
        failed ? tile(failed, "article", address("articles", [], { failed: 1 }), " not read") : null),
      doubtful ? el("p", { class: "soft" }, plural(doubtful, "fact") + (doubtful === 1 ? " is" : " are") + " not presented as true (negated, possible, planned or conditional): marked in the table of facts, left out of the sums and of what is most counted.") : null,
      el("div", { class: "grid" },
        sums(),
        bars("Numbers by kind", tally((row) => [kindOf(row)]), "kind"),
        asides.length > 1 ? bars("How facts are presented", asides, "status") : null,
        bars("Most counted", tally((row) => [text("head", row)], (row) => counts(row) && isTrue(row)), "head"),
        bars("Places", tally((row) => list("where", row)), "where"),
        bars("Who did it", tally((row) => [text("who", row)]), "who"),
        bars("According to whom", tally((row) => [text("source", row)]), "source"),
        bars("Laws", tally((row) => list("law", row)), "law"),
        bars("Organisations, by articles", named(data.organisations), "articles"),
        bars("People, by articles", named(data.people), "articles"),
        timeline(), map()),
    ];
  }

  const counts = (row) => kindOf(row) === "count";

  /** Sums of counts of one thing in one event; of what can be summed, and what was left out is said. */
  function sums() {
    const groups = new Map(), seen = new Set(), out = { status: 0, value: 0, part: 0, again: 0 };
    for (let row = 0; row < total; row++) {
      if (!counts(row) || !text("lemma", row) || !text("head", row)) continue;
      const mention = facts.fact[row] && facts.article[row] + " " + facts.fact[row];
      const reason = !isTrue(row) ? "status" : !facts.exact[row] || facts.value[row] === null ? "value" : text("of", row) ? "part"
        : articleOf(row).duplicate || (mention && seen.has(mention)) ? "again" : null;
      if (reason) { out[reason]++; continue; }
      if (mention) seen.add(mention);
      const key = facts.lemma[row] + " " + facts.head[row];
      const group = groups.get(key) ?? { lemma: text("lemma", row), head: text("head", row), sum: 0, facts: 0 };
      group.sum += facts.value[row];
      group.facts++;
      groups.set(key, group);
    }
    const found = [...groups.values()].filter((group) => group.facts > 1).sort((a, b) => b.facts - a.facts || b.sum - a.sum);
    if (!found.length) return null;
    const line = ({ lemma, head, sum, facts }) => el("li", {}, el("a", { href: address("facts", [], { event: lemma, head, kind: "count" }) },
      el("span", { dir: "auto" }, lemma + ": " + head), el("b", {}, number.format(sum)), el("small", { class: "soft" }, "in " + plural(facts, "fact"))));
    const left = [[out.status, "not presented as true"], [out.value, "without one exact value"], [out.part, "part of a whole"], [out.again, "told before"]]
      .filter(([times]) => times).map(([times, why]) => number.format(times) + " " + why);
    return el("section", { class: "card" }, el("h2", {}, "Sums"), el("ol", { class: "bars sums" }, found.slice(0, 12).map(line)),
      el("p", { class: "soft" }, "Exact counts of one thing in one event, by the dictionary forms of both, whoever tells them: two articles may count the same people." + (left.length ? " Left out: " + left.join(", ") + "." : "")));
  }

  /** How many facts have each value; the most frequent first, then by name. */
  function tally(values, only = () => true) {
    const found = new Map();
    for (let row = 0; row < total; row++) {
      if (only(row)) for (const value of new Set(values(row))) if (value) found.set(value, (found.get(value) ?? 0) + 1);
    }
    return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  function bars(title, found, filter) {
    if (!found.length) return null;
    const most = found[0][1];
    const extra = filter === "head" ? { kind: "count" } : {};
    const bar = ([name, count]) => {
      const fill = el("i", { "aria-hidden": "true" });
      fill.style.width = 100 * count / most + "%";
      const href = filter === "articles" ? address("articles", [], { q: name }) : address("facts", [], { [filter]: name, ...extra });
      return el("li", {}, el("a", { href },
        el("span", { dir: "auto", title: name }, filter === "status" && name === TRUE ? "presented as true" : name), el("b", {}, number.format(count)), fill));
    };
    // These lists are cut where they are made.
    const more = filter !== "articles" && found.length > 12 ? el("p", {}, el("a", { href: address("facts", [], { facet: filter, ...extra }) }, "and " + plural(found.length - 12, "other"))) : null;
    return el("section", { class: "card" }, el("h2", {}, title), el("ol", { class: "bars" }, found.slice(0, 12).map(bar)), more);
  }

  function timeline() {
    const dated = [];
    for (let row = 0; row < total; row++) if (isCounted(row) && period(text("date", row), false)) dated.push(text("date", row));
    if (!dated.length) return null;
    const years = dated.map((date) => +date.slice(0, 4)).sort((a, b) => a - b);
    // A few stray years (a law of 1860) would squeeze all others: they stay in the table, beside the axis.
    const low = years[Math.floor(years.length * 0.02)], high = years[Math.ceil(years.length * 0.98) - 1];
    const monthly = dated.filter((date) => period(date, true)).length;
    const months = high - low < 4 && monthly > dated.length / 2;
    const found = new Map();
    let aside = 0;
    for (const date of dated) {
      const name = period(date, months), year = +date.slice(0, 4);
      if (!name || year < low || year > high) aside++;
      else found.set(name, (found.get(name) ?? 0) + 1);
    }
    const names = [...found.keys()].sort();
    const axis = everyPeriod(names[0], names.at(-1), months);
    const most = Math.max(...found.values());
    const width = 900, height = 130, step = Math.min(width / axis.length, 60);
    const every = Math.ceil(axis.length * 50 / width);
    const bar = (name, index) => {
      const count = found.get(name) ?? 0, tall = 95 * count / most;
      const label = index % every ? null : el("text", { x: Math.max(index * step + step / 2, 16), y: 125, "text-anchor": "middle" }, name);
      if (!count) return label;
      return [el("a", { svg: true, href: address("facts", [], { date: name }), "aria-label": name + ": " + plural(count, "fact") },
        el("title", {}, name + ": " + plural(count, "fact")),
        el("rect", { x: index * step + 1, y: 105 - tall, width: Math.max(step - 2, 1), height: tall })), label];
    };
    return el("section", { class: "card wide time" }, el("h2", {}, "When"),
      el("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Facts by date" }, axis.map(bar)),
      el("p", { class: "soft" }, plural(dated.length, "fact") + " by the " + (months ? "month" : "year") + " in which they happened, else were published" + (aside ? "; " + number.format(aside) + " outside of the axis" : "")));
  }

  /** A plain map in equal degrees: the outlines of the land, a net every 30 degrees, a circle for every place. */
  function map() {
    const known = Object.entries(data.places);
    if (!known.length) return null;
    const often = new Map(tally((row) => list("where", row)));
    const spots = known.map(([index, [lat, lon]]) => ({ name: strings[index], lat, lon, count: often.get(strings[index]) ?? 0 }));
    const drawn = spots.filter((spot) => spot.count).sort((a, b) => b.count - a.count);
    if (!drawn.length) return null;
    const most = drawn[0].count;
    let lines = "";
    for (let lon = -180; lon <= 180; lon += 30) lines += `M${lon + 180} 0V180`;
    for (let lat = -90; lat <= 90; lat += 30) lines += `M0 ${90 - lat}H360`;
    const spot = ({ name, lat, lon, count }) => {
      const label = name + ": " + plural(count, "fact");
      return el("a", { svg: true, href: address("facts", [], { where: name }), "aria-label": label }, el("title", {}, label),
        el("circle", { cx: lon + 180, cy: 90 - lat, r: 1 + 3 * Math.sqrt(count / most) }));
    };
    return el("section", { class: "card wide map" }, el("h2", {}, "Where"),
      el("svg", { viewBox: "0 5 360 145", role: "group", "aria-label": "Facts by place" },
        el("rect", { class: "sea", x: 0, y: 0, width: 360, height: 180 }), el("path", { class: "land", d: data.land }),
        el("path", { class: "lines", d: lines }), drawn.map(spot)),
      el("p", { class: "soft" }, plural(drawn.length, "place") + " with known coordinates"));
  }

  // ---- Facts ----

  function filters(query) {
    const get = (name) => query.get(name) ?? "";
    const size = (name) => (get(name).trim() === "" || isNaN(+get(name)) ? null : +get(name));
    return {
      q: get("q"), kind: query.has("kind") ? get("kind").split(" ").filter(Boolean) : kinds.filter((kind) => !UNCOUNTED.includes(kind)),
      status: query.has("status") ? get("status").split(" ").filter(Boolean) : statuses,
      unit: get("unit"), head: get("head"), where: get("where"), who: get("who"), law: get("law"), source: get("source"), date: get("date"),
      event: get("event"), outlet: get("outlet"), facet: get("facet"),
      min: size("min"), max: size("max"), score: size("score"),
      sort: get("sort"), down: get("dir") === "down", page: Math.max(1, Math.floor(size("page") ?? 1)),
    };
  }

  /** The rows that pass all filters, in order. */
  function rowsOf(filter) {
    const wanted = kinds.map((kind) => filter.kind.includes(kind)), presented = statuses.map((status) => filter.status.includes(status));
    const words = folded(filter.q).split(/\s+/).filter(Boolean);
    const hits = words.map((word) => searchable().map((string) => string.includes(word)));
    const ids = words.map((word) => articles.map((article) => folded(article.id + " " + (article.title ?? "")).includes(word)));
    const searched = ["shown", "text", "unit", "what", "event", "who", "of", "when", "source", "sentence"];
    const found = (row) => hits.every((hit, index) => searched.some((column) => hit[facts[column][row]])
      || facts.where[row].some((place) => hit[place]) || facts.law[row].some((law) => hit[law]) || ids[index][facts.article[row]]);
    const equal = ["unit", "head", "who", "source", "event"].filter((name) => filter[name]).map((name) => [name === "event" ? "lemma" : name, strings.indexOf(filter[name])]);
    const member = ["where", "law"].filter((name) => filter[name]).map((name) => [name, strings.indexOf(filter[name])]);
    const rows = [];
    for (let row = 0; row < total; row++) {
      const value = facts.value[row];
      if (wanted[facts.kind[row]] && presented[facts.status[row]]
        && (!filter.outlet || articleOf(row).outlet === filter.outlet)
        && equal.every(([name, index]) => facts[name][row] === index)
        && member.every(([name, index]) => facts[name][row].includes(index))
        && (!filter.date || text("date", row).startsWith(filter.date))
        && (filter.min === null || (value !== null && value >= filter.min))
        && (filter.max === null || (value !== null && value <= filter.max))
        && (filter.score === null || (facts.score[row] !== null && facts.score[row] >= filter.score))
        && found(row)) rows.push(row);
    }
    return filter.sort ? sorted(rows, filter) : rows;
  }

  /** Rows without a value come last either way; equal rows keep the order of the articles. */
  function sorted(rows, filter) {
    const column = COLUMNS.find(([name]) => name === filter.sort);
    if (!column) return rows;
    const [name, , type] = column;
    // Men and kilometres are not compared: the most frequent unit comes first, in each the numbers.
    const often = new Map();
    const unit = (row) => facts.kind[row] + " " + facts.unit[row];
    if (type === "value") for (const row of rows) often.set(unit(row), (often.get(unit(row)) ?? 0) + 1);
    const rank = new Map([...often].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name], index) => [name, index]));
    const key = type === "value" ? (row) => facts.value[row] : type === "score" ? (row) => facts.score[row]
      : (row) => cell(name, row).toLowerCase() || null;
    const keys = new Map(rows.map((row) => [row, key(row)]));
    const way = filter.down ? -1 : 1;
    return rows.sort((a, b) => {
      const x = keys.get(a), y = keys.get(b);
      if (type === "value" && unit(a) !== unit(b)) return rank.get(unit(a)) - rank.get(unit(b));
      if (x === null || y === null) return (x === null) - (y === null) || a - b;
      return (x < y ? -way : x > y ? way : 0) || a - b;
    });
  }

  function factsView({ query }) {
    const filter = filters(query);
    const go = (changes) => {
      const now = readAddress(location.hash).query;
      const next = { ...Object.fromEntries(now), page: "", ...changes };
      history.replaceState(null, "", address("facts", [], next));
      fill();
    };
    const results = el("div");
    let timer;
    const later = (event) => { clearTimeout(timer); const { name, value } = event.target; timer = setTimeout(() => go({ [name]: value }), 150); };
    const narrowed = ["unit", "head", "where", "who", "law", "source", "event", "outlet", "date", "min", "max", "score"].some((name) => query.get(name));
    const field = (name, label, attributes = {}) => el("label", {}, label,
      el("input", { name, value: query.get(name) ?? "", oninput: later, autocomplete: "off", ...attributes }));
    const chosen = (name, label, values) => {
      const id = "values-" + name;
      return [field(name, label, { list: id }), el("datalist", { id }, values.slice(0, 500).map(([value]) => el("option", { value })))];
    };
    const chip = (kind) => el("label", { class: "chip k-" + kind }, el("input", { type: "checkbox", value: kind, checked: filter.kind.includes(kind) }), kind);
    const chips = el("fieldset", { onchange: () => go({ kind: [...chips.querySelectorAll(":checked")].map((box) => box.value).join(" ") || " " }) },
      el("legend", {}, "Kinds"), used.map(chip));
    const state = (status) => el("label", { class: "chip s-" + status }, el("input", { type: "checkbox", value: status, checked: filter.status.includes(status) }), status === TRUE ? "presented as true" : status);
    const states = usedStatuses.length < 2 ? null : el("fieldset", { onchange: () => go({ status: [...states.querySelectorAll(":checked")].map((box) => box.value).join(" ") || " " }) },
      el("legend", {}, "Status"), usedStatuses.map(state));
    const facets = el("div", { class: "facets" });
    // On a phone there are no heads of columns; what is largest or surest then comes first.
    const order = el("select", { name: "sort", onchange: () => {
      const column = COLUMNS.find(([name]) => name === order.value);
      go({ sort: order.value, dir: column && ["value", "score"].includes(column[2]) ? "down" : "" });
    } }, el("option", { value: "" }, "place in the text"), COLUMNS.map(([name, label]) => el("option", { value: name }, label)));
    const form = el("form", { role: "search", onsubmit: (event) => event.preventDefault() },
      field("q", "Search", { type: "search", placeholder: "words of a fact or article" }),
      el("details", { open: narrowed || matchMedia("(min-width: 44rem)").matches }, el("summary", {}, "Filters"), el("div", { class: "fields" },
        chosen("head", "What", tally((row) => [text("head", row)])), chosen("where", "Where", tally((row) => list("where", row))),
        chosen("who", "Who", tally((row) => [text("who", row)])), chosen("law", "Law", tally((row) => list("law", row))),
        chosen("source", "Source", tally((row) => [text("source", row)])),
        facts.lemma.some(Boolean) ? chosen("event", "Event (dictionary form)", tally((row) => [text("lemma", row)])) : null, field("date", "Date begins with", { placeholder: "2021-05" }),
        field("min", "Least value", { inputmode: "decimal" }), field("max", "Greatest value", { inputmode: "decimal" }),
        field("score", "Least score", { inputmode: "decimal", placeholder: "0 to 1" }), el("label", {}, "Sort by", order))),
      chips, states, facets);

    function fill() {
      const current = filters(readAddress(location.hash).query);
      const rows = rowsOf(current);
      order.value = current.sort;
      const open = new Set([...facets.querySelectorAll("details[open]")].map((each) => each.dataset.name));
      if (current.facet) open.add(current.facet);
      facets.replaceChildren(...facetsOf(rows, current, open, go));
      const pages = Math.max(1, Math.ceil(rows.length / ROWS)), page = Math.min(current.page, pages);
      const turn = (to, label, off) => el("button", { type: "button", disabled: off, onclick: () => { go({ page: to }); results.scrollIntoView(); } }, label);
      const head = ([name, label]) => el("th", {
        scope: "col", class: name === "number" || name === "score" ? "number" : null,
        "aria-sort": current.sort === name ? (current.down ? "descending" : "ascending") : null,
      }, el("button", { type: "button", title: name === "number" ? "by unit, then by number" : null, onclick: () => { go({ sort: name, dir: current.sort === name && !current.down ? "down" : "" }); results.querySelectorAll("thead button")[COLUMNS.findIndex(([each]) => each === name)].focus(); } }, label));
      const pager = () => pages > 1 ? [turn(page - 1, "Previous", page === 1), el("span", {}, "Page " + number.format(page) + " of " + number.format(pages)), turn(page + 1, "Next", page === pages)] : [];
      const top = el("div", { class: "bar" },
        el("output", {}, plural(rows.length, "fact")), pager(),
        el("button", { type: "button", onclick: () => save(rows), disabled: !rows.length }, "Save as CSV"),
        el("a", { href: "#facts" }, "Clear all filters"));
      const old = results.querySelector("output");
      const shown = rows.slice((page - 1) * ROWS, page * ROWS);
      const table = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of facts" }, el("table", {}, el("caption", {}, "Facts"),
        el("thead", {}, el("tr", {}, COLUMNS.map(head))), shown.map(tableRow)));
      results.replaceChildren(top, rows.length ? table : el("p", {}, "No fact passes these filters."), pages > 1 ? el("div", { class: "bar" }, pager()) : "");
      if (old && old.textContent !== plural(rows.length, "fact")) say(plural(rows.length, "fact"));
    }
    fill();
    return [el("h1", {}, "Facts"), form, results];
  }

  /** What the facts that pass have in common: for each field its values with their counts, the most frequent first. */
  function facetsOf(rows, filter, open, go) {
    const values = {
      unit: ["Unit", (row) => [text("unit", row)]], head: ["What", (row) => [text("head", row)]], who: ["Who", (row) => [text("who", row)]],
      where: ["Where", (row) => list("where", row)], law: ["Law", (row) => list("law", row)], source: ["Source", (row) => [text("source", row)]],
      outlet: ["Outlet", (row) => [articleOf(row).outlet]], date: ["Month", (row) => [period(text("date", row), true)]],
    };
    return Object.entries(values).map(([name, [label, of]]) => {
      const found = new Map();
      for (const row of rows) for (const value of new Set(of(row))) if (value) found.set(value, (found.get(value) ?? 0) + 1);
      if (!found.size) return null;
      const sorted = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 200);
      const chosen = filter[name];
      const button = ([value, count]) => el("li", {}, el("button", { type: "button", "aria-pressed": String(chosen === value), onclick: () => {
        const field = form().elements[name];
        if (field) field.value = chosen === value ? "" : value;
        go({ [name]: chosen === value ? "" : value, facet: "" });
      } }, el("span", { dir: "auto" }, value), " ", el("b", {}, number.format(count))));
      return el("details", { class: "facet", "data-name": name, open: open.has(name) },
        el("summary", {}, label + " ", el("span", { class: "soft" }, chosen ? chosen : number.format(found.size))), el("ul", {}, sorted.map(button)),
        found.size > sorted.length ? el("p", { class: "soft" }, "and " + plural(found.size - sorted.length, "other") + "; the fields above find them") : null);
    }).filter(Boolean);
  }

  const form = () => main.querySelector("form");

  /** A sentence with its number marked. */
  function sentence(row) {
    const said = text("sentence", row), units = unitsOf(said), [start, end] = facts.at[row].map(units);
    return el("q", { dir: "auto" }, said.slice(0, start), el("mark", { class: "k k-" + kindOf(row) }, said.slice(start, end)), said.slice(end));
  }

  /** Where a fact was read: title, outlet, day, and the page itself. */
  function from(article, id) {
    return el("span", { class: "from" }, el("a", { href: address("article", id ? [article.id, id] : [article.id]), dir: "auto" }, article.title ?? article.id),
      article.outlet ? el("span", { dir: "auto" }, article.outlet) : null, article.published ? el("span", {}, article.published) : null, outside(article));
  }

  /** A link to the page that an article was taken from. */
  function outside(article) {
    return article.url && /^https?:[/][/]/i.test(article.url) ? el("a", { href: article.url, rel: "noopener noreferrer", target: "_blank" }, "original ↗") : null;
  }

  /** Two lines: what was read, and the sentence that says so. */
  function tableRow(row) {
    const article = articleOf(row), id = text("id", row);
    const td = ([name, label]) => {
      const content = cell(name, row);
      const attributes = { "data-name": label, dir: "auto", class: name === "number" || name === "score" ? "number" : null };
      if (name === "status" && content) return el("td", attributes, el("span", { class: "caution", title: statusOf(row) }, content));
      if (name === "number") return el("td", attributes, el("a", { class: "k k-" + kindOf(row), href: address("article", [article.id, id]), title: text("text", row) + " (" + kindOf(row) + ")" }, content));
      return el("td", attributes, content);
    };
    return el("tbody", { class: isTrue(row) ? "fact" : "fact aside" }, el("tr", {}, COLUMNS.map(td)),
      el("tr", { class: "said" }, el("td", { colspan: COLUMNS.length, "data-name": "" }, sentence(row), " ", from(article))));
  }

  function save(rows) {
    // The names of the program's own table, which has more columns (docs/output.md).
    const columns = {
      article: (row) => articleOf(row).id, title: (row) => articleOf(row).title, published: (row) => articleOf(row).published, outlet: (row) => articleOf(row).outlet,
      url: (row) => articleOf(row).url, quantity: (row) => text("id", row), kind: kindOf, text: (row) => text("text", row), shown: (row) => text("shown", row),
      value: (row) => facts.value[row], unit: (row) => text("unit", row), what: (row) => text("what", row), head: (row) => text("head", row),
      event: (row) => text("event", row), agent: (row) => text("who", row), of: (row) => text("of", row), places: (row) => list("where", row).join("; "),
      time: (row) => text("when", row), law: (row) => list("law", row).join("; "), source: (row) => text("source", row),
      status: (row) => data.statuses[facts.status[row]], fact: (row) => facts.fact[row] || null, agreement: (row) => data.agreements[facts.agreement[row]],
      fact_score: (row) => facts.score[row], sentence: (row) => text("sentence", row).replace(/\s+/g, " ").trim(),
    };
    const head = Object.keys(columns), line = (row) => Object.values(columns).map((read) => read(row));
    const csv = [head, ...rows.map(line)].map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";
    const link = el("a", { href: URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" })), download: "facts.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // ---- Facts that are told again, and otherwise ----

  /** Facts of which an article gives several values: contradictions first, then updates. */
  function conflicts() {
    const groups = new Map();
    for (let row = 0; row < total; row++) {
      if (!facts.fact[row]) continue;
      const key = facts.article[row] + " " + facts.fact[row];
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(row);
    }
    const has = (rows, word) => rows.some((row) => data.agreements[facts.agreement[row]] === word);
    return ["contradicts", "updates"].map((word) => [...groups.values()].filter((rows) => has(rows, word) && (word === "contradicts" || !has(rows, "contradicts"))));
  }

  function conflictsView() {
    const [against, later] = conflicts();
    const mention = (row) => el("li", {}, el("span", { class: "soft" }, data.agreements[facts.agreement[row]] || "first"), " ",
      el("a", { class: "k k-" + kindOf(row), href: address("article", [articleOf(row).id, text("id", row)]) }, text("shown", row)), " ",
      isTrue(row) ? null : el("span", { class: "caution" }, cell("status", row)), " ", sentence(row));
    const group = (rows) => el("li", { class: "card" }, el("h3", { dir: "auto" }, [text("event", rows[0]), text("what", rows[0])].filter(Boolean).join(": ")),
      from(articleOf(rows[0])), el("ol", { class: "told" }, rows.map(mention)));
    const part = (title, groups, none) => [el("h2", {}, title + " (" + number.format(groups.length) + ")"),
      groups.length ? el("ol", { class: "conflicts" }, groups.slice(0, 500).map(group)) : el("p", { class: "soft" }, none),
      groups.length > 500 ? el("p", { class: "soft" }, "and " + plural(groups.length - 500, "other")) : null];
    return [el("h1", {}, "Contradictions and updates"), el("p", { class: "soft" }, "Facts of which one article gives several values. Nothing is decided here: each value leads to its words."),
      part("Contradictions", against, "No article contradicts itself."), part("Updates", later, "No article brings a figure up to date.")];
  }

  // ---- Articles ----

  const ARTICLE_KEYS = {
    article: (article) => (article.title ?? article.id).toLowerCase(), published: (article) => article.published ?? "",
    words: (article) => article.words, facts: (article) => article.facts,
  };

  function articlesView({ query }) {
    const results = el("div");
    const fill = () => {
      const query = readAddress(location.hash).query;
      const words = folded(query.get("q") ?? "").split(/\s+/).filter(Boolean), failed = query.has("failed");
      const hits = words.map((word) => searchable().map((string) => string.includes(word)));
      const has = (article, index) => folded(article.id + " " + (article.title ?? "")).includes(words[index]) || article.names.some((name) => hits[index][name]);
      const rows = articles.filter((article) => (!failed || article.error) && words.every((_, index) => has(article, index)));
      const page = Math.max(1, +(query.get("page") ?? 1) || 1), pages = Math.max(1, Math.ceil(rows.length / ROWS));
      const turn = (to, label, off) => el("button", { type: "button", disabled: off, onclick: () => { location.hash = address("articles", [], { ...Object.fromEntries(query), page: to }); } }, label);
      const row = (article) => el("tr", {},
        el("td", { "data-name": "", dir: "auto" }, el("a", { href: address("article", [article.id]) }, article.title ?? article.id), article.title ? el("div", { class: "soft" }, article.id) : ""),
        el("td", { "data-name": "Published" }, article.published ?? ""),
        article.error ? el("td", { colspan: 2, class: "soft" }, article.error) : [el("td", { "data-name": "Words", class: "number" }, number.format(article.words)), el("td", { "data-name": "Facts", class: "number" }, number.format(article.facts))]);
      const by = query.get("sort") ?? "", down = query.get("dir") === "down";
      const key = Object.hasOwn(ARTICLE_KEYS, by) ? ARTICLE_KEYS[by] : null;
      if (key) rows.sort((a, b) => { const x = key(a), y = key(b); return x < y ? (down ? 1 : -1) : x > y ? (down ? -1 : 1) : 0; });
      const turned = (name) => {
        history.replaceState(null, "", address("articles", [], { q: query.get("q"), failed: query.get("failed"), sort: name, dir: by === name && !down ? "down" : "" }));
        fill();
        results.querySelector(`[data-key="${name}"]`).focus();
      };
      const th = (label, right) => {
        const name = label.toLowerCase();
        return el("th", { scope: "col", class: right ? "number" : null, "aria-sort": by === name ? (down ? "descending" : "ascending") : null },
          el("button", { type: "button", "data-key": name, onclick: () => turned(name) }, label));
      };
      results.replaceChildren(
        el("div", { class: "bar" }, el("output", {}, plural(rows.length, "article")), pages > 1 ? [turn(page - 1, "Previous", page <= 1), el("span", {}, `Page ${number.format(page)} of ${number.format(pages)}`), turn(page + 1, "Next", page >= pages)] : null),
        el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of articles" }, el("table", {}, el("caption", {}, "Articles"),
          el("thead", {}, el("tr", {}, th("Article"), th("Published"), th("Words", true), th("Facts", true))),
          el("tbody", {}, rows.slice((page - 1) * ROWS, page * ROWS).map(row)))));
    };
    let timer;
    const later = (event) => { clearTimeout(timer); timer = setTimeout(() => { history.replaceState(null, "", address("articles", [], { q: event.target.value })); fill(); }, 150); };
    fill();
    return [el("h1", {}, "Articles"), el("form", { role: "search", onsubmit: (event) => event.preventDefault() },
      el("label", {}, el("span", { class: "soft" }, "Search titles, and names in the text "), el("input", { type: "search", name: "q", value: query.get("q") ?? "", oninput: later }))), results];
  }

  /** What a link points at, as named stretches of the text. */
  function rolesOf(link, entities, quantities) {
    const roles = [];
    const add = (role, it) => {
      const found = typeof it === "string" ? entities.get(it) ?? quantities.get(it) : it;
      if (found) roles.push({ role, start: found.start, end: found.end, words: found.name ?? found.text });
    };
    if (link.entity) add("what", link.entity);
    add("event", link.event);
    add("who", link.agent);
    add("of", link.of);
    for (const id of link.places ?? []) add("where", id);
    add("when", link.time);
    for (const id of link.law ?? []) add("law", id);
    add("source", link.source);
    return roles;
  }

  async function articleView({ path: [id = "", chosen = ""] }) {
    const index = indexOfArticle.get(id);
    if (index === undefined) return [el("h1", {}, "No such article"), el("p", {}, id)];
    const it = await record(index), view = articles[index];
    const title = [el("h1", { dir: "auto" }, view.title ?? view.id), metaOf(it, view), around(index)];
    if (it.error) return [...title, el("p", { class: "warn" }, "This article could not be read: " + it.error)];
    const page = drawn(it, index);
    open = { id, choose: page.choose };
    requestAnimationFrame(() => page.choose(chosen, "center"));
    return [...title, page.node];
  }

  function metaOf(it, view) {
    const pairs = Object.entries(it.meta ?? {}).filter(([name]) => name !== "title");
    const word = (value) => typeof value === "string" ? value : JSON.stringify(value);
    return el("dl", { class: "meta" }, view.url ? [el("dt", {}, "page"), el("dd", {}, outside(view))] : null, view.title ? [el("dt", {}, "id"), el("dd", {}, view.id)] : null,
      pairs.map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, word(value))]));
  }

  function around(index) {
    const to = (at, label, key) => articles[at] ? el("a", { href: address("article", [articles[at].id]), "aria-keyshortcuts": key, rel: at < index ? "prev" : "next" }, label) : null;
    return el("p", { class: "bar" }, to(index - 1, "← previous article", "["), to(index + 1, "next article →", "]"),
      el("span", { class: "soft keys" }, "Keys: j and k go from number to number, [ and ] from article to article, Esc lets go"));
  }

  /** The text with its marks, the list of facts, and how each lights up the other. */
  function drawn(it, index) {
    const units = unitsOf(it.text);
    const at = (span) => span && { ...span, start: units(span.start), end: units(span.end) };
    const entities = new Map((it.entities ?? []).map((each) => [each.id, at(each)]));
    const quantities = new Map((it.quantities ?? []).map((each) => [each.id, at(each)]));
    const facts = new Map();
    for (const [id, quantity] of quantities) facts.set(id, { id, quantity, link: null, roles: [], marks: [], card: null });
    for (const link of it.links ?? []) {
      const fact = facts.get(link.quantity);
      if (!fact) continue;
      const placed = { ...link };
      for (const name of ["entity", "event", "agent", "of", "source"]) if (placed[name] && typeof placed[name] === "object") placed[name] = at(placed[name]);
      fact.link = link;
      fact.roles = rolesOf(placed, entities, quantities);
    }
    for (const fact of facts.values()) if (fact.quantity.cue) fact.roles.push({ role: "cue", ...at(fact.quantity.cue), words: fact.quantity.cue.text });
    const all = [...facts.values()];
    const parts = mark(it.text, [...entities.values()], all);
    let pinned = [];
    const light = (chosen) => {
      for (const part of parts) { part.node.classList.remove("lit"); part.node.removeAttribute("data-role"); }
      for (const fact of all) { fact.anchor?.classList.remove("on"); fact.card.classList.remove("on"); }
      for (const fact of chosen) {
        fact.anchor?.classList.add("on");
        fact.card.classList.add("on");
        for (const { role, start, end } of fact.roles) {
          for (const part of parts) if (part.start >= start && part.end <= end) {
            part.node.classList.add("lit");
            if (part.end === end) part.node.setAttribute("data-role", part.node.hasAttribute("data-role") && part.node.getAttribute("data-role") !== role ? part.node.getAttribute("data-role") + ", " + role : role);
          }
        }
      }
    };
    const touch = (node, chosen) => {
      node.addEventListener("mouseenter", () => light(chosen));
      node.addEventListener("mouseleave", () => light(pinned));
      node.addEventListener("focusin", () => light(chosen));
      node.addEventListener("focusout", () => light(pinned));
    };
    const pointing = (part) => all.filter((fact) => fact.roles.some(({ start, end }) => part.start >= start && part.end <= end));
    for (const fact of all) {
      fact.card = card(fact, articles[index].id);
      touch(fact.card, [fact]);
      if (fact.anchor) touch(fact.anchor, [fact]);
    }
    for (const part of parts.filter((part) => !part.fact)) {
      const chosen = pointing(part);
      if (!chosen.length) continue;
      touch(part.node, chosen);
      part.node.addEventListener("click", () => { location.hash = address("article", [articles[index].id, chosen[0].id]); });
    }
    const counted = all.filter(({ quantity }) => !UNCOUNTED.includes(quantity.kind)), others = all.filter(({ quantity }) => UNCOUNTED.includes(quantity.kind));
    const body = el("div", { class: "text", dir: "auto", lang: "en" }, parts.filter((part) => part.outer).map((part) => part.outer));
    const side = el("aside", { class: "side", "aria-label": "Facts of this article" }, el("h2", {}, plural(counted.length, "fact")),
      el("ol", { class: "facts" }, counted.map((fact) => fact.card)),
      others.length ? [el("h2", {}, "Dates, times, identifiers"), el("ol", { class: "facts" }, others.map((fact) => fact.card))] : null);
    const choose = (id, block = "nearest") => {
      const fact = facts.get(id);
      for (const each of all) each.card.classList.toggle("pinned", each === fact);
      pinned = fact ? [fact] : [];
      light(pinned);
      if (!fact) return;
      fact.anchor?.focus({ preventScroll: true });
      fact.anchor?.scrollIntoView({ block });
      if (getComputedStyle(side).position === "sticky") side.scrollTop = fact.card.offsetTop - 80;
    };
    return { node: el("div", { class: "article" }, el("div", {}, legend(all, entities), body), side), choose };
  }

  /** Cuts the text where anything begins or ends; every piece knows what it belongs to. */
  function mark(text, entities, all) {
    const spans = [...entities, ...all.map((fact) => fact.quantity), ...all.flatMap((fact) => fact.roles)];
    const startsOf = (items, span) => [...items].sort((a, b) => span(a).start - span(b).start);
    const byStart = startsOf(all, (fact) => fact.quantity), names = startsOf(entities, (entity) => entity);
    let fact = 0, name = 0;
    return pieces(text.length, spans).map((part) => {
      while (fact < byStart.length && byStart[fact].quantity.end <= part.start) fact++;
      while (name < names.length && names[name].end <= part.start) name++;
      const owner = byStart[fact] && byStart[fact].quantity.start <= part.start ? byStart[fact] : null;
      const entity = names[name] && names[name].start <= part.start ? names[name] : null;
      const label = entity && entity.label + (entity.name && entity.name !== entity.text ? ": " + entity.name : "");
      const node = el("span", { class: entity ? "e e-" + entity.label : null, title: label }, text.slice(part.start, part.end));
      let outer = node;
      if (owner) {
        if (owner.anchor) { owner.anchor.append(node); outer = null; }
        else { outer = owner.anchor = el("a", { class: "k k-" + owner.quantity.kind, id: owner.id }, node); }
      }
      return { ...part, node, outer, fact: owner };
    });
  }

  function card(fact, article) {
    const { quantity, link, roles } = fact;
    const href = address("article", [article, fact.id]);
    fact.anchor?.setAttribute("href", href);
    fact.anchor?.setAttribute("aria-describedby", "card-" + fact.id);
    const names = { what: "what", event: "event", who: "who", of: "of", where: "where", when: "when", law: "law", source: "source" };
    const bound = quantity.bound ? quantity.bound.replace("_", " ") + " " : "";
    const range = quantity.min !== undefined || quantity.max !== undefined ? (quantity.min ?? "?") + " to " + (quantity.max ?? "?") : null;
    const value = quantity.value ?? range;
    const unit = quantity.unit ? quantity.unit.currency ?? quantity.unit.name ?? quantity.unit.text : quantity.kind === "percent" ? "%" : "";
    const rate = quantity.per ? " per " + quantity.per : "";
    const reading = value === null ? "no value" : bound + (typeof value === "number" ? number.format(value) : value) + " " + unit + rate + (quantity.change ? " (" + quantity.change + ")" : "");
    const why = [quantity.derivation, link?.reason].filter(Boolean).join("\n");
    return el("li", { id: "card-" + fact.id },
      el("a", { href, class: "k k-" + quantity.kind, dir: "auto" }, quantity.text), " ", el("span", { class: "soft" }, quantity.kind + " · " + reading.trim()),
      el("dl", {}, roles.filter(({ role }) => role !== "cue").map(({ role, words }) => [el("dt", {}, names[role]), el("dd", { dir: "auto" }, words)]),
        quantity.status ? [el("dt", {}, "status"), el("dd", {}, el("span", { class: "caution" }, CAUTIONS[quantity.status] ?? quantity.status), " " + quantity.status + (quantity.cue ? ": “" + quantity.cue.text + "”" : ""))] : null,
        link?.agreement ? [el("dt", {}, "told again"), el("dd", {}, link.agreement)] : null,
        link?.entity?.inherited ? [el("dt", {}, "note"), el("dd", {}, "number and phrase stand apart")] : null,
        typeof (link?.fact_score ?? link?.score) === "number" ? [el("dt", {}, "score"), el("dd", {}, (link.fact_score ?? link.score).toFixed(2))] : null),
      why ? el("details", {}, el("summary", {}, "How it was read"), el("pre", {}, why)) : null);
  }

  function legend(all, entities) {
    const used = new Set(all.map((fact) => fact.quantity.kind)), labels = new Set([...entities.values()].map((entity) => entity.label));
    return el("ul", { class: "legend", "aria-label": "Colours" }, kinds.filter((kind) => used.has(kind)).map((kind) => el("li", {}, el("span", { class: "k k-" + kind }, kind))),
      [...labels].sort().map((label) => el("li", {}, el("span", { class: "e e-" + label }, label))));
  }

  // ---- Going from view to view ----

  /** The article on the page: going from number to number in it draws nothing anew. */
  let open = null;
  const views = { overview, facts: factsView, conflicts: conflictsView, articles: articlesView, article: articleView };
  const status = el("p", { class: "skip", role: "status", "aria-live": "polite" });
  document.body.append(status);
  function say(words) { status.textContent = words; }

  async function show() {
    const where = readAddress(location.hash);
    if (where.view === "main") { main.focus(); return; }
    const view = Object.hasOwn(views, where.view) ? where.view : "overview";
    if (view === "article" && open?.id === where.path[0]) { open.choose(where.path[1]); return; }
    open = null;
    const asked = location.hash;
    const nodes = await views[view](where);
    // Whoever has gone elsewhere while an article was unpacked does not want it any more.
    if (location.hash !== asked) return;
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
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
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

  window.addEventListener("hashchange", show);
  document.addEventListener("keydown", key);
  show().then(() => { document.documentElement.dataset.ready = "yes"; });
}
