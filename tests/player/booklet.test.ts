import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import type { Section } from "../../src/scormbuild/player/booklet/content";
import { said } from "../../src/scormbuild/player/booklet/content";
import { documentOf } from "../../src/scormbuild/player/booklet/document";
import { type Booklet, bookletOf, type Brought, dataElement, read } from "../../src/scormbuild/player/booklet/file";
import { isContested, takeIn } from "../../src/scormbuild/player/booklet/taking";
import type { Plan, Slot } from "../../src/scormbuild/player/plan";
import { type Filled, readReceipt, receiptOf, shownReceipt } from "../../src/scormbuild/player/receipt";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import type { Value } from "../../src/scormbuild/player/state/record";
import { Texts } from "../../src/scormbuild/player/texts";
import { Browser } from "./browser";
import { smallPlan } from "./course";
import { FakePlatform } from "./fake-platform";

interface Vectors {
  receipts: { what: string; course: string; fields: Record<string, Filled>; receipt: string; shown: string }[];
  typed: { what: string; typed: string; receipt: string | null }[];
}

const VECTORS = JSON.parse(readFileSync("tests/vectors/receipts.json", "utf8")) as Vectors;
const MADE = new Date("2026-11-26T17:40:12.345Z");

test("receipts are those of the shared vectors", () => {
  for (const { what, course, fields, receipt, shown } of VECTORS.receipts) {
    assert.equal(receiptOf(course, new Map(Object.entries(fields))), receipt, what);
    assert.equal(shownReceipt(receipt), shown, what);
    assert.equal(readReceipt(shown), receipt, what);
  }
});

test("what somebody types is read kindly, and a typing error is noticed", () => {
  for (const { what, typed, receipt } of VECTORS.typed) {
    assert.equal(readReceipt(typed), receipt, what);
  }
});

const SLOTS: Slot[] = [
  { name: "ark.hva", kind: "text", since: 1 },
  { name: "ark.hvor", kind: "one_of", since: 1, keys: [["hjemme", 1], ["borte", 1]] },
  { name: "husk", kind: "some_of", since: 1, keys: [["a", 1], ["b", 1], ["c", 1]] },
  { name: "rekke", kind: "order", since: 1, keys: [["x", 1], ["y", 1]] },
  { name: "antall", kind: "number", since: 1, maximum: 9 },
];
const FIELDS = { "ark.hva": [], "ark.hvor": ["hjemme", "borte"], husk: ["a", "b", "c"], rekke: ["x", "y"], antall: [] };
const small = smallPlan();
const plan: Plan = { ...small, slots: [...small.slots, ...SLOTS], fields: FIELDS };

const stateWith = (values: [string, Value][]) => new LearnerState(plan, 1, { counter: 1, values: new Map(values) });
const FILLED: [string, Value][] = [
  ["ark.hva", "Ring først.\n</script><b>&"],
  ["ark.hvor", "hjemme"],
  ["husk", new Set(["c", "a"])],
  ["rekke", ["y", "x"]],
  ["antall", 3],
  ["q", "b"],
  ["q.checked", 1],
];
const booklet = () => bookletOf(plan, stateWith([...FILLED, ["test.best", 10_000], ["t1", "a"], ["visited", new Set(["p1"])]]), "Nord", MADE);

/** A booklet whose receipt matches, whatever its fields are. */
const forged = (fields: Record<string, unknown>, changes: Record<string, unknown> = {}): string => {
  const whole = { ...booklet(), format: "scormbuild-booklet", version: 1, fields, receipt: receiptOf("kurs", new Map(Object.entries(fields) as [string, Filled][])), ...changes };
  return `<p>Hefte</p><script type="application/json" id="scormbuild-booklet">${JSON.stringify(whole).replace(/</g, "\\u003c")}</script>`;
};

test("a booklet holds what is filled in, and neither results nor where the learner has been", () => {
  assert.deepEqual(booklet().fields, new Map<string, Filled>([["ark.hva", "Ring først.\n</script><b>&"], ["ark.hvor", "hjemme"], ["husk", ["a", "c"]], ["rekke", ["y", "x"]], ["antall", 3], ["q", "b"], ["q.checked", 1]]));
  assert.equal(booklet().made, "2026-11-26T17:40:12Z");
  assert.deepEqual(booklet().course, { id: "kurs", iri: "https://kurs.example.no/kurs", version: "1.2.0", title: "Kurs", language: "nb" });
});

