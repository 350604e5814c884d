/** What the learner has seen, chosen and reached, in memory; every field of the course's layout by name. */

import type { Plan } from "../plan";
import { LARGEST_COUNTER, pack, type State, type Value } from "./record";

export class LearnerState {
  private counter: number;
  private readonly values: Map<string, Value>;
  /** Whether something has changed since `text` was last asked for. */
  private changed = false;

  constructor(
    private readonly plan: Plan,
    readonly attempt: number,
    from: Pick<State, "counter" | "values">,
  ) {
    this.counter = from.counter;
    this.values = onlyCurrent(plan, from.values);
  }

  number(name: string): number {
    const value = this.values.get(name);
    return typeof value === "number" ? value : 0;
  }

  one(name: string): string | null {
    const value = this.values.get(name);
    return typeof value === "string" ? value : null;
  }

  some(name: string): ReadonlySet<string> {
    const value = this.values.get(name);
    return value instanceof Set ? value : new Set();
  }

  set(name: string, value: Value): void {
    if (!isSame(this.values.get(name) ?? null, value)) {
      this.values.set(name, value);
      this.changed = true;
    }
  }

  /** The state as it is saved. Its counter grows with every change, and where `anew` asks for another text. */
  text(anew = false): string {
    if (this.changed || anew) {
      this.counter = Math.min(this.counter + 1, LARGEST_COUNTER);
      this.changed = false;
    }
    const { attempt, counter, values } = this;
    return pack(this.plan.slots, this.plan.layouts, { layout: this.plan.layouts.length, attempt, counter, values });
  }
}

/** An older version's pages, questions and options keep their bits for ever, but mean nothing any more. */
function onlyCurrent(plan: Plan, values: ReadonlyMap<string, Value>): Map<string, Value> {
  const pages = plan.pages.map((page) => page.id);
  const known: Record<string, string[]> = { ...plan.fields, visited: pages, page: pages };
  for (const [id, question] of Object.entries(plan.questions)) {
    known[id] = question.options;
  }
  for (const [id, quiz] of Object.entries(plan.quizzes)) {
    known[`${id}.drawn`] = known[`${id}.at`] = quiz.questions;
  }
  const current = new Map<string, Value>();
  values.forEach((value, name) => {
    const keys = known[name];
    if (keys === undefined || typeof value === "number") {
      current.set(name, value);
    } else if (value instanceof Set) {
      current.set(name, new Set([...value].filter((key) => keys.includes(key))));
    } else {
      current.set(name, keys.includes(value as string) ? value : null);
    }
  });
  for (const id of Object.keys(plan.questions)) {
    const answer = current.get(id) ?? null;
    if (answer === null || (answer instanceof Set && answer.size === 0)) {
      current.set(`${id}.checked`, 0); // the answer has gone with its option, or with the question's kind
    }
  }
  return current;
}

/** A field that was never filled equals an empty one. */
function isSame(first: Value, second: Value): boolean {
  return fingerprint(first) === fingerprint(second);
}

function fingerprint(value: Value): string {
  return value instanceof Set ? [...value].sort().join(" ") : String(value || "");
}
