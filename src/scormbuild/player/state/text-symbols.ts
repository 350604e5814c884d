/**
 * Texts as symbols of one byte: what Norwegian is written with has one each, everything else an escape. And symbols as
 * paths of bits, short for what is frequent: the model works for every bit (an Exp-Golomb code of order 3).
 */

/** Ends a text. No other symbol is 0, and no byte of an escape. */
export const END = 0;
/** Before a character without a symbol of its own: its UTF-8 bytes follow. */
const ESCAPE = 1;
/** Before a capital letter, which then goes as a small one: words are the same at the beginning of sentences. */
export const CAPITAL = 2;

/** What has a symbol from 0x80 on; letters first. */
const OWN = "æøåéèêòôüöäáčđŋšŧž«»–…§°½’”“—•→✓☐€";
const OWN_LETTERS = 18;

/** What each code unit becomes, up to the highest that has a symbol: that, behind CAPITAL or alone; nothing for an escape. */
const SYMBOLS = new Uint16Array(0x2800);
SYMBOLS[0x0a] = 0x0a;
for (let symbol = 0x20; symbol < 0x80 + OWN.length; symbol += 1) {
  const character = characterOf(symbol);
  if (isLetter(symbol)) {
    SYMBOLS[character.toUpperCase().charCodeAt(0)] = (CAPITAL << 8) | symbol;
  }
  SYMBOLS[character.charCodeAt(0)] = symbol;
}

/** The most frequent symbols, such as come after the same ones side by side, eight, then sixteen, then the rest. */
const RANKED = " :,.aeintrsbmhl\nåvpfduogøjyæ\u0002k-c10?234)/!5(6+8'7x9wz";

/** The bits of each symbol behind a leading 1: four for the first ranks, then six, eight, …. */
export const PATHS = new Uint16Array(256);
/** The symbol at the end of each path; -1 on the way. What is no path ends after 14 bits. */
export const SYMBOL_AT = new Int16Array(1 << 15).fill(-1, 0, 1 << 14);
for (let symbol = 0, others = RANKED.length; symbol < 256; symbol += 1) {
  const known = RANKED.indexOf(characterOf(symbol) || "\0");
  const number = (known < 0 ? others++ : known) + 8;
  const path = (1 << (2 * lengthOfPath(number) - 2)) | number;
  PATHS[symbol] = path;
  SYMBOL_AT[path] = symbol;
}

export function symbolsOf(text: string): number[] {
  const symbols: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const symbol = SYMBOLS[text.charCodeAt(at)] || 0;
    if (symbol > 0xff) {
      symbols.push(CAPITAL, symbol & 0xff);
    } else if (symbol > 0) {
      symbols.push(symbol);
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) || 0xfffd);
      symbols.push(ESCAPE, ...new TextEncoder().encode(character));
      at += character.length - 1;
    }
  }
  symbols.push(END);
  return symbols;
}

/** Symbols back to texts; what stands after the last END is none. */
export function textsOf(symbols: number[]): string[] {
  const texts: string[] = [];
  let text = "";
  for (let at = 0; at < symbols.length; at += 1) {
    const symbol = symbols[at] as number;
    if (symbol === END) {
      texts.push(text);
      text = "";
    } else if (symbol === ESCAPE) {
      const end = at + 1 + lengthOf(symbols[at + 1] as number);
      text += new TextDecoder().decode(Uint8Array.from(symbols.slice(at + 1, end)));
      at = end - 1;
    } else if (symbol === CAPITAL) {
      at += 1;
      text += characterOf(symbols[at] as number).toUpperCase();
    } else {
      text += characterOf(symbol);
    }
  }
  return texts;
}

export function isLetter(symbol: number): boolean {
  return (symbol > 0x60 && symbol < 0x7b) || (symbol >= 0x80 && symbol < 0x80 + OWN_LETTERS);
}

/** The bits of a path, or of any number behind its leading 1. */
export function lengthOfPath(path: number): number {
  return 31 - Math.clz32(path);
}

/** The bit of a symbol's path at a place, from 0. */
export function bitOf(symbol: number, at: number): number {
  const path = PATHS[symbol] as number;
  return (path >>> (lengthOfPath(path) - 1 - at)) & 1;
}

/** The bytes of a UTF-8 character by its first one (RFC 3629, 3). */
function lengthOf(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

function characterOf(symbol: number): string {
  return symbol < 0x80 ? String.fromCharCode(symbol) : OWN[symbol - 0x80] || "";
}
