/** The course's objectives as `cmi.objectives.n`: read back, matched by id, never downgraded. */

import type { Calls } from "./calls";
import type { Ledger } from "./ledger";
import type { Elements } from "./standard";
import type { ObjectiveResult } from "./tracker";

const LIST = "cmi.objectives";

interface Known {
  index: number;
  score: number;
  passed: boolean;
}

export class Objectives {
  /** What the platform has, by id; null: not asked yet, or it couldn't say. */
  private known: Map<string, Known> | "none" | null = null;
  private waiting: ObjectiveResult[] = [];

  constructor(
    private readonly calls: Calls,
    private readonly ledger: Ledger,
    /** The part that says whether one is passed. */
    private readonly status: string,
    private readonly partsOf: (result: ObjectiveResult, isNew: boolean) => Elements,
  ) {}

  add(results: ObjectiveResult[]): void {
    this.waiting.push(...results);
    this.place();
  }

  /** Want what is better than the platform's own, as soon as that is known. */
  place(): void {
    this.known ??= this.waiting.length > 0 ? this.read() : null;
    const known = this.known;
    if (known === null) {
      return;
    }
    for (const { id, score, passed } of this.waiting.splice(0)) {
      if (known === "none") {
        continue;
      }
      const isNew = !known.has(id);
      const has = known.get(id) ?? { index: known.size, score: -1, passed: false };
      if (score <= has.score && (has.passed || !passed)) {
        continue;
      }
      const now = { index: has.index, score: Math.max(score, has.score), passed: passed || has.passed };
      known.set(id, now);
      for (const [part, value] of this.partsOf({ id, score: now.score, passed: now.passed }, isNew)) {
        this.ledger.want(`${LIST}.${now.index}.${part}`, value);
      }
    }
  }

  get lacks(): boolean {
    return this.waiting.length > 0;
  }

  private read(): Map<string, Known> | "none" | null {
    const count = this.calls.count(LIST);
    if (typeof count !== "number") {
      return count;
    }
    const known = new Map<string, Known>();
    for (let index = 0; index < count; index += 1) {
      const part = (name: string) => this.calls.get(`${LIST}.${index}.${name}`);
      const raw = part("score.raw");
      // An id that can't be read keeps its place, so that the next one isn't written over it.
      known.set(part("id") || `?${index}`, {
        index,
        score: raw === "" ? -1 : Number(raw),
        passed: part(this.status) === "passed",
      });
    }
    return known;
  }
}
