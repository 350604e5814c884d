/** SCORM 2004, 3rd and 4th Edition (RTE, section 4.2), as platforms have it. */

import type { Question } from "../plan";
import { scorm2004Elements } from "../status";
import { cut, oneLine, recorded2004 } from "./patterns";
import { type Elements, patternsOf, present, type Standard, type WordingOf } from "./standard";
import { timeinterval } from "./time";
import type { Answer, ObjectiveResult } from "./tracker";

export interface Scorm2004Api {
  Initialize(parameter: ""): unknown;
  Terminate(parameter: ""): unknown;
  GetValue(element: string): unknown;
  SetValue(element: string, value: string): unknown;
  Commit(parameter: ""): unknown;
  GetLastError(): unknown;
}

const COMPLETION = "cmi.completion_status";

/** A localized_string_type of 250 characters (RTE 4.2.9, 4.2.17). */
const LONGEST_DESCRIPTION = 250;

/** A time without a date, from a copy that an earlier version has kept, is no timestamp. */
const TO_THE_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * `adl.nav.request` is set only when the learner presses the way back: one that came with the page's end would have the
 * platform go on where somebody has only loaded the page anew. `suspendAll` leaves the attempt to be taken up again
 * (RTE 4.3; SN 5.6); platforms that do nothing with it, as Moodle, leave the learner to close the course.
 */
export const SCORM2004: Standard<Scorm2004Api> = {
  api: { name: "API_1484_11", method: "Initialize" },
  adapt: (api) => ({
    initialize: () => api.Initialize(""),
    terminate: () => api.Terminate(""),
    get: (element) => api.GetValue(element),
    set: (element, value) => api.SetValue(element, value),
    commit: () => api.Commit(""),
    lastError: () => api.GetLastError(),
  }),
  elements: {
    learner: "cmi.learner_id",
    name: "cmi.learner_name",
    mode: "cmi.mode",
    location: "cmi.location",
    exit: "cmi.exit",
    status: COMPLETION,
    raw: "cmi.score.raw",
    sessionTime: "cmi.session_time",
  },
  room: 4000, // 3rd Edition; the 4th promises 64,000, and is asked for them as anybody is
  notImplemented: /^40[12]$/,
  statusFrom,
  verdict: ({ decision, progress }) => scorm2004Elements(decision, progress),
  interaction,
  objective,
  objectiveStatus: "success_status",
  leaving: ["adl.nav.request", "suspendAll"],
  timespan: timeinterval,
  // Moodle sends again whatever differs from what the launch brought, as others send everything.
  variantOf: null,
};

/** Completion and success in one word. A verdict counts only where both halves of it stand. */
function statusFrom(get: (element: string) => string): string {
  const completion = get(COMPLETION);
  const success = get("cmi.success_status");
  if (success === "failed") {
    return "failed";
  }
  if (completion === "completed") {
    return success === "passed" ? "passed" : "completed";
  }
  return completion === "incomplete" ? "incomplete" : "";
}

function interaction(question: Question, answer: Answer, language: string, wordingOf: WordingOf): Elements {
  const { type, response, correct } = recorded2004(question, answer.response);
  const wording = wordingOf(answer.question);
  return present([
    ["id", question.interaction],
    ["type", type],
    ["objectives.0.id", question.objective],
    // Local time, to the second: Moodle refuses a zone behind whole seconds, and more than two decimals.
    ["timestamp", TO_THE_SECOND.exec(answer.time)?.[0] ?? null],
    ...patternsOf(correct),
    ["weighting", String(Math.round(question.weight * 100) / 100)],
    ["learner_response", answer.response.length > 0 ? response : null],
    ["result", resultOf(answer.score)],
    ["latency", answer.latency === null ? null : timeinterval(answer.latency)],
    ["description", wording === "" ? null : described(wording, language)],
  ]);
}

function objective({ id, score, passed }: ObjectiveResult, text: string, language: string, isNew: boolean): Elements {
  return present([
    ["id", isNew ? id : null], // written once (RTE 4.2.17)
    ["score.scaled", String(Math.round(score * 100) / 10_000)],
    ["score.raw", String(score)],
    ["score.min", "0"],
    ["score.max", "100"],
    ["success_status", passed ? "passed" : "failed"],
    ["description", isNew ? described(text, language) : null],
  ]);
}

/** A wording in its language, on one line: without the language it would count as English. */
function described(text: string, language: string): string {
  return `{lang=${language}}${cut(oneLine(text), (line) => line.length <= LONGEST_DESCRIPTION)}`;
}

/** A word, or a number for what is partly right. Not `wrong`, which is SCORM 1.2. */
function resultOf(score: number | null): string {
  if (score === null) {
    return "neutral";
  }
  return score === 1 ? "correct" : score === 0 ? "incorrect" : String(Math.round(score * 100) / 100);
}
