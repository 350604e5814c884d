/** Search over the course's own text, on the learner's device: no word of it goes anywhere. */

/** A piece of text that a learner can be led to. */
export interface Passage {
  /** Where it stands: a page, or a term of the glossary. */
  place: string;
  text: string;
  /** What its words are worth: a title says more of a page than a sentence. */
  weight: number;
}

export interface Hit {
  place: string;
  /** The passage that says most about what was asked. */
  passage: Passage;
}

const TITLE_ONLY = 0.5;

export class SearchIndex {
  private readonly passages: (Passage & { words: string[] })[];

  constructor(passages: Passage[]) {
    this.passages = passages.map((passage) => ({ ...passage, words: wordsOf(passage.text) }));
  }

  /** The places where every word that was asked for stands, best first. */
  find(query: string): Hit[] {
    const asked = wordsOf(query);
    if (asked.length === 0) {
      return [];
    }
    const places = new Map<string, { found: number[]; best: Passage; bestScore: number; order: number }>();
    this.passages.forEach((passage, order) => {
      const scores = asked.map((word) => match(word, passage.words) * passage.weight);
      const sum = scores.reduce((total, score) => total + score, 0);
      if (sum === 0) {
        return;
      }
      // The title is on the result's first line already: what is shown below it is a sentence, where one says it too.
      const worth = (sum * (passage.weight > 1 ? TITLE_ONLY : passage.weight)) / passage.weight;
      const place = places.get(passage.place);
      if (place === undefined) {
        places.set(passage.place, { found: scores, best: passage, bestScore: worth, order });
        return;
      }
      place.found = place.found.map((score, index) => Math.max(score, scores[index] as number));
      if (worth > place.bestScore) {
        place.best = passage;
        place.bestScore = worth;
      }
    });
    return [...places]
      .filter(([, { found }]) => found.every((score) => score > 0))
      .map(([place, { found, best, order }]) => ({ place, passage: best, order, score: found.reduce((total, score) => total + score, 0) }))
      .sort((one, other) => other.score - one.score || one.order - other.order)
      .map(({ place, passage }) => ({ place, passage }));
  }
}

/** The pieces of a text, those that were asked for marked, cut to about `length` characters around the first of them. */
export function excerpt(text: string, query: string, length = 140): { text: string; isMatch: boolean }[] {
  const asked = wordsOf(query);
  const pieces: { text: string; isMatch: boolean }[] = [];
  const first = [...text.matchAll(WORD)].find((word) => asked.some((one) => fold(word[0]).includes(one)))?.index ?? 0;
  const start = first > length / 2 ? text.indexOf(" ", first - length / 2) + 1 : 0;
  const cut = text.slice(start);
  const end = cut.length > length ? Math.max(cut.lastIndexOf(" ", length), length / 2) : cut.length;
  const shown = cut.slice(0, end);
  let done = 0;
  for (const word of shown.matchAll(WORD)) {
    const folded = fold(word[0]);
    const one = asked.find((asking) => folded.includes(asking));
    if (one === undefined) {
      continue;
    }
    // Folding may change a word's length; then the whole word is marked.
    const isExact = folded.length === word[0].length;
    const from = word.index + (isExact ? folded.indexOf(one) : 0);
    const to = isExact ? from + one.length : word.index + word[0].length;
    pieces.push({ text: shown.slice(done, from), isMatch: false }, { text: shown.slice(from, to), isMatch: true });
    done = to;
  }
  pieces.push({ text: shown.slice(done) + (end < cut.length ? " …" : ""), isMatch: false });
  if (start > 0) {
    pieces.unshift({ text: "… ", isMatch: false });
  }
  return pieces.filter((piece) => piece.text !== "");
}

const WORD = /[\p{L}\p{N}]+/gu;

/** Lower case without accents; æ, ø and å are letters of their own. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/å/g, "\u0001")
    .normalize("NFD")
    .replace(/a\u030a/g, "\u0001")
    .replace(/\p{M}/gu, "")
    .replace(/\u0001/g, "å");
}

function wordsOf(text: string): string[] {
  return fold(text).match(WORD) ?? [];
}

/** How well a word is met: wholly, by a beginning, or, as compounds go, inside another ("alarm" in "trygghetsalarm"). */
function match(asked: string, words: string[]): number {
  let best = 0;
  for (const word of words) {
    if (word === asked) {
      return 3;
    }
    if (best < 2 && word.startsWith(asked)) {
      best = 2;
    } else if (best < 1 && asked.length > 2 && word.includes(asked)) {
      best = 1;
    }
  }
  return best;
}
