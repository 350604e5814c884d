/** A learner's role: what is shown and counts follows it, and nothing that was done is lost. */

import assert from "node:assert/strict";
import test from "node:test";
import type { Plan, Slot } from "../../src/scormbuild/player/plan";
import type { Session } from "../../src/scormbuild/player/session";
import { merged } from "../../src/scormbuild/player/state/merge";
import type { State } from "../../src/scormbuild/player/state/record";
import { type Draft, newDraft, type Speaker, statementOf } from "../../src/scormbuild/player/statements/statement";
import { Activities } from "../../src/scormbuild/player/statements/activities";
import { Teller } from "../../src/scormbuild/player/statements/teller";
import { Texts } from "../../src/scormbuild/player/texts";
import { Browser, takeQuiz } from "./browser";
import { QUIZ, smallPlan } from "./course";
import { FakePlatform } from "./fake-platform";
import { generator } from "./generator";

const ROLE: Slot = { name: "role", kind: "one_of", since: 1, keys: [["leder", 1], ["ansatt", 1]] };

/** p1 is for all, p2 for leaders, p3 with the quiz for staff. */
function plan(changes: Partial<Plan> = {}): Plan {
  const small = smallPlan();
  const audience: Record<string, string[]> = { p2: ["leder"], p3: ["ansatt"] };
  const pages = small.pages.map((page) => ({ ...page, ...(audience[page.id] ? { for: audience[page.id] as string[] } : {}) }));
  return { ...small, roles: ["leder", "ansatt"], pages, quizzes: { test: { ...QUIZ, for: ["ansatt"] } }, slots: [...small.slots, ROLE], rule: { pages: "all", quiz: "finished", mastery: 80 }, ...changes };
}

function opened(): { platform: FakePlatform; session: Session; browser: Browser } {
  const [platform, browser] = [new FakePlatform(), new Browser()];
  return { platform, browser, session: browser.open(platform, plan()).session };
}

const shown = (session: Session) => session.pages.map(({ id }) => id);

test("whoever has picked no role has the whole course before them", () => {
  const { session, platform } = opened();
  assert.equal(session.role, null);
  assert.deepEqual(shown(session), ["p1", "p2", "p3"]);
  for (const page of ["p1", "p2", "p3"]) {
    session.visit(page);
    assert.equal(platform.server.get("cmi.core.lesson_status"), "incomplete");
  }
  takeQuiz(session, true);
  assert.equal(platform.server.get("cmi.core.lesson_status"), "completed");
});

test("a role has its own pages and those for all, and completes the course by them", () => {
  const { session, platform } = opened();
  session.visit("p1");
  session.pick("leder");
  assert.deepEqual(shown(session), ["p1", "p2"]);
  session.visit("p2");
  assert.equal(platform.server.get("cmi.core.lesson_status"), "completed");
  assert.equal(platform.server.get("cmi.core.score.raw"), undefined);
});

test("picking another role can complete the course, and a verdict that stands is never taken back", () => {
  const { session, platform } = opened();
  session.visit("p1");
  session.visit("p2");
  assert.equal(platform.server.get("cmi.core.lesson_status"), "incomplete");
  session.pick("leder");
  assert.equal(platform.server.get("cmi.core.lesson_status"), "completed");
  session.pick("ansatt");
  assert.equal(platform.server.get("cmi.core.lesson_status"), "completed");
  session.pick(null);
  assert.equal(platform.server.get("cmi.core.lesson_status"), "completed");
});

test("what was done in one role counts again when the role is back, and the score follows the role", () => {
  const { session, platform, browser } = opened();
  session.pick("ansatt");
  session.visit("p3");
  takeQuiz(session, true);
  session.pick("leder");
  session.visit("p2");
  assert.equal(platform.server.get("cmi.core.lesson_status"), "incomplete");
  const later = new FakePlatform(Object.fromEntries(platform.server));
  const again = browser.open(later, plan()).session;
  assert.equal(again.role, "leder");
  assert.equal(again.attempt("test").best, 10_000);
  again.pick("ansatt");
  again.visit("p1");
  assert.equal(later.server.get("cmi.core.lesson_status"), "completed");
  assert.equal(later.server.get("cmi.core.score.raw"), "100");
});

