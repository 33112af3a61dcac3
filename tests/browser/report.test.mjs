// The report's script, its pure parts without a browser and the page in a real one. `run` prepares what is needed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { lines, plain } from "./articles.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = process.env.HEADCOUNT ?? join(ROOT, "target/release/headcount");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Where screenshots go, for the eye; none are made without it. */
const SCREENSHOTS = process.env.SCREENSHOTS;

const { readAddress, address, unitsOf, pieces, period, folded, firstHit, everyPeriod, snippet, fingerprint, labelled } = createRequire(import.meta.url)(join(ROOT, "src/output/report/pure.js"));

describe("pure parts", () => {
  test("addresses come back as they were", () => {
    for (const id of ["a/b.txt", "100%?.txt", "<img>&\"'#", "\u{642}/x", ""]) {
      const { view, path, query } = readAddress(address("article", [id, "q1"], { q: "a&b=c", kind: "", score: 0.5 }));
      assert.deepEqual([view, path, query.get("q"), query.has("kind"), query.get("score")], ["article", [id, "q1"], "a&b=c", false, "0.5"]);
    }
    assert.equal(readAddress("").view, "overview");
    assert.deepEqual(readAddress("#article/%E0%A4%A/q1").path, ["%E0%A4%A", "q1"]);
  });
  test("code points become UTF-16 units", () => {
    const units = unitsOf("a\u{1f33e}b");
    assert.deepEqual([0, 1, 2, 3, 9, -1].map(units), [0, 1, 3, 4, 4, 0]);
    assert.equal(unitsOf("abc")(2), 2);
  });
  test("a text is cut where anything begins or ends", () => {
    assert.deepEqual(pieces(10, [{ start: 2, end: 5 }, { start: 4, end: 20 }, { start: 3, end: 3 }]), [{ start: 0, end: 2 }, { start: 2, end: 4 }, { start: 4, end: 5 }, { start: 5, end: 10 }]);
    assert.deepEqual(pieces(0, []), []);
  });
  test("dates fall into years and months, gaps included", () => {
    assert.deepEqual([period("2021-05-04", true), period("2021", true), period("2021-05/2021-06", false), period("--05-04", false), period("2021-13", true)], ["2021-05", null, "2021", null, null]);
    assert.deepEqual(everyPeriod("2020-11", "2021-02", true), ["2020-11", "2020-12", "2021-01", "2021-02"]);
    assert.deepEqual(everyPeriod("2019", "2021", false), ["2019", "2020", "2021"]);
  });
  test("searching is without case and accents, and finds the words as they are written", () => {
    assert.equal(folded("Zo\u{eb} \u{fb01}"), "zoe fi");
    const text = "\u{1f33e} \u{fb01}re in Zo\u{eb}'s bo\u{eb}t";
    const hit = firstHit(text, ["nowhere", "boet", "zoe"]);
    assert.equal(text.slice(hit.start, hit.end), "Zo\u{eb}");
    assert.equal(text.slice(...Object.values(firstHit(text, ["fire"]))), "\u{fb01}re");
    assert.equal(firstHit(text, ["nowhere"]), null);
  });
  test("fingerprints differ where anything does", () => {
    const all = ["", "a", "b", "ab", "ba", "\u{1f33e}", JSON.stringify(["a", 1]), JSON.stringify(["a", 2])].map(fingerprint);
    assert.equal(new Set(all).size, all.length);
    assert.equal(fingerprint("ab"), fingerprint("ab"));
  });
  test("a snippet is text in one blockquote, whatever stands in the article", () => {
    const html = snippet({ said: " Some <b>12</b>\n \"men\" fled. ", start: 9, end: 11, title: "<script>x</script>", outlet: "a & b", published: "2021-05-04T10:00:00Z", url: "https://x.example/?a=1&b=\"2\"" });
    assert.match(html, /^<blockquote cite="https:[/][/]x\.example[/]\?a=1&amp;b=&quot;2&quot;" style="[^"]*"><p style="[^"]*">Some &lt;b&gt;<mark>12<\/mark>&lt;\/b&gt; &quot;men&quot; fled\.<\/p>/);
    assert.ok(html.includes(">&lt;script&gt;x&lt;/script&gt;, a &amp; b, 2021-05-04</a></footer></blockquote>"), html);
    assert.ok(!snippet({ said: "5 men", start: 0, end: 1, title: "T" }).includes("<a "));
  });
  test("a labelled record holds what was ticked and what that points at", () => {
    const record = { id: "a", text: "t", meta: { x: 1 }, sentences: [], entities: [{ id: "e1" }, { id: "e2" }, { id: "e3" }],
      quantities: [{ id: "q1", derivation: "d" }, { id: "q2" }, { id: "q3" }, { id: "q4", from: "q5" }, { id: "q5" }],
      links: [{ quantity: "q1", places: ["e2"], time: "q2", agent: { text: "x" }, reason: "r" }, { quantity: "q3", agent: "e3" }] };
    assert.deepEqual(labelled(record, new Map([["q1", { tick: "wrong", note: "n" }], ["q4", { note: "m" }]])), {
      id: "a", text: "t", meta: { x: 1 }, entities: [{ id: "e2" }],
      quantities: [{ id: "q1", tick: "wrong", note: "n" }, { id: "q2" }, { id: "q4", from: "q5", tick: "open", note: "m" }, { id: "q5" }],
      links: [{ quantity: "q1", places: ["e2"], time: "q2", agent: { text: "x" } }] });
  });
});

