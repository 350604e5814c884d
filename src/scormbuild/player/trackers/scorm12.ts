/** SCORM 1.2 (RTE 1.2, section 3.4), as platforms have it. */

import type { Question } from "../plan";
import { scorm12Elements } from "../status";
import { correct12, response12, type12 } from "./patterns";
import { type Elements, patternsOf, present, type Standard } from "./standard";
import { timespan } from "./time";
import type { Answer } from "./tracker";
import { variantOf } from "./variant12";

export interface Scorm12Api {
  LMSInitialize(parameter: ""): unknown;
  LMSFinish(parameter: ""): unknown;
  LMSGetValue(element: string): unknown;
  LMSSetValue(element: string, value: string): unknown;
  LMSCommit(parameter: ""): unknown;
  LMSGetLastError(): unknown;
}

const STATUS = "cmi.core.lesson_status";

export const SCORM12: Standard<Scorm12Api> = {
  api: { name: "API", method: "LMSInitialize" },
  adapt: (api) => ({
    initialize: () => api.LMSInitialize(""),
    terminate: () => api.LMSFinish(""),
    get: (element) => api.LMSGetValue(element),
    set: (element, value) => api.LMSSetValue(element, value),
    commit: () => api.LMSCommit(""),
    lastError: () => api.LMSGetLastError(),
  }),
  elements: {
    learner: "cmi.core.student_id",
    name: "cmi.core.student_name",
    mode: "cmi.core.lesson_mode",
    location: "cmi.core.lesson_location",
    exit: "cmi.core.exit",
    status: STATUS,
    raw: "cmi.core.score.raw",
    sessionTime: "cmi.core.session_time",
  },
  room: 4096, // CMIString4096
  notImplemented: /^401$/,
  statusFrom: (get) => get(STATUS),
  verdict: ({ decision }) => scorm12Elements(decision),
  interaction,
  objective: ({ id, score, passed }) => [
    ["id", id],
    ["score.raw", String(score)],
    ["score.min", "0"],
    ["score.max", "100"],
    ["status", passed ? "passed" : "failed"],
  ],
  objectiveStatus: "status",
  leaving: null,
  timespan,
  variantOf,
};

function interaction(question: Question, answer: Answer): Elements {
  return present([
    ["id", question.interaction],
    ["objectives.0.id", question.objective],
    ["time", answer.time.slice(-"HH:MM:SS.ss".length)],
    ["type", type12(question.type)],
    ...patternsOf(correct12(question)),
    ["weighting", String(Math.round(question.weight * 100) / 100)],
    ["student_response", answer.response.length > 0 ? response12(question, answer.response) : null],
    ["result", resultOf(answer.score)],
    ["latency", answer.latency === null ? null : timespan(answer.latency)],
  ]);
}

/** A word, or a number for what is partly right. Not `incorrect`, which is SCORM 2004. */
function resultOf(score: number | null): string {
  if (score === null) {
    return "neutral";
  }
  return score === 1 ? "correct" : score === 0 ? "wrong" : String(Math.round(score * 100) / 100);
}
