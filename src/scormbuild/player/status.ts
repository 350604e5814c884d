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

/** SCORM 1.2's elements for a decision, in the order in which they are set: the score goes before the status. */
export function scorm12Elements({ status, raw }: Decision): [element: string, value: string][] {
  const score = raw === null ? [] : [["raw", String(raw)], ["min", "0"], ["max", "100"]];
  return [
    ...score.map(([part, value]): [string, string] => [`cmi.core.score.${part}`, value as string]),
    ...(status === null ? [] : [["cmi.core.lesson_status", status] as [string, string]]),
  ];
}
