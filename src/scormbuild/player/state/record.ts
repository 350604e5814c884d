/** The saved state as text: the same codec as src/scormbuild/state/, bound to it by tests/vectors/state.json. */

import type { Slot } from "../plan";
import { decode, encode } from "./base85";
import { crc32 } from "./crc32";
import type { Primers } from "./primers";

/** A number; a text, or the key of a `one_of`, or null; the keys of a `some_of`; those of an `order`, first to last. */
export type Value = number | string | null | ReadonlySet<string> | readonly string[];

/** What places a course's fields in a state: its slots, and the hashes of layout 1, 2, …. */
export interface Places {
  slots: Slot[];
  layouts: string[];
}

/** `attempt` is random per attempt, `counter` grows with every change. */
export interface State {
  layout: number;
  attempt: number;
  counter: number;
  values: ReadonlyMap<string, Value>;
}

/** Why a text gives no state: it isn't one or is damaged, or its layout or primer belongs to another version of the course. */
export type Unreadable = "damaged" | "unknown";

/** First character of a state: of a learner who has written nothing, and of one who has. */
const PLAIN = "A";
const WITH_TEXTS = "B";
const HEADER_BYTES = 3 + 4 + 3;
const CHECK_BYTES = 4;
export const LARGEST_COUNTER = 0xffffff;

/** Fields that `values` leaves out are empty. */
export function pack({ slots, layouts }: Places, state: State, primers: Primers): string {
  const here = slotsIn(slots, state.layout);
  const texts = here.map((slot) => textOf(slot, state.values.get(slot.name))).filter((text) => text !== "");
  const begin = header(layouts[state.layout - 1] as string, state.attempt, state.counter);
  if (texts.length > 0) {
    begin.push(primers.current);
  }
  const fields = new Uint8Array(bytesOf(here, state.layout));
  let bit = 0;
  for (const slot of here) {
    for (const on of bitsOf(slot, state.values.get(slot.name), state.layout)) {
      if (on) {
        fields[bit >> 3] = (fields[bit >> 3] as number) | (0x80 >> (bit & 7));
      }
      bit += 1;
    }
  }
  const written = texts.length > 0 ? (primers.codec(primers.current)?.pack(texts) ?? []) : [];
  const body = Uint8Array.from([...begin, ...fields, ...written]);
  const whole = Uint8Array.from([...body, ...bigEndian(crc32(body), CHECK_BYTES)]);
  return (texts.length > 0 ? WITH_TEXTS : PLAIN) + encode(whole);
}

