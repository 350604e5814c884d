/** What learners' texts take as a saved state, and as others keep them; for benchmarks/texts.py, in a browser. */

import LZString from "lz-string";
import type { Slot } from "../src/scormbuild/player/plan";
import { Primers } from "../src/scormbuild/player/state/primers";
import { pack, type Value } from "../src/scormbuild/player/state/record";
import { newTextCodec, type TextCodec } from "../src/scormbuild/player/state/text-codec";

const PAGES = Array.from({ length: 100 }, (_, number): [string, number] => [`p${number}`, 1]);
const OPTIONS: [string, number][] = ["a", "b", "c", "d"].map((key) => [key, 1]);
const LAYOUTS = ["000000"];
const codecs = new Map<string, { codec: TextCodec; primers: Primers }>();

/** 100 pages, 100 questions of four options with whether they are checked, and so many texts. */
function slotsOf(texts: number): Slot[] {
  const questions = PAGES.flatMap(([key]): Slot[] => [
    { name: `${key}.answer`, kind: "one_of", since: 1, keys: OPTIONS },
    { name: `${key}.checked`, kind: "number", since: 1, maximum: 1 },
  ]);
  const fields = Array.from({ length: texts }, (_, number): Slot => ({ name: `t${number}`, kind: "text", since: 1 }));
  return [{ name: "visited", kind: "some_of", since: 1, keys: PAGES }, ...questions, ...fields];
}

function readIn(primer: string) {
  const known = codecs.get(primer) ?? { codec: newTextCodec(primer), primers: new Primers([primer]) };
  codecs.set(primer, known);
  return known;
}

Object.assign(globalThis, {
  /** The whole saved state: every page visited, every question answered, and the texts. */
  stateOf(primer: string, texts: string[]): number {
    const values = new Map<string, Value>([["visited", new Set(PAGES.map(([key]) => key))]]);
    PAGES.forEach(([key], number) => {
      values.set(`${key}.answer`, "abcd"[(number * 7) % 4] as string);
      values.set(`${key}.checked`, 1);
    });
    texts.forEach((text, number) => values.set(`t${number}`, text));
    const state = { layout: 1, attempt: 0x9e3779b1, counter: 900, values };
    return pack({ slots: slotsOf(texts.length), layouts: LAYOUTS }, state, readIn(primer).primers).length;
  },
  /** The bytes that the texts alone become; the first time, the primer is read. */
  bytesOf: (primer: string, texts: string[]): number => readIn(primer).codec.pack(texts).length,
  /** lz-string in ASCII, as courses keep state with it. */
  lzString: (texts: string[]): number => LZString.compressToBase64(texts.join("\0")).length,
});
