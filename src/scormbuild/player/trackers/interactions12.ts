/** Answers as SCORM 1.2's `cmi.interactions.n` (RTE 3.4.4): written, counted, never read back. */

import type { Plan, Question } from "../plan";
import type { Calls12 } from "./calls12";
import type { Ledger } from "./ledger";
import { timespan } from "./time";
import type { Answer } from "./tracker";

const LIST = "cmi.interactions";

export class Interactions12 {
  /** Those that aren't proven to be there, in the order in which they were given. */
  private answers: Answer[] = [];
  private readonly placed = new Set<Answer>();
  /** Those of an earlier session that may be set once more where they stood. */
  private readonly repeatable = new Set<Answer>();
  /** How many the platform had; null: not known yet. */
  private before: number | "none" | null = null;
  private next = 0;

  constructor(
    private readonly calls: Calls12,
    private readonly ledger: Ledger,
    private readonly questions: Plan["questions"],
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
      const question = this.questions[answer.question];
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
      for (const [part, value] of partsOf(question, answer)) {
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

/** The parts in the order in which they must be set: the id first. */
export function partsOf(question: Question, answer: Answer): [part: string, value: string][] {
  const parts: [string, string | null][] = [
    ["id", question.interaction],
    ["objectives.0.id", question.objective],
    ["time", answer.time],
    ["type", question.type],
    ["correct_responses.0.pattern", feedback(question, question.correct)],
    ["weighting", String(Math.round(question.weight * 100) / 100)],
    ["student_response", answer.response.length > 0 ? feedback(question, answer.response) : null],
    ["result", answer.right ? "correct" : "wrong"], // not `incorrect`, which is SCORM 2004
    ["latency", answer.latency === null ? null : timespan(answer.latency)],
  ];
  return parts.filter((part): part is [string, string] => part[1] !== null);
}

/** CMIFeedback: `t` or `f`; letters in the author's order, joined by commas. */
function feedback(question: Question, chosen: string[]): string {
  if (question.type === "true-false") {
    return chosen[0] === "true" ? "t" : "f";
  }
  return question.options.filter((option) => chosen.includes(option)).join(",");
}
