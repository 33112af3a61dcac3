// ---- Which facts pass, in which order ----

const ALL_COLUMNS = [
  ["number", "Number", "value"], ["unit", "Unit", "text"], ["what", "What", "text"], ["event", "Event", "text"],
  ["who", "Who", "text"], ["of", "Of", "text"], ["where", "Where", "list"], ["when", "When", "text"],
  ["law", "Law", "list"], ["source", "Source", "text"], ["score", "Score", "score"],
];
/** Filters by the ticks: what they are called, and what passes. */
const TICKED = { right: (it) => it?.tick === "right", wrong: (it) => it?.tick === "wrong", note: (it) => it?.note, none: (it) => !it?.tick };

let columns = null;
/** A column that would be empty all through is left out. */
function usedColumns() {
  columns ??= ALL_COLUMNS.filter(([name]) => {
    const column = facts[name];
    return !column || column.some((it) => (Array.isArray(it) ? it.length : name === "score" ? it !== null : it));
  });
  return columns;
}

function cell(name, row) {
  switch (name) {
    case "number": return text("shown", row);
    case "where": case "law": return list(name, row).join(", ");
    case "score": return facts.score[row] === null ? "" : facts.score[row].toFixed(2);
    default: return text(name, row);
  }
}

function filters(query) {
  const get = (name) => query.get(name) ?? "";
  const size = (name) => (get(name).trim() === "" || isNaN(+get(name)) ? null : +get(name));
  return {
    q: get("q"), kind: query.has("kind") ? get("kind").split(" ").filter(Boolean) : kinds.filter((kind) => !UNCOUNTED.includes(kind)),
    status: query.has("status") ? get("status").split(" ").filter(Boolean) : statuses,
    unit: get("unit"), head: get("head"), where: get("where"), who: get("who"), law: get("law"), source: get("source"), date: get("date"),
    event: get("event"), outlet: get("outlet"), ticked: get("ticked"), facet: get("facet"),
    min: size("min"), max: size("max"), score: size("score"),
    sort: get("sort"), down: get("dir") === "down", page: Math.max(1, Math.floor(size("page") ?? 1)),
  };
}

/** The rows that pass all filters, in order; and for each kind and each status how many would pass with it. */
function passing(filter) {
  const wanted = kinds.map((kind) => filter.kind.includes(kind)), presented = statuses.map((status) => filter.status.includes(status));
  const words = folded(filter.q).split(/\s+/).filter(Boolean);
  const hits = words.map((word) => searchable().map((string) => string.includes(word)));
  const ids = words.map((word) => articles.map((article) => folded(article.id + " " + (article.title ?? "")).includes(word)));
  const searched = ["shown", "text", "unit", "what", "event", "who", "of", "when", "source", "sentence"];
  const found = (row) => hits.every((hit, index) => searched.some((column) => hit[facts[column][row]])
    || facts.where[row].some((place) => hit[place]) || facts.law[row].some((law) => hit[law]) || ids[index][facts.article[row]]);
  const equal = ["unit", "head", "who", "source", "event"].filter((name) => filter[name]).map((name) => [name === "event" ? "lemma" : name, strings.indexOf(filter[name])]);
  const member = ["where", "law"].filter((name) => filter[name]).map((name) => [name, strings.indexOf(filter[name])]);
  const ticked = Object.hasOwn(TICKED, filter.ticked) ? TICKED[filter.ticked] : null;
  const rows = [], byKind = kinds.map(() => 0), byStatus = statuses.map(() => 0);
  for (let row = 0; row < total; row++) {
    const value = facts.value[row], kind = facts.kind[row], status = facts.status[row];
    if ((!wanted[kind] && !presented[status])
      || (filter.outlet && articleOf(row).outlet !== filter.outlet)
      || !equal.every(([name, index]) => facts[name][row] === index)
      || !member.every(([name, index]) => facts[name][row].includes(index))
      || (filter.date && !text("date", row).startsWith(filter.date))
      || (filter.min !== null && (value === null || value < filter.min))
      || (filter.max !== null && (value === null || value > filter.max))
      || (filter.score !== null && (facts.score[row] === null || facts.score[row] < filter.score))
      || (ticked && !ticked(ticks.get(row)))
      || !found(row)) continue;
    if (presented[status]) byKind[kind]++;
    if (wanted[kind]) byStatus[status]++;
    if (wanted[kind] && presented[status]) rows.push(row);
  }
  return { rows: filter.sort ? sorted(rows, filter) : rows, byKind, byStatus };
}

/** Rows without a value come last either way; equal rows keep the order of the articles. */
function sorted(rows, filter) {
  const column = usedColumns().find(([name]) => name === filter.sort);
  if (!column) return rows;
  const [name, , type] = column;
  // Men and kilometres are not compared: the most frequent unit comes first, in each the numbers.
  const often = new Map();
  const unit = (row) => facts.kind[row] + " " + facts.unit[row];
  if (type === "value") for (const row of rows) often.set(unit(row), (often.get(unit(row)) ?? 0) + 1);
  const rank = new Map(byTimes(often).map(([name], index) => [name, index]));
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

/** How many values of a facet are shown at first. */
const FACET = 100;

/** A list of values with their counts: each narrows to itself, or, where it is chosen already, lets go. */
function facet(name, label, sortedValues, chosen, open, choose) {
  let shown = FACET;
  const button = ([value, count]) => el("li", {}, el("button", { type: "button", "aria-pressed": String(chosen === value), onclick: () => choose(chosen === value ? "" : value) },
    el("span", { dir: "auto" }, value), " ", el("b", {}, number.format(count))));
  const items = el("ul"), more = el("p");
  const draw = () => {
    items.replaceChildren(...sortedValues.slice(0, shown).map(button));
    const rest = sortedValues.length - shown;
    more.replaceChildren(...(rest > 0 ? [el("button", { type: "button", onclick: () => { shown *= 10; draw(); } }, "and " + plural(rest, "other"))] : []));
  };
  const details = el("details", { class: "facet", "data-name": name, open }, el("summary", {}, label + " ", el("span", { class: "soft" }, chosen ? chosen : number.format(sortedValues.length))), items, more);
  // A closed one is drawn when it is opened.
  if (open) draw(); else details.addEventListener("toggle", draw, { once: true });
  return details;
}

/** The names of the facets that are open now, with the one that the address asks for. */
function openFacets(within, asked) {
  return new Set([...within.querySelectorAll("details[open]")].map((each) => each.dataset.name).concat(asked ? [asked] : []));
}
