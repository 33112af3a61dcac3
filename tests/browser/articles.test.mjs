// Articles, going about with keys, text that is markup, what everyone can read, and the page of differences.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { PROGRAM, faintWords, folder, go, inBrowser, opened, page, problems, settled, url } from "./harness.mjs";

inBrowser("articles, hostile text, access", () => {
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
});