test("what was written is read again as it was", () => {
  const found = read(`<html>${dataElement(booklet())}</html>`, plan) as Brought;
  assert.deepEqual([...found.values].sort(), [...FILLED].sort());
  assert.deepEqual([found.unit, found.left], ["Nord", 0]);
});

test("what is none, another course's, newer, too much or damaged is refused, with the reason", () => {
  const whole = dataElement(booklet());
  const refused = (document: string) => {
    const found = read(document, plan);
    return "refused" in found ? found.refused : "taken";
  };
  assert.equal(refused(whole), "taken");
  for (const none of ["", "Hei", "<script id=\"scormbuild-booklet\">", "<script id=\"scormbuild-booklet\">{</script>", "<script id=\"scormbuild-booklet\">[]</script>", whole.replace("\"format\":\"scormbuild-booklet\"", "\"format\":\"noe annet\"")]) {
    assert.equal(refused(none), "none", none);
  }
  assert.equal(refused(whole.replace("\"version\":1", "\"version\":2")), "newer");
  assert.equal(refused(whole.replace("\"version\":1,", "")), "damaged");
  assert.equal(refused(whole.replace("\"id\":\"kurs\"", "\"id\":\"annet\"")), "other");
  assert.equal(refused(whole.replace("https://kurs.example.no/kurs", "https://annet.example.no/kurs")), "other");
  assert.equal(refused(whole.replace("Ring først", "Ring aldri")), "damaged");
  assert.equal(refused(whole.replace("\"Nord\"", "[1]")), "taken"); // an odd unit is none
  assert.equal(refused(forged({ "ark.hva": "x".repeat(300_001) })), "large");
  for (const wrong of [{ "ark.hva": 3 }, { "ark.hvor": ["hjemme"] }, { husk: "a" }, { rekke: 1 }, { antall: "3" }, { "ark.hva": { a: 1 } }, { husk: [1] }, { antall: -1 }, { antall: 1.5 }, { "ark.hva": null }, { ukjent: {} }]) {
    assert.equal(refused(forged(wrong)), "damaged", JSON.stringify(wrong));
  }
  assert.equal(refused(forged({}, { fields: [] })), "damaged");
  assert.equal(refused(forged({}, { course: null })), "damaged");
  assert.equal(refused(forged({}, { receipt: 7 })), "damaged");
});

test("another course is named in one short line", () => {
  const found = read(forged({}, { course: { id: "annet", iri: null, title: `<b>Brann</b>\n${"x".repeat(500)}` } }), plan);
  assert.deepEqual(found, { refused: "other", course: `<b>Brann</b> ${"x".repeat(87)}` });
});

test("what only another version of the course has is told, and the rest is taken", () => {
  const fields = { "ark.hva": "Hei", "ark.gammelt": "Borte", "ark.hvor": "fjernt", husk: ["a", "z"], antall: 200, __proto__: "x", "test.best": 10_000, visited: ["p1"] };
  const found = read(forged({ ...fields, ["__proto__"]: "x" }), plan) as Brought;
  assert.deepEqual(found.values, new Map<string, Value>([["ark.hva", "Hei"], ["husk", new Set(["a"])]]));
  assert.equal(found.left, 7);
});

test("a file that repeats the beginning of a script ten million times over is refused as any other", () => {
  assert.deepEqual(read("<script id=".repeat(900_000), plan), { refused: "none" });
  assert.deepEqual(read("<script id=\"scormbuild-booklet\"".repeat(300_000), plan), { refused: "none" });
});

test("taking in fills what is empty, or replaces what the file holds; what it leaves empty stays", () => {
  const brought = new Map<string, Value>([["ark.hva", "Fra fila"], ["ark.hvor", "borte"], ["q", "c"]]);
  const here: [string, Value][] = [["ark.hva", "Herfra"], ["antall", 4], ["q", "b"], ["q.checked", 1]];
  const taken = (way: "fill" | "replace") => {
    const state = stateWith(here);
    takeIn(plan, state, brought, way);
    return ["ark.hva", "ark.hvor", "antall", "q", "q.checked"].map((name) => state.get(name) ?? null);
  };
  assert.deepEqual(taken("fill"), ["Herfra", "borte", 4, "b", 1]);
  assert.deepEqual(taken("replace"), ["Fra fila", "borte", 4, "c", null]);
});

