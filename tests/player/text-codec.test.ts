import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { newTextCodec } from "../../src/scormbuild/player/state/text-codec";

interface Vector {
  primer: string;
  texts: string[];
  bytes: string;
}

const VECTORS = JSON.parse(readFileSync("tests/vectors/text-codec.json", "utf8")) as Vector[];
const PRIMER = "Vi prøver i to uker. Hvem har ansvaret?\n";

/** Random numbers that are the same in every run (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test("texts are packed and unpacked as Python does it", () => {
  for (const { primer, texts, bytes } of VECTORS) {
    const codec = newTextCodec(primer);
    assert.equal(Buffer.from(codec.pack(texts)).toString("hex"), bytes);
    assert.deepEqual(codec.unpack(Uint8Array.from(Buffer.from(bytes, "hex")), texts.length), texts);
  }
});

test("every text comes back, from one codec used again and again", () => {
  const codec = newTextCodec(PRIMER);
  const random = randomOf(1);
  const letters = [..."abcdefghij klmnopqrstuvwxyzæøåABCÆØÅ.,-\n–«»0123456789😀ŋđΩ漢\u007f\u0300"];
  for (let run = 0; run < 60; run += 1) {
    const texts = Array.from({ length: random(4) }, () => Array.from({ length: random(80) }, () => letters[random(letters.length)]).join(""));
    assert.deepEqual(codec.unpack(codec.pack(texts), texts.length), texts);
  }
});

test("what is no character becomes the replacement character", () => {
  const codec = newTextCodec(PRIMER);
  assert.deepEqual(codec.unpack(codec.pack(["a\u0000b", "a\ud800b"]), 2), ["a\ufffdb", "a\ufffdb"]);
});

test("damaged bytes end in texts or in none", () => {
  const codec = newTextCodec(PRIMER);
  const random = randomOf(2);
  for (let run = 0; run < 40; run += 1) {
    const bytes = Uint8Array.from({ length: random(60) }, () => random(256));
    const texts = codec.unpack(bytes, 3);
    assert.ok(texts === null || texts.length === 3);
  }
});

test("a primer that is read by and by packs the same bytes, and so does one that was only begun", () => {
  const texts = ["Hun vil stå opp selv.", "Vi prøver i to uker, og ser an."];
  const primer = `${PRIMER} `.repeat(40);
  const whole = newTextCodec(primer).pack(texts);
  for (const looks of [1, 3, 1000]) {
    const codec = newTextCodec(primer);
    let left = looks;
    let isRead = false;
    while (!isRead && left > 0) {
      let breaths = 2;
      isRead = codec.read(() => (breaths -= 1) < 0);
      left -= 1;
    }
    assert.equal(isRead, looks === 1000);
    assert.deepEqual(codec.pack(texts), whole);
    assert.equal(codec.read(), true);
  }
});
