/**
 * The model: what the next bit of a text will be, from what was before. state/text_model.py tells how it works, in the
 * same order and with the same names. One function, for speed: what it keeps lies in its closure.
 */

import { CAPITAL, isLetter, lengthOfPath, PATHS, SYMBOL_AT } from "./text-symbols";

const { imul } = Math;

const TABLE_BITS = 20;
const CONTEXTS = 8;
const MATCH_BUCKETS = 19;
/** One by each context, two by the match, and one that is always there. */
const INPUTS = CONTEXTS + 3;
const LIMIT = 127;
const MATCH_BITS = 14;
const SHORTEST = 5;
/** What a weight begins with, in 65536ths; how fast it learns. */
const FIRST_WEIGHT = 14_000;
const WEIGHT_RATE = 10;
const SETS = 3;
/** `learn` teaches the contexts from 3 to before 6 alone: the last three symbols, the last four, the word. */
const FIRST_LEARNER = 3;
const LAST_LEARNER = 5;

/** 4096 / (1 + e^(-x / 256)) for every 128th x. None but the middle one is near a whole number: engines agree. */
const SQUASHED = Array.from({ length: 33 }, (_, at) => Math.floor(4096 / (1 + Math.exp(8 - at / 2))));

/** The same for -2047 to 2047. */
function squash(x: number): number {
  const part = x & 127;
  const at = (x >> 7) + 16;
  return ((SQUASHED[at] as number) * (128 - part) + (SQUASHED[at + 1] as number) * part + 64) >> 7;
}

const SQUASH = Int16Array.from({ length: 4096 }, (_, at) => squash(Math.max(at - 2048, -2047)));

/** The inverse. */
const STRETCH = new Int16Array(4096).fill(2047);
for (let x = 2047; x >= -2047; x -= 1) {
  STRETCH.fill(x, x === -2047 ? 0 : squash(x - 1) + 1, squash(x) + 1);
}

const RATE = Int32Array.from({ length: LIMIT + 1 }, (_, seen) => Math.max(Math.floor(32768 / (2 * seen + 3)), 250));
const BUCKET = Uint8Array.from({ length: LIMIT + 1 }, (_, seen) => (seen < 12 ? seen : 12 + (seen >> 5)));
const LETTER = Uint8Array.from({ length: 256 }, (_, symbol) => Number(isLetter(symbol)));

/** A table that begins as the same row again and again. */
function rows(length: number, row: number[]): Uint16Array {
  const table = new Uint16Array(length);
  table.set(row);
  for (let done = row.length; done < length; done *= 2) {
    table.copyWithin(done, 0, done);
  }
  return table;
}

export interface Model {
  /** The chance that the next bit is 1, in 4096ths, 1 to 4095. */
  predict(): number;
  /** Learn what the bit was; gives the symbol that it ends, or -1. */
  update(bit: number): number;
  /** Learn a whole symbol in passing; the letters that a word shares with the one before it are known. */
  learn(symbol: number): void;
  /** Keep what has been learnt by now; gives what brings it back. */
  remember(): () => void;
}

