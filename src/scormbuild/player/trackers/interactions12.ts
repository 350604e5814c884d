/** Answers as SCORM 1.2's `cmi.interactions.n` (RTE 3.4.4): written, counted, never read back. */

import type { Plan, Question } from "../plan";
import type { Calls12 } from "./calls12";
import type { Ledger } from "./ledger";
import { correct12, response12, type12 } from "./patterns";
import { timespan } from "./time";
import type { Answer } from "./tracker";

const LIST = "cmi.interactions";

/** So many accepted answers are named; every one is two calls to the platform. */
const MOST_PATTERNS = 5;

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
  const patterns = correct12(question).slice(0, MOST_PATTERNS);
  const parts: [string, string | null][] = [
    ["id", question.interaction],
    ["objectives.0.id", question.objective],
    ["time", answer.time],
    ["type", type12(question.type)],
    ...patterns.map((pattern, index): [string, string] => [`correct_responses.${index}.pattern`, pattern]),
    ["weighting", String(Math.round(question.weight * 100) / 100)],
    ["student_response", answer.response.length > 0 ? response12(question, answer.response) : null],
    ["result", resultOf(answer.score)],
    ["latency", answer.latency === null ? null : timespan(answer.latency)],
  ];
  return parts.filter((part): part is [string, string] => part[1] !== null);
}

/** A word, or a number for what is partly right. Not `incorrect`, which is SCORM 2004. */
function resultOf(score: number | null): string {
  if (score === null) {
    return "neutral";
  }
  return score === 1 ? "correct" : score === 0 ? "wrong" : String(Math.round(score * 100) / 100);
}
