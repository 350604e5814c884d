/** One attempt that has gone on in two browsers: what either has done is kept. */

import { STAGES } from "../attempt";
import type { Plan } from "../plan";
import { responseOf } from "../response";
import type { Answer } from "../trackers/tracker";
import { isEmpty } from "./learner";
import type { State, Value } from "./record";

/** The fields of the certificate: one that was made out is on some print. */
const CERTIFICATE = ["day", "score", "role", "code.1", "code.2"].map((part) => `certificate.${part}`) as [string, ...string[]];

/** Between what two devices have written in the same place. */
const BOTH = "\n\n– – –\n\n";

/**
 * The platform's state with what only the copy has. Where both have an answer, or an attempt at a quiz, the platform's
 * stands, for a learner has been told that it is saved; but results give way to those of a later attempt.
 */
export function merged(plan: Plan, platform: State, copy: State): State {
  const values = new Map(platform.values);
  const take = (name: string) => values.set(name, copy.values.get(name) ?? null);
  values.set("visited", new Set([...someOf(platform, "visited"), ...someOf(copy, "visited")]));
  if (copy.counter > platform.counter) {
    ["page", "language"].filter((name) => !isEmpty(copy.values.get(name) ?? null)).forEach(take);
    take("role");
  }
  const texts = new Set(plan.slots.filter((slot) => slot.kind === "text").map((slot) => slot.name));
  for (const name of Object.keys(plan.fields)) {
    if (isEmpty(platform.values.get(name) ?? null)) {
      take(name);
    } else if (platform.values.get(name) instanceof Set) {
      values.set(name, new Set([...someOf(platform, name), ...someOf(copy, name)]));
    } else if (texts.has(name)) {
      values.set(name, bothTexts(platform.values.get(name) as string, (copy.values.get(name) ?? "") as string));
    }
  }
  if (numberOf(platform, CERTIFICATE[0]) === 0 && numberOf(copy, CERTIFICATE[0]) > 0) {
    CERTIFICATE.forEach(take);
  }
  for (const [id, question] of Object.entries(plan.questions)) {
    const names = Object.keys(question.fields);
    const isOpen = names.every((name) => isEmpty(platform.values.get(name) ?? null));
    if (question.quiz === null && (isChecked(copy, id) ? !isChecked(platform, id) : isOpen)) {
      [...names, `${id}.checked`].forEach(take);
    }
  }
  for (const [id, quiz] of Object.entries(plan.quizzes)) {
    const isFurther = numberOf(copy, `${id}.attempts`) > numberOf(platform, `${id}.attempts`);
    const isUntouched = numberOf(platform, `${id}.stage`) === STAGES.begin;
    if (isUntouched || (isFurther && numberOf(platform, `${id}.stage`) === STAGES.results)) {
      ["seed", "drawn", "stage", "at"].forEach((part) => take(`${id}.${part}`));
      quiz.questions.forEach((question) => {
        Object.keys(plan.questions[question]?.fields ?? {}).forEach(take);
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
  const asked = plan.questions[question];
  const held = asked === undefined ? [] : responseOf(state.values, question, asked);
  const isSame = held.length === response.length && held.every((each) => response.includes(each));
  return isSame && isChecked(state, question);
}

function isChecked(state: State, question: string): boolean {
  return numberOf(state, `${question}.checked`) === 1;
}

/** What either has written; once, where one is the other carried on. */
function bothTexts(platform: string, copy: string): string {
  return platform.includes(copy) ? platform : copy.includes(platform) ? copy : platform + BOTH + copy;
}

function numberOf(state: State, name: string): number {
  const value: Value = state.values.get(name) ?? null;
  return typeof value === "number" ? value : 0;
}

function someOf(state: State, name: string): ReadonlySet<string> {
  const value = state.values.get(name);
  return value instanceof Set ? value : new Set();
}
