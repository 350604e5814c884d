/**
 * The texts of a state, packed by a model that has read a primer: the same bytes as src/scormbuild/state/text_codec.py,
 * which tells how it works; tests/vectors/text-codec.json binds the two. Integers only, so that every engine agrees.
 */

import { type Model, newModel } from "./text-model";
import { bitOf, END, lengthOfPath, PATHS, symbolsOf, textsOf } from "./text-symbols";

/** So many of the primer's last symbols are read as texts are; what stands before them is learnt in passing. */
const STUDIED = 5000;

/** So many symbols are read between two looks at the clock: about a millisecond's work. */
const BREATH = 200;

export interface TextCodec {
  pack(texts: readonly string[]): Uint8Array;
  /** The texts; null for bytes that don't hold so many. */
  unpack(bytes: Uint8Array, count: number): string[] | null;
  /** Read on in the primer until `isOver`; whether it has been read. What is left then is read when it is needed. */
  read(isOver?: () => boolean): boolean;
}

export function newTextCodec(primer: string): TextCodec {
  const model = newModel();
  const learnt = symbolsOf(primer);
  /** How far the primer has been read. */
  let readTo = 0;
  /** Makes the model what it was when it had read the primer; null until it has. */
  let recall: (() => void) | null = null;

  const read = (isOver = () => false) => {
    for (; readTo < learnt.length && (readTo % BREATH > 0 || !isOver()); readTo += 1) {
      const symbol = learnt[readTo] as number;
      if (readTo < learnt.length - STUDIED) {
        model.learn(symbol);
      } else {
        study(model, symbol);
      }
    }
    return readTo === learnt.length;
  };

  /** A range coder over the model as it is when it has read the primer. */
  const begin = () => {
    if (recall === null) {
      read();
      recall = model.remember();
    }
    recall();
    return newRange(model);
  };

  return {
    read,
    pack(texts) {
      const bytes: number[] = [];
      const range = begin();
      const shift = (byte: number) => bytes.push(byte);
      texts.forEach((text) => symbolsOf(text).forEach((symbol) => range.code((at) => bitOf(symbol, at), shift)));
      return Uint8Array.from([...bytes, ...range.rest()]);
    },
    unpack(bytes, count) {
      let [value, at] = [0, 0];
      const shift = () => {
        value = ((value << 8) | (bytes[at] || 0)) >>> 0;
        at += 1;
      };
      [0, 1, 2, 3].forEach(shift);
      const range = begin();
      const symbols: number[] = [];
      for (let left = count; left > 0; left -= Number(symbols[symbols.length - 1] === END)) {
        symbols.push(range.code((_, middle) => Number(value <= middle), shift));
        // More has been asked for than was ever packed: a range is known within four bytes.
        if (at > bytes.length + 4) {
          return null;
        }
      }
      const texts = textsOf(symbols);
      return texts.length === count ? texts : null;
    },
  };
}

/** Have the model foresee and see a symbol, as packing does. */
function study(model: Model, symbol: number): void {
  for (let at = 0; at < lengthOfPath(PATHS[symbol] as number); at += 1) {
    model.predict();
    model.update(bitOf(symbol, at));
  }
}

/** A carryless range coder of 32 bits: a 1 keeps the lower part of the range, as wide as its chance. */
function newRange(model: Model) {
  let [low, high] = [0, 0xffffffff];
  return {
    /** Code a symbol. `choose` tells each bit, by its number or by where the range of a 1 ends; `shift` takes each byte that is known. */
    code(choose: (bits: number, middle: number) => number, shift: (byte: number) => void): number {
      let symbol = -1;
      for (let bits = 0; symbol < 0; bits += 1) {
        const middle = low + ((high - low) >>> 12) * model.predict();
        const bit = choose(bits, middle);
        if (bit === 1) {
          high = middle;
        } else {
          low = middle + 1;
        }
        symbol = model.update(bit);
        while ((low ^ high) >>> 24 === 0) {
          shift(high >>> 24);
          low = (low << 8) >>> 0;
          high = ((high << 8) | 255) >>> 0;
        }
      }
      return symbol;
    },
    /** As few bytes as tell the range; who unpacks goes on with zeros. */
    rest(): number[] {
      const bytes: number[] = [];
      for (let value = 0; value < low; ) {
        bytes.push((high >>> (24 - 8 * bytes.length)) & 255);
        value = (high & (-1 << (32 - 8 * bytes.length))) >>> 0;
      }
      return bytes;
    },
  };
}
