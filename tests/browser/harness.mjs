// What every test of pages in a browser needs: the program, Chromium, a small report, and ways to go about in it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { lines } from "./articles.mjs";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const PROGRAM = process.env.HEADCOUNT ?? join(ROOT, "target/release/headcount");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A folder of this run's own, the page that tests share, and the address of the small report. */
export let folder, page, url;
let browser;
/** What pages complained of. */
export const problems = [];

/** Tests in a browser of their own; whatever a page complained of on the way fails the last one. */
export function inBrowser(name, tests) {
  describe(name, () => {
    before(start);
    after(stop);
    tests();
    test("nothing was complained of on the way", () => assert.deepEqual(problems, []));
  });
}

async function start() {
  folder = mkdtempSync(join(tmpdir(), "headcount-browser-"));
  // The pages are our own; containers have neither the rights for a sandbox nor much shared memory.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  page = await opened();
  url = pathToFileURL(await report("small", 60, 4)).href;
}

async function stop() {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
}

/** A report over `count` plain articles of `size` sentences, and the odd ones. */
export async function report(name, count, size) {
  const annotated = join(folder, name + ".jsonl"), html = join(folder, name + ".html"), out = createWriteStream(annotated);
  for (const line of lines(count, size)) if (!out.write(line)) await new Promise((resolve) => out.once("drain", resolve));
  out.end();
  await finished(out);
  // Exit code 1: one article has failed, as the set says.
  assert.throws(() => execFileSync(PROGRAM, ["inspect", annotated, "--html", html], { stdio: "inherit" }), { status: 1 });
  return html;
}

/** The articles of the small report that have not failed. */
export function annotatedWell() {
  const file = join(folder, "well.jsonl");
  writeFileSync(file, readFileSync(join(folder, "small.jsonl"), "utf8").split("\n").filter((line) => !line.includes('"error"')).join("\n"));
  return file;
}

export async function opened(options = {}) {
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

export async function go(hash) {
  await page.goto(url + hash);
  await page.waitForSelector("html[data-ready=yes]");
  // The same file with another hash is no new page: its view is drawn after the event.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30))));
}

export const count = async () => Number((await page.textContent("output")).replace(/\D/g, ""));
export const cells = (name) => page.$$eval(`tbody td[data-name="${name}"]`, (cells) => cells.map((cell) => cell.textContent));
/** The number of a cell, without the word before it. */
export const amount = (text) => Number(text.replace(/[^\d.-]/g, ""));
export const saved = async (button) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`button:has-text('${button}')`)]);
  return readFileSync(await download.path(), "utf8");
};
export const settled = (check) => page.waitForFunction(check, null, { timeout: 30000 });

/** Runs in the page: words whose contrast with what lies behind them is below 4.5 (WCAG 2.2, 1.4.3). */
export function faintWords() {
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
