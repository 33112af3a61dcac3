// The overview, the table of facts with its filters, and the lists of articles and contradictions.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { PROGRAM, amount, cells, count, folder, go, inBrowser, opened, page, settled } from "./harness.mjs";

inBrowser("overview, facts and lists", () => {
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
    // The table says so, too, and leads to the first mention.
    await go("#facts?kind=count&q=00001");
    const again = page.locator("tbody.fact .again");
    assert.deepEqual([await again.count(), await page.locator("tbody.fact").nth(1).locator(".again").count()], [1, 1]);
    assert.equal(await again.innerText(), "updates " + (await page.locator("tbody.fact td[data-name=Number]").first().innerText()));
    await again.locator("a").click();
    await settled(() => location.hash.endsWith("/q1"));
  });
});
