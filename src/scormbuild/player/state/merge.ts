/** One attempt that has gone on in two browsers: what either has done is kept. */

import type { Plan } from "../plan";
import type { Answer } from "../trackers/tracker";
import type { State, Value } from "./record";

/** The platform's state with what only the copy has. Where both have an answer, the platform's stands. */
export function merged(plan: Plan, platform: State, copy: State): State {
  const values = new Map(platform.values);
  const take = (name: string) => values.set(name, copy.values.get(name) ?? null);
  values.set("visited", new Set([...someOf(platform, "visited"), ...someOf(copy, "visited")]));
  if (copy.counter > platform.counter) {
    take("page");
  }
  for (const [id, question] of Object.entries(plan.questions)) {
    if (question.quiz === null && numberOf(platform, `${id}.checked`) === 0) {
      take(id);
      take(`${id}.checked`);
    }
  }
  for (const [id, quiz] of Object.entries(plan.quizzes)) {
    const best = Math.max(numberOf(platform, `${id}.best`), numberOf(copy, `${id}.best`));
    if (progressOf(copy, id) > progressOf(platform, id)) {
      ["seed", "drawn", "attempts", "stage", "at"].forEach((part) => take(`${id}.${part}`));
      quiz.questions.forEach((question) => {
        take(question);
        take(`${question}.checked`);
      });
    }
    values.set(`${id}.best`, best);
  }
  return { ...platform, counter: Math.max(platform.counter, copy.counter), values };
}

/** Whether the state shows that an answer has arrived: it was committed together with its record. */
export function hasAnswer(plan: Plan, state: State, { question, response }: Answer): boolean {
  const value = state.values.get(question) ?? null;
  const chosen = value instanceof Set ? [...value] : typeof value === "string" ? [value] : [];
  const options = plan.questions[question]?.options ?? [];
  const isSame = options.every((option) => chosen.includes(option) === response.includes(option));
  return isSame && numberOf(state, `${question}.checked`) === 1;
}

/** How far a quiz has come: attempts handed in first, then how much of the one under way is answered. */
function progressOf(state: State, quiz: string): number {
  return numberOf(state, `${quiz}.attempts`) * 4 + numberOf(state, `${quiz}.stage`);
}

function numberOf(state: State, name: string): number {
  const value: Value = state.values.get(name) ?? null;
  return typeof value === "number" ? value : 0;
}

function someOf(state: State, name: string): ReadonlySet<string> {
  const value = state.values.get(name);
  return value instanceof Set ? value : new Set();
}
