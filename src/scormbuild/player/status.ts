/** The verdict on a course: one pure function, and one table per standard for what is sent. */

import type { Rule } from "./plan";

/** A graded quiz as far as the verdict goes. Scores are hundredths of a percent: what is compared is what is sent. */
export interface QuizResult {
  /** Finished attempts. */
  attempts: number;
  /** Whether another attempt can be made. */
  attemptsLeft: boolean;
  best: number;
  pass: number;
}

/** What the platform is known, or asked, to have: in SCORM 1.2's words, "" where it has nothing. */
export interface Standing {
  status: string;
  /** Percent. */
  raw: number | null;
}

/** What is to be sent; null where nothing is. */
export interface Decision {
  status: Verdict | null;
  raw: number | null;
}

export type Verdict = "incomplete" | "failed" | "completed" | "passed";

/**
 * What to send, from the course's rule, whether all its pages are visited, its graded quizzes, and what stands already.
 *
 * The verdict stands once the pages that the rule asks for are visited and, where it asks for them, every graded quiz
 * has been finished; or a graded quiz that must be passed has no attempts left.
 */
export function decide(rule: Rule, allVisited: boolean, quizzes: QuizResult[], earlier: Standing): Decision {
  const mustPass = rule.quiz === "passed";
  const isPassed = (quiz: QuizResult) => quiz.attempts > 0 && quiz.best >= quiz.pass;
  const hopeless = mustPass && quizzes.some((quiz) => !isPassed(quiz) && !quiz.attemptsLeft);
  const handedIn = quizzes.every((quiz) => quiz.attempts > 0);
  const done = (rule.pages === "none" || allVisited) && (handedIn || rule.quiz === "none");
  if (!done && !hopeless) {
    return { status: isUntouched(earlier.status) ? "incomplete" : null, raw: null };
  }
  const verdict = !mustPass ? "completed" : quizzes.every(isPassed) ? "passed" : "failed";
  // A quiz that the rule doesn't ask for, and that nobody has taken, is no zero.
  const raw = handedIn || hopeless ? meanOf(quizzes) : null;
  return {
    status: rank(verdict) > rank(earlier.status) ? verdict : null,
    raw: raw !== null && (earlier.raw === null || raw > earlier.raw) ? raw : null,
  };
}

/** Whether a verdict says that the course is completed. */
export function isDone(status: string | null): boolean {
  return status === "completed" || status === "passed";
}

/** A verdict is never downgraded: only a higher rank is sent. */
function rank(status: string): number {
  return ["failed", "completed", "passed"].indexOf(status);
}

function isUntouched(status: string): boolean {
  return status === "" || status === "not attempted";
}

/** The mean of the best attempts, in percent with at most two decimals. */
function meanOf(quizzes: QuizResult[]): number | null {
  const sum = quizzes.reduce((total, quiz) => total + quiz.best, 0);
  return quizzes.length > 0 ? Math.round(sum / quizzes.length) / 100 : null;
}

/**
 * How far a learner is who has visited that share of the pages, with two decimals. Platforms may take a full measure for
 * a completion (SCORM 2004 RTE 4.2.5): it is full only where the verdict completes, so not for one who has failed.
 */
export function progressOf(status: string, visited: number): number {
  return isDone(status) ? 1 : Math.min(Math.floor(visited * 100) / 100, 0.99);
}

/** SCORM 1.2's elements for a decision, in the order in which they are set: the score goes before the status. */
export function scorm12Elements({ status, raw }: Decision): [element: string, value: string][] {
  const score = raw === null ? [] : [["raw", String(raw)], ["min", "0"], ["max", "100"]];
  return [
    ...score.map(([part, value]): [string, string] => [`cmi.core.score.${part}`, value as string]),
    ...(status === null ? [] : [["cmi.core.lesson_status", status] as [string, string]]),
  ];
}

/**
 * SCORM 2004's elements for a decision, with what the learner has come to: score, success, completion, progress. One who
 * has failed and may still pass isn't done; where nothing is to be passed, nobody knows of a success.
 */
export function scorm2004Elements({ status, raw }: Decision, progress: number): [element: string, value: string][] {
  const elements: [string, string][] = [];
  if (raw !== null) {
    elements.push(["cmi.score.raw", String(raw)], ["cmi.score.min", "0"], ["cmi.score.max", "100"]);
    elements.push(["cmi.score.scaled", String(Math.round(raw * 100) / 10_000)]);
  }
  if (status !== null && status !== "incomplete") {
    elements.push(["cmi.success_status", status === "completed" ? "unknown" : status]);
  }
  if (status !== null) {
    elements.push(["cmi.completion_status", isDone(status) ? "completed" : "incomplete"]);
  }
  return [...elements, ["cmi.progress_measure", String(progress)]];
}
