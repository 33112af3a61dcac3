// ---- The map: equal degrees, the outlines of the land, a net every 30 degrees, a circle for every place. It is dragged, zoomed and pinched ----

const WORLD = { x: 180, y: 76, width: 360 };
/** In degrees; closer, the outlines have nothing left to say. */
const CLOSEST = 4;

function map() {
  const often = new Map(tally((row) => list("where", row), isCounted));
  const places = Object.entries(data.places).map(([index, [lat, lon]]) => ({ name: strings[index], x: lon + 180, y: 90 - lat, count: often.get(strings[index]) ?? 0 }));
  const spots = places.filter((spot) => spot.count).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  if (!spots.length) return null;
  let lines = "";
  for (let lon = -180; lon <= 180; lon += 30) lines += `M${lon + 180} 0V180`;
  for (let lat = -90; lat <= 90; lat += 30) lines += `M0 ${90 - lat}H360`;
  for (const spot of spots) {
    const label = spot.name + ": " + plural(spot.count, "fact");
    spot.circle = el("circle", { class: "dot", cx: spot.x, cy: spot.y });
    spot.reach = el("circle", { class: "reach", cx: spot.x, cy: spot.y });
    spot.label = el("text", {}, spot.name);
    spot.node = el("a", { svg: true, href: address("facts", [], { where: spot.name }), "aria-label": label }, el("title", {}, label), spot.reach, spot.circle);
  }
  // The largest lies below, so that it hides none; the names lie above all.
  const svg = el("svg", { class: "world", role: "group", "aria-label": "Facts by place" },
    el("rect", { class: "sea", x: -360, y: -360, width: 1080, height: 900 }), el("path", { class: "land", d: data.land }),
    el("path", { class: "lines", d: lines }), spots.map(({ node }) => node), el("g", { class: "names", "aria-hidden": "true" }, spots.map(({ label }) => label)));
  const view = around(spots);
  const draw = () => drawMap(svg, spots, view);
  const zoom = (factor) => { view.width = Math.min(Math.max(view.width * factor, CLOSEST), 360); draw(); };
  const button = (sign, label, work) => el("button", { type: "button", "aria-label": label, title: label, onclick: work }, sign);
  dragged(svg, view, draw, zoom);
  new ResizeObserver(draw).observe(svg);
  return el("section", { class: "card wide map" }, el("h2", {}, "Where"),
    el("div", { class: "frame" }, svg, el("div", { class: "zoom" }, button("+", "zoom in", () => zoom(0.5)), button("−", "zoom out", () => zoom(2)),
      button("⤢", "all places", () => { Object.assign(view, around(spots)); draw(); }))),
    el("p", { class: "soft" }, plural(spots.length, "place") + " with known coordinates. Drag to move, pinch or double-click to come closer: more names appear."));
}

let canvas = null;
/** How wide a word is on the map, in pixels. */
function widthOf(word) {
  canvas ??= Object.assign(document.createElement("canvas").getContext("2d"), { font: "12px " + getComputedStyle(document.documentElement).fontFamily });
  return canvas.measureText(word).width;
}

/** The view that holds all places, not closer than a country. */
function around(spots) {
  const xs = spots.map(({ x }) => x), ys = spots.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const width = Math.max((right - left) * 1.15, (bottom - top) * 2.6, 20);
  return width > 250 ? { ...WORLD } : { x: (left + right) / 2, y: (top + bottom) / 2, width };
}

/** Puts everything where it belongs: circles and words keep their size on the screen, and no name covers another. */
function drawMap(svg, spots, view) {
  const box = svg.getBoundingClientRect(), wide = box.width || 900, tall = box.height || wide * 0.4;
  const unit = view.width / wide, left = view.x - view.width / 2, top = view.y - tall * unit / 2;
  svg.setAttribute("viewBox", `${left} ${top} ${view.width} ${tall * unit}`);
  svg.querySelector(".names").setAttribute("font-size", 12 * unit);
  const taken = [];
  for (const { name, x, y, count, circle, reach, label } of spots) {
    const radius = 3 + (wide < 600 ? 4 : 9) * Math.sqrt(count / spots[0].count), [px, py] = [(x - left) / unit, (y - top) / unit];
    circle.setAttribute("r", radius * unit);
    reach.setAttribute("r", Math.max(radius, 12) * unit);
    // A name stands right of its circle, else left of it, else it waits for a closer look.
    const long = widthOf(name) + 6;
    const spaces = [px + radius + 3, px - radius - 3 - long].map((from) => ({ from, to: from + long, top: py - 7, bottom: py + 7 }));
    const free = spaces.find((it) => it.from >= 0 && it.to <= wide && it.top >= 0 && it.bottom <= tall && taken.every((other) => it.to < other.from || it.from > other.to || it.bottom < other.top || it.top > other.bottom));
    label.setAttribute("display", free ? "inline" : "none");
    if (!free) continue;
    taken.push(free);
    label.setAttribute("x", left + free.from * unit);
    label.setAttribute("y", y + 4 * unit);
  }
}

/** Moves the view with mouse or fingers. One finger that goes up or down scrolls the page, as everywhere. */
function dragged(svg, view, draw, zoom) {
  const fingers = new Map();
  let moved = 0;
  const spread = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  svg.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, { x: event.clientX, y: event.clientY }); if (fingers.size === 1) moved = 0; });
  svg.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const before = fingers.size === 2 ? spread() : 0, unit = view.width / svg.getBoundingClientRect().width;
    const [x, y] = [event.clientX - last.x, event.clientY - last.y];
    moved += Math.abs(x) + Math.abs(y);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (moved < 5) return;
    svg.setPointerCapture(event.pointerId);
    view.x = Math.min(Math.max(view.x - x * unit / fingers.size, 0), 360);
    view.y = Math.min(Math.max(view.y - y * unit / fingers.size, 0), 180);
    if (before) zoom(before / Math.max(spread(), 1)); else draw();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  // What was dragged was not meant to be followed.
  svg.addEventListener("click", (event) => { if (moved >= 5) { event.preventDefault(); moved = 0; } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("dblclick", (event) => { event.preventDefault(); zoom(0.5); });
  svg.addEventListener("wheel", (event) => { if (event.ctrlKey || event.metaKey) { event.preventDefault(); zoom(event.deltaY > 0 ? 1.25 : 0.8); } }, { passive: false });
}
