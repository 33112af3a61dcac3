// ---- The report's data: the columns of facts, and the blocks of articles and of their rows in CSV ----

const UNCOUNTED = ["date", "time", "identifier"];
/** What a fact that the text does not present as true is marked with. */
const CAUTIONS = { negated: "not", possible: "maybe", planned: "planned", conditional: "if" };
/** The name that a fact presented as true has among the filters. */
const TRUE = "fact";

let data = null, strings = [], facts = {}, articles = [], kinds = [], statuses = [], total = 0;
/** The first row of every article. */
let firstRows = [];
let indexOfArticle = new Map();

function load(it) {
  data = it;
  ({ strings, facts, articles, kinds } = data);
  statuses = data.statuses.map((status) => status || TRUE);
  total = facts.article.length;
  indexOfArticle = new Map(articles.map((article, index) => [article.id, index]));
  firstRows = new Array(articles.length + 1).fill(total);
  for (let row = total - 1; row >= 0; row--) firstRows[facts.article[row]] = row;
  for (let index = articles.length - 1; index >= 0; index--) firstRows[index] = Math.min(firstRows[index], firstRows[index + 1]);
}

/** A block of data: JSON, packed with gzip, in base64. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

const text = (column, row) => strings[facts[column][row]];
const list = (column, row) => facts[column][row].map((index) => strings[index]);
const kindOf = (row) => kinds[facts.kind[row]];
const statusOf = (row) => statuses[facts.status[row]];
const articleOf = (row) => articles[facts.article[row]];
const isCounted = (row) => !UNCOUNTED.includes(kindOf(row));
const isTrue = (row) => facts.status[row] === 0;
const titleOf = (article) => article.title ?? article.id;

/** The row of a quantity of an article; -1 where there is none. */
function rowOf(index, quantity) {
  for (let row = firstRows[index]; row < firstRows[index + 1]; row++) if (text("id", row) === quantity) return row;
  return -1;
}

const blocks = new Map();

/** The articles' own records stand in blocks; one is unpacked when an article of it is opened. */
async function record(index) {
  const block = Math.floor(index / data.block);
  if (!blocks.has(block)) {
    if (blocks.size > 8) blocks.clear();
    blocks.set(block, unpacked("headcount-articles-" + block));
  }
  return (await blocks.get(block))[index % data.block];
}

let folds = null;
/** For every string, its folded form; made at the first search. */
function searchable() {
  folds ??= strings.map(folded);
  return folds;
}

let texts = null;
/** For every article, its folded text; made at the first search in texts, a block at a time so that the page stays alive. */
function searchableTexts() {
  texts ??= (async () => {
    const all = [];
    for (let block = 0; block * data.block < articles.length; block++) for (const it of await unpacked("headcount-articles-" + block)) all.push(folded(it.text ?? ""));
    return all;
  })();
  return texts;
}

/** How many facts have each value; the most frequent first, then by name. */
function tally(values, only = () => true) {
  const found = new Map();
  for (let row = 0; row < total; row++) {
    if (only(row)) for (const value of new Set(values(row))) if (value) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return byTimes(found);
}

function byTimes(found) {
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** The program's own table, byte for byte: all of it where `rows` are all facts in order, else its lines for them. */
async function csv(rows) {
  const lines = new Map(), out = [data.csv];
  const all = rows.length === total && rows.every((row, index) => row === index);
  const wanted = new Set(rows.map((row) => Math.floor(facts.article[row] / data.block)));
  for (let block = 0; block * data.block < articles.length; block++) {
    if (!all && !wanted.has(block)) continue;
    const packed = await unpacked("headcount-rows-" + block);
    // An article that failed has a line and no fact.
    if (all) out.push(...packed.flat());
    else packed.forEach((its, at) => its.forEach((line, index) => lines.set(firstRows[block * data.block + at] + index, line)));
  }
  if (!all) for (const row of rows) out.push(lines.get(row));
  return out;
}
