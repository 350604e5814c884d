import assert from "node:assert/strict";
import test from "node:test";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import { merged } from "../../src/scormbuild/player/state/merge";
import type { State } from "../../src/scormbuild/player/state/record";
import { smallPlan } from "./course";

const plan = smallPlan({ fields: { huskeliste: ["a", "b", "c"] } });
const state = (counter: number, ...ticked: string[]): State => ({
  layout: 1,
  attempt: 1,
  counter,
  values: new Map([["huskeliste", new Set(ticked)]]),
});

test("ticks of an item that a newer version has removed mean nothing", () => {
  const learner = new LearnerState(plan, 1, state(1, "a", "d"));
  assert.deepEqual([...learner.some("huskeliste")], ["a"]);
});

test("ticks that two devices have made are all kept, whichever is newer", () => {
  for (const [platform, copy] of [[state(1, "a"), state(2, "b")], [state(2, "a", "b"), state(1)]] as const) {
    assert.deepEqual(merged(plan, platform, copy).values.get("huskeliste"), new Set(["a", "b"]));
  }
});