describe("in a browser", () => {
  let folder, browser, page, url;
  const problems = [];

  async function report(name, count, size) {
    const annotated = join(folder, name + ".jsonl"), html = join(folder, name + ".html"), out = createWriteStream(annotated);
    for (const line of lines(count, size)) if (!out.write(line)) await new Promise((resolve) => out.once("drain", resolve));
    out.end();
    await finished(out);
    // Exit code 1: one article has failed, as the set says.
    assert.throws(() => execFileSync(PROGRAM, ["inspect", annotated, "--html", html], { stdio: "inherit" }), { status: 1 });
    return html;
  }

  /** The articles of the small report that have not failed. */
  function annotatedWell() {
    const file = join(folder, "well.jsonl");
    writeFileSync(file, readFileSync(join(folder, "small.jsonl"), "utf8").split("\n").filter((line) => !line.includes('"error"')).join("\n"));
    return file;
  }

  async function opened(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    // A slow machine is no fault of the page; time is measured where it matters.
    context.setDefaultTimeout(120000);
    const page = await context.newPage();
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("dialog", (dialog) => { problems.push("a dialog: " + dialog.message()); dialog.dismiss(); });
    page.on("request", (request) => { if (!/^(file|blob|data):/.test(request.url())) problems.push("a request: " + request.url()); });
    return page;
  }

  async function go(hash) {
    await page.goto(url + hash);
    await page.waitForSelector("html[data-ready=yes]");
    // The same file with another hash is no new page: its view is drawn after the event.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30))));
  }

  const count = async () => Number((await page.textContent("output")).replace(/\D/g, ""));
  const cells = (name) => page.$$eval(`tbody td[data-name="${name}"]`, (cells) => cells.map((cell) => cell.textContent));
  /** The number of a cell, without the word before it. */
  const amount = (text) => Number(text.replace(/[^\d.-]/g, ""));
  const KINDS = "count ordinal percent money measure duration age date time rank score ratio identifier";
  const saved = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`button:has-text('${button}')`)]);
    return readFileSync(await download.path(), "utf8");
  };
  const settled = (check) => page.waitForFunction(check, null, { timeout: 30000 });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "headcount-browser-"));
    // The pages are our own; containers have neither the rights for a sandbox nor much shared memory.
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
    page = await opened();
    url = pathToFileURL(await report("small", 60, 4)).href;
  });
  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  test("the overview counts what there is, and leads on", async () => {
    await go("");
    const tiles = await page.$$eval(".tiles li", (tiles) => tiles.map((tile) => tile.innerText.replace(/\s+/g, " ")));
    assert.ok(tiles.includes("62 articles") && tiles.includes("482 facts") && tiles.includes("1 article not read"), tiles.join(", "));
    const cards = await page.$$eval(".card h2", (titles) => titles.map((title) => title.textContent));
    for (const title of ["Numbers by kind", "Most counted", "Places", "Who did it", "Laws", "Organisations, by articles", "When", "Where"]) assert.ok(cards.includes(title), title);
    assert.equal(await page.locator(".map .dot").count(), 4);
    await page.click(".bars a:has-text('Fisheries Act')");
    await settled(() => location.hash.startsWith("#facts"));
    assert.equal(new Set(await cells("Law")).size, 1);
  });

  test("an organisation leads to the articles that name it", async () => {
    await go("");
    await page.click(".bars a:has-text('Northern Guard')>> nth=-1");
    await settled(() => location.hash.startsWith("#articles?organisation="));
    assert.equal(await count(), 60);
    await go("#articles?q=zoe");
    assert.equal(await count(), 0);
  });

  test("articles are searched in their texts, and show where", async () => {
    await go("#articles?q=" + encodeURIComponent("WORTH Rs" + 10 * (3 + ((7 * 31) % 5000))));
    const rows = page.locator("tbody tr");
    assert.deepEqual([await count(), await rows.count()], [1, 1]);
    assert.match(await rows.first().innerText(), /Report 7 from Tavas/);
    await settled(() => document.querySelector("tbody mark"));
    assert.equal((await rows.first().locator("mark").innerText()).toLowerCase(), "worth");
    // From the search of facts one comes there.
    await go("#facts?q=hacked");
    await page.click(".also a");
    await settled(() => location.hash === "#articles?q=hacked" && document.querySelector("tbody tr"));
    assert.equal(await count(), 1);
  });

  test("what a list leaves out is one click away", async () => {
    // Seventeen kinds of things are counted here, twelve are shown.
    const many = join(folder, "many.jsonl"), html = join(folder, "many.html");
    const records = [...Array(17).keys()].map((index) => {
      const text = `Guard ${String.fromCharCode(65 + index)}x counted 5 things${index}.`, end = text.length - 1;
      return { id: String(index), text, sentences: [{ start: 0, end: text.length }], entities: [{ id: "e1", label: "ORG", start: 0, end: 8, text: text.slice(0, 8), name: text.slice(0, 8) }],
        quantities: [{ id: "q1", kind: "count", start: 17, end: 18, text: "5", value: 5 }], links: [{ quantity: "q1", agent: "e1", entity: { text: text.slice(19, end), head: text.slice(19, end), start: 19, end } }] };
    });
    writeFileSync(many, records.map((record) => JSON.stringify(record)).join("\n"));
    execFileSync(PROGRAM, ["inspect", many, "--html", html]);
    const other = await opened();
    for (const [card, facet, times] of [["Most counted", "head", 17], ["Who did it", "who", 17], ["Organisations, by articles", "organisation", 17]]) {
      await other.goto(pathToFileURL(html).href);
      await other.click(`.card:has(h2:text-is('${card}')) a:text-is('and 5 others')`);
      await other.waitForSelector(`.facet[data-name=${facet}][open] li`);
      assert.equal(await other.locator(`.facet[data-name=${facet}] li`).count(), times, card);
      assert.ok(await other.locator(`.facet[data-name=${facet}] li`).first().isVisible());
    }
    await other.locator(".facet[data-name=organisation] button").first().click();
    await other.waitForFunction(() => document.querySelector("output").textContent === "1 article");
    await other.context().close();
  });

  test("search finds words of facts and of articles, in any case", async () => {
    await go("#facts");
    assert.equal(await count(), 482);
    await page.fill("input[type=search]", "SMUGGLERS ministry");
    await settled(() => /^\d+ facts?$/.test(document.querySelector("output").textContent) && document.querySelector("output").textContent !== "482 facts");
    const rows = await page.$$eval("tbody.fact", (rows) => rows.map((row) => row.textContent.toLowerCase()));
    assert.ok(rows.length > 0 && rows.every((row) => row.includes("smugglers") && row.includes("ministry")));
    await page.fill("input[type=search]", "no such word");
    await settled(() => document.querySelector("output").textContent === "0 facts");
  });

  test("filters narrow by kind, value, score, place, law, who and date", async () => {
    await go("#facts?min=1000&max=2000&kind=count");
    const values = (await cells("Number")).map(amount);
    assert.ok(values.length > 5 && values.every((value) => value >= 1000 && value <= 2000), values.join());
    await go("#facts?score=0.9");
    assert.ok((await cells("Score")).every((score) => Number(score) >= 0.9));
    await go("#facts?where=Moru&law=Fisheries+Act+1999&who=Kells+Police");
    assert.ok((await cells("Where")).every((where) => where === "Moru"));
    assert.ok((await cells("Who")).every((who) => who === "Kells Police") && (await count()) > 0);
    await go("#facts?date=2012-05");
    assert.ok((await cells("When")).every((when) => when === "4 May 2012") && (await count()) > 0);
    await go("#facts");
    await page.uncheck(".chip input[value=money]");
    await settled(() => document.querySelector("output").textContent === "242 facts");
    assert.match(page.url(), /kind=count/, "the address holds the filters");
    await page.fill("input[name=where]", "Tavas");
    await settled(() => document.querySelector("output").textContent !== "242 facts");
    assert.ok((await cells("Where")).every((where) => where === "Tavas"));
  });

  test("columns sort up and down", async () => {
    await go("#facts?kind=count");
    const numbers = async () => (await cells("Number")).map(amount);
    await page.click("thead button:has-text('Number')");
    assert.equal(await page.getAttribute("th:has-text('Number')", "aria-sort"), "ascending");
    const up = await numbers();
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    await page.click("thead button:has-text('Number')");
    const down = await numbers();
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    assert.notDeepEqual(up, down);
    await page.click("thead button:has-text('What')");
    const what = await cells("What");
    assert.deepEqual(what, [...what].sort());
  });

  test("a list of columns sorts where there are no heads, and articles sort", async () => {
    await go("#facts?kind=count");
    await page.selectOption("select[name=sort]", "score");
    const scores = (await cells("Score")).map(Number);
    assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
    await go("#articles");
    const words = async () => (await cells("Words")).map(Number);
    await page.click("thead button:has-text('Words')");
    assert.deepEqual(await words(), [...(await words())].sort((a, b) => a - b));
    await page.click("thead button:has-text('Words')");
    assert.equal(await page.getAttribute("th:has-text('Words')", "aria-sort"), "descending");
    assert.deepEqual(await words(), [...(await words())].sort((a, b) => b - a));
  });

  test("pages turn", async () => {
    await go("#facts");
    assert.equal((await page.$$("tbody.fact")).length, 100);
    const first = (await cells("Number"))[0];
    await page.click("button:has-text('Next') >> nth=0");
    assert.match(await page.textContent(".bar"), /Page 2 of 5/);
    assert.equal((await page.$$("tbody.fact")).length, 100);
    assert.ok(first);
  });

  test("the table is saved as the program writes it, byte for byte", async () => {
    const file = join(folder, "facts.csv");
    // Exit code 1: one article has failed, and its line stands there.
    assert.throws(() => execFileSync(PROGRAM, ["convert", join(folder, "small.jsonl"), "--to", "csv", "-o", file], { stdio: "ignore" }), { status: 1 });
    const whole = readFileSync(file, "utf8");
    await go("#facts");
    await page.click("fieldset button:text-is('all')");
    await settled(() => document.querySelector("output").textContent === "722 facts");
    assert.ok((await saved("Save as CSV")) === whole, "the whole table");
    // A selection is the lines of its facts.
    const lines = whole.match(/(?:[^"\n]|"[^"]*")*\n/g), head = lines[0].slice(1).trim().split(",");
    const kind = head.indexOf("kind");
    assert.equal(lines.length, 1 + 722 + 1);
    const money = lines.filter((line, index) => !index || line.split(",")[kind] === "money");
    await go("#facts?kind=money");
    assert.equal(await saved("Save as CSV"), money.join(""));
    await go("#facts?kind=money&sort=number&dir=down");
    const sorted = (await saved("Save as CSV")).match(/(?:[^"\n]|"[^"]*")*\n/g), value = head.indexOf("value");
    assert.deepEqual([...sorted].sort(), [...money].sort());
    const values = sorted.slice(1).map((line) => Number(line.split(",")[value]));
    assert.deepEqual(values, [...values].sort((a, b) => b - a));
    await go("#facts?head=<i>man</i>");
    assert.equal((await saved("Save as CSV")).split("\n").length, 3);
  });

  test("ticks stay in the browser and become a labelled file that evaluate reads", async () => {
    const article = encodeURIComponent("news/00005.txt");
    await go("#facts?kind=count&q=00005");
    const row = (at) => page.locator("tbody.fact").nth(at);
    await row(0).locator("button[aria-label=right]").click();
    await row(1).locator("button[aria-label=wrong]").click();
    await row(1).locator("button[aria-label=note]").click();
    await row(1).locator(".tools input").fill("it is <b>boats</b>");
    await row(1).locator(".tools input").press("Enter");
    await row(2).locator("button[aria-label=wrong]").click();
    await row(2).locator("button[aria-label=wrong]").click();
    assert.equal(await row(2).locator("[aria-pressed=true]").count(), 0, "a second click takes a tick away");
    assert.match(await page.textContent(".ticked"), /1 right, 1 wrong, 1 note/);
    // Money and dates can be ticked, too, beside the text.
    await go("#article/" + article + "/q2");
    await page.click("#card-q2 button[aria-label=right]");
    // They are there again in a new page, in every view.
    await page.goto("about:blank");
    await go("#facts?ticked=wrong");
    assert.equal(await count(), 1);
    assert.equal(await row(0).locator(".tools input").inputValue(), "it is <b>boats</b>");
    await go("#facts?ticked=right");
    assert.equal(await count(), 2);
    await go("#article/" + article + "/q1");
    assert.equal(await page.locator("#card-q1 button[aria-label=right]").getAttribute("aria-pressed"), "true");
    await go("#facts");
    const file = join(folder, "ticks.jsonl");
    writeFileSync(file, await saved("Save ticks"));
    const evaluated = (...more) => JSON.parse(execFileSync(PROGRAM, ["evaluate", file, ...more, "--json"], { stdio: ["ignore", "pipe", "ignore"] }));
    const { articles, measures, calibration } = evaluated("--pred", annotatedWell());
    assert.equal(articles, 1);
    assert.deepEqual(Object.keys(measures), ["ticks.rows", "ticks.changed"]);
    assert.deepEqual([measures["ticks.rows"].right, measures["ticks.rows"].predicted, measures["ticks.rows"].gold, measures["ticks.changed"].right], [2, 3, 2, 0]);
    assert.equal(calibration.facts.claims, 2, "the money's link states no fact_score");
    execFileSync(PROGRAM, ["evaluate", "--check", file], { stdio: "ignore" });
    // An annotation that reads the ticked facts otherwise.
    const other = join(folder, "otherwise.jsonl"), record = JSON.parse(readFileSync(file, "utf8").trim());
    for (const link of record.links) if (link.entity) link.entity.head = "sparrow";
    for (const quantity of record.quantities) { delete quantity.tick; delete quantity.note; }
    writeFileSync(other, JSON.stringify(record));
    const now = evaluated("--pred", other).measures;
    assert.deepEqual([now["ticks.rows"].right, now["ticks.rows"].predicted, now["ticks.changed"].right], [0, 2, 1]);
    // What was ticked is also a record that the program shows.
    assert.match(execFileSync(PROGRAM, ["inspect", file, "--width", "120"], { encoding: "utf8" }), /news\/00005\.txt/);
  });

  test("a new reading of a fact has no tick, and a browser that keeps nothing says so", async () => {
    const other = await opened(), html = join(folder, "changed.html"), changed = join(folder, "changed.jsonl");
    writeFileSync(changed, readFileSync(annotatedWell(), "utf8").replaceAll('"text":"sold"', '"text":"bought"'));
    execFileSync(PROGRAM, ["inspect", changed, "--html", html]);
    const article = "#article/" + encodeURIComponent("news/00005.txt");
    const pressed = () => other.locator("#card-q1 button[aria-label=right]").getAttribute("aria-pressed");
    for (const [file, before] of [[url, "the first reading"], [pathToFileURL(html).href, "another reading"]]) {
      await other.goto(file + article + "/q1");
      assert.equal(await pressed(), "false", before);
      await other.click("#card-q1 button[aria-label=right]");
      await other.goto("about:blank");
      await other.goto(file + article + "/q1");
      assert.equal(await pressed(), "true");
    }
    await other.context().close();
    const closed = await opened();
    await closed.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new Error("refused"); } }));
    await closed.goto(url + "#facts");
    await closed.locator("button[aria-label=right]").first().click();
    assert.match(await closed.textContent(".ticked"), /1 right.*keeps no ticks/);
    await closed.context().close();
  });

  test("a snippet shows the sentence in any page, as text", async () => {
    const id = "<img src=x onerror=hacked()>/\"'&.txt";
    for (const [hash, said, link] of [["#article/" + encodeURIComponent(id) + "/q1", /<script>hacked\(\)<\/script>.* 12 <i>men<\/i> in <u>Arvo<\/u>\./, 0], ["#article/" + encodeURIComponent("news/00007.txt") + "/q1", /worth Rs/, 1]]) {
      await go(hash);
      await page.click("#card-q1 button[aria-label=snippet]");
      const html = await page.inputValue("dialog textarea");
      await page.click("dialog button:text-is('Close')");
      assert.equal(await page.locator("dialog").count(), 0);
      const other = await opened();
      await other.setContent(html);
      assert.match((await other.innerText("blockquote p")).replace(/\s+/g, " "), said);
      assert.equal(await other.locator("mark").count(), 1);
      assert.equal(await other.locator("script, img, b, u, i").count(), 0);
      assert.equal(await other.locator("a[href='https://www.north.example/7']").count(), link);
      await other.context().close();
    }
  });

  test("the map names its places, comes closer and moves, also on a phone", async () => {
    for (const options of [{}, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }]) {
      const seen = await opened(options);
      await seen.goto(url);
      await seen.waitForSelector(".world[viewBox]");
      await seen.locator(".world").scrollIntoViewIfNeeded();
      await seen.waitForFunction(() => document.querySelector(".world text[display=inline]"));
      const look = () => seen.evaluate(() => {
        const names = [...document.querySelectorAll(".world text")].filter((text) => text.getAttribute("display") === "inline");
        const boxes = names.map((text) => text.getBoundingClientRect()), frame = document.querySelector(".world").getBoundingClientRect();
        return {
          names: names.map((text) => text.textContent).sort(), width: +document.querySelector(".world").getAttribute("viewBox").split(" ")[2], left: +document.querySelector(".world").getAttribute("viewBox").split(" ")[0],
          tall: Math.min(...boxes.map((box) => box.height)), reach: Math.min(...[...document.querySelectorAll(".world .reach")].map((dot) => dot.getBoundingClientRect().width)),
          apart: boxes.every((a, at) => boxes.every((b, other) => at === other || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)),
          inside: boxes.every((box) => box.left >= frame.left - 1 && box.right <= frame.right + 1),
        };
      });
      const first = await look();
      assert.deepEqual(first.names, ["Arvo", "Kells", "Moru", "Tavas"]);
      assert.ok(first.tall >= 12 && first.reach >= 23 && first.apart && first.inside, JSON.stringify(first));
      await seen.click("button[aria-label='zoom in']");
      assert.equal((await look()).width, first.width / 2);
      await seen.click("button[aria-label='zoom out']");
      const box = await seen.locator(".world").boundingBox();
      if (!options.isMobile) {
        await seen.mouse.move(box.x + box.width / 2, box.y + box.height * 0.9);
        await seen.mouse.down();
        await seen.mouse.move(box.x + box.width / 2 - 90, box.y + box.height * 0.9, { steps: 4 });
        await seen.mouse.up();
        const moved = await look();
        assert.ok(Math.abs(moved.left - first.left - 90 * first.width / box.width) < 1, `${first.left} ${moved.left}`);
        assert.equal(await seen.evaluate(() => location.hash), "", "a drag follows no link");
      } else {
        const session = await seen.context().newCDPSession(seen), middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        const fingers = (apart) => [{ x: middle.x - apart, y: middle.y, id: 1 }, { x: middle.x + apart, y: middle.y, id: 2 }];
        await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(30) });
        for (const apart of [45, 60, 75, 90]) await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(apart) });
        await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
        const closer = await look();
        assert.ok(closer.width < first.width / 1.5, `${first.width} ${closer.width}`);
      }
      await seen.click("button[aria-label='all places']");
      assert.equal((await look()).width, first.width);
      await seen.locator(".world a[aria-label^='Moru']").click();
      await seen.waitForFunction(() => location.hash === "#facts?where=Moru");
      await seen.context().close();
    }
  });

  test("the timeline goes by when facts happened, else were published", async () => {
    await go("");
    const shown = await page.$$eval(".time a", (bars) => bars.map((bar) => bar.getAttribute("aria-label")));
    const years = new Map();
    for (const line of readFileSync(annotatedWell(), "utf8").trim().split("\n")) {
      const record = JSON.parse(line);
      for (const quantity of record.quantities.filter(({ kind }) => kind !== "date")) {
        const time = record.links.find((link) => link.quantity === quantity.id)?.time;
        const date = time ? record.quantities.find(({ id }) => id === time).value : record.meta.published;
        if (date) years.set(date.slice(0, 4), (years.get(date.slice(0, 4)) ?? 0) + 1);
      }
    }
    const sorted = [...years].sort(), low = sorted[0][0];
    for (const [year, times] of sorted.slice(1, -1)) assert.ok(shown.includes(`${year}: ${times} facts`), `${year}: ${times} from ${low}: ${shown}`);
    assert.match(await page.textContent(".time"), /480 facts by the year in which they happened, else were published.*of 2 neither is known/);
    const phone = await opened({ viewport: { width: 390, height: 844 }, isMobile: true });
    await phone.goto(url);
    await phone.waitForSelector(".time text");
    assert.ok((await phone.$$eval(".time text", (words) => Math.min(...words.map((word) => word.getBoundingClientRect().height)))) >= 10, "years are legible on a phone");
    await phone.context().close();
  });

  test("the list of facts follows the reader", async () => {
    const long = join(folder, "long.jsonl"), html = join(folder, "long.html");
    writeFileSync(long, JSON.stringify(plain(3, 60)));
    execFileSync(PROGRAM, ["inspect", long, "--html", html]);
    const reader = await opened({ viewport: { width: 1280, height: 700 } });
    await reader.goto(pathToFileURL(html).href + "#article/" + encodeURIComponent("news/00003.txt"));
    await reader.waitForSelector(".facts li.seen");
    const beside = () => reader.evaluate(() => {
      const inSight = (node) => { const box = node.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };
      const first = [...document.querySelectorAll(".text a.k")].find((anchor) => !anchor.matches(".k-date") && inSight(anchor));
      const card = document.getElementById("card-" + first.id).getBoundingClientRect(), side = document.querySelector(".side").getBoundingClientRect();
      return { id: first.id, shown: card.top >= side.top - 1 && card.bottom <= side.bottom + 1, foot: side.bottom <= innerHeight };
    });
    const ids = new Set();
    for (const y of [0, 800, 1600]) {
      await reader.mouse.move(200, 400);
      await reader.evaluate((y) => window.scrollTo(0, y), y);
      await reader.waitForTimeout(150);
      const { id, shown, foot } = await beside();
      assert.ok(shown && foot, `${y}: ${id}`);
      ids.add(id);
    }
    assert.equal(ids.size, 3);
    // Who points at the list goes through it undisturbed.
    await reader.hover(".side");
    const before = await reader.evaluate(() => { document.querySelector(".side").scrollTop += 300; return document.querySelector(".side").scrollTop; });
    await reader.evaluate(() => window.scrollBy(0, 40));
    await reader.waitForTimeout(150);
    assert.equal(await reader.evaluate(() => document.querySelector(".side").scrollTop), before);
    await reader.context().close();
  });

  test("heads stay in sight, no column breaks words", async () => {
    for (const width of [1440, 1280, 1000]) {
      const wide = await opened({ viewport: { width, height: 700 } });
      await wide.goto(url + "#facts");
      await wide.waitForSelector("tbody.fact");
      await wide.evaluate(() => { const frame = document.querySelector(".scroll"); if (frame.scrollHeight > frame.clientHeight + 2) { frame.scrollIntoView(); frame.scrollTop = 900; } else window.scrollTo(0, frame.offsetTop + 900); });
      const box = await wide.locator("thead th").first().boundingBox();
      assert.ok(box.y >= -1 && box.y + box.height < 700, `${width}: ${JSON.stringify(box)}`);
      assert.ok(await wide.evaluate(() => { const th = document.querySelector("thead th").getBoundingClientRect(); return document.elementFromPoint(th.left + 20, th.top + 10).closest("thead") !== null; }), "nothing lies over the heads");
      const broken = await wide.$$eval("tbody.fact tr:first-child td", (cells) => cells.filter((cell) => {
        const range = document.createRange(), walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) for (const word of node.data.matchAll(/\S+/g)) {
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          if (range.getClientRects().length > 1) return true;
        }
        return false;
      }).map((cell) => cell.textContent));
      assert.deepEqual(broken, [], String(width));
      assert.ok(await wide.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await wide.context().close();
    }
  });

  test("a row can be judged without opening the article", async () => {
    await go("#facts?kind=count&q=" + encodeURIComponent("Report 7 from"));
    const row = page.locator("tbody.fact:has(.from a:text-is('Report 7 from Tavas'))").first();
    const number = await row.locator("td[data-name=Number]").textContent();
    assert.equal((await row.locator("q mark").textContent()), number.replace(/[^\d]/g, ""));
    assert.match(await row.locator("q").textContent(), /^[A-Z].* worth Rs\d+ in /);
    const from = await row.locator(".from").innerText();
    assert.match(from.replace(/\s+/g, " "), /Report 7 from Tavas.*north\.example.*2017-08-11.*original/);
    assert.equal(await row.locator(".from a >> nth=1").getAttribute("href"), "https://www.north.example/7");
    await go("#facts?head=<i>man</i>");
    assert.equal(await page.locator(".from a").count(), 1, "an address that is no page of the web is not followed");
  });

  test("what is not presented as true is marked, and can be left out", async () => {
    await go("#facts");
    assert.equal(await count(), 482);
    const marked = await page.locator("td[data-name=Number] .caution").count();
    assert.ok(marked > 0 && (await page.locator("tbody.fact.aside").count()) === marked);
    await page.uncheck(".chip input[value=planned]");
    await settled(() => document.querySelector("output").textContent !== "482 facts");
    assert.equal(await page.locator("td[data-name=Number] .caution").count(), 0);
    assert.match(page.url(), /status=fact/);
    await go("#facts?status=planned");
    assert.ok((await cells("Number")).every((word) => /^planned \d/.test(word)) && (await count()) > 0);
    assert.equal(await page.textContent("[data-times=planned]"), await page.textContent("output").then((told) => told.split(" ")[0]));
    await go("");
    assert.match(await page.textContent("main"), /facts are not presented as true/);
  });

  test("facets count what passes, and narrow it", async () => {
    await go("#facts?kind=count");
    await page.click(".facet summary:has-text('Where')");
    const place = page.locator(".facet[data-name=where] button").first();
    const [, name, times] = /^(\S+) ([\d,]+)$/.exec((await place.innerText()).trim());
    await place.click();
    await settled(() => location.hash.includes("where="));
    assert.equal(await count(), Number(times.replace(/,/g, "")));
    assert.ok((await cells("Where")).every((where) => where === name));
    await page.locator(".facet[data-name=where] button[aria-pressed=true]").click();
    await settled(() => !location.hash.includes("where="));
    await page.click(".facet summary:has-text('Outlet')");
    assert.deepEqual((await page.locator(".facet[data-name=outlet] button span").allInnerTexts()).sort(), ["north.example", "south.example"]);
  });

  test("numbers are sorted within one unit", async () => {
    await go("#facts?sort=number&dir=down");
    const rows = await page.$$eval("tbody.fact", (rows) => rows.map((row) => [row.querySelector("[data-name=Unit]").textContent, Number(row.querySelector("[data-name=Number]").textContent.replace(/[^\d]/g, ""))]));
    for (let at = 1; at < rows.length; at++) if (rows[at][0] === rows[at - 1][0]) assert.ok(rows[at][1] <= rows[at - 1][1]);
    assert.equal(new Set(rows.map(([unit]) => unit)).size, 1, "the first page holds one unit");
  });

  test("sums hold what can be summed and say what was left out", async () => {
    await go("");
    const card = page.locator(".card:has(h2:text-is('Sums'))");
    const [, event, head, sum, times] = /^(\w+): (\w+)\s+([\d,]+)\s+in (\d+) facts/.exec(await card.locator("li").first().innerText());
    let expected = 0, found = 0;
    for (const line of readFileSync(join(folder, "small.jsonl"), "utf8").trim().split("\n")) {
      const record = JSON.parse(line), seen = new Set();
      for (const link of record.links ?? []) {
        const quantity = record.quantities.find(({ id }) => id === link.quantity);
        if (quantity.kind !== "count" || !link.event || seen.has(link.fact)) continue;
        if (link.fact) seen.add(link.fact);
        if (link.event.lemma === event && link.entity.head === head) { expected += quantity.value; found++; }
      }
    }
    assert.deepEqual([Number(sum.replace(/,/g, "")), Number(times)], [expected, found]);
    assert.match(await card.textContent(), /Left out: 60 told before\./);
    await card.locator("a").first().click();
    await settled(() => location.hash.includes("event="));
    assert.ok((await count()) >= found);
  });

  test("contradictions and updates are a list that leads to the words", async () => {
    await go("#conflicts");
    assert.match(await page.textContent("main"), /Contradictions \(30\)[^]*Updates \(30\)/);
    assert.equal(await page.locator(".conflicts > li").count(), 60);
    await page.locator(".told a.k >> nth=1").click();
    await settled(() => location.hash.startsWith("#article/"));
    assert.match(await page.locator(".facts li.pinned").innerText(), /told again\s+contradicts/);
  });

  test("hovering a number lights up its words, and the other way round", async () => {
    await go("#article/" + encodeURIComponent("news/00001.txt"));
    const roles = () => page.$$eval(".text .lit[data-role]", (parts) => parts.map((part) => part.dataset.role + "=" + part.textContent).sort());
    await page.hover(".text a.k-count >> nth=0");
    const lit = await roles();
    for (const role of ["what", "event", "who", "where", "when", "law"]) assert.ok(lit.some((part) => part.startsWith(role)), role + ": " + lit);
    assert.equal(await page.locator(".facts li.on").count(), 1);
    await page.mouse.move(2, 2);
    assert.deepEqual(await roles(), []);
    await page.hover(".facts li >> nth=2");
    assert.equal(await page.locator(".text a.on").count(), 1);
    // From a circumstance back to the numbers that it belongs to.
    await page.mouse.move(2, 2);
    await page.hover(".text .e-LAW >> nth=0");
    assert.ok((await page.locator(".text a.on").count()) >= 1);
  });

  test("a deep link opens its fact", async () => {
    // A mouse that happens to lie on another number lights that one up.
    await page.mouse.move(2, 2);
    await go("#article/" + encodeURIComponent("news/00059.txt") + "/q7");
    assert.equal(await page.locator(".text a.on").getAttribute("id"), "q7");
    assert.ok(await page.locator("#card-q7.pinned").isVisible());
    assert.ok(await page.locator(".text a#q7").evaluate((node) => { const box = node.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }));
    assert.equal(await page.evaluate(() => document.activeElement.id), "q7");
    await go("#article/none");
    assert.match(await page.textContent("main"), /No such article/);
  });

  test("the keyboard does it all", async () => {
    await go("#article/" + encodeURIComponent("news/00003.txt"));
    await page.keyboard.press("j");
    await settled(() => location.hash.endsWith("/q1"));
    await page.keyboard.press("j");
    await settled(() => location.hash.endsWith("/q2"));
    await page.keyboard.press("k");
    await settled(() => location.hash.endsWith("/q1"));
    await page.keyboard.press("Escape");
    await settled(() => location.hash.endsWith("00003.txt"));
    await page.keyboard.press("]");
    await settled(() => location.hash.endsWith("00004.txt"));
    await page.keyboard.press("[");
    await settled(() => location.hash.endsWith("00003.txt"));
    await page.keyboard.press("/");
    await settled(() => document.activeElement.type === "search" && location.hash === "#facts");
    await page.keyboard.type("wells");
    await settled(() => location.hash.includes("q=wells"));
    // Everything can be reached with the tabulator, and what has the focus is seen.
    await go("");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await settled(() => location.hash === "#facts");
  });

  test("text that is markup stays text", async () => {
    const id = "<img src=x onerror=hacked()>/\"'&.txt";
    for (const hash of ["", "#facts?kind=count", "#articles", "#article/" + encodeURIComponent(id) + "/q1", "#article/gone.txt", "#articles?failed=1", "#facts?q=<script>hacked()</script>&where=<img>"]) {
      await go(hash);
      assert.equal(await page.locator("main script, main img, main b[onclick], main i:not([aria-hidden]), main u").count(), 0, hash);
    }
    await go("#article/" + encodeURIComponent(id) + "/q1");
    assert.equal(await page.textContent("h1"), "</script><script>hacked()</script>");
    assert.match(await page.textContent(".text"), /^<script>hacked\(\)<\/script> \u{1f33e}\u{1f33e} <b onclick/u);
    assert.equal(await page.textContent(".text a.on"), "12", "offsets count code points");
    assert.equal(await page.locator("a[href^='javascript:']").count(), 0);
    await go("#article/gone.txt");
    assert.match(await page.textContent("main"), /could not be read: gone\.txt: <b>not found<\/b>/);
    await go("#article/" + encodeURIComponent("ar/\u{642}\u{627}\u{647}\u{631}\u{629} 100%?.txt") + "/q1");
    assert.equal(await page.textContent(".text a.on"), "33");
  });

  test("nothing can be loaded or run", async () => {
    await go("");
    const blocked = await page.evaluate(async () => {
      const told = new Promise((resolve) => document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true }));
      const script = document.createElement("script");
      script.textContent = "window.hacked = true";
      document.body.append(script);
      return [await told, window.hacked === undefined, await fetch("https://example.org").then(() => "loaded", () => "refused")];
    });
    assert.deepEqual(blocked, ["script-src-elem", true, "refused"]);
    // These two were our own doing.
    const ours = problems.filter((problem) => !/Content Security Policy|Refused|violates/.test(problem) && !problem.startsWith("a request: https://example.org"));
    problems.splice(0, problems.length, ...ours);
  });

  test("screen readers get names, roles and news", async () => {
    for (const hash of ["", "#facts", "#conflicts", "#articles", "#article/" + encodeURIComponent("news/00001.txt")]) {
      await go(hash);
      const nameless = await page.$$eval("a, button, input, select, summary", (nodes) => nodes.filter((node) => !(node.textContent.trim() || node.getAttribute("aria-label") || node.labels?.[0]?.textContent.trim() || node.title)).map((node) => node.outerHTML));
      assert.deepEqual(nameless, [], hash);
      assert.equal(await page.locator("h1").count(), 1, hash);
      const ids = await page.$$eval("[id]", (nodes) => nodes.map((node) => node.id));
      assert.equal(new Set(ids).size, ids.length, "ids are unlike");
    }
    await go("#facts");
    await page.fill("input[type=search]", "smugglers");
    await settled(() => /\d+ facts?/.test(document.querySelector("[role=status]").textContent));
  });

  test("words are legible in light and dark", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const shown = await opened({ colorScheme });
      for (const hash of ["", "#facts", "#conflicts", "#article/" + encodeURIComponent("news/00001.txt") + "/q1"]) {
        await shown.goto(url + hash);
        await shown.waitForSelector("html[data-ready=yes]");
        const faint = await shown.evaluate(faintWords);
        assert.deepEqual(faint, [], `${colorScheme} ${hash}`);
      }
      await shown.context().close();
    }
  });

  test("a phone shows everything without scrolling sideways", async () => {
    const phone = await opened({ viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true });
    for (const hash of ["", "#facts", "#conflicts", "#articles", "#article/" + encodeURIComponent("news/00001.txt") + "/q1"]) {
      await phone.goto(url + hash);
      await phone.waitForSelector("html[data-ready=yes]");
      const width = await phone.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${hash}: ${width}`);
    }
    await phone.tap(".text a.k-money >> nth=0");
    await phone.waitForFunction(() => location.hash.endsWith("/q2"));
    assert.ok(await phone.locator("#card-q2.pinned").isVisible());
    await phone.context().close();
  });

  test("paper gets the article and its facts", async () => {
    await go("#article/" + encodeURIComponent("news/00001.txt") + "/q1");
    await page.emulateMedia({ media: "print" });
    for (const gone of ["nav", ".tools", ".keys"]) assert.ok(!(await page.locator(gone).first().isVisible()), gone);
    assert.ok(await page.locator(".facts li").last().isVisible());
    const roles = await page.$$eval(".text .lit[data-role]", (parts) => parts.map((part) => getComputedStyle(part, "::after").content));
    assert.ok(roles.length > 3 && roles.every((role) => role === "none"), "what is lit on the screen is plain on paper: " + roles);
    assert.ok((await page.pdf({ format: "A4" })).length > 5000);
    await page.emulateMedia({ media: "screen" });
  });

  test("paper gets the whole table, each page with its heads", async () => {
    await go("#facts");
    const printed = page.evaluate(() => new Promise((resolve) => window.addEventListener("beforeprint", () => resolve([document.querySelectorAll("tbody.fact").length, document.querySelector("thead th").textContent, document.querySelectorAll("thead button").length]), { once: true })));
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.deepEqual(await printed, [482, "Number", 0]);
    assert.ok(pdf.length > 50000);
    // On the screen it has its pages again.
    await settled(() => document.querySelectorAll("tbody.fact").length === 100);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)", "paper is white, however dark the screen");
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
  });

  test("the page of differences marks both sides, and its boxes need no script", async () => {
    const other = join(folder, "other.jsonl"), html = join(folder, "diff.html");
    const [hostile, , , first, ...rest] = readFileSync(join(folder, "small.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
    first.entities.splice(1, 1);
    for (const link of first.links) link.places = [];
    hostile.quantities[0].value = 13;
    writeFileSync(other, [hostile, first, ...rest.slice(0, 5)].map((record) => JSON.stringify(record)).join("\n"));
    execFileSync(PROGRAM, ["inspect", "--diff", join(folder, "small.jsonl"), other, "--html", html], { stdio: ["ignore", "ignore", "ignore"] });
    await page.goto(pathToFileURL(html).href);
    assert.equal(await page.locator("script, main img, main i, main u").count(), 0);
    assert.equal(await page.locator("mark.missed:has-text('Arvo'), mark.missed:has-text('Kells'), mark.missed:has-text('Moru'), mark.missed:has-text('Tavas')").count() > 0, true);
    assert.match(await page.textContent("li.quantities"), /value of count: "12" = count 12, not "12" = count 13/);
    assert.ok(await page.locator("li.names").first().isVisible());
    await page.uncheck("#show-names");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.ok(!(await page.locator("li.names").first().isVisible()) && (await page.locator("li.quantities").first().isVisible()));
    assert.deepEqual(await page.evaluate(faintWords), []);
  });

  test("ten thousand articles open at once, and memory stays", { timeout: 600000 }, async () => {
    const html = await report("large", 10000, 12);
    const large = await opened();
    const session = await large.context().newCDPSession(large);
    // Seconds of the page's own thread: what the machine does beside it does not count.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const metrics = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
    const began = performance.now();
    await large.goto(pathToFileURL(html).href);
    await large.waitForSelector("html[data-ready=yes]");
    const seconds = (performance.now() - began) / 1000, busy = (await metrics()).TaskDuration;
    console.log(`10,003 articles, ${(statSync(html).size / 1e6).toFixed(1)} MB: open in ${seconds.toFixed(2)} s, ${busy.toFixed(2)} s of them busy`);
    assert.ok(busy < 3, `${busy} s`);
    assert.match(await large.textContent(".tiles"), /240,002/);
    await large.goto(pathToFileURL(html).href + "#facts?q=smugglers+kells&sort=number&dir=down");
    await large.waitForSelector("tbody.fact");
    assert.equal(await large.locator("tbody.fact").count(), 100);
    for (let article = 0; article < 400; article += 4) {
      await large.goto(`${pathToFileURL(html).href}#article/${encodeURIComponent(`news/0${String(article * 20).padStart(4, "0")}.txt`)}/q1`);
      await large.waitForSelector(".text a.on#q1");
    }
    await session.send("HeapProfiler.collectGarbage");
    const heap = (await metrics()).JSHeapUsedSize / 1e6;
    console.log(`after a search and 100 articles ${heap.toFixed(0)} MB of heap`);
    assert.ok(heap < 250, `${heap} MB`);
    await large.context().close();
  });

  test("screenshots for the eye", { skip: !SCREENSHOTS }, async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const shown = process.env.REPORT ? pathToFileURL(process.env.REPORT).href : url;
    const looks = { wide: { viewport: { width: 1440, height: 900 } }, phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } };
    for (const [look, options] of Object.entries(looks)) for (const colorScheme of ["light", "dark"]) {
      const shot = await opened({ ...options, colorScheme });
      await shot.goto(shown);
      await shot.waitForSelector("html[data-ready=yes]");
      const first = await shot.evaluate(async () => { location.hash = "#articles"; await new Promise((resolve) => setTimeout(resolve, 200)); return document.querySelectorAll("tbody a")[3].getAttribute("href"); });
      for (const [name, hash] of Object.entries({ overview: "", facts: "#facts", conflicts: "#conflicts", articles: "#articles", article: first + "/q2" })) {
        await shot.goto(shown + hash);
        await shot.waitForTimeout(300);
        await shot.screenshot({ path: join(SCREENSHOTS, `${name}-${look}-${colorScheme}.png`), fullPage: name === "overview" });
      }
      await shot.context().close();
    }
  });

  test("nothing was complained of on the way", () => assert.deepEqual(problems, []));
});

