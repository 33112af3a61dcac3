// ---- Overview ----

/** Lines of a list. */
const MOST = 12;

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
      bars("Most counted", tally((row) => [text("head", row)], (row) => isCount(row) && isTrue(row)), "head"),
      bars("Places", tally((row) => list("where", row)), "where"),
      bars("Who did it", tally((row) => [text("who", row)]), "who"),
      bars("According to whom", tally((row) => [text("source", row)]), "source"),
      bars("Laws", tally((row) => list("law", row)), "law"),
      bars("Organisations, by articles", named(data.organisations), "organisation"),
      bars("People, by articles", named(data.people), "person"),
      timeline(), map()),
  ];
}

const isCount = (row) => kindOf(row) === "count";

/** Sums of counts of one thing in one event; of what can be summed, and what was left out is said. */
function sums() {
  const groups = new Map(), seen = new Set(), out = { status: 0, value: 0, part: 0, again: 0 };
  for (let row = 0; row < total; row++) {
    if (!isCount(row) || !text("lemma", row) || !text("head", row)) continue;
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
  return el("section", { class: "card" }, el("h2", {}, "Sums"), el("ol", { class: "bars sums" }, found.slice(0, MOST).map(line)),
    el("p", { class: "soft" }, "Exact counts of one thing in one event, by the dictionary forms of both, whoever tells them: two articles may count the same people." + (left.length ? " Left out: " + left.join(", ") + "." : "")));
}

/** A list of what is most frequent; its filter leads to the facts, or to the articles, and to all the others. */
function bars(title, found, filter) {
  if (!found.length) return null;
  const most = found[0][1], view = ["organisation", "person"].includes(filter) ? "articles" : "facts";
  const extra = filter === "head" ? { kind: "count" } : {};
  const bar = ([name, count]) => {
    const fill = el("i", { "aria-hidden": "true" });
    fill.style.width = 100 * count / most + "%";
    return el("li", {}, el("a", { href: address(view, [], { [filter]: name, ...extra }) },
      el("span", { dir: "auto", title: name }, filter === "status" && name === TRUE ? "presented as true" : name), el("b", {}, number.format(count)), fill));
  };
  const more = found.length > MOST ? el("p", {}, el("a", { href: address(view, [], { facet: filter, ...extra }) }, "and " + plural(found.length - MOST, "other"))) : null;
  return el("section", { class: "card" }, el("h2", {}, title), el("ol", { class: "bars" }, found.slice(0, MOST).map(bar)), more);
}

/** Facts by when they happened, else were published. */
function timeline() {
  const dated = [];
  let counted = 0;
  for (let row = 0; row < total; row++) if (isCounted(row)) { counted++; if (period(text("date", row), false)) dated.push(text("date", row)); }
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
  // As wide as it will be shown, so that its words have their size on a phone, too.
  const width = Math.min(Math.max(innerWidth - 80, 280), 1380), height = 130, step = Math.min(width / axis.length, 60);
  // Words stand under every so many bars, and none beyond the edges.
  const every = Math.ceil(axis.length * (months ? 60 : 44) / width), edge = months ? 26 : 18;
  const first = Math.max(0, Math.ceil(edge / step - 0.5));
  const bar = (name, index) => {
    const count = found.get(name) ?? 0, tall = 95 * count / most;
    const middle = index * step + step / 2, told = index >= first && (index - first) % every === 0 && (middle <= width - edge || axis.length === 1);
    const label = told ? el("text", { x: middle, y: 125, "text-anchor": "middle" }, name) : null;
    if (!count) return label;
    return [el("a", { svg: true, href: address("facts", [], { date: name }), "aria-label": name + ": " + plural(count, "fact") },
      el("title", {}, name + ": " + plural(count, "fact")),
      el("rect", { x: index * step + 1, y: 105 - tall, width: Math.max(step - 2, 1), height: tall })), label];
  };
  const rest = counted - dated.length;
  return el("section", { class: "card wide time" }, el("h2", {}, "When"),
    el("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Facts by date" }, axis.map(bar)),
    el("p", { class: "soft" }, plural(dated.length, "fact") + " by the " + (months ? "month" : "year") + " in which they happened, else were published" + (aside ? "; " + number.format(aside) + " outside of the axis" : "") + (rest ? "; of " + number.format(rest) + " neither is known" : "")));
}
