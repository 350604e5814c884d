/** What the learner has seen, chosen and written, in memory; every field of the course's layout by name. */

import type { Plan } from "../plan";
import { Primers } from "./primers";
import { LARGEST_COUNTER, pack, type State, type Value } from "./record";

/** The state as a platform gets it, and how many characters it would take with all that the learner has written. */
export interface Packed {
  text: string;
  needed: number;
}

/** The state as the browser's copy holds it: the learner's texts stand beside it as they are, for speed. */
export interface Kept {
  state: string;
  texts: Record<string, string>;
}

export class LearnerState {
  private counter: number;
  /** What has changed last stands last. */
  private readonly values: Map<string, Value>;
  private readonly textFields: Set<string>;
  /** The texts that the platform has, or can have: they fitted. */
  private fitting: ReadonlyMap<string, Value>;
  /** Whether something has changed since the counter last grew. */
  private changed = false;

  /** `fitting` is what the platform's state holds, where that isn't `from` itself. `primers` are the plan's. */
  constructor(
    private readonly plan: Plan,
    readonly attempt: number,
    from: Pick<State, "counter" | "values">,
    fitting: Pick<State, "values"> = from,
    private readonly primers = new Primers(plan.primers),
  ) {
    this.counter = from.counter;
    this.values = onlyCurrent(plan, from.values);
    this.fitting = onlyCurrent(plan, fitting.values);
    this.textFields = new Set(plan.slots.filter((slot) => slot.kind === "text").map((slot) => slot.name));
  }

  /** Make ready for packing texts until `isOver`; whether all is ready. The first text is packed without delay then. */
  prepare(isOver: () => boolean): boolean {
    return this.primers.codec(this.primers.current)?.read(isOver) ?? true;
  }

  get(name: string): Value | undefined {
    return this.values.get(name);
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

  order(name: string): readonly string[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? value : [];
  }

  written(name: string): string {
    return this.one(name) ?? "";
  }

  set(name: string, value: Value): void {
    if (!isSame(this.values.get(name) ?? null, value)) {
      this.values.delete(name);
      this.values.set(name, value);
      this.changed = true;
    }
  }

  /**
   * The state as it is saved. Its counter grows with every change, and where `anew` asks for another text. Where it would
   * be longer than `room` characters, what was written last stays out, as few texts as need be: they stand as they last fitted.
   */
  packed(room: number, anew = false): Packed {
    this.count(anew);
    const whole = this.pack(this.values);
    if (whole.length <= room) {
      this.fitting = new Map(this.values);
      return { text: whole, needed: whole.length };
    }
    const unfit = [...this.values.keys()].filter((name) => this.textFields.has(name) && this.written(name) !== this.lastFitting(name));
    const without = (count: number) => {
      const names = count > 0 ? unfit.slice(-count) : [];
      return new Map<string, Value>([...this.values, ...names.map((name): [string, Value] => [name, this.lastFitting(name)])]);
    };
    let [fewest, most] = [1, unfit.length];
    while (fewest < most) {
      const middle = (fewest + most) >> 1;
      [fewest, most] = this.pack(without(middle)).length <= room ? [fewest, middle] : [middle + 1, most];
    }
    this.fitting = without(most);
    return { text: this.pack(this.fitting), needed: whole.length };
  }

  kept(): Kept {
    this.count(false);
    const written = [...this.textFields].filter((name) => this.written(name) !== "");
    const rest = new Map([...this.values].filter(([name]) => !this.textFields.has(name)));
    return { state: this.pack(rest), texts: Object.fromEntries(written.map((name) => [name, this.written(name)])) };
  }

  private lastFitting(name: string): string {
    return (this.fitting.get(name) ?? "") as string;
  }

  private count(anew: boolean): void {
    if (this.changed || anew) {
      this.counter = Math.min(this.counter + 1, LARGEST_COUNTER);
      this.changed = false;
    }
  }

  private pack(values: ReadonlyMap<string, Value>): string {
    const { attempt, counter, plan } = this;
    return pack(plan, { layout: plan.layouts.length, attempt, counter, values }, this.primers);
  }
}

/** An older version's pages, questions and options keep their bits for ever, but mean nothing any more. */
function onlyCurrent(plan: Plan, values: ReadonlyMap<string, Value>): Map<string, Value> {
  const pages = plan.pages.map((page) => page.id);
  const known: Record<string, string[]> = { ...plan.fields, visited: pages, page: pages, language: plan.languages ?? [], role: plan.roles, "certificate.role": plan.roles };
  for (const question of Object.values(plan.questions)) {
    Object.assign(known, question.fields);
  }
  for (const [id, quiz] of Object.entries(plan.quizzes)) {
    known[`${id}.drawn`] = known[`${id}.at`] = quiz.questions;
  }
  const texts = new Set(plan.slots.filter((slot) => slot.kind === "text").map((slot) => slot.name));
  const current = new Map<string, Value>();
  values.forEach((value, name) => {
    const keys = known[name];
    if (texts.has(name)) {
      current.set(name, keys === undefined ? "" : value);
    } else if (keys === undefined || typeof value === "number") {
      current.set(name, value);
    } else if (value instanceof Set) {
      current.set(name, new Set([...value].filter((key) => keys.includes(key))));
    } else if (Array.isArray(value)) {
      current.set(name, value.filter((key) => keys.includes(key)));
    } else {
      current.set(name, keys.includes(value as string) ? value : null);
    }
  });
  for (const [id, question] of Object.entries(plan.questions)) {
    if (Object.keys(question.fields).every((name) => isEmpty(current.get(name) ?? null))) {
      current.set(`${id}.checked`, 0); // the answer has gone with its option, or with the question's kind
    }
  }
  return current;
}

export function isEmpty(value: Value): boolean {
  return value === null || value === 0 || value === "" || (value instanceof Set ? value.size === 0 : Array.isArray(value) && value.length === 0);
}

/** A field that was never filled equals an empty one. */
function isSame(first: Value, second: Value): boolean {
  return fingerprint(first) === fingerprint(second);
}

function fingerprint(value: Value): string {
  return value instanceof Set ? [...value].sort().join(" ") : Array.isArray(value) ? value.join(" ") : String(value || "");
}