/** Runs in the page: words whose contrast with what lies behind them is below 4.5 (WCAG 2.2, 1.4.3). */
function faintWords() {
  const rgba = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
  const over = (top, bottom) => ({ r: top.r * top.a + bottom.r * (1 - top.a), g: top.g * top.a + bottom.g * (1 - top.a), b: top.b * top.a + bottom.b * (1 - top.a), a: 1 });
  const light = ({ r, g, b }) => [r, g, b].map((it) => it / 255).map((it) => (it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)).reduce((sum, it, index) => sum + it * [0.2126, 0.7152, 0.0722][index], 0);
  const found = new Set();
  for (const node of document.querySelectorAll("main *, header *")) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()) || node.closest("svg, :disabled, datalist, caption, .skip") || !node.checkVisibility()) continue;
    const behind = [];
    let faded = false;
    for (let at = node; at; at = at.parentElement) { behind.push(rgba(getComputedStyle(at).backgroundColor)); faded ||= getComputedStyle(at).opacity < 1; }
    // A chip that is switched off is faded on purpose.
    if (faded) continue;
    const ground = behind.reverse().reduce((sum, layer) => over(layer, sum), { r: 255, g: 255, b: 255, a: 1 });
    const [x, y] = [light(over(rgba(getComputedStyle(node).color), ground)), light(ground)].sort((a, b) => b - a);
    if ((x + 0.05) / (y + 0.05) < 4.5) found.add(`${node.tagName} "${node.textContent.slice(0, 20)}" ${((x + 0.05) / (y + 0.05)).toFixed(2)}`);
  }
  return [...found].slice(0, 5);
}
