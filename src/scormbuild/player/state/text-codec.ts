/**
 * The texts of a state, packed by a model that has read a primer: the same bytes as src/scormbuild/state/text_codec.py,
 * which tells how it works; tests/vectors/text-codec.json binds the two. Integers only, so that every engine agrees.
 */

import { type Model, newModel } from "./text-model";
import { END, symbolsOf, textsOf } from "./text-symbols";

export class TextCodec {
  private readonly model = newModel();
  /** Makes the model what it was when it had read the primer; null until it has. */
  private recall: (() => void) | null = null;

  constructor(private readonly primer: string) {}

  pack(texts: readonly string[]): Uint8Array {
    const encoder = new Encoder(this.begin());
    for (const text of texts) {
      symbolsOf(text).forEach((symbol) => encoder.put(symbol));
    }
    return encoder.finish();
  }

  /** The texts; null for bytes that don't hold so many. */
  unpack(bytes: Uint8Array, count: number): string[] | null {
    const decoder = new Decoder(this.begin(), bytes);
    const symbols: number[] = [];
    for (let left = count; left > 0; left -= Number(symbols[symbols.length - 1] === END)) {
      symbols.push(decoder.get());
      if (decoder.isBeyond) {
        return null;
      }
    }
    const texts = textsOf(symbols);
    return texts.length === count ? texts : null;
  }

  /** The model as it is when it has read the primer. */
  private begin(): Model {
    const { model } = this;
    if (this.recall === null) {
      for (const symbol of symbolsOf(this.primer)) {
        for (let bit = 7; bit >= 0; bit -= 1) {
          model.predict();
          model.update((symbol >> bit) & 1);
        }
      }
      this.recall = model.remember();
    }
    this.recall();
    return model;
  }
}

/** A carryless range coder of 32 bits. */
class Encoder {
  private low = 0;
  private high = 0xffffffff;
  private readonly bytes: number[] = [];

  constructor(private readonly model: Model) {}

  put(symbol: number): void {
    for (let at = 7; at >= 0; at -= 1) {
      const bit = (symbol >> at) & 1;
      const middle = split(this.low, this.high, this.model.predict());
      if (bit === 1) {
        this.high = middle;
      } else {
        this.low = middle + 1;
      }
      this.model.update(bit);
      while ((this.low ^ this.high) >>> 24 === 0) {
        this.bytes.push(this.high >>> 24);
        this.low = (this.low << 8) >>> 0;
        this.high = ((this.high << 8) | 255) >>> 0;
      }
    }
  }

  /** As few bytes as tell the range; the decoder goes on with zeros. */
  finish(): Uint8Array {
    for (let kept = 0; ; kept += 1) {
      const value = kept === 0 ? 0 : (this.high & (-1 << (32 - 8 * kept))) >>> 0;
      if (value >= this.low) {
        for (let byte = 0; byte < kept; byte += 1) {
          this.bytes.push((value >>> (24 - 8 * byte)) & 255);
        }
        break;
      }
    }
    return Uint8Array.from(this.bytes);
  }
}

class Decoder {
  private low = 0;
  private high = 0xffffffff;
  private value = 0;
  private at = 0;

  constructor(
    private readonly model: Model,
    private readonly bytes: Uint8Array,
  ) {
    for (let byte = 0; byte < 4; byte += 1) {
      this.shift();
    }
  }

  /** Whether more has been asked for than was ever packed: a range is known within four bytes. */
  get isBeyond(): boolean {
    return this.at > this.bytes.length + 4;
  }

  get(): number {
    let symbol = 0;
    for (let left = 8; left > 0; left -= 1) {
      const middle = split(this.low, this.high, this.model.predict());
      const bit = this.value <= middle ? 1 : 0;
      if (bit === 1) {
        this.high = middle;
      } else {
        this.low = middle + 1;
      }
      this.model.update(bit);
      symbol = symbol * 2 + bit;
      while ((this.low ^ this.high) >>> 24 === 0) {
        this.low = (this.low << 8) >>> 0;
        this.high = ((this.high << 8) | 255) >>> 0;
        this.shift();
      }
    }
    return symbol;
  }

  private shift(): void {
    this.value = ((this.value << 8) | (this.bytes[this.at] ?? 0)) >>> 0;
    this.at += 1;
  }
}

/** Where the range of a 1 ends; `chance` in 4096ths. */
function split(low: number, high: number, chance: number): number {
  return low + ((high - low) >>> 12) * chance;
}