test("in any order of visits, tests, roles and sessions, the verdict is that of a role that was picked, and stands", () => {
  const asked: Record<string, string[]> = { "": ["p1", "p2", "p3", "test"], leder: ["p1", "p2"], ansatt: ["p1", "p3", "test"] };
  let completed = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = generator(seed);
    const browser = new Browser();
    let platform = new FakePlatform();
    let { session } = browser.open(platform, plan());
    const done = new Set<string>();
    let [role, isCompleted] = ["", false];
    for (let step = 0; step < 15; step += 1) {
      switch (random(5)) {
        case 0:
          role = ["", "leder", "ansatt"][random(3)] as string;
          session.pick(role === "" ? null : role);
          break;
        case 1:
          takeQuiz(session, random(2) === 0);
          done.add("test");
          break;
        case 2:
          platform = new FakePlatform(Object.fromEntries(platform.server));
          ({ session } = browser.open(platform, plan()));
          session.changed("now");
          break;
        default: {
          const page = `p${1 + random(3)}`;
          session.visit(page);
          done.add(page);
        }
      }
      isCompleted ||= (asked[role] as string[]).every((each) => done.has(each));
      assert.equal(session.role, role || null);
      assert.deepEqual([...session.state.some("visited")].sort(), [...done].filter((each) => each !== "test").sort());
      assert.equal(platform.server.get("cmi.core.lesson_status"), isCompleted ? "completed" : "incomplete", `seed ${seed}, step ${step}`);
    }
    completed += Number(isCompleted);
  }
  assert.ok(completed > 100 && completed < 300, `${completed} of 300`);
});

test("a role that a newer version of the course lacks is none", () => {
  const { session, platform, browser } = opened();
  session.pick("leder");
  const newer = browser.open(new FakePlatform(Object.fromEntries(platform.server)), plan({ roles: ["ansatt"] })).session;
  assert.equal(newer.role, null);
  assert.deepEqual(shown(newer), ["p1", "p2", "p3"]);
});

test("of one attempt in two browsers, the role is the one that was picked last", () => {
  const state = (counter: number, role: string): State => ({ layout: 1, attempt: 1, counter, values: new Map([["role", role]]) });
  assert.equal(merged(plan(), state(3, "leder"), state(5, "ansatt")).values.get("role"), "ansatt");
  assert.equal(merged(plan(), state(5, "leder"), state(3, "ansatt")).values.get("role"), "leder");
});

test("statements carry the role in which something was done", () => {
  const { session } = opened();
  const told: Draft[] = [];
  session.tell(new Teller(plan(), session.state, null, (draft) => told.push(draft)));
  session.visit("p1");
  session.pick("leder");
  session.visit("p2");
  assert.deepEqual(told.map(({ role }) => role), [undefined, "leder"]);
  const speaker: Speaker = { contextOf: () => ({ extensions: { "https://a.example/": 1 } }), iriOf: (key) => `https://kurs.example.no/${key}` };
  const activities = new Activities(plan(), new Texts({}), fetch);
  const context = (draft: Draft) => statementOf(draft, speaker, activities).context?.extensions;
  assert.deepEqual(told.map(context), [{ "https://a.example/": 1 }, { "https://a.example/": 1, "https://kurs.example.no/extensions/role": "leder" }]);
  assert.deepEqual(context({ ...newDraft("experienced", "pages/p1"), happened: "2026-01-01T00:00:00Z", role: "leder" }), {
    "https://a.example/": 1,
    "https://kurs.example.no/extensions/happened": "2026-01-01T00:00:00Z",
    "https://kurs.example.no/extensions/role": "leder",
  });
});
