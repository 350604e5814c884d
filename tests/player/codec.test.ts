import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import type { Slot } from "../../src/scormbuild/player/plan";
import { ALPHABET, decode, encode } from "../../src/scormbuild/player/state/base85";
import { crc32 } from "../../src/scormbuild/player/state/crc32";
import { LearnerState } from "../../src/scormbuild/player/state/learner";
import { Primers } from "../../src/scormbuild/player/state/primers";
import { pack, unpack, type Value } from "../../src/scormbuild/player/state/record";
import { smallPlan } from "./course";

interface Vector {
  slots: Slot[];
  layouts: string[];
  layout: number;
  attempt: number;
  counter: number;
  primers: string[];
  values: Record<string, number | string | null | string[]>;
  text: string;
}

const NONE = new Primers([]);
const VECTORS = JSON.parse(readFileSync("tests/vectors/state.json", "utf8")) as Vector[];

/** JSON knows no sets: a slot's kind says what a list is. */
const valuesOf = ({ slots, values }: Vector) =>
  new Map<string, Value>(
    slots
      .filter((slot) => slot.name in values)
      .map((slot) => {
        const value = values[slot.name] ?? null;
        return [slot.name, slot.kind === "some_of" ? new Set(value as string[]) : value];
      }),
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
  assert.ok(VECTORS.some((vector) => vector.primers.length > 1));
  for (const vector of VECTORS) {
    const { layout, attempt, counter, text } = vector;
    const primers = new Primers(vector.primers);
    assert.equal(pack(vector, { layout, attempt, counter, values: valuesOf(vector) }, primers), text);
    const state = unpack(vector, text, primers);
    assert.ok(typeof state !== "string");
    assert.deepEqual([state.layout, state.attempt, state.counter], [layout, attempt, counter]);
    for (const [name, value] of valuesOf(vector)) {
      assert.deepEqual(state.values.get(name), value, name);
    }
  }
});

test("a state of a layout or a primer that the course doesn't know is told from a damaged one", () => {
  for (const vector of VECTORS) {
    const { text } = vector;
    const primers = new Primers(vector.primers);
    assert.equal(unpack({ ...vector, layouts: vector.layouts.map(() => "ffffff") }, text, primers), "unknown");
    assert.equal(unpack(vector, text, new Primers([])) === "unknown", text.startsWith("B"));
    const damaged = text.slice(0, 8) + (text[8] === "!" ? "#" : "!") + text.slice(9);
    assert.equal(unpack(vector, damaged, primers), "damaged");
    assert.equal(unpack(vector, text.slice(0, -1), primers), "damaged");
    assert.equal(unpack(vector, `{"v":1}`, primers), "damaged");
  }
});

test("the counter grows with every change and with nothing else", () => {
  const plan = smallPlan();
  const state = new LearnerState(plan, 7, { counter: 3, values: new Map() });
  const counter = () => (unpack(plan, state.packed(4096).text, NONE) as { counter: number }).counter;
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
  assert.notEqual(state.packed(4096, true).text, state.packed(4096, true).text);
});

test("what a newer version of the course has removed is dropped", () => {
  const old = smallPlan();
  const values = new Map<string, Value>([["visited", new Set(["p1", "p3"])], ["page", "p3"], ["q", "c"]]);
  const text = pack(old, { layout: 1, attempt: 1, counter: 1, values }, NONE);
  const now = smallPlan({ pages: old.pages.slice(0, 2) });
  now.questions.q = { ...(old.questions.q as NonNullable<typeof old.questions.q>), fields: { q: ["a", "b"] } };
  const read = unpack(now, text, NONE);
  assert.ok(typeof read !== "string");
  const state = new LearnerState(now, 1, read);
  assert.deepEqual([...state.some("visited")], ["p1"]);
  assert.equal(state.one("page"), null);
  assert.equal(state.one("q"), null);
});
