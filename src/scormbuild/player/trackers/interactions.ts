/** Answers as `cmi.interactions.n`: written, counted, never read back. */

import type { Question } from "../plan";
import type { Calls } from "./calls";
import type { Ledger } from "./ledger";
import type { Elements } from "./standard";
import type { Answer } from "./tracker";

const LIST = "cmi.interactions";

export class Interactions {
  /** Those that aren't proven to be there, in the order in which they were given. */
  private answers: Answer[] = [];
  private readonly placed = new Set<Answer>();
  /** Those of an earlier session that may be set once more where they stood. */
  private readonly repeatable = new Set<Answer>();
  /** How many the platform had; null: not known yet. */
  private before: number | "none" | null = null;
  private next = 0;

  constructor(
    private readonly calls: Calls,
    private readonly ledger: Ledger,
    private readonly questionOf: (id: string) => Question | undefined,
    private readonly partsOf: (question: Question, answer: Answer) => Elements,
  ) {}

  get unproven(): Answer[] {
    return this.answers;
  }

  add(answer: Answer, isLatest: boolean): void {
    this.answers.push(answer);
    if (isLatest) {
      this.repeatable.add(answer);
    }
    this.place();
  }

  /** Number every answer that has no number yet, contiguous from what the platform has. */
  place(): void {
    this.before ??= this.answers.length > 0 ? this.count() : null;
    if (this.before === "none") {
      this.answers = [];
    }
    if (typeof this.before !== "number") {
      return;
    }
    for (const answer of this.answers.filter((each) => !this.placed.has(each))) {
      const question = this.questionOf(answer.question);
      const isCounted = answer.index !== null && answer.index < this.before;
      if (question === undefined || (isCounted && !this.repeatable.has(answer))) {
        this.answers = this.answers.filter((each) => each !== answer);
        continue;
      }
      if (answer.index === null || !isCounted) {
        answer.index = this.next;
        this.next += 1;
      }
      this.placed.add(answer);
      for (const [part, value] of this.partsOf(question, answer)) {
        this.ledger.want(`${LIST}.${answer.index}.${part}`, value);
      }
    }
  }

  /** Let go of what is proven to be there. */
  settle(): void {
    this.answers = this.answers.filter(
      (answer) => !this.placed.has(answer) || this.ledger.lacks(`${LIST}.${answer.index}.`),
    );
  }

  private count(): number | "none" | null {
    const count = this.calls.count(LIST);
    this.next = typeof count === "number" ? count : 0;
    return count;
  }
}
