/** A small course's plan: three pages, a question by itself, a graded quiz. */

import type { Plan, Question, Quiz, Slot } from "../../src/scormbuild/player/plan";

export const question = (rest: Partial<Question>): Question => ({
  type: "choice",
  interaction: "q--hva",
  fields: { q: ["a", "b", "c"] },
  correct: ["b"],
  gaps: {},
  range: null,
  credit: "all",
  tries: 1,
  weight: 1,
  objective: null,
  quiz: null,
  ...rest,
});

export const QUIZ: Quiz = {
  graded: true,
  pass: 80,
  attempts: 3,
  draws: [{ count: 2, of: ["t1", "t2"] }],
  feedback: "each",
  review: true,
  shuffle_questions: true,
  shuffle_options: true,
  questions: ["t1", "t2"],
};

const letters = (since = 1): [string, number][] => ["a", "b", "c"].map((letter) => [letter, since]);
const pages: [string, number][] = ["p1", "p2", "p3"].map((page) => [page, 1]);
const tests: [string, number][] = ["t1", "t2"].map((test) => [test, 1]);

const SLOTS: Slot[] = [
  { name: "visited", kind: "some_of", since: 1, keys: pages },
  { name: "page", kind: "one_of", since: 1, keys: pages },
  { name: "q", kind: "one_of", since: 1, keys: letters() },
  { name: "q.checked", kind: "number", since: 1, maximum: 1 },
  { name: "test.seed", kind: "number", since: 1, maximum: 65535 },
  { name: "test.drawn", kind: "some_of", since: 1, keys: tests },
  { name: "test.attempts", kind: "number", since: 1, maximum: 255 },
  { name: "test.best", kind: "number", since: 1, maximum: 10000 },
  { name: "test.stage", kind: "number", since: 1, maximum: 2 },
  { name: "test.at", kind: "one_of", since: 1, keys: tests },
  { name: "t1", kind: "one_of", since: 1, keys: letters() },
  { name: "t1.checked", kind: "number", since: 1, maximum: 1 },
  { name: "t2", kind: "some_of", since: 1, keys: letters() },
  { name: "t2.checked", kind: "number", since: 1, maximum: 1 },
];

export function smallPlan(changes: Partial<Plan> = {}): Plan {
  return {
    sco: "kurs",
    course: { id: "kurs", title: "Kurs", version: "1.2.0", language: "nb" },
    records: { iri: "https://kurs.example.no/kurs", texts: false },
    proof: { file: "platform.txt", content: "scormbuild kurs" },
    rule: { pages: "all", quiz: "passed", mastery: 80 },
    navigation: "free",
    roles: [],
    modules: [{ id: "m", title: "Modul" }],
    pages: ["p1", "p2", "p3"].map((id) => ({ id, title: id, module: 0 })),
    objectives: [{ id: "maal", text: "Du kan det" }],
    layouts: ["aaaaaa"],
    slots: SLOTS,
    primers: [],
    fields: {},
    handed_in: {},
    questions: {
      q: question({}),
      t1: question({ interaction: "t1--hvem", fields: { t1: ["a", "b", "c"] }, quiz: "test", objective: "maal" }),
      t2: question({ interaction: "t2--hvilke", quiz: "test", fields: { t2: ["a", "b", "c"] }, correct: ["a", "c"] }),
    },
    quizzes: { test: QUIZ },
    ...changes,
  };
}