/** Read a state of any of the layouts, or say why not. */
export function unpack({ slots, layouts }: Places, text: string, primers: Primers): State | Unreadable {
  const hasTexts = text.startsWith(WITH_TEXTS);
  const whole = hasTexts || text.startsWith(PLAIN) ? decode(text.slice(1)) : null;
  const begin = HEADER_BYTES + Number(hasTexts);
  if (whole === null || whole.length < begin + CHECK_BYTES) {
    return "damaged";
  }
  const body = whole.subarray(0, whole.length - CHECK_BYTES);
  if (crc32(body) !== integer(whole.subarray(body.length))) {
    return "damaged";
  }
  const layout = layouts.indexOf(hex(body.subarray(0, 3))) + 1;
  const codec = hasTexts ? primers.codec(body[HEADER_BYTES] as number) : null;
  if (layout === 0 || (hasTexts && codec === null)) {
    return "unknown";
  }
  const here = slotsIn(slots, layout);
  const end = begin + bytesOf(here, layout);
  if (body.length < end || (body.length > end && !hasTexts)) {
    return "damaged";
  }
  const values = new Map<string, Value>();
  const written: string[] = [];
  let bit = begin * 8;
  for (const slot of here) {
    const bits: boolean[] = [];
    for (let left = widthOf(slot, layout); left > 0; left -= 1) {
      bits.push(((body[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0);
      bit += 1;
    }
    values.set(slot.name, valueOf(slot, bits, layout));
    if (slot.kind === "text" && bits[0]) {
      written.push(slot.name);
    }
  }
  const texts = written.length > 0 ? (codec?.unpack(body.subarray(end), written.length) ?? null) : [];
  if (texts === null) {
    return "damaged";
  }
  written.forEach((name, index) => values.set(name, texts[index] as string));
  return { layout, attempt: integer(body.subarray(3, 7)), counter: integer(body.subarray(7, 10)), values };
}

function slotsIn(slots: Slot[], layout: number): Slot[] {
  return slots.filter((slot) => slot.since <= layout);
}

function keysIn(slot: Slot, layout: number): string[] {
  return (slot.keys ?? []).filter(([, since]) => since <= layout).map(([key]) => key);
}

function widthOf(slot: Slot, layout: number): number {
  const keys = keysIn(slot, layout).length;
  switch (slot.kind) {
    case "some_of":
      return keys;
    case "one_of":
      return bitLength(keys);
    case "order":
      return orderWidths(keys).reduce((sum, width) => sum + width, 0);
    case "number":
      return bitLength(slot.maximum ?? 0);
    case "text":
      return 1;
  }
}

/** The bits of each place of an order: fewer and fewer keys are left to choose from. */
function orderWidths(keys: number): number[] {
  return Array.from({ length: keys }, (_, place) => bitLength(keys - place));
}

function bitLength(number: number): number {
  return number === 0 ? 0 : 32 - Math.clz32(number);
}

function bytesOf(slots: Slot[], layout: number): number {
  return Math.ceil(slots.reduce((bits, slot) => bits + widthOf(slot, layout), 0) / 8);
}

function textOf(slot: Slot, value: Value | undefined): string {
  return slot.kind === "text" && typeof value === "string" ? value : "";
}

/** A slot's bits, most significant first: a number, a key's position + 1, or a mask whose lowest bit is the first key. */
function bitsOf(slot: Slot, value: Value | undefined, layout: number): boolean[] {
  const keys = keysIn(slot, layout);
  switch (slot.kind) {
    case "some_of": {
      const chosen = value instanceof Set ? value : new Set();
      return keys.map((key) => chosen.has(key)).reverse();
    }
    case "one_of":
      return bits(typeof value === "string" ? keys.indexOf(value) + 1 : 0, bitLength(keys.length));
    case "order": {
      const order = (Array.isArray(value) ? (value as string[]) : []).filter((key) => keys.includes(key));
      const left = [...keys];
      return orderWidths(keys.length).flatMap((width, place) => {
        const position = left.indexOf(order[place] ?? "") + 1;
        left.splice(position - 1, 1); // past the end of the order any will do: only how many are left matters
        return bits(position, width);
      });
    }
    case "number":
      return bits(typeof value === "number" ? Math.min(value, slot.maximum ?? 0) : 0, bitLength(slot.maximum ?? 0));
    case "text":
      return [textOf(slot, value) !== ""];
  }
}

function bits(number: number, width: number): boolean[] {
  return Array.from({ length: width }, (_, index) => ((number >>> (width - 1 - index)) & 1) === 1);
}

function valueOf(slot: Slot, bits: boolean[], layout: number): Value {
  const keys = keysIn(slot, layout);
  switch (slot.kind) {
    case "some_of":
      return new Set(keys.filter((_, position) => bits[bits.length - 1 - position]));
    case "one_of":
      return keys[numberOf(bits) - 1] ?? null;
    case "order":
      return orderOf(keys, bits);
    case "number":
      return Math.min(numberOf(bits), slot.maximum ?? 0);
    case "text":
      return "";
  }
}

function orderOf(keys: string[], bits: boolean[]): string[] {
  const left = [...keys];
  const order: string[] = [];
  let bit = 0;
  for (const width of orderWidths(keys.length)) {
    const key = left[numberOf(bits.slice(bit, bit + width)) - 1];
    if (key === undefined) {
      break;
    }
    order.push(key);
    left.splice(left.indexOf(key), 1);
    bit += width;
  }
  return order;
}

function numberOf(bits: boolean[]): number {
  return bits.reduce((sum, on) => sum * 2 + Number(on), 0);
}

function header(layoutHash: string, attempt: number, counter: number): number[] {
  return [...bigEndian(parseInt(layoutHash, 16), 3), ...bigEndian(attempt, 4), ...bigEndian(counter, 3)];
}

function bigEndian(number: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(number / 256 ** (count - 1 - index)) & 255);
}

function integer(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