test("only where something would give way is it contested", () => {
  const brought = new Map<string, Value>([["ark.hva", "Hei"], ["husk", new Set(["b", "a"])]]);
  assert.equal(isContested(plan, stateWith([]), brought), false);
  assert.equal(isContested(plan, stateWith([["ark.hva", "Hei"], ["husk", new Set(["a", "b"])], ["antall", 3]]), brought), false);
  assert.equal(isContested(plan, stateWith([["ark.hva", "Hallo"]]), brought), true);
});

const SECTIONS: Section[] = [
  {
    module: "Ansvar <1>",
    title: "Hvem & hva",
    sheets: [
      { id: "ark", title: "Arket", blocks: [{ kind: "heading", text: "Først" }, { kind: "answer", label: "Hva?", text: "<img src=x onerror=alert(1)>\nto" }, { kind: "answer", label: "Hvor?", text: "" }] },
      { id: "raci", title: "Ansvar", blocks: [{ kind: "table", rows: [["Oppgave", "Leder", "Ansatt", "Antall"], ["Ringe", "R: Utfører", "", "1"], ["Skrive", "", "", "0"], ["Eget", "", "", "0"]], given: [{ title: "Ringe", isOwn: false, cells: ["R: Utfører", "", ""] }, { title: "Skrive", isOwn: false, cells: ["", "", ""] }, { title: "Eget", isOwn: true, cells: ["", "", ""] }] }] },
    ],
  },
];

test("the document is markup of ours alone, with a policy that lets nothing run or load", () => {
  const html = documentOf({ booklet: { ...booklet(), unit: "\"><script>" } as Booklet, sections: SECTIONS, texts: new Texts({}), day: "26. november 2026" });
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.equal(html.match(/<img/g), null);
  assert.ok(html.includes("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
  assert.ok(html.includes("&lt;img src=x onerror=alert(1)&gt;\nto"));
  assert.ok(html.includes('<td data-head="Leder">R: Utfører</td>'));
  assert.equal(/\b(src|href)=/.test(html.replace(/&lt;img src=x[^&]*/, "").replace(/<script[^]*?<\/script>/, "")), false);
  assert.deepEqual((read(html, plan) as Brought).left, 0);
});

test("what a sheet says in short is on one line, without what is empty", () => {
  const [ark, raci] = SECTIONS[0]?.sheets ?? [];
  assert.equal(ark && said(ark), "<img src=x onerror=alert(1)> to");
  assert.equal(raci && said(raci), "Ringe: Leder R: Utfører; Eget");
});

const HANDED_IN = { "": "receipt--kvittering", ark: "ark--arket" };
const LEARNER = { "cmi.core.student_id": "ola", "cmi.core.lesson_mode": "normal", "cmi.core.lesson_status": "not attempted" };

test("what is handed in is recorded as texts that nobody marks, by the next session where it didn't arrive", async () => {
  const handing = { ...plan, handed_in: HANDED_IN };
  const platform = new FakePlatform(LEARNER);
  const browser = new Browser();
  const { session } = browser.open(platform, handing);
  session.visit("p1");
  await browser.prove(true);
  platform.network = "lost";
  session.handedInBooklet("K7QF-2M3X", new Map([["ark", "=Ring først"]]));
  await browser.prove(false);
  const later = new FakePlatform(Object.fromEntries(platform.server));
  assert.deepEqual(later.list("interactions"), []);
  browser.open(later, handing).session.visit("p2");
  const recorded = later.list("interactions").map(({ id, type, student_response, result }) => [id, type, student_response, result]);
  assert.deepEqual(recorded, [
    ["receipt--kvittering", "fill-in", "K7QF-2M3X", "neutral"],
    ["ark--arket", "fill-in", "'=Ring først", "neutral"],
  ]);
});
