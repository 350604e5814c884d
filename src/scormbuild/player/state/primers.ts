/** The primers of the course, and the codec that each of them gives. */

import { newTextCodec } from "virtual:text-codec";
import type { TextCodec } from "./text-codec";

export class Primers {
  private readonly codecs = new Map<number, TextCodec>();

  /** `texts` are primer 1, 2, …; the last is the one that new states are packed with. */
  constructor(private readonly texts: string[]) {}

  get current(): number {
    return this.texts.length;
  }

  /** null where this version of the course doesn't have that primer. */
  codec(number: number): TextCodec | null {
    const text = this.texts[number - 1];
    if (text === undefined) {
      return null;
    }
    const codec = this.codecs.get(number) ?? newTextCodec(text);
    this.codecs.set(number, codec);
    return codec;
  }
}
