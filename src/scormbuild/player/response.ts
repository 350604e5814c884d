/**
 * What a learner answers, whatever the kind of question: the keys chosen; `<part>.<key>` or `<part>.<text>` where the
 * question has several parts; the text or the number alone.
 */

import type { Gap, Plan, Question, Slot } from "./plan";
import type { LearnerState } from "./state/learner";
import type { Value } from "./state/record";

export type Response = string[];

/** The answer that is held; none at all where nothing has been answered. */
export function responseOf(values: { get(name: string): Value | undefined }, id: string, question: Question): Response {
  return Object.entries(question.fields).flatMap(([name, keys]) => {
    const value = values.get(name) ?? null;
    // Keys come in the author's order but for those whose order is the answer.
    const held = value instanceof Set ? keys.filter((key) => value.has(key)) : Array.isArray(value) ? value : [value];
    const given = held.filter((each): each is string => typeof each === "string" && each !== "");
    return name === id ? given : given.map((each) => `${name.slice(id.length + 1)}.${each}`);
  });
}

/** Hold an answer; an empty one takes it away. */
export function setResponse(plan: Plan, state: LearnerState, id: string, response: Response): void {
  const question = plan.questions[id] as Question;
  for (const name of Object.keys(question.fields)) {
    const part = name === id ? "" : `${name.slice(id.length + 1)}.`;
    const given = response.filter((each) => each.startsWith(part)).map((each) => each.slice(part.length));
    state.set(name, valueOf(plan.slots.find((slot) => slot.name === name)?.kind, given));
  }
}

function valueOf(kind: Slot["kind"] | undefined, given: string[]): Value {
  switch (kind) {
    case "some_of":
      return new Set(given);
    case "order":
      return given;
    default:
      return given[0] ?? null;
  }
}

/** Whether there is a right answer. What there is none to is neither right nor wrong. */
export function isScored({ type }: Question): boolean {
  return type !== "likert" && type !== "long-fill-in" && type !== "performance";
}

export function isRight(question: Question, response: Response): boolean {
  return creditFor(question, response) === 1;
}

/** What share of its points an answer earns, 0 to 1: all or nothing but where the question gives partial credit. */
export function scoreOf(question: Question, response: Response): number {
  const credit = creditFor(question, response);
  return question.credit === "partial" || credit === 1 ? credit : 0;
}

/** How much of an answer is right, 0 to 1. */
export function creditFor(question: Question, response: Response): number {
  const { correct, gaps } = question;
  const hits = response.filter((each) => correct.includes(each)).length;
  switch (question.type) {
    case "sequencing":
      return inOrder(correct, response);
    case "numeric":
      return isWithin(question, response[0]) ? 1 : 0;
    case "fill-in":
      return rightParts(question, response).size / Object.keys(gaps).length;
    case "matching":
      return correct.length > 0 ? hits / correct.length : 0;
    case "choice":
    case "true-false":
      // A wrong choice takes back a right one: to choose everything earns nothing.
      return Math.max(0, hits - (response.length - hits)) / correct.length;
    default:
      return 0;
  }
}

/** Which parts of an answer are right, for telling. */
export function rightParts(question: Question, response: Response): Set<string> {
  if (question.type === "fill-in") {
    const right = Object.entries(question.gaps).filter(([part, gap]) => gap.answers.some((answer) => isMatch(gap, textIn(response, part), answer)));
    return new Set(right.map(([part]) => part));
  }
  return new Set(response.filter((each) => question.correct.includes(each)));
}

/** What was written in one gap; the only gap of a question has no name. */
export function textIn(response: Response, part: string): string {
  return part === "" ? (response[0] ?? "") : (response.find((each) => each.startsWith(`${part}.`))?.slice(part.length + 1) ?? "");
}

/** Whether a text is one of the accepted answers, as strictly as the gap asks. */
export function isMatch(gap: Gap, text: string, answer: string): boolean {
  const [one, other] = [folded(gap, text), folded(gap, answer)];
  return one === other || (gap.near_misses === "accept" && isNear(one, other));
}

/** The answer that a text nearly is; null where it is one, or none. */
export function nearly(gap: Gap, text: string): string | null {
  if (text === "" || gap.answers.some((answer) => isMatch(gap, text, answer))) {
    return null;
  }
  return gap.answers.find((answer) => isNear(folded(gap, text), folded(gap, answer))) ?? null;
}

/** As answers are compared: spaces made one, and case and marks left out where the author says so. */
function folded(gap: Gap, text: string): string {
  const plain = text.normalize("NFC").trim().replace(/\s+/g, " ").replace(/[’´`]/g, "'").replace(/[.!?]$/, "");
  const cased = gap.case === "exact" ? plain : plain.toLowerCase();
  // ø and æ have no decomposition: å is a + ring, and is another letter in Norwegian all the same.
  return gap.diacritics === "exact" ? cased : cased.replace(/å/g, "aa").replace(/ø/g, "o").replace(/æ/g, "ae").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}

/** One letter wrong, missing, too many, or two changed about; one more in words of eight letters and up. */
function isNear(text: string, answer: string): boolean {
  const allowed = answer.length < 4 ? 0 : answer.length < 8 ? 1 : 2;
  return allowed > 0 && editDistance(text, answer) <= allowed;
}

/** Optimal string alignment distance: Levenshtein's with neighbours changed about as one edit. */
export function editDistance(one: string, other: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_, row) => Array.from({ length: other.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)));
  const at = (row: number, column: number) => (rows[row] as number[])[column] as number;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      let least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + Number(!isSame));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, at(row - 2, column - 2) + 1);
      }
      (rows[row] as number[])[column] = least;
    }
  }
  return at(one.length, other.length);
}

/** A number as people write it: with comma or point, spaces or points between thousands; null where it is none. */
export function numberIn(text: string): number | null {
  const close = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  const plain = (/^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/.test(close) ? close.replace(/\./g, "") : close).replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

function isWithin({ range }: Question, text: string | undefined): boolean {
  const number = numberIn(text ?? "");
  return number !== null && range !== null && number >= range[0] && number <= range[1];
}

/** How much of an order stands rightly: the longest run of items, not all next to each other, that is in the right order. */
function inOrder(correct: string[], response: Response): number {
  if (response.length !== correct.length || correct.length < 2) {
    return 0;
  }
  const longest: number[] = [];
  response.forEach((each, index) => {
    const before = response.slice(0, index).map((other, place) => (correct.indexOf(other) < correct.indexOf(each) ? (longest[place] as number) : 0));
    longest.push(Math.max(0, ...before) + 1);
  });
  return (Math.max(...longest) - 1) / (correct.length - 1);
}
