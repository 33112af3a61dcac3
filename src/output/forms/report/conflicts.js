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
  const mention = (row) => el("li", {}, el("div", {}, el("span", { class: "soft" }, data.agreements[facts.agreement[row]] || "first"), " ",
    caution(row), el("a", { class: "k k-" + kindOf(row), href: address("article", [articleOf(row).id, text("id", row)]) }, text("shown", row)), " ",
    sentence(row)), tools(row));
  const group = (rows) => el("li", { class: "card" }, el("h3", { dir: "auto" }, [text("event", rows[0]), text("what", rows[0])].filter(Boolean).join(": ") || text("shown", rows[0])),
    from(articleOf(rows[0])), el("ol", { class: "told" }, rows.map(mention)));
  const part = (title, groups, none) => {
    const list = el("ol", { class: "conflicts" }), more = el("p");
    let shown = 200;
    const draw = () => {
      list.replaceChildren(...groups.slice(0, paper ? ON_PAPER : shown).map(group));
      const rest = groups.length - shown;
      more.replaceChildren(...(rest > 0 && !paper ? [el("button", { type: "button", onclick: () => { shown *= 10; draw(); } }, "and " + plural(rest, "other"))] : []));
    };
    draw();
    return { draw, nodes: [el("h2", {}, title + " (" + number.format(groups.length) + ")"), groups.length ? [list, more] : el("p", { class: "soft" }, none)] };
  };
  const parts = [part("Contradictions", against, "None was found."), part("Updates", later, "None was found.")];
  redraw = () => { for (const { draw } of parts) draw(); };
  return [el("h1", {}, "Contradictions and updates"), el("p", { class: "soft" }, "Facts of which one article gives several values. Nothing is decided here: each value leads to its words."),
    tickBar(), parts.map(({ nodes }) => nodes)];
}
