// The report's script is one function, made of the files of this folder in the order that report.rs names. It draws what the page's
// own data blocks hold: nothing is sent or fetched, and no text of an article is ever read as HTML (only textContent and
// setAttribute are used). Its tests stand in tests/browser.

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

/** Where the first of the folded words stands in a text: in its own case and accents, its folded form may have another length. */
function firstHit(text, words) {
  const ends = [];
  let all = "";
  // Position in the folded text -> position in the text.
  for (let at = 0; at < text.length;) {
    const sign = String.fromCodePoint(text.codePointAt(at)), fold = folded(sign);
    for (let unit = 0; unit < fold.length; unit++) ends.push(at);
    all += fold;
    at += sign.length;
  }
  const found = words.map((word) => [all.indexOf(word), word.length]).filter(([at]) => at >= 0).sort(([a], [b]) => a - b)[0];
  return found ? { start: ends[found[0]], end: ends[found[0] + found[1]] ?? text.length } : null;
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

/** Text as it stands in HTML, between tags or in an attribute in double quotes. */
function escaped(text) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}

/** One fact to paste into a page: the sentence with its number marked, and where it was read. Needs no style sheet and no script. */
function snippet({ said, start, end, title, outlet, published, url }) {
  const where = [escaped(title), outlet && escaped(outlet), published && escaped(published.slice(0, 10))].filter(Boolean).join(", ");
  const words = (from, to) => escaped(said.slice(from, to).replace(/\s+/g, " "));
  return `<blockquote${url ? ` cite="${escaped(url)}"` : ""} style="margin:1em 0;padding:.25em 1em;border-left:4px solid #0b5f8a">`
    + `<p style="margin:0">${words(0, start).trimStart()}<mark>${words(start, end)}</mark>${words(end).trimEnd()}</p>`
    + `<footer style="font-size:.85em">${url ? `<a href="${escaped(url)}" rel="noopener noreferrer">${where}</a>` : where}</footer></blockquote>`;
}

/** A number of 53 bits for a text (cyrb53, public domain): what is said of a fact is kept under it. */
function fingerprint(text) {
  let a = 0xdeadbeef, b = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** A record with nothing but the quantities that someone has ticked, and what their links point at: a labelled article. */
function labelled(record, ticks) {
  const links = (record.links ?? []).filter((link) => ticks.has(link.quantity)).map(({ reason, ...link }) => link);
  const needed = new Set(links.flatMap((link) => [link.agent, link.time, link.source, link.of, link.entity?.ref, ...(link.places ?? []), ...(link.law ?? [])]));
  for (const { id, from } of record.quantities ?? []) if (from && ticks.has(id)) needed.add(from);
  const quantity = ({ derivation, ...it }) => {
    const { tick, note } = ticks.get(it.id) ?? {};
    return ticks.has(it.id) ? { ...it, tick: tick ?? "open", ...(note ? { note } : {}) } : it;
  };
  return {
    id: record.id, text: record.text, ...(record.meta ? { meta: record.meta } : {}),
    entities: (record.entities ?? []).filter(({ id }) => needed.has(id)),
    quantities: (record.quantities ?? []).filter(({ id }) => ticks.has(id) || needed.has(id)).map(quantity), links,
  };
}

/** A unit after its number: lengths of time in the plural, others as the article has them, where the names have many plurals. */
function unitWords({ currency, name, text }, value) {
  if (currency) return currency;
  if (value === 1 || !text) return name ?? text;
  return name && /^(second|minute|hour|day|week|month|year|decade)\b/.test(name) ? name.replace(/^\w+/, "$&s") : text;
}

if (typeof module !== "undefined") module.exports = { readAddress, address, unitsOf, pieces, period, folded, firstHit, everyPeriod, escaped, snippet, fingerprint, labelled, unitWords };
