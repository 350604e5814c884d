/** What a learner does, as drafts of statements. */

import assert from "node:assert/strict";
import test from "node:test";
import type { Plan, Question } from "../../src/scormbuild/player/plan";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import type { Draft } from "../../src/scormbuild/player/statements/statement";
import { Teller, type Words } from "../../src/scormbuild/player/statements/teller";
import type { Answer } from "../../src/scormbuild/player/trackers/tracker";
import { smallPlan } from "./course";

const WORDS: Words = {
  label: (field) => ({ "ark.a": "1. Hva skjedde?", "ark.b": "Rad 1: Hvor" })[field] ?? "",
  choice: (_, key) => ({ hoey: "Høyt prioritert" })[key] ?? "",
};

function telling(changes: Partial<Plan> = {}, words: Words | null = null) {
  const plan = smallPlan(changes);
  const state = new LearnerState(plan, 1, { counter: 0, values: new Map() });
  const told: Draft[] = [];
  return { plan, state, told, teller: new Teller(plan, state, words, (draft) => told.push(draft)) };
}

function given(question: string, response: string[], score: number | null): Answer {
  return { question, response, score, time: "", latency: 2.5, index: null };
}

const said = (told: Draft[]) => told.map(({ verb, about }) => `${verb} ${about}`);

test("an answer is told with what was answered, whether it was right, and how long it took", () => {
  const { teller, told } = telling();
  teller.answered(given("q", ["b"], 1));
  assert.deepEqual(said(told), ["answered questions/q"]);
  assert.deepEqual(told[0]?.result, { success: true, score: { scaled: 1 }, response: "b", duration: "PT2.5S" });
});

test("part of an answer is no success, and its share is told", () => {
  const { teller, told } = telling();
  teller.answered(given("t2", ["a"], 1 / 3));
  assert.deepEqual([told[0]?.result?.success, told[0]?.result?.score], [false, { scaled: 0.3333 }]);
});

test("a booklet that is handed in tells of the sheets first, then of its receipt", () => {
  const { state, teller, told } = telling({ fields: { "ark.a": [] }, slots: [...smallPlan().slots, { name: "ark.a", kind: "text", since: 1 }] });
  state.set("ark.a", "Vi ringte.");
  teller.handedInBooklet("K7QF-2M3X");
  assert.deepEqual(said(told), ["interacted worksheets/ark", "responded "]);
  assert.equal(told[1]?.result?.response, "K7QF-2M3X");
});

test("what was left open, or is no number where one should stand, has no response", () => {
  const numeric = { ...(smallPlan().questions.q as Question), type: "numeric", range: [1, 2], correct: [] } as Question;
  const { teller, told } = telling({ questions: { ...smallPlan().questions, n: numeric } });
  teller.answered(given("q", [], 0));
  teller.answered(given("n", ["mange"], 0));
  assert.deepEqual(told.map((draft) => draft.result?.response), [undefined, undefined]);
});

test("a quiz is told with its score, and each objective that it tests with its own", () => {
  const { teller, told } = telling();
  teller.handedIn("test", { score: 6667, passed: false }, [{ id: "maal", score: 66.67, passed: false }]);
  assert.deepEqual(said(told), ["scored quizzes/test", "scored objectives/maal"]);
  const score = { scaled: 0.6667, raw: 66.67, min: 0, max: 100 };
  assert.deepEqual(told.map((draft) => draft.result), [{ score, success: false }, { score, success: false }]);
});

test("a page is told of once, and a sheet when it is left, where something in it has changed", () => {
  const slots = [...smallPlan().slots, { name: "ark.a", kind: "text", since: 1 }, { name: "ark.b", kind: "text", since: 1 }] as Plan["slots"];
  const fields = { "ark.a": [], "ark.b": [] };
  for (const words of [null, WORDS]) {
    const { teller, told, state } = telling({ slots, fields }, words);
    teller.visited("p1", true);
    state.set("ark.b", "Det vi skrev");
    teller.visited("p2", true);
    teller.visited("p1", false);
    state.set("ark.a", "Mer");
    teller.filled();
    teller.filled();
    const verb = words ? "responded" : "interacted";
    assert.deepEqual(said(told), ["experienced pages/p1", `${verb} worksheets/ark`, "experienced pages/p2", `${verb} worksheets/ark`]);
    assert.deepEqual(told.at(-1)?.result, words ? { response: "1. Hva skjedde? Mer\nRad 1: Hvor: Det vi skrev" } : undefined);
    const labels = { a: "1. Hva skjedde?", b: "Rad 1: Hvor" };
    assert.deepEqual(told.at(-1)?.extensions, words ? { fields: labels, values: { a: "Mer", b: "Det vi skrev" } } : undefined);
  }
});

test("choices are told by what stands at them; a field without words, and the only field of a sheet, by what it has", () => {
  const slots = [
    ...smallPlan().slots,
    { name: "ark.c", kind: "one_of", since: 1, keys: [["hoey", 1]] },
    { name: "ark.d", kind: "text", since: 1 },
    { name: "liste", kind: "some_of", since: 1, keys: [["hoey", 1], ["x", 1]] },
  ] as Plan["slots"];
  const { teller, told, state } = telling({ slots, fields: { "ark.c": ["hoey"], "ark.d": [], liste: ["hoey", "x"] } }, WORDS);
  state.set("ark.c", "hoey");
  state.set("ark.d", "Mer");
  state.set("liste", new Set(["hoey", "x"]));
  teller.filled();
  assert.deepEqual(told.map(({ result }) => result?.response), ["c: Høyt prioritert\nd: Mer", "Høyt prioritert, x"]);
  assert.deepEqual(told.map(({ extensions }) => extensions), [
    { fields: { c: "c", d: "d" }, values: { c: ["hoey"], d: "Mer" } },
    { values: { liste: ["hoey", "x"] } },
  ]);
});
