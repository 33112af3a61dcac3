// Annotated articles for the browser tests, written by us: a few with everything that a page might trip over, and as many plain ones
// as are wanted. The same number gives the same articles.

const PLACES = [
  { name: "Arvo", country: "PK", lat: 31.5, lon: 74.3 }, { name: "Kells", country: "NG", lat: 6.3, lon: 5.6 },
  { name: "Moru", country: "BR", lat: -3.1, lon: -60 }, { name: "Tavas", country: "IN", lat: 18.5, lon: 73.9 },
];
const THINGS = [["smugglers", "smuggler"], ["trees", "tree"], ["boats", "boat"], ["tickets", "ticket"], ["wells", "well"]];
const EVENTS = [["arrested", "arrest"], ["counted", "count"], ["seized", "seize"], ["sold", "sell"]];
const AGENTS = ["Northern Guard", "Ministry of Forests", "Kells Police"];
const LAWS = ["Fisheries Act 1999", "Forest Code"];

/** Collects text and marks; offsets are counted in code points, as the annotation does. */
class Writer {
  constructor(id, meta) {
    this.record = { id, text: "", meta, sentences: [], entities: [], quantities: [], links: [] };
    this.length = 0;
  }
  add(text) {
    const start = this.length;
    this.record.text += text;
    this.length += [...text].length;
    return { start, end: this.length, text };
  }
  name(label, text, more = {}) {
    const entity = { id: "e" + (this.record.entities.length + 1), label, ...this.add(text), name: text, by: "model", score: 0.9, ...more };
    this.record.entities.push(entity);
    return entity.id;
  }
  place(place) {
    return this.name("GPE", place.name, { ref: { geonames: 1, country: place.country, lat: place.lat, lon: place.lon } });
  }
  number(kind, text, value, more = {}) {
    const quantity = { id: "q" + (this.record.quantities.length + 1), kind, ...this.add(text), value, ...more };
    this.record.quantities.push(quantity);
    return quantity.id;
  }
  link(link) { this.record.links.push(link); }
  sentence(write) {
    const start = this.length;
    write();
    this.record.sentences.push({ start, end: this.length });
    this.add(" ");
  }
}

/** The first two sentences of an article tell one fact, the second otherwise. */
function told(index, sentence) {
  if (sentence > 1) return {};
  return { fact: 1, ...(sentence ? { agreement: index % 2 ? "updates" : "contradicts" } : {}) };
}

/** One plain article: `size` sentences with a date, a place, an agent, a count, money and a law. */
export function plain(index, size) {
  const article = new Writer(`news/${String(index).padStart(5, "0")}.txt`, { title: `Report ${index} from ${PLACES[index % 4].name}`, published: `20${10 + (index % 15)}-0${1 + (index % 9)}-11`, url: `https://www.${index % 2 ? "north" : "south"}.example/${index}` });
  for (let sentence = 0; sentence < size; sentence++) {
    const at = index * 7 + sentence, amount = 3 + ((index * 31 + sentence * 17) % 5000), [thing, head] = THINGS[at % 5], [verb, lemma] = EVENTS[at % 4];
    article.sentence(() => {
      const agent = article.name("ORG", AGENTS[at % 3]);
      article.add(" ");
      const event = { ...article.add(verb), lemma };
      article.add(" ");
      const count = article.number("count", String(amount), amount);
      article.add(" ");
      const entity = { ...article.add(thing), head };
      article.add(" worth ");
      const money = article.number("money", "Rs" + amount * 10, amount * 10, { unit: { text: "Rs", currency: "PKR" }, ...(at % 8 === 5 ? { status: "planned", cue: event, status_score: 0.7 } : {}) });
      article.add(" in ");
      const where = article.place(PLACES[at % 4]);
      article.add(" on ");
      const year = 2009 + (at % 14);
      const time = article.number("date", "4 May " + year, year + "-05-04");
      article.add(" under the ");
      const law = article.name("LAW", LAWS[at % 2]);
      article.add(".");
      article.link({ quantity: count, entity, event, agent, places: [where], time, law: [law], ...told(index, sentence), score: 0.1, fact_score: ((at * 13) % 100) / 100, reason: "object of the verb" });
      article.link({ quantity: money, entity, agent, score: 0.5 });
    });
  }
  return article.record;
}

/** Text that is markup, script, another direction, or wider than a UTF-16 unit; and an article that failed. */
export function odd() {
  const hostile = new Writer("<img src=x onerror=hacked()>/\"'&.txt", { title: "</script><script>hacked()</script>", url: "javascript:hacked()" });
  hostile.sentence(() => {
    hostile.add("<script>hacked()</script> \u{1f33e}\u{1f33e} <b onclick=hacked()>said</b> ");
    const count = hostile.number("count", "12", 12);
    hostile.add(" ");
    const entity = { ...hostile.add("<i>men</i>"), head: "<i>man</i>" };
    hostile.add(" in ");
    const place = hostile.name("GPE", "<u>Arvo</u>");
    hostile.add(".");
    hostile.link({ quantity: count, entity, places: [place], score: 0.8 });
  });
  const arabic = new Writer("ar/\u{642}\u{627}\u{647}\u{631}\u{629} 100%?.txt", {});
  arabic.sentence(() => {
    arabic.add("\u{642}\u{627}\u{644} ");
    const count = arabic.number("count", "33", 33);
    arabic.add(" ");
    const entity = { ...arabic.add("\u{631}\u{62c}\u{644}\u{627}"), head: "\u{631}\u{62c}\u{644}" };
    arabic.link({ quantity: count, entity, score: 0.2 });
    arabic.add(".");
  });
  return [hostile.record, arabic.record, { id: "gone.txt", error: "gone.txt: <b>not found</b>" }];
}

/** JSON Lines of `count` plain articles and the odd ones. */
export function* lines(count, size) {
  for (const record of odd()) yield JSON.stringify(record) + "\n";
  for (let index = 0; index < count; index++) yield JSON.stringify(plain(index, size)) + "\n";
}
