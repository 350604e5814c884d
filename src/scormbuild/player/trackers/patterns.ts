/**
 * Responses as the standards write them. `tests/vectors/responses.json` binds these to src/scormbuild/responses.py.
 */

import type { InteractionType, Question } from "../plan";
import { numberIn, textIn, type Response } from "../response";

/** SCORM 1.2's text (CMIFeedback is a CMIString255); counted in bytes, as some platforms do. */
const MOST_BYTES_12 = 255;

/** Between the texts of several gaps: SCORM 1.2 has no delimiter for them. */
const GAPS_12 = " | ";

/** SCORM 2004 RTE 4.2.9.1: ten texts of 250 characters in a fill-in, 4,000 in a text. */
const MOST_GAPS = 10;
const LONGEST_GAP = 250;
const LONGEST_TEXT = 4000;

/** What Moodle takes for a number in SCORM 2004. */
const NUMBER_2004 = /^-?\d{1,5}(\.\d{1,18})?$/;

/** SCORM 1.2 knows neither `long-fill-in` nor `other` (RTE 3.4.4). */
export function type12(type: InteractionType): string {
  return type === "long-fill-in" ? "fill-in" : type;
}

/** CMIFeedback: letters joined by commas, pairs by points; texts on one line, cut to what fits. */
export function response12(question: Question, response: Response): string {
  switch (question.type) {
    case "true-false":
      return response[0] === "true" ? "t" : "f";
    case "fill-in":
      return text12(Object.keys(question.gaps).map((part) => textIn(response, part)).join(GAPS_12));
    case "long-fill-in":
      return text12(response[0] ?? "");
    case "numeric":
      return numeric(response);
    default:
      return response.join(",");
  }
}

/** The right answers; several where several texts are accepted. A range can't be said in SCORM 1.2. */
export function correct12(question: Question): string[] {
  if (question.type === "fill-in") {
    return alternatives(question).map((response) => response12(question, response));
  }
  return question.correct.length > 0 ? [response12(question, question.correct)] : [];
}

/** As SCORM 2004 (RTE 4.2.9.1) and xAPI (4.1.1.6.1) write it. */
export function response2004(question: Question, response: Response): string {
  switch (question.type) {
    case "fill-in":
      return Object.keys(question.gaps).map((part) => apart(textIn(response, part))).join("[,]");
    case "matching":
    case "performance":
      return response.map((pair) => pair.replace(".", "[.]")).join("[,]");
    case "numeric":
      return numeric(response);
    default:
      return response.join("[,]");
  }
}

export function correct2004(question: Question): string[] {
  const { range, type } = question;
  switch (type) {
    case "fill-in": {
      const isCased = Object.values(question.gaps).some((gap) => gap.case === "exact");
      return alternatives(question).map((response) => `{case_matters=${isCased}}${response2004(question, response)}`);
    }
    case "numeric":
      return range === null ? [] : [`${range[0]}[:]${range[1]}`];
    default:
      return question.correct.length > 0 ? [response2004(question, question.correct)] : [];
  }
}

/** What is recorded of an answer in SCORM 2004. */
export interface Recorded2004 {
  type: InteractionType | "other";
  response: string;
  correct: string[];
}

/**
 * `response2004` and `correct2004` as every platform takes them: identifiers without hyphens, texts on one line, within
 * their limits and no formula to a spreadsheet. What Moodle refuses in its own type (a number of six digits, or none at
 * all; more than ten gaps) is recorded as `other`, which takes any text.
 */
export function recorded2004(question: Question, response: Response): Recorded2004 {
  const { type } = question;
  const correct = correct2004(question);
  switch (type) {
    case "fill-in": {
      const parts = Object.keys(question.gaps);
      const given = parts.map((part) => text2004(apart(textIn(response, part)), LONGEST_GAP)).join("[,]");
      return { type: parts.length <= MOST_GAPS ? type : "other", response: given, correct };
    }
    case "long-fill-in":
      return { type, response: text2004(response[0] ?? "", LONGEST_TEXT), correct };
    case "numeric": {
      const given = response.map((text) => numeric([text]) || text2004(text, LONGEST_TEXT));
      const numbers = [...given, ...correct.flatMap((pattern) => pattern.split("[:]"))];
      return { type: numbers.every((number) => NUMBER_2004.test(number)) ? type : "other", response: given[0] ?? "", correct };
    }
    default: {
      const short = (text: string) => text.replace(/-/g, "_");
      return { type, response: short(response2004(question, response)), correct: correct.map(short) };
    }
  }
}

/** Every accepted text of a single gap; of several gaps the first of each, or there would be too many. */
function alternatives({ gaps }: Question): Response[] {
  const parts = Object.entries(gaps);
  const [part, only] = parts[0] ?? ["", undefined];
  if (parts.length === 1 && only !== undefined) {
    return only.answers.map((answer) => [part === "" ? answer : `${part}.${answer}`]);
  }
  return [parts.map(([name, gap]) => `${name}.${gap.answers[0]}`)];
}

function numeric(response: Response): string {
  const number = numberIn(response[0] ?? "");
  return number === null ? "" : String(number);
}

/** A text on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** So much of a text that `fits` it, with a mark where something is missing. */
export function cut(text: string, fits: (text: string) => boolean): string {
  let shorter = text;
  const characters = [...text];
  while (!fits(shorter)) {
    characters.pop();
    shorter = `${characters.join("").trimEnd()}…`;
  }
  return shorter;
}

/** A text without what stands between two of them. */
function apart(text: string): string {
  return text.split("[,]").join(",");
}

/** A text on one line that no spreadsheet takes for a formula. */
function guarded(text: string): string {
  const line = oneLine(text);
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

function text12(text: string): string {
  return cut(guarded(text), (line) => new TextEncoder().encode(line).length <= MOST_BYTES_12);
}

function text2004(text: string, longest: number): string {
  return cut(guarded(text), (line) => line.length <= longest);
}
