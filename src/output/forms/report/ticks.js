// ---- What the reader says of a fact: right, wrong, a note. It stays in this browser, and can be saved as a labelled file ----

/** Names the items of the browser's store; what follows is a fact's fingerprint, so that a new reading of it has no tick yet. */
const TICK = "headcount:tick:";
/** By row: `tick`, "right" or "wrong" or nothing, and `note`. */
const ticks = new Map();

/** The fact as it was read, and where. */
function keyOf(row) {
  const words = ["sentence", "shown", "unit", "what", "event", "who", "of", "when", "source"].map((column) => text(column, row));
  return TICK + fingerprint(JSON.stringify([articleOf(row).id, kindOf(row), statusOf(row), facts.at[row], words, list("where", row), list("law", row)]));
}

/** A browser may refuse to keep anything; then ticks last as long as the page. */
function stored(work) {
  try { return work(window.localStorage) ?? true; } catch { return false; }
}

/** One kept item; another page of this origin may have written anything under its name. */
function readTick(json) {
  try {
    const { tick, note, article } = JSON.parse(json);
    return { tick: ["right", "wrong"].includes(tick) ? tick : undefined, note: typeof note === "string" ? note : undefined, article };
  } catch { return null; }
}

/** Finds the facts that were ticked before. */
function readTicks() {
  const known = new Map();
  stored((store) => {
    for (const key of Object.keys(store)) {
      if (!key.startsWith(TICK)) continue;
      const it = readTick(store.getItem(key)), index = indexOfArticle.get(it?.article);
      if (index !== undefined) known.set(index, [...(known.get(index) ?? []), [key, it]]);
    }
  });
  for (const [index, its] of known) {
    for (let row = firstRows[index]; row < firstRows[index + 1]; row++) {
      const key = keyOf(row), found = its.find(([each]) => each === key);
      if (found) ticks.set(row, { tick: found[1].tick, note: found[1].note });
    }
  }
}

function setTick(row, changes) {
  const it = { ...ticks.get(row), ...changes }, empty = !it.tick && !it.note;
  if (empty) ticks.delete(row); else ticks.set(row, it);
  const kept = stored((store) => (empty ? store.removeItem(keyOf(row)) : store.setItem(keyOf(row), JSON.stringify({ ...it, article: articleOf(row).id }))));
  say((it.tick ? "ticked " + it.tick : "no tick") + (it.note ? ", with a note" : "") + (kept ? "" : "; this browser keeps nothing, so save the ticks before the page is closed"));
  document.dispatchEvent(new CustomEvent("ticked", { detail: { kept } }));
}

/** Buttons for a fact: right, wrong, a note, and the fact to paste elsewhere. */
function tools(row) {
  const words = text("shown", row);
  const group = el("span", { class: "tools", role: "group", "aria-label": "Is " + words + " right?" });
  const draw = (writing = false) => {
    const { tick, note } = ticks.get(row) ?? {};
    const button = (verdict, sign) => el("button", { type: "button", class: "tick " + verdict, "aria-pressed": String(tick === verdict), "aria-label": verdict, title: verdict,
      onclick: () => { setTick(row, { tick: tick === verdict ? undefined : verdict }); draw(); group.querySelector("." + verdict).focus(); } }, sign);
    const field = () => el("input", { type: "text", "aria-label": "Note on " + words, placeholder: "a note", value: note ?? "",
      onchange: (event) => setTick(row, { note: event.target.value.trim() || undefined }), onkeydown: (event) => { if (event.key === "Enter") event.target.blur(); event.stopPropagation(); } });
    group.replaceChildren(button("right", "✓"), button("wrong", "✗"),
      el("button", { type: "button", class: "pen", "aria-pressed": String(Boolean(note)), "aria-label": "note", title: "note", onclick: () => { draw(true); group.querySelector("input").focus(); } }, "✎"),
      el("button", { type: "button", class: "quote", "aria-label": "snippet", title: "a snippet to paste into a page", onclick: () => showSnippet(row) }, "❝"),
      writing || note ? field() : "");
  };
  draw();
  return group;
}

/** How many are ticked how, and the file. */
function tickBar() {
  const bar = el("span", { class: "ticked" });
  const draw = (event) => {
    // The bar of a view that is gone needs nothing any more.
    if (event && !bar.isConnected) { document.removeEventListener("ticked", draw); return; }
    const all = [...ticks.values()], times = (name) => all.filter(({ tick }) => tick === name).length, notes = all.filter(({ note }) => note).length;
    bar.replaceChildren(...(all.length ? [el("span", {}, `${number.format(times("right"))} right, ${number.format(times("wrong"))} wrong` + (notes ? ", " + plural(notes, "note") : "")), " ",
      el("button", { type: "button", onclick: saveTicks, title: "a labelled file, for headcount evaluate" }, "Save ticks")] : []),
      event?.detail.kept === false ? " This browser keeps no ticks: save them before the page is closed." : "");
  };
  document.addEventListener("ticked", draw);
  draw();
  return bar;
}

/** Every article with a tick as a labelled record, one a line. */
async function saveTicks() {
  const byArticle = new Map();
  for (const [row, it] of ticks) byArticle.set(facts.article[row], (byArticle.get(facts.article[row]) ?? new Map()).set(text("id", row), it));
  const lines = [];
  for (const index of [...byArticle.keys()].sort((a, b) => a - b)) lines.push(JSON.stringify(labelled(await record(index), byArticle.get(index))) + "\n");
  save("ticks.jsonl", "application/x-ndjson", lines);
}

// ---- One fact for another page ----

function showSnippet(row) {
  const said = text("sentence", row), units = unitsOf(said), [start, end] = facts.at[row].map(units), article = articleOf(row);
  const html = snippet({ said, start, end, title: titleOf(article), outlet: article.outlet, published: article.published, url: outside(article) && article.url });
  const area = el("textarea", { readonly: true, rows: 6, "aria-label": "HTML of the snippet" });
  area.value = html;
  const told = el("span", { class: "soft", role: "status" });
  const copy = async () => {
    area.select();
    // Pages from a disk may not be let to the clipboard: the words are selected then, ready for the reader's own keys.
    try { await navigator.clipboard.writeText(html); told.textContent = "copied"; } catch { told.textContent = "selected: copy it with your keys"; }
  };
  const box = el("dialog", { "aria-label": "Snippet", onclose: () => box.remove(), onkeydown: (event) => event.stopPropagation() },
    el("h2", {}, "To paste into a page"), el("div", { class: "sample" }, sentence(row), el("div", {}, from(article))), area,
    el("div", { class: "bar" }, el("button", { type: "button", onclick: copy }, "Copy"), told, el("button", { type: "button", onclick: () => box.close() }, "Close")));
  document.body.append(box);
  box.showModal();
}
