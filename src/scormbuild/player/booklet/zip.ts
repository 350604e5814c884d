/** Files in one zip, stored as they are (APPNOTE 6.3, without compression): what word processors open. */

import { crc32 } from "../state/crc32";

const SIGNATURES = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1980-01-01, the earliest day that there is: when a file was made stands in it. */
const DAY = 0x0021;

/** A zip of texts, by name, in their order. */
export function zipOf(files: [name: string, text: string][]): Uint8Array[] {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const [named, content] = [encoder.encode(name), encoder.encode(text)];
    const common = [VERSION, FLAGS, 0, 0, DAY].map((value): Field => [value, 2]);
    const sizes: Field[] = [[crc32(content), 4], [content.length, 4], [content.length, 4], [named.length, 2], [0, 2]];
    const local = [record([[SIGNATURES.local, 4], ...common, ...sizes]), named, content];
    directory.push(record([[SIGNATURES.central, 4], [VERSION, 2], ...common, ...sizes, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), named);
    parts.push(...local);
    offset += lengthOf(local);
  }
  const end = record([[SIGNATURES.end, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [lengthOf(directory), 4], [offset, 4], [0, 2]]);
  return [...parts, ...directory, end];
}

/** A value, and how many bytes it takes, the least significant first. */
type Field = [value: number, bytes: number];

function record(fields: Field[]): Uint8Array {
  return Uint8Array.from(fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 255)));
}

function lengthOf(parts: Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
