import assert from "node:assert/strict";
import test from "node:test";
import { Attempt, objectiveResults, shuffled, STAGES } from "../../src/scormbuild/player/attempt";
import type { Plan } from "../../src/scormbuild/player/plan";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import type { Value } from "../../src/scormbuild/player/state/record";
import { question, QUIZ, smallPlan } from "./course";

function attemptAt(quiz: Partial<Plan["quizzes"][string]> = {}): { attempt: Attempt; state: LearnerState; plan: Plan } {
  const plan = smallPlan({ quizzes: { test: { ...QUIZ, ...quiz } } });
  const state = new LearnerState(plan, 1, { counter: 0, values: new Map() });
  return { attempt: new Attempt(plan, state, "test"), state, plan };
}

test("an order depends on the seed, and what is there already keeps its order when something is added", () => {
  const ids = Array.from({ length: 12 }, (_, index) => `q${index}`);
  const orders = new Set(Array.from({ length: 50 }, (_, seed) => shuffled(ids, seed).join(" ")));
  assert.equal(orders.size, 50);
  for (let seed = 0; seed < 50; seed += 1) {
    const grown = shuffled([...ids, "new"], seed).filter((id) => id !== "new");
    assert.deepEqual(grown, shuffled(ids, seed));
  }
});

test("every question has its chance in a draw, and in every place", () => {
  const ids = Array.from({ length: 8 }, (_, index) => `question-${index}`);
  const first = new Map<string, number>();
  for (let seed = 0; seed < 4000; seed += 1) {
    const [id = ""] = shuffled(ids, seed, "draw/");
    first.set(id, (first.get(id) ?? 0) + 1);
  }
  // 500 expected each; five standard deviations of a binomial distribution are 105
  ids.forEach((id) => assert.ok(Math.abs((first.get(id) ?? 0) - 500) < 105, `${id}: ${first.get(id)}`));
});

test("a draw takes as many as it should, and an attempt begins empty", () => {
  const { attempt, state } = attemptAt({ draws: [{ count: 1, of: ["t1", "t2"] }] });
  state.set("t1", "a");
  state.set("t1.checked", 1);
  attempt.begin(5);
  assert.equal(attempt.asked.length, 1);
  assert.equal(attempt.stage, STAGES.underway);
  assert.deepEqual(attempt.response("t1"), []);
  assert.equal(state.number("t1.checked"), 0);
});

test("right is all of what is right and nothing else; points follow the weights", () => {
  const { attempt, state, plan } = attemptAt();
  Object.assign(plan.questions.t2 as object, { weight: 2 });
  attempt.begin(1);
  for (const [chosen, score] of [[["a", "c"], 6667], [["a"], 0], [["a", "b", "c"], 0]] as const) {
    state.set("t2", new Set(chosen));
    assert.equal(attempt.score, score);
  }
  state.set("t1", "b");
  state.set("t2", new Set(["c", "a"]));
  assert.equal(attempt.score, 10_000);
});

test("the best attempt stands, and the attempts run out", () => {
  const { attempt, state } = attemptAt({ attempts: 2 });
  assert.equal(attempt.attemptsLeft, 2);
  attempt.begin(1);
  state.set("t1", "b");
  attempt.finish();
  assert.deepEqual(attempt.result, { attempts: 1, attemptsLeft: true, best: 5000, pass: 8000 });
  attempt.begin(2);
  attempt.finish();
  assert.deepEqual(attempt.result, { attempts: 2, attemptsLeft: false, best: 5000, pass: 8000 });
  assert.equal(attempt.score, 0);
});

test("a pass mark is met to two decimals", () => {
  const { attempt, state } = attemptAt({ pass: 66.67 });
  attempt.begin(1);
  state.set("test.best", 6666);
  state.set("test.attempts", 1);
  assert.equal(attempt.isPassed, false);
  state.set("test.best", 6667);
  assert.equal(attempt.isPassed, true);
});

test("questions that a newer version dropped leave the attempt, and the last one ends it", () => {
  const { state, plan } = attemptAt();
  new Attempt(plan, state, "test").begin(1);
  const fewer = new Attempt({ ...plan, quizzes: { test: { ...QUIZ, questions: ["t2"] } } }, state, "test");
  assert.deepEqual(fewer.asked, ["t2"]);
  const none = new Attempt({ ...plan, quizzes: { test: { ...QUIZ, questions: [] } } }, state, "test");
  assert.equal(none.stage, STAGES.begin);
});

