/** Texts as symbols of one byte: what Norwegian is written with has one each, everything else an escape. */

/** Ends a text. No other symbol is 0, and no byte of an escape. */
export const END = 0;
const NONE = -1;
/** Before a character without a symbol of its own: its UTF-8 bytes follow. */
const ESCAPE = 1;
/** Before a capital letter, which then goes as a small one: words are the same at the beginning of sentences. */
export const CAPITAL = 2;

/** What has a symbol from 0x80 on; letters first. */
const OWN = "æøåéèêòôüöäáčđŋšŧž«»–…§°½’”“—•→✓☐€";
const OWN_LETTERS = 18;

export function symbolsOf(text: string): number[] {
  const symbols: number[] = [];
  for (const character of text) {
    const small = character.toLowerCase();
    const isCapital = small !== character && small.toUpperCase() === character && isLetter(symbolOf(small));
    const symbol = symbolOf(isCapital ? small : character);
    if (isCapital) {
      symbols.push(CAPITAL, symbol);
    } else if (symbol !== NONE) {
      symbols.push(symbol);
    } else {
      symbols.push(ESCAPE, ...new TextEncoder().encode(character === "\0" ? "\ufffd" : character));
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

/** The bytes of a UTF-8 character by its first one (RFC 3629, 3). */
function lengthOf(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

function symbolOf(character: string): number {
  const code = character.charCodeAt(0);
  const own = OWN.indexOf(character);
  return (code >= 0x20 && code < 0x7f) || code === 0x0a ? code : own < 0 ? NONE : own + 0x80;
}

function characterOf(symbol: number): string {
  return symbol < 0x80 ? String.fromCharCode(symbol) : (OWN[symbol - 0x80] ?? "");
}
