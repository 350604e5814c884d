/** Seeded runs of learner and faults: whenever the line says "saved in the platform", everything is there, once. */

import assert from "node:assert/strict";
import test from "node:test";
import { Primers } from "../../src/scormbuild/player/state/primers";
import { unpack } from "../../src/scormbuild/player/state/record";
import { answer, Browser, records } from "./browser";
import { smallPlan } from "./course";
import { FakePlatform, FakePlatform2004 } from "./fake-platform";
import { generator } from "./generator";

/** A platform of each standard with what its server has, and the standard's word for a wrong answer. */
const STANDARDS = {
  "SCORM 1.2": {
    platform: (server: Record<string, string>) => new FakePlatform(server),
    learner: { "cmi.core.student_id": "ola", "cmi.core.lesson_status": "not attempted" },
    wrong: "wrong",
  },
  "SCORM 2004": {
    platform: (server: Record<string, string>) => new FakePlatform2004(server),
    learner: { "cmi.learner_id": "ola" },
    wrong: "incorrect",
  },
};
type Standard = (typeof STANDARDS)[keyof typeof STANDARDS];

const RUNS = 400;
const STEPS = 25;

async function run(seed: number, standard: Standard): Promise<number> {
  const random = generator(seed);
  const plan = smallPlan();
  const browser = new Browser();
  let platform = standard.platform(standard.learner as Record<string, string>);
  let { session, saving } = browser.open(platform, plan);
  const given: string[] = [];
  let checks = 0;

  browser.isReachable = () => platform.network === "up";
  const settle = async () => {
    await browser.prove();
    if (browser.line !== "platform") {
      return;
    }
    checks += 1;
    const said = `seed ${seed} after ${given.join(", ")}`;
    assert.deepEqual(records(platform), given, said);
    const state = unpack(plan, platform.server.get("cmi.suspend_data") ?? "", new Primers(plan.primers));
    assert.ok(typeof state !== "string", said);
    assert.equal(state.values.get("q") ?? null, session.state.one("q"), said);
    assert.deepEqual(state.values.get("visited"), session.state.some("visited"), said);
    assert.equal(browser.copies.length, 0, said);
  };
  const relaunch = () => {
    platform = standard.platform(Object.fromEntries(platform.server));
    ({ session, saving } = browser.open(platform, plan));
    session.visit(session.state.one("page") ?? "p1");
  };

  session.visit("p1");
  for (let step = 0; step < STEPS; step += 1) {
    const option = "abc"[random(3)] as string;
    const happenings = [
      () => session.visit(`p${1 + random(3)}`),
      () => {
        answer(session, option);
        given.push(`q--hva ${option} ${option === "b" ? "correct" : standard.wrong}`);
      },
      () => (platform.network = (["up", "lost", "failing"] as const)[random(3)] as "up"),
      () => (platform.refused = random(2) ? { pattern: /^cmi\.(interactions|suspend)/, error: "101" } : null),
      () => browser.pass(2000 + random(40_000)),
      () => saving.hidden(),
      () => saving.online(),
      () => {
        // Closed in good order, or the tab is killed.
        if (random(2)) {
          saving.finish(5);
        }
        relaunch();
      },
    ];
    happenings[random(happenings.length)]?.();
    if (random(3)) {
      await settle();
    }
  }
  platform.network = "up";
  platform.refused = null;
  await settle();
  for (let wait = 0; browser.line !== "platform"; wait += 1) {
    assert.ok(wait < 10, `seed ${seed}: the network is back, and it isn't saved`);
    browser.pass(60_000);
    await settle();
  }
  return checks;
}

for (const [name, standard] of Object.entries(STANDARDS)) {
  test(`${RUNS} random runs with ${name} lose nothing that the line called saved`, async () => {
    let checks = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
      checks += await run(seed, standard);
    }
    assert.ok(checks > RUNS * 3, `${checks} checks`);
  });
}
