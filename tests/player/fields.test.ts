import assert from "node:assert/strict";
import test from "node:test";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import { merged } from "../../src/scormbuild/player/state/merge";
import type { State, Value } from "../../src/scormbuild/player/state/record";
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

test("of what holds one value, the platform's stands, and the copy's where the platform has none", () => {
  const fields = smallPlan({ fields: { valg: ["a", "b"], antall: [] } });
  const filled = (valg: string | null, antall: number): State => ({ ...state(1), values: new Map<string, Value>([["valg", valg], ["antall", antall]]) });
  const both = (platform: State, copy: State) => [...merged(fields, platform, copy).values].slice(0, 2);
  assert.deepEqual(both(filled("a", 0), filled("b", 3)), [["valg", "a"], ["antall", 3]]);
  assert.deepEqual(both(filled(null, 2), filled("b", 3)), [["valg", "b"], ["antall", 2]]);
});

test("ticks that two devices have made are all kept, whichever is newer", () => {
  for (const [platform, copy] of [[state(1, "a"), state(2, "b")], [state(2, "a", "b"), state(1)]] as const) {
    assert.deepEqual(merged(plan, platform, copy).values.get("huskeliste"), new Set(["a", "b"]));
  }
});
