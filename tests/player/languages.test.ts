import assert from "node:assert/strict";
import test from "node:test";
import { languageToBegin } from "../../src/scormbuild/player/bring-languages";
import { blankSession } from "../../src/scormbuild/player/blank";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import { merged } from "../../src/scormbuild/player/state/merge";
import type { State } from "../../src/scormbuild/player/state/record";
import { Texts } from "../../src/scormbuild/player/texts";
import { question, smallPlan } from "./course";

const PLAN = smallPlan({ languages: ["nb", "nn", "en"] });

for (const [asked, language] of [
  [["nn-NO", "nb"], "nn"],
  [["se", " EN-gb"], "en"],
  [["no", "nn"], "nb"],
  [["fr", "de-AT"], "nb"],
  [[], "nb"],
] as const) {
  test(`who likes ${asked.join(", ") || "nothing"} begins in ${language}`, () => {
    assert.equal(languageToBegin(PLAN, null, asked), language);
  });
}

test("what the learner has chosen goes before what the browser likes", () => {
  assert.equal(languageToBegin(PLAN, "nb", ["en"]), "nb");
});

test("a course in one language is in that one", () => {
  assert.equal(languageToBegin(smallPlan(), null, ["en", "nn"]), "nb");
});

test("a language that the course no longer has is no choice any more", () => {
  const from = { counter: 1, values: new Map([["language", "se"]]) };
  assert.equal(new LearnerState(PLAN, 1, from).one("language"), null);
  assert.equal(new LearnerState(smallPlan(), 1, { counter: 1, values: new Map([["language", "nn"]]) }).one("language"), null);
});

test("of two devices the one that went on last says the language, where one has been chosen there", () => {
  const state = (counter: number, language: string | null): State => ({ layout: 1, attempt: 1, counter, values: new Map([["language", language]]) });
  const languageOf = (platform: State, copy: State) => merged(PLAN, platform, copy).values.get("language");
  assert.equal(languageOf(state(3, "nb"), state(4, "nn")), "nn");
  assert.equal(languageOf(state(4, "nb"), state(3, "nn")), "nb");
  assert.equal(languageOf(state(3, "nb"), state(4, null)), "nb");
});

test("another language changes names and the answers to write, and nothing that is judged or recorded", () => {
  const gap = { answers: ["veden", "veda"], case: "ignore", diacritics: "exact", near_misses: "tell" } as const;
  const asked = question({ type: "fill-in", interaction: "t1--hva-brenner", gaps: { "": { ...gap, answers: [...gap.answers] } } });
  const session = blankSession({ ...PLAN, questions: { ...PLAN.questions, t1: asked } }, new Texts({}));
  const { objectives, pages } = PLAN;
  session.speak(
    {
      course: { ...PLAN.course, title: "Kurset", language: "nn" },
      modules: [{ id: "m", title: "Modulen" }],
      objectives,
      pages: pages.map((page) => ({ ...page, title: `${page.title} nn` })),
      questions: { t1: { gaps: { "": { ...gap, answers: ["veda", "veden"] } } } },
    },
    new Texts({ leave: "Gå" }),
  );
  assert.equal(session.plan.course.title, "Kurset");
  assert.equal(session.plan.pages[0]?.title, "p1 nn");
  assert.equal(session.texts.say("leave"), "Gå");
  assert.deepEqual(session.plan.questions.t1, { ...asked, gaps: { "": { ...gap, answers: ["veda", "veden"] } } });
  assert.deepEqual(session.plan.questions.q, PLAN.questions.q);
  assert.deepEqual(session.plan.slots, PLAN.slots);
});
