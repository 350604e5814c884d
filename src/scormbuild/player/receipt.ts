/** Receipts: short codes of what a booklet says, that show typing errors. `tests/vectors/receipts.json` binds them to src/scormbuild/receipt.py. */

import { crc32 } from "./state/crc32";

/** Crockford's base 32; behind it the symbols that only check, for 32 to 36. */
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
const BASE = 32;

/** What a CRC-32 takes: seven symbols of five bits. */
const LENGTH = 7;

/** A field's value as a booklet holds it: a text, a key, keys, a number. */
export type Filled = string | number | readonly string[];

/** The receipt of a course's fields, eight symbols. */
export function receiptOf(course: string, fields: ReadonlyMap<string, Filled>): string {
  return receiptFrom(receiptValue(course, fields));
}

/** What a receipt says, 32 bits. */
export function receiptValue(course: string, fields: ReadonlyMap<string, Filled>): number {
  return crc32(new TextEncoder().encode(`${course}\n${canonical(fields)}`));
}

export function receiptFrom(value: number): string {
  const places = Array.from({ length: LENGTH }, (_, index) => Math.floor(value / BASE ** (LENGTH - 1 - index)) % BASE);
  return [...places, value % SYMBOLS.length].map((place) => SYMBOLS[place]).join("");
}

/** As people read it: 21YB-1P1H. */
export function shownReceipt(receipt: string): string {
  return `${receipt.slice(0, 4)}-${receipt.slice(4)}`;
}

/** What somebody has typed, as `receiptOf` writes it; null where it has a typing error. */
export function readReceipt(typed: string): string | null {
  // Only ASCII: other alphabets have letters that become these as capitals.
  const receipt = (/^[\x21-\x7e\s]*$/.test(typed) ? typed : "").toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  const places = [...receipt].map((symbol) => SYMBOLS.indexOf(symbol));
  const value = places.slice(0, LENGTH).reduce((sum, place) => sum * BASE + place, 0);
  const isWhole = places.length === LENGTH + 1 && places.every((place, index) => place >= 0 && (place < BASE || index === LENGTH));
  return isWhole && value < 2 ** 32 && value % SYMBOLS.length === places[LENGTH] ? receipt : null;
}

/** JSON that has one way to say one thing: names in the order of their code points, no white space. */
function canonical(fields: ReadonlyMap<string, Filled>): string {
  const names = [...fields.keys()].sort(byCodePoint);
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(fields.get(name))}`).join(",")}}`;
}

/** JavaScript's own order is by halves of surrogate pairs. */
function byCodePoint(one: string, other: string): number {
  const [ones, others] = [[...one], [...other]];
  const at = ones.findIndex((character, index) => character !== others[index]);
  return at < 0 ? ones.length - others.length : (ones[at] as string).codePointAt(0)! - (others[at]?.codePointAt(0) ?? -1);
}
