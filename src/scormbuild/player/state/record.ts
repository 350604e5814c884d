/** The saved state as text: the same codec as src/scormbuild/state.py, bound to it by tests/data/state-vectors.json. */

import type { Slot } from "../plan";
import { decode, encode } from "./base85";
import { crc32 } from "./crc32";

/** A number; the key of a `one_of`, or null; the keys of a `some_of`. */
export type Value = number | string | null | ReadonlySet<string>;

/** `attempt` is random per attempt, `counter` grows with every change. */
export interface State {
  layout: number;
  attempt: number;
  counter: number;
  values: Map<string, Value>;
}

/** Why a text gives no state: it isn't one or is damaged, or its layout belongs to another version of the course. */
export type Unreadable = "damaged" | "unknown-layout";

const VERSION = "A";
const HEADER_BYTES = 3 + 4 + 3;
const CHECK_BYTES = 4;
export const LARGEST_COUNTER = 0xffffff;

/** Fields that `values` leaves out are empty. `layouts` are the hashes of layout 1, 2, …. */
export function pack(slots: Slot[], layouts: string[], state: State): string {
  const here = slotsIn(slots, state.layout);
  const body = new Uint8Array(HEADER_BYTES + bytesOf(here, state.layout));
  body.set(header(layouts[state.layout - 1] as string, state.attempt, state.counter));
  let bit = HEADER_BYTES * 8;
  for (const slot of here) {
    for (const on of bitsOf(slot, state.values.get(slot.name), state.layout)) {
      if (on) {
        body[bit >> 3] = (body[bit >> 3] as number) | (0x80 >> (bit & 7));
      }
      bit += 1;
    }
  }
  const whole = new Uint8Array(body.length + CHECK_BYTES);
  whole.set(body);
  whole.set(bigEndian(crc32(body), CHECK_BYTES), body.length);
  return VERSION + encode(whole);
}

/** Read a state of any of the layouts, or say why not. */
export function unpack(slots: Slot[], layouts: string[], text: string): State | Unreadable {
  const whole = text.startsWith(VERSION) ? decode(text.slice(1)) : null;
  if (whole === null || whole.length < HEADER_BYTES + CHECK_BYTES) {
    return "damaged";
  }
  const body = whole.subarray(0, whole.length - CHECK_BYTES);
  if (crc32(body) !== integer(whole.subarray(body.length))) {
    return "damaged";
  }
  const layout = layouts.indexOf(hex(body.subarray(0, 3))) + 1;
  if (layout === 0) {
    return "unknown-layout";
  }
  const here = slotsIn(slots, layout);
  if (body.length !== HEADER_BYTES + bytesOf(here, layout)) {
    return "damaged";
  }
  const values = new Map<string, Value>();
  let bit = HEADER_BYTES * 8;
  for (const slot of here) {
    const bits: boolean[] = [];
    for (let left = widthOf(slot, layout); left > 0; left -= 1) {
      bits.push(((body[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0);
      bit += 1;
    }
    values.set(slot.name, valueOf(slot, bits, layout));
  }
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
  return slot.kind === "some_of" ? keys : bitLength(slot.kind === "number" ? (slot.maximum ?? 0) : keys);
}

function bitLength(number: number): number {
  return number === 0 ? 0 : 32 - Math.clz32(number);
}

function bytesOf(slots: Slot[], layout: number): number {
  return Math.ceil(slots.reduce((bits, slot) => bits + widthOf(slot, layout), 0) / 8);
}

/** A slot's bits, most significant first: a number, a key's position + 1, or a mask whose lowest bit is the first key. */
function bitsOf(slot: Slot, value: Value | undefined, layout: number): boolean[] {
  const keys = keysIn(slot, layout);
  if (slot.kind === "some_of") {
    const chosen = value instanceof Set ? value : new Set();
    return keys.map((key) => chosen.has(key)).reverse();
  }
  let number = 0;
  if (slot.kind === "number") {
    number = typeof value === "number" ? Math.min(value, slot.maximum ?? 0) : 0;
  } else if (typeof value === "string") {
    number = keys.indexOf(value) + 1;
  }
  const width = widthOf(slot, layout);
  return Array.from({ length: width }, (_, index) => ((number >>> (width - 1 - index)) & 1) === 1);
}

function valueOf(slot: Slot, bits: boolean[], layout: number): Value {
  const keys = keysIn(slot, layout);
  if (slot.kind === "some_of") {
    return new Set(keys.filter((_, position) => bits[bits.length - 1 - position]));
  }
  const number = bits.reduce((sum, on) => sum * 2 + Number(on), 0);
  return slot.kind === "number" ? Math.min(number, slot.maximum ?? 0) : (keys[number - 1] ?? null);
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
