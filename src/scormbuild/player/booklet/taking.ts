/** Taking a booklet into the learner's state. What the file leaves empty stays as it is. */

import type { Plan } from "../plan";
import { isEmpty, type LearnerState } from "../state/learner";
import type { Value } from "../state/record";
import { fillable } from "./file";

/** replace: what the file holds counts. fill: what stands here counts, and the file where nothing does. */
export type Way = "replace" | "fill";

/** Whether something here would have to give way to what the file holds. */
export function isContested(plan: Plan, state: LearnerState, values: ReadonlyMap<string, Value>): boolean {
  return groupsOf(plan, values).some((names) => names.some((name) => !isEmpty(held(state, name)) && !isSame(held(state, name), values.get(name) ?? null)));
}

export function takeIn(plan: Plan, state: LearnerState, values: ReadonlyMap<string, Value>, way: Way): void {
  for (const names of groupsOf(plan, values)) {
    if (way === "replace" || names.every((name) => isEmpty(held(state, name)))) {
      names.forEach((name) => state.set(name, values.get(name) ?? null));
    }
  }
}

/** What changes together: a question's answer with whether it is handed in, every other field by itself. */
function groupsOf(plan: Plan, values: ReadonlyMap<string, Value>): string[][] {
  const here = fillable(plan);
  const asked = Object.entries(plan.questions).map(([id, { fields }]) => [...Object.keys(fields), `${id}.checked`, `${id}.tries`].filter((name) => here.has(name)));
  const alone = Object.keys(plan.fields).map((name) => [name]);
  return [...asked, ...alone].filter((names) => names.some((name) => values.has(name)));
}

function held(state: LearnerState, name: string): Value {
  return state.get(name) ?? null;
}

function isSame(one: Value, other: Value): boolean {
  const plain = (value: Value) => JSON.stringify(value instanceof Set ? [...value].sort() : value);
  return plain(one) === plain(other);
}
