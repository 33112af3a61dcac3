// The pure parts of the report's script, without a browser.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";

import { ROOT } from "./harness.mjs";

const { readAddress, address, unitsOf, pieces, period, folded, firstHit, everyPeriod, snippet, fingerprint, labelled, unitWords } = createRequire(import.meta.url)(join(ROOT, "src/output/forms/report/pure.js"));

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
  test("units stand in the plural where there are many", () => {
    const year = { text: "year", name: "year" }, foot = { text: "feet", name: "foot" };
    assert.deepEqual([1, 3, null].map((value) => unitWords(year, value)), ["year", "years", "years"]);
    assert.deepEqual([1, 3].map((value) => unitWords(foot, value)), ["foot", "feet"]);
    assert.equal(unitWords({ text: "an hour", name: "hour per day" }, 2), "hours per day");
    assert.equal(unitWords({ text: "$", currency: "USD" }, 2), "USD");
    assert.equal(unitWords({ text: "", name: "inch" }, 2), "inch");
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
