import assert from "node:assert/strict";
import test from "node:test";
import { certificateIn, isDue, makeOut, spokenName } from "../../src/scormbuild/player/certificate/issuing";
import type { Plan, Slot } from "../../src/scormbuild/player/plan";
import { receiptOf, shownReceipt } from "../../src/scormbuild/player/receipt";
import { Session } from "../../src/scormbuild/player/session";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import { merged } from "../../src/scormbuild/player/state/merge";
import type { State, Value } from "../../src/scormbuild/player/state/record";
import { Texts } from "../../src/scormbuild/player/texts";
import { smallPlan } from "./course";

const SLOTS = Object.entries({ day: 65535, score: 10_001, "code.1": 65535, "code.2": 65535 }).map(([part, maximum]): Slot => ({ name: `certificate.${part}`, kind: "number", since: 1, maximum }));
const small = smallPlan();
const plan: Plan = { ...small, rule: { ...small.rule, pages: "none", quiz: "finished" }, slots: [...small.slots, ...SLOTS] };
const ROLES = ["leder", "ansatt"];
const FOR_ROLES: Plan = {
  ...plan,
  roles: ROLES,
  rule: { ...plan.rule, pages: "all", quiz: "none" },
  pages: plan.pages.map((page, at) => ({ ...page, ...(at < 2 ? { for: [ROLES[at] as string] } : {}) })),
  slots: [...plan.slots, ...["role", "certificate.role"].map((name): Slot => ({ name, kind: "one_of", since: 1, keys: ROLES.map((role) => [role, 1]) }))],
};
const EVENING = new Date(2026, 10, 26, 23, 30);

function sessionOf(raw: number | null, { status = "passed", mode = "normal" as "normal" | "review", sealed = false, plan: asked = plan } = {}): Session {
  const state = new LearnerState(asked, 77, { counter: 1, values: new Map() });
  const beginning = { state, copy: "", answers: [], isLatest: true, confirmed: true, lineage: [], recovered: false, sealed };
  return new Session(asked, new Texts({}), beginning, { status, raw, mode });
}

test("a code is the receipt of what the certificate stands for, on the learner's own day", () => {
  const session = sessionOf(92.5);
  const expected = shownReceipt(receiptOf("kurs", new Map<string, string | number>([["version", "1.2.0"], ["day", "2026-11-26"], ["score", 9250], ["attempt", 77]])));
  assert.deepEqual(makeOut(session, EVENING), { code: expected, day: "2026-11-26", score: 92.5, role: null });
  assert.deepEqual(certificateIn(session.state), { code: expected, day: "2026-11-26", score: 92.5, role: null });
});

test("one is for the role that the course was completed for, with a code of its own", () => {
  const session = sessionOf(null, { status: "completed", plan: FOR_ROLES });
  session.pick("leder");
  const expected = shownReceipt(receiptOf("kurs", new Map<string, string | number>([["version", "1.2.0"], ["day", "2026-11-26"], ["role", "leder"], ["attempt", 77]])));
  assert.deepEqual(makeOut(session, EVENING), { code: expected, day: "2026-11-26", score: null, role: "leder" });
});

test("another is due when the course has been completed for another role, but not to who has one for all of it", () => {
  const session = sessionOf(null, { status: "completed", plan: FOR_ROLES });
  session.pick("leder");
  makeOut(session, EVENING);
  session.pick("ansatt");
  assert.equal(isDue(session), false);
  session.pages.forEach(({ id }) => session.visit(id));
  assert.equal(isDue(session), true);
  assert.equal(makeOut(session, EVENING).role, "ansatt");
  assert.equal(isDue(session), false);
  session.pick(null);
  session.plan.pages.forEach(({ id }) => session.visit(id));
  assert.equal(isDue(session), true);
  assert.equal(makeOut(session, EVENING).role, null);
  session.pick("leder");
  assert.equal(isDue(session), false);
});

test("without a score, and with a score of nothing", () => {
  assert.deepEqual(makeOut(sessionOf(null), EVENING).score, null);
  assert.deepEqual(makeOut(sessionOf(0), EVENING).score, 0);
});

test("one is due to who has completed and has none, and again where the score is better", () => {
  assert.equal(isDue(sessionOf(null, { status: "completed" })), true);
  assert.equal(isDue(sessionOf(40, { status: "failed" })), false);
  assert.equal(isDue(sessionOf(null, { status: "incomplete" })), false);
  assert.equal(isDue(sessionOf(100, { mode: "review" })), false);
  assert.equal(isDue(sessionOf(100, { sealed: true })), false);
  const better = sessionOf(90);
  better.state.set("certificate.day", 20_000);
  for (const [held, due] of [[9001, false], [9101, false], [8001, true], [0, true]] as const) {
    better.state.set("certificate.score", held);
    assert.equal(isDue(better), due, String(held));
  }
});

test("a certificate goes with the attempt, and the platform's stands where two devices have made one out", () => {
  const held = (day: number): State => ({ layout: 1, attempt: 77, counter: 1, values: new Map<string, Value>(SLOTS.map(({ name }, at) => [name, day + at])) }) as State;
  const none = { ...held(0), values: new Map<string, Value>() };
  assert.equal(merged(plan, none, held(20_000)).values.get("certificate.code.2"), 20_003);
  assert.equal(merged(plan, held(20_000), held(20_001)).values.get("certificate.code.2"), 20_003);
  assert.equal(merged(plan, held(20_000), none).values.get("certificate.day"), 20_000);
});

test("names are said as people say them", () => {
  for (const [written, said] of [
    ["Nordmann, Kari", "Kari Nordmann"],
    ["{lang=nb}Nordmann,  Kari Anne", "Kari Anne Nordmann"],
    ["Kari Nordmann", "Kari Nordmann"],
    ["Nordmann, Kari, ph.d.", "Nordmann, Kari, ph.d."],
    ["Nordmann,", "Nordmann,"],
    ["<img src=x>, Kari", "Kari <img src=x>"],
    ["  ", ""],
  ] as const) {
    assert.equal(spokenName(written), said);
  }
});
