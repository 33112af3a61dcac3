// Ten thousand articles; and pictures to look at.

import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { inBrowser, opened, report, url } from "./harness.mjs";

/** Where screenshots go, for the eye; none are made without it. */
const SCREENSHOTS = process.env.SCREENSHOTS;

inBrowser("large reports and pictures", () => {
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
});