export function newModel(): Model {
  // Cells: a part of the hash that tells whose it is (8 bits), how often seen (8), the chance of a 1 in 65536ths (16).
  const cells = new Int32Array(1 << TABLE_BITS).fill(32768);
  const meant = rows(CONTEXTS << 10, Array.from({ length: 64 }, (_, at) => at * 1024 + 512));
  const matched = Uint16Array.from({ length: MATCH_BUCKETS }, (_, at) => 32768 + at * 800);
  // The sets of weights by what they are chosen by: known contexts and match, place in the word, bits of the symbol.
  const byHits = (CONTEXTS + 1) * MATCH_BUCKETS;
  const byWord = byHits + 16 * 8;
  const weights = new Int32Array((byWord + 256) * INPUTS).fill(FIRST_WEIGHT);
  const refined = rows(33 << 14, Array.from({ length: 33 }, (_, at) => (SQUASH[Math.min(at * 128, 4095)] as number) * 16));
  const places = new Int32Array(1 << MATCH_BITS);
  /** Behind zeros, so that there is always something before. */
  const history = [0, 0, 0, 0, 0];
  const bases = new Int32Array(CONTEXTS);
  const lines = new Int32Array(CONTEXTS);
  const tables = [cells, meant, matched, weights, refined, places, bases, lines];

  /** Which contexts are at work: all of them, but for `learn`. */
  let [first, beyond] = [0, CONTEXTS];

  let [node, half, bits, word, before, letters, matchAt, matchLength] = [1, 1, 0, 0, 0, 0, 0, 0];

  // What `predict` leaves to `update`.
  const found = new Int32Array(CONTEXTS);
  const meanings = new Int32Array(CONTEXTS);
  /** 0 where a context or the match has nothing to say; the last is always there. */
  const inputs = new Int32Array(INPUTS).fill(256);
  let [bucket, expected, refining] = [0, -1, 0];
  /** Where each set begins, and the chance that it gave. */
  const sets = new Int32Array(SETS);
  const chances = new Int32Array(SETS);

  /** Four more bits begin: their cells lie in one line of the table, which a processor fetches at once. */
  function aim(): void {
    half = 1;
    for (let context = first; context < beyond; context += 1) {
      const hash = imul(((bases[context] as number) + imul(node, 0x2c1b3c6d)) | 0, 0x9e3779b1);
      lines[context] = imul(hash ^ (hash >>> 15), 0x85ebca6b);
    }
  }

  /** The place of the cell that a context leads to; where it was another's, it is empty now. */
  function find(context: number): number {
    const line = lines[context] as number;
    const check = (line + half * 29) << 24;
    let at = (line >>> (32 - TABLE_BITS)) ^ half;
    let cell = cells[at] as number;
    if ((cell & 0xff0000) !== 0 && (cell ^ check) >>> 24 !== 0) {
      const other = cells[at ^ 1] as number;
      if ((other ^ check) >>> 24 === 0 || (other & 0xff0000) < (cell & 0xff0000)) {
        at ^= 1;
        cell = other;
      }
      if ((cell ^ check) >>> 24 !== 0) {
        cell = 32768;
      }
    }
    cells[at] = check | (cell & 0xffffff);
    return at;
  }

  /** The cell at a place learns; `target` is 65535 for a 1. */
  function see(at: number, target: number): void {
    const cell = cells[at] as number;
    const seen = (cell >> 16) & 255;
    const chance = (cell & 0xffff) + (((target - (cell & 0xffff)) * (RATE[seen] as number)) >> 14);
    cells[at] = (cell & 0xff000000) | (Math.min(seen + 1, LIMIT) << 16) | chance;
  }

  function predict(): number {
    let hits = 0;
    if (first > 0) {
      first = 0;
      beyond = CONTEXTS;
      begin(history[history.length - 1] as number);
    }
    for (let context = 0; context < CONTEXTS; context += 1) {
      const at = find(context);
      const cell = cells[at] as number;
      const seen = (cell >> 16) & 255;
      found[context] = at;
      meanings[context] = -1;
      inputs[context] = 0;
      if (seen > 0) {
        const meaning = (((context << 4) + (BUCKET[seen] as number)) << 6) + ((cell & 0xffff) >> 10);
        meanings[context] = meaning;
        inputs[context] = STRETCH[(meant[meaning] as number) >> 4] as number;
        hits += 1;
      }
    }
    const path = PATHS[history[matchAt] as number] as number;
    const left = lengthOfPath(path) - bits;
    if (matchLength > 0 && (left <= 0 || path >>> left !== node)) {
      matchLength = 0;
    }
    bucket = Math.min(matchLength, MATCH_BUCKETS - 1);
    expected = -1;
    inputs[CONTEXTS] = inputs[CONTEXTS + 1] = 0;
    if (matchLength > 0) {
      expected = (path >>> (left - 1)) & 1;
      const sign = expected * 2 - 1;
      inputs[CONTEXTS] = sign * (STRETCH[(matched[bucket] as number) >> 4] as number);
      inputs[CONTEXTS + 1] = sign * Math.min(matchLength, 32) * 32;
    }

    sets[0] = (hits * MATCH_BUCKETS + bucket) * INPUTS;
    sets[1] = (byHits + Math.min(letters, 15) * 8 + Math.min(bits, 7)) * INPUTS;
    sets[2] = (byWord + (node & 255)) * INPUTS;
    let mix = 0;
    for (let number = 0; number < SETS; number += 1) {
      const start = sets[number] as number;
      let sum = 0;
      for (let at = 0; at < INPUTS; at += 1) {
        sum += ((inputs[at] as number) * (weights[start + at] as number)) >> 8;
      }
      sum = Math.max(-2047, Math.min(2047, sum >> 8));
      chances[number] = SQUASH[sum + 2048] as number;
      mix += sum;
    }
    mix = Math.floor(mix / SETS) + 2048;

    const place = (((node & 255) | ((history[history.length - 1] as number) << 8)) & 0x3fff) * 33 + (mix >> 7);
    const part = mix & 127;
    refining = place + (part >> 6);
    const meaning = ((refined[place] as number) * (128 - part) + (refined[place + 1] as number) * part) >> 11;
    return Math.max(1, Math.min(4095, ((SQUASH[mix] as number) + meaning + 1) >> 1));
  }

  function update(bit: number): number {
    const target = bit * 65535;
    for (let number = 0; number < SETS; number += 1) {
      const start = sets[number] as number;
      const error = ((bit << 12) - (chances[number] as number)) * WEIGHT_RATE;
      for (let at = 0; at < INPUTS; at += 1) {
        weights[start + at]! += ((inputs[at] as number) * error + 8192) >> 14;
      }
    }
    for (let context = 0; context < CONTEXTS; context += 1) {
      const meaning = meanings[context] as number;
      if (meaning >= 0) {
        meant[meaning]! += (target - (meant[meaning] as number)) >> 7;
      }
      see(found[context] as number, target);
    }
    if (expected >= 0) {
      const isRight = expected === bit;
      matched[bucket]! += ((isRight ? 65535 : 0) - (matched[bucket] as number)) >> 6;
      matchLength = isRight ? matchLength : 0;
    }
    refined[refining]! += (target - (refined[refining] as number)) >> 5;
    step(bit);
    const symbol = SYMBOL_AT[node] as number;
    if (symbol >= 0) {
      const run = end(symbol);
      if (matchLength > 0 && history[matchAt] === symbol) {
        matchLength += 1;
        matchAt += 1;
      } else {
        matchLength = 0;
        matchAt = places[run] as number;
        while (matchLength < 40 && matchLength < matchAt && history[matchAt - 1 - matchLength] === history[history.length - 1 - matchLength]) {
          matchLength += 1;
        }
        matchLength = matchLength < SHORTEST ? 0 : matchLength;
      }
      places[run] = history.length;
    }
    return symbol;
  }

  /** One bit on. */
  function step(bit: number): void {
    node = node * 2 + bit;
    half = half * 2 + bit;
    bits += 1;
    if ((bits & 3) === 0) {
      aim();
    }
  }

  /** Where the word before began, and how far this one has been the same. */
  let [wordAt, twin] = [0, 0];

  function learn(symbol: number): void {
    first = FIRST_LEARNER;
    beyond = LAST_LEARNER + 1;
    const isKnown = history[twin] === symbol;
    twin = isKnown ? twin + 1 : 0;
    const path = PATHS[symbol] as number;
    for (let left = isKnown ? 0 : lengthOfPath(path); left > 0; left -= 1) {
      const bit = (path >>> (left - 1)) & 1;
      for (let context = first; context < beyond; context += 1) {
        see(find(context), bit * 65535);
      }
      step(bit);
    }
    places[end(symbol)] = history.length;
    matchLength = 0;
    if (letters === 0) {
      twin = wordAt;
      wordAt = history.length;
    }
  }

  /** A symbol is whole; gives the hash of the last few. */
  function end(symbol: number): number {
    history.push(symbol);
    if (LETTER[symbol] === 1) {
      word = imul(word + symbol + 1, 0x2f0b4c47);
      word ^= word >>> 15;
      letters += 1;
    } else if (symbol !== CAPITAL) {
      before = letters === 0 ? before : word;
      word = letters = 0;
    }
    return begin(symbol) & ((1 << MATCH_BITS) - 1);
  }

  /** Hash what stands before the next symbol, for every context; gives the hash of the last few symbols. */
  function begin(last: number): number {
    let run = 0;
    for (let order = 1; order <= SHORTEST; order += 1) {
      run = imul(run ^ ((history[history.length - order] as number) + 1), 0x9e3779b1);
      run ^= run >>> 13;
      bases[order] = run;
    }
    const inWord = imul(word + 0x1234567, 0x2545f491);
    bases[0] = 0;
    bases[5] = letters === 0 ? last * 7919 + 12345 : word;
    bases[6] = inWord ^ imul(before, 0x85ebca6b);
    bases[7] = inWord ^ ((bases[1] as number) + 1);
    for (let context = first; context < beyond; context += 1) {
      bases[context] = imul((bases[context] as number) ^ imul(context + 1, 0x6f4f2a35), 0x9e3779b1);
    }
    node = 1;
    bits = 0;
    aim();
    return run;
  }

  begin(0);
  return {
    predict,
    update,
    learn,
    remember() {
      const copies = tables.map((table) => table.slice());
      const scalars = [history.length, node, bits, word, before, letters, matchAt, matchLength] as const;
      return () => {
        tables.forEach((table, at) => table.set(copies[at] as typeof table));
        [history.length, node, bits, word, before, letters, matchAt, matchLength] = scalars;
      };
    },
  };
}
