import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import type { Gap, InteractionType } from "../../src/scormbuild/player/plan";
import { creditFor, editDistance, isRight, nearly, numberIn, scoreOf } from "../../src/scormbuild/player/response";
import { correct12, correct2004, recorded2004, type Recorded2004, response12, response2004, type12 } from "../../src/scormbuild/player/trackers/patterns";
import { question } from "./course";

interface Vector {
  what: string;
  type: InteractionType;
  correct?: string[];
  gaps?: Record<string, Gap>;
  range?: [number, number];
  response: string[];
  type12: string;
  response12: string;
  correct12: string[];
  response2004: string;
  correct2004: string[];
  recorded2004: Recorded2004;
  credit: number;
}

const VECTORS = JSON.parse(readFileSync("tests/vectors/responses.json", "utf8")) as Vector[];
const questionOf = ({ type, correct = [], gaps = {}, range = undefined }: Vector) => question({ type, correct, gaps, range: range ?? null });

test("responses are written as the standards have them, and earn what they should", () => {
  for (const vector of VECTORS) {
    const asked = questionOf(vector);
    const { what, response } = vector;
    assert.equal(type12(vector.type), vector.type12, what);
    assert.equal(response12(asked, response), vector.response12, what);
    assert.deepEqual(correct12(asked), vector.correct12, what);
    assert.equal(response2004(asked, response), vector.response2004, what);
    assert.deepEqual(correct2004(asked), vector.correct2004, what);
    assert.deepEqual(recorded2004(asked, response), vector.recorded2004, what);
    assert.equal(creditFor(asked, response), vector.credit, what);
    assert.equal(isRight(asked, response), vector.credit === 1, what);
  }
});

test("part of an answer earns part of the points only where the question says so", () => {
  const asked = question({ type: "matching", correct: ["a.1", "b.2"] });
  assert.equal(scoreOf(asked, ["a.1", "b.1"]), 0);
  assert.equal(scoreOf({ ...asked, credit: "partial" }, ["a.1", "b.1"]), 0.5);
  assert.equal(scoreOf(asked, ["a.1", "b.2"]), 1);
});

test("a near miss is a letter or two beside the answer, and none in short words", () => {
  const gap: Gap = { answers: ["gevinst", "tid"], case: "ignore", diacritics: "exact", near_misses: "tell" };
  for (const [text, near] of [["gevisnt", "gevinst"], ["gevins", "gevinst"], ["gewinzt", null], ["tit", null], ["gevinst", null], ["", null]] as const) {
    assert.equal(nearly(gap, text), near, text);
  }
  // by hand: substitution, insertion, deletion, and two neighbours changed about
  for (const [one, other, edits] of [["katt", "hatt", 1], ["katt", "katter", 2], ["kat", "katt", 1], ["akt", "kat", 1], ["", "abc", 3]] as const) {
    assert.equal(editDistance(one, other), edits);
  }
});

test("numbers are read as people write them", () => {
  for (const [text, number] of [["7,5", 7.5], [" 1 200 ", 1200], ["1\u00a0200,5", 1200.5], ["−3", -3], ["1.000", 1000], ["1.234.567,5", 1234567.5], ["0.125", 0.125], ["12.50", 12.5], [".5", 0.5], ["sju", null], ["1,2,3", null], ["", null]] as const) {
    assert.equal(numberIn(text), number, text);
  }
});
