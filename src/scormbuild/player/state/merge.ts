/** One attempt that has gone on in two browsers: what either has done is kept. */

import { STAGES } from "../attempt";
import type { Plan } from "../plan";
import type { Answer } from "../trackers/tracker";
import type { State, Value } from "./record";

/**
 * The platform's state with what only the copy has. Where both have an answer, or an attempt at a quiz, the platform's
 * stands, for a learner has been told that it is saved; but results give way to those of a later attempt.
 */
export function merged(plan: Plan, platform: State, copy: State): State {
  const values = new Map(platform.values);
  const take = (name: string) => values.set(name, copy.values.get(name) ?? null);
  values.set("visited", new Set([...someOf(platform, "visited"), ...someOf(copy, "visited")]));
  if (copy.counter > platform.counter) {
    take("page");
  }
  for (const name of Object.keys(plan.fields)) {
    if (isEmpty(platform, name)) {
      take(name);
    } else if (platform.values.get(name) instanceof Set) {
      values.set(name, new Set([...someOf(platform, name), ...someOf(copy, name)]));
    }
  }
  for (const [id, question] of Object.entries(plan.questions)) {
    const isOnlyInCopy = isChecked(copy, id) ? !isChecked(platform, id) : isEmpty(platform, id);
    if (question.quiz === null && isOnlyInCopy) {
      take(id);
      take(`${id}.checked`);
    }
  }
  for (const [id, quiz] of Object.entries(plan.quizzes)) {
    const isFurther = numberOf(copy, `${id}.attempts`) > numberOf(platform, `${id}.attempts`);
    const isUntouched = numberOf(platform, `${id}.stage`) === STAGES.begin;
    if (isUntouched || (isFurther && numberOf(platform, `${id}.stage`) === STAGES.results)) {
      ["seed", "drawn", "stage", "at"].forEach((part) => take(`${id}.${part}`));
      quiz.questions.forEach((question) => {
        take(question);
        take(`${question}.checked`);
      });
    }
    for (const part of ["attempts", "best"]) {
      values.set(`${id}.${part}`, Math.max(numberOf(platform, `${id}.${part}`), numberOf(copy, `${id}.${part}`)));
    }
  }
  return { ...platform, counter: Math.max(platform.counter, copy.counter), values };
}

/** Whether the state shows that an answer has arrived: it was committed together with its record. */
export function hasAnswer(plan: Plan, state: State, { question, response }: Answer): boolean {
  const value = state.values.get(question) ?? null;
  const chosen = value instanceof Set ? [...value] : typeof value === "string" ? [value] : [];
  const options = plan.questions[question]?.options ?? [];
  const isSame = options.every((option) => chosen.includes(option) === response.includes(option));
  return isSame && isChecked(state, question);
}

function isChecked(state: State, question: string): boolean {
  return numberOf(state, `${question}.checked`) === 1;
}

function isEmpty(state: State, name: string): boolean {
  const value = state.values.get(name) ?? null;
  return value === null || value === 0 || (value instanceof Set && value.size === 0);
}

function numberOf(state: State, name: string): number {
  const value: Value = state.values.get(name) ?? null;
  return typeof value === "number" ? value : 0;
}

function someOf(state: State, name: string): ReadonlySet<string> {
  const value = state.values.get(name);
  return value instanceof Set ? value : new Set();
}