test("objectives come from graded quizzes that are handed in", () => {
  const { attempt, state, plan } = attemptAt();
  attempt.begin(1);
  state.set("t1", "b");
  assert.deepEqual(objectiveResults(plan, [attempt]), []);
  attempt.finish();
  assert.deepEqual(objectiveResults(plan, [attempt]), [{ id: "maal", score: 100, passed: true }]);
  state.set("t1", "a");
  assert.deepEqual(objectiveResults(plan, [attempt]), [{ id: "maal", score: 0, passed: false }]);
});

const BANK = ["a1", "a2", "a3", "b1", "b2", "b3"];
const DRAWS = [
  { count: 2, of: ["a1", "a2", "a3"] },
  { count: 1, of: ["b1", "b2", "b3"] },
];

function banked(): { plan: Plan; open: (values?: ReadonlyMap<string, Value>) => { attempt: Attempt; state: LearnerState } } {
  const small = smallPlan();
  const of = (id: string) => question({ fields: { [id]: ["a", "b", "c"] }, quiz: "test", objective: id[0] === "a" ? "maal" : "annet" });
  const plan = smallPlan({
    objectives: [...small.objectives, { id: "annet", text: "Du kan det andre" }],
    questions: Object.fromEntries(BANK.map((id) => [id, of(id)])),
    quizzes: { test: { ...QUIZ, questions: BANK, draws: DRAWS } },
  });
  return {
    plan,
    open: (values = new Map()) => {
      const state = new LearnerState(plan, 1, { counter: 0, values });
      return { state, attempt: new Attempt(plan, state, "test") };
    },
  };
}

test("each draw takes its number of its own kind, never one twice, and another seed another draw", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 60; seed += 1) {
    const { attempt } = banked().open();
    attempt.begin(seed);
    const { asked } = attempt;
    assert.equal(new Set(asked).size, 3);
    assert.equal(asked.filter((id) => id.startsWith("a")).length, 2);
    assert.equal(asked.filter((id) => id.startsWith("b")).length, 1);
    seen.add([...asked].sort().join(" "));
  }
  assert.equal(seen.size, 9); // three ways to take two of three, times three ways to take one
});

test("an attempt that is resumed is the same one: questions, their order, the order of options, and answers", () => {
  const course = banked();
  for (let seed = 0; seed < 40; seed += 1) {
    const { attempt, state } = course.open();
    attempt.begin(seed);
    const [first = ""] = attempt.asked;
    state.set(first, "c");
    const saved = ["seed", "drawn", "stage", "at"].map((part): [string, Value] => [`test.${part}`, state.get(`test.${part}`) ?? null]);
    const again = course.open(new Map([...saved, [first, "c"]])).attempt;
    assert.deepEqual(again.asked, attempt.asked);
    assert.equal(again.stage, STAGES.underway);
    assert.deepEqual(again.response(first), ["c"]);
    again.asked.forEach((id) => assert.deepEqual(again.arranged(id, ["a", "b", "c"]), attempt.arranged(id, ["a", "b", "c"])));
  }
});

test("part of an answer counts for its objective where the question gives credit for parts", () => {
  const parts = question({
    type: "matching",
    fields: { "m.a": ["1", "2"], "m.b": ["1", "2"], "m.c": ["1", "2"], "m.d": ["1", "2"] },
    correct: ["a.1", "b.2", "c.1", "d.2"],
    credit: "partial",
    weight: 2,
    quiz: "test",
    objective: "maal",
  });
  const plan = smallPlan({
    questions: { m: parts, t1: question({ fields: { t1: ["a", "b", "c"] }, quiz: "test", objective: "maal" }) },
    quizzes: { test: { ...QUIZ, questions: ["m", "t1"], draws: [{ count: 2, of: ["m", "t1"] }] } },
  });
  const state = new LearnerState(plan, 1, { counter: 0, values: new Map() });
  const attempt = new Attempt(plan, state, "test");
  attempt.begin(3);
  ["1", "2", "1", "1"].forEach((target, at) => state.set(`m.${"abcd"[at]}`, target));
  state.set("t1", "b");
  attempt.finish();
  // three of four parts of two points, and one point more: 2.5 of 3
  assert.deepEqual(objectiveResults(plan, [attempt]), [{ id: "maal", score: 83.33, passed: true }]);
  Object.assign(parts, { credit: "all" });
  assert.deepEqual(objectiveResults(plan, [attempt]), [{ id: "maal", score: 33.33, passed: false }]);
});
