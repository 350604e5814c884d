/**
 * Responses as the standards write them. `tests/vectors/responses.json` binds these to src/scormbuild/responses.py.
 */

import type { InteractionType, Question } from "../plan";
import { numberIn, textIn, type Response } from "../response";

/** SCORM 1.2's text (CMIFeedback is a CMIString255); counted in bytes, as some platforms do. */
const MOST_BYTES_12 = 255;

/** Between the texts of several gaps: SCORM 1.2 has no delimiter for them. */
const GAPS_12 = " | ";

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
      return Object.keys(question.gaps).map((part) => textIn(response, part)).join("[,]");
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

/** A text on one line that no spreadsheet takes for a formula, and no platform for too long. */
function text12(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const safe = /^[=+\-@]/.test(line) ? `'${line}` : line;
  let cut = safe;
  const characters = [...safe];
  while (new TextEncoder().encode(cut).length > MOST_BYTES_12) {
    characters.pop();
    cut = `${characters.join("").trimEnd()}…`;
  }
  return cut;
}
