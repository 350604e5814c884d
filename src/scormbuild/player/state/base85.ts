/** Printable ASCII without space and what platforms escape, cut or rewrite; the same as in state.py. */
const LEFT_OUT = "&<>\"'\\%+~";
export const ALPHABET = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index))
  .filter((character) => !LEFT_OUT.includes(character))
  .join("");

/** 4 bytes to 5 characters; a last block of n bytes to n + 1. */
export function encode(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 4) {
    const block = bytes.subarray(start, start + 4);
    let number = 0;
    for (let index = 0; index < 4; index += 1) {
      number = number * 256 + (block[index] ?? 0);
    }
    let digits = "";
    for (let digit = 0; digit < 5; digit += 1) {
      digits = ALPHABET.charAt(number % 85) + digits;
      number = Math.floor(number / 85);
    }
    text += digits.slice(0, block.length + 1);
  }
  return text;
}

/** The bytes, or null where the text can't have come from `encode`. */
export function decode(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let start = 0; start < text.length; start += 5) {
    const block = text.slice(start, start + 5);
    let number = 0;
    for (let index = 0; index < 5; index += 1) {
      // A short block is filled up with the largest digit: what is cut off at encoding can't carry over.
      const digit = index < block.length ? ALPHABET.indexOf(block.charAt(index)) : 84;
      if (digit < 0) {
        return null;
      }
      number = number * 85 + digit;
    }
    if (block.length === 1 || number >= 2 ** 32) {
      return null;
    }
    for (let index = 0; index < block.length - 1; index += 1) {
      bytes.push(Math.floor(number / 256 ** (3 - index)) & 255);
    }
  }
  return Uint8Array.from(bytes);
}
