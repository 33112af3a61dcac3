// ---- Elements, words and files ----

const number = new Intl.NumberFormat("en");
const SVG = ["svg", "g", "rect", "circle", "path", "text", "title"];

function el(tag, attributes = {}, ...children) {
  const node = SVG.includes(tag) || attributes.svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
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

/** What screen readers are told of a change. */
const news = el("p", { class: "skip", role: "status", "aria-live": "polite" });
function say(words) { news.textContent = words; }

/** Hands a file to the reader, as a download. */
function save(name, type, parts) {
  const link = el("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** A sentence with its number marked. */
function sentence(row) {
  const said = text("sentence", row), units = unitsOf(said), [start, end] = facts.at[row].map(units);
  return el("q", { dir: "auto" }, said.slice(0, start), el("mark", { class: "k k-" + kindOf(row) }, said.slice(start, end)), said.slice(end));
}

/** A word before a fact that the text does not present as true. */
function caution(row) {
  return isTrue(row) ? null : [el("span", { class: "caution", title: statusOf(row) }, CAUTIONS[statusOf(row)] ?? statusOf(row)), " "];
}

/** How a later mention of a fact stands to its first, with a link to that one. */
function again(row) {
  const word = data.agreements[facts.agreement[row]];
  if (!word) return null;
  let first = firstRows[facts.article[row]];
  while (first < row && (facts.fact[first] !== facts.fact[row] || facts.agreement[first])) first++;
  return [el("span", { class: "again " + word }, word + " ", first < row ? el("a", { href: address("article", [articleOf(row).id, text("id", first)]) }, text("shown", first)) : "the first"), " "];
}

/** Where a fact was read: title, outlet, day, and the page itself. */
function from(article, id) {
  return el("span", { class: "from" }, el("a", { href: address("article", id ? [article.id, id] : [article.id]), dir: "auto" }, titleOf(article)),
    article.outlet ? el("span", { dir: "auto" }, article.outlet) : null, article.published ? el("span", {}, article.published) : null, outside(article));
}

/** A link to the page that an article was taken from. */
function outside(article) {
  return article.url && /^https?:[/][/]/i.test(article.url) ? el("a", { class: "outside", href: article.url, rel: "noopener noreferrer", target: "_blank" }, "original ↗") : null;
}

/** Before and after paper: what shows one page of many shows all of it there. */
const ON_PAPER = 20000;
let paper = false, redraw = null;
window.addEventListener("beforeprint", () => { paper = true; redraw?.(); });
window.addEventListener("afterprint", () => { paper = false; redraw?.(); });
