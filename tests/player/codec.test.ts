import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import type { Slot } from "../../src/scormbuild/player/plan";
import { ALPHABET, decode, encode } from "../../src/scormbuild/player/state/base85";
import { crc32 } from "../../src/scormbuild/player/state/crc32";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import { pack, unpack, type Value } from "../../src/scormbuild/player/state/record";
import { smallPlan } from "./course";

interface Vector {
  slots: Slot[];
  layouts: string[];
  layout: number;
  attempt: number;
  counter: number;
  values: Record<string, number | string | null | string[]>;
  text: string;
}

const VECTORS = JSON.parse(readFileSync("tests/data/state-vectors.json", "utf8")) as Vector[];

const valuesOf = ({ values }: Vector) =>
  new Map<string, Value>(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? new Set(value) : value]),
  );

test("CRC-32 is zlib's", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926); // the check value of CRC-32/ISO-HDLC
  assert.equal(crc32(new Uint8Array()), 0);
});

test("base85 gives back every length of bytes, and no text that it can't have made", () => {
  for (let length = 0; length < 20; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 89 + 255) & 255);
    assert.deepEqual(decode(encode(bytes)), bytes);
  }
  assert.equal(decode("!"), null);
  assert.equal(decode("~~~~~"), null);
  assert.equal(decode((ALPHABET.at(-1) as string).repeat(5)), null); // 85^5 is more than 2^32
});

test("states are packed and read as Python does it, those of older layouts too", () => {
  assert.ok(VECTORS.some((vector) => vector.layout < vector.layouts.length));
  for (const vector of VECTORS) {
    const { slots, layouts, layout, attempt, counter, text } = vector;
    assert.equal(pack(slots, layouts, { layout, attempt, counter, values: valuesOf(vector) }), text);
    const state = unpack(slots, layouts, text);
    assert.ok(typeof state !== "string");
    assert.deepEqual([state.layout, state.attempt, state.counter], [layout, attempt, counter]);
    for (const [name, value] of valuesOf(vector)) {
      assert.deepEqual(state.values.get(name), value, name);
    }
  }
});

test("a state of a layout that the course doesn't know is told from a damaged one", () => {
  for (const { slots, layouts, text } of VECTORS) {
    assert.equal(unpack(slots, layouts.map(() => "ffffff"), text), "unknown-layout");
    const damaged = text.slice(0, 8) + (text[8] === "!" ? "#" : "!") + text.slice(9);
    assert.equal(unpack(slots, layouts, damaged), "damaged");
    assert.equal(unpack(slots, layouts, text.slice(0, -1)), "damaged");
    assert.equal(unpack(slots, layouts, `{"v":1}`), "damaged");
  }
});

test("the counter grows with every change and with nothing else", () => {
  const plan = smallPlan();
  const state = new LearnerState(plan, 7, { counter: 3, values: new Map() });
  const counter = () => (unpack(plan.slots, plan.layouts, state.text()) as { counter: number }).counter;
  assert.equal(counter(), 3);
  state.set("q", null);
  state.set("q.checked", 0);
  state.set("visited", new Set());
  assert.equal(counter(), 3);
  state.set("visited", new Set(["p1"]));
  state.set("page", "p1");
  assert.equal(counter(), 4);
  state.set("visited", new Set(["p1"]));
  assert.equal(counter(), 4);
  assert.notEqual(state.text(true), state.text(true));
});

test("what a newer version of the course has removed is dropped", () => {
  const old = smallPlan();
  const values = new Map<string, Value>([["visited", new Set(["p1", "p3"])], ["page", "p3"], ["q", "c"]]);
  const text = pack(old.slots, old.layouts, { layout: 1, attempt: 1, counter: 1, values });
  const now = smallPlan({ pages: old.pages.slice(0, 2) });
  now.questions.q = { ...(old.questions.q as NonNullable<typeof old.questions.q>), options: ["a", "b"] };
  const read = unpack(now.slots, now.layouts, text);
  assert.ok(typeof read !== "string");
  const state = new LearnerState(now, 1, read);
  assert.deepEqual([...state.some("visited")], ["p1"]);
  assert.equal(state.one("page"), null);
  assert.equal(state.one("q"), null);
});
