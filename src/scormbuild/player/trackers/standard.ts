/** What the SCORM standards differ in; `ScormTracker` does the rest. */

import type { Question } from "../plan";
import type { Answer, ObjectiveResult, Report } from "./tracker";

/** A platform's API, whatever its methods are called. */
export interface Api {
  initialize(): unknown;
  terminate(): unknown;
  get(element: string): unknown;
  set(element: string, value: string): unknown;
  commit(): unknown;
  lastError(): unknown;
}

/** Names of a list's entry, or of the whole model, with their values, in the order in which they are set. */
export type Elements = [element: string, value: string][];

export interface Standard<Native> {
  /** What platforms call their API object, and a method that tells it from anything else of that name. */
  api: { name: string; method: keyof Native };
  adapt(native: Native): Api;
  elements: {
    learner: string;
    name: string;
    mode: string;
    location: string;
    exit: string;
    /** What has a value in every open session. */
    status: string;
    raw: string;
    sessionTime: string;
  };
  /** Characters of state that every platform holds; many hold more. */
  room: number;
  /** The errors of elements that a platform doesn't have. */
  notImplemented: RegExp;
  /** The standing, in SCORM 1.2's words, of a session that has just been opened. */
  statusFrom(get: (element: string) => string): string;
  /** The elements of a verdict: the score goes before the status. */
  verdict(report: Report): Elements;
  /** One answer, its id first. `wordingOf` gives what a question asks, by its id. */
  interaction(question: Question, answer: Answer, language: string, wordingOf: WordingOf): Elements;
  /** An objective; where the platform has it already, `isNew` is false. `text` is its wording. */
  objective(result: ObjectiveResult, text: string, language: string, isNew: boolean): Elements;
  /** Which part of an objective says whether it is passed. */
  objectiveStatus: string;
  /** What asks the platform to take the learner back to its own page once the session has ended; null where nothing does. */
  leaving: [element: string, value: string] | null;
  timespan(seconds: number): string;
  /** Another way to say a value, for platforms that send it again only when it changes; null where none is needed. */
  variantOf: ((element: string, value: string) => string | null) | null;
}

/** What a question asks, on one line; "" where that isn't known. */
export type WordingOf = (question: string) => string;

/** So many accepted answers are named (SCORM 2004 RTE 4.2.9 promises five); every one is two calls to the platform. */
export const MOST_PATTERNS = 5;

export function patternsOf(patterns: string[]): Elements {
  return patterns.slice(0, MOST_PATTERNS).map((pattern, index) => [`correct_responses.${index}.pattern`, pattern]);
}

/** Only those that have a value. */
export function present(elements: [element: string, value: string | null][]): Elements {
  return elements.filter((element): element is [string, string] => element[1] !== null);
}
