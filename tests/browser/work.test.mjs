// What one does with a report: save, tick, quote, look at map and timeline, read along, print.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { plain } from "./articles.mjs";
import { PROGRAM, annotatedWell, count, folder, go, inBrowser, opened, page, saved, settled, url } from "./harness.mjs";

inBrowser("judging, taking away, looking around", () => {
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
    // What another page has left under such a name harms nothing.
    const strange = await opened();
    await strange.addInitScript(() => { localStorage.setItem("headcount:tick:x", "{"); localStorage.setItem("headcount:tick:y", JSON.stringify({ tick: 5, article: "news/00005.txt" })); });
    await strange.goto(url + "#facts?ticked=right");
    await strange.waitForSelector("html[data-ready=yes]");
    assert.equal(await strange.textContent("output"), "0 facts");
    await strange.context().close();
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
      // It goes after the event of its closing.
      await page.waitForSelector("dialog", { state: "detached" });
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
    for (const [hash, rows, head] of [["#articles", 63, "Article"], ["#facts", 482, "Number"]]) {
      await go(hash);
      // Buttons would not be repeated from page to page.
      const printed = page.evaluate(() => new Promise((resolve) => window.addEventListener("beforeprint", () => resolve([document.querySelectorAll("tbody.fact, tbody:not(.fact) tr").length, document.querySelector("thead th").textContent, document.querySelectorAll("thead button").length]), { once: true })));
      await page.pdf({ preferCSSPageSize: true });
      assert.deepEqual(await printed, [rows, head, 0]);
    }
    // On the screen it has its pages again.
    await settled(() => document.querySelectorAll("tbody.fact").length === 100);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)", "paper is white, however dark the screen");
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
  });
});
