// ---- One article: its text with marks, its facts, and how each lights up the other ----

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
  const title = [el("h1", { dir: "auto" }, titleOf(view)), metaOf(it, view), neighbours(index)];
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

function neighbours(index) {
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
    fact.card = card(fact, articles[index].id, rowOf(index, fact.id));
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
    follow();
  };
  const follow = follows(side, counted, others, () => pinned[0]);
  return { node: el("div", { class: "article" }, el("div", {}, legend(all, entities), body), side), choose };
}

/**
 * Keeps the list of facts beside the text beside what is being read: the card that is chosen, else that of the first number in
 * sight, stands near its top. Returns what does so now.
 */
function follows(side, counted, others, chosen) {
  const inSight = ({ anchor }) => { const box = anchor?.getBoundingClientRect(); return box && box.bottom > 0 && box.top < innerHeight; };
  const follow = () => {
    if (getComputedStyle(side).position !== "sticky") { side.style.maxHeight = ""; return; }
    // Below the head of the page the list has less room than beside the text.
    side.style.maxHeight = innerHeight - Math.max(side.getBoundingClientRect().top, 8) - 8 + "px";
    for (const fact of [...counted, ...others]) fact.card.classList.toggle("seen", inSight(fact));
    const own = chosen(), first = own && inSight(own) ? own : counted.find(inSight);
    // Whoever points at the list reads there.
    if (first && !side.matches(":hover")) side.scrollTop = first.card.offsetTop - 40;
  };
  let waiting = false;
  const later = () => {
    if (!side.isConnected) { window.removeEventListener("scroll", later); window.removeEventListener("resize", later); return; }
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  };
  // The view is put on the page after this.
  requestAnimationFrame(() => { window.addEventListener("scroll", later, { passive: true }); window.addEventListener("resize", later); follow(); });
  return follow;
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

function card(fact, article, row) {
  const { quantity, link, roles } = fact;
  const href = address("article", [article, fact.id]);
  fact.anchor?.setAttribute("href", href);
  fact.anchor?.setAttribute("aria-describedby", "card-" + fact.id);
  const names = { what: "what", event: "event", who: "who", of: "of", where: "where", when: "when", law: "law", source: "source" };
  const bound = quantity.bound ? quantity.bound.replace("_", " ") + " " : "";
  const range = quantity.min !== undefined || quantity.max !== undefined ? (quantity.min ?? "?") + " to " + (quantity.max ?? "?") : null;
  const value = quantity.value ?? range;
  const unit = quantity.unit ? unitWords(quantity.unit, value) : quantity.kind === "percent" ? "%" : "";
  const rate = quantity.per ? " per " + quantity.per : "";
  const reading = value === null ? "no value" : bound + (typeof value === "number" ? number.format(value) : value) + " " + unit + rate + (quantity.change ? " (" + quantity.change + ")" : "");
  const why = [quantity.derivation, link?.reason].filter(Boolean).join("\n");
  return el("li", { id: "card-" + fact.id }, row < 0 ? null : tools(row),
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
