/** What a learner does, as drafts of statements. */

import type { Plan } from "../plan";
import { isEmpty, type LearnerState } from "../state/learner";
import type { Value } from "../state/record";
import type { Decision } from "../status";
import { response2004 } from "../trackers/patterns";
import { timeinterval } from "../trackers/time";
import type { Answer, ObjectiveResult } from "../trackers/tracker";
import type { Certificate, QuizScore, Witness } from "../session";
import { type Draft, inRole, newDraft, type Result, type Score } from "./statement";

/** The words that stand beside a field of a worksheet, and at one of its keys. */
export interface Words {
  label(field: string): string;
  choice(field: string, key: string): string;
}

export class Teller implements Witness {
  /** What each sheet held when it was last told of. */
  private readonly told = new Map<string, string>();
  /** The page that the learner is on. */
  private page = "";

  /** `words`: what learners write at length is told, too, and what these say of it. */
  constructor(
    private readonly plan: Plan,
    private readonly state: LearnerState,
    private readonly words: Words | null,
    private readonly tell: (draft: Draft) => void,
  ) {
    this.sheets().forEach((fields, id) => this.told.set(id, this.written(fields)));
  }

  /** Tell of something, and in which role it was done. */
  protected add(draft: Draft): void {
    this.tell(inRole(draft, this.state.one("role")));
  }

  visited(page: string, isNew: boolean): void {
    if (page !== this.page) {
      this.filled();
      this.page = page;
    }
    if (isNew) {
      this.add(newDraft("experienced", `pages/${page}`));
    }
  }

  answered({ question: id, response, score, latency }: Answer): void {
    const question = this.plan.questions[id];
    if (question === undefined) {
      return;
    }
    const isTold = question.type !== "long-fill-in" || this.words !== null;
    // Nothing, or a text where a number should stand, is no response of its kind.
    const said = isTold && response.length > 0 ? response2004(question, response) : "";
    const result: Result = {
      ...(score === null ? {} : { success: score === 1, score: { scaled: hundredths(score) } }),
      ...(said === "" ? {} : { response: said }),
      ...(latency === null ? {} : { duration: timeinterval(latency) }),
    };
    this.add(newDraft("answered", `questions/${id}`, result));
  }

  handedIn(quiz: string, { score, passed }: QuizScore, objectives: ObjectiveResult[]): void {
    const success = passed === null ? {} : { success: passed };
    this.add(newDraft("scored", `quizzes/${quiz}`, { score: percent(score / 100), ...success }));
    for (const objective of objectives) {
      this.add(newDraft("scored", `objectives/${objective.id}`, { score: percent(objective.score), success: objective.passed }));
    }
  }

  /** The sheets as they are handed in, then the receipt, as what the course as a whole was given. */
  handedInBooklet(receipt: string): void {
    this.filled();
    this.add(newDraft("responded", "", { response: receipt }));
  }

  /** What the course as a whole has given. */
  certified({ code, day, score }: Certificate): void {
    const values = { certificate: code, day, ...(score === null ? {} : { score }) };
    this.add({ ...newDraft("responded", "", { response: code }), extensions: { values } });
  }

  /** The verdict on the course; where the platform keeps records itself, its tracker tells it. */
  decided(_decision: Decision, _isOver: boolean): void {}

  /** The sheets that have been written in since they were last told of. */
  filled(): void {
    this.sheets().forEach((fields, id) => {
      const now = this.written(fields);
      if (now !== this.told.get(id)) {
        this.told.set(id, now);
        const about = `worksheets/${id}`;
        this.add(this.words === null ? newDraft("interacted", about) : this.responded(about, this.filledIn(fields), fields.length > 1, this.words));
      }
    });
  }

  /** The fields of every sheet, by its id. */
  private sheets(): Map<string, string[]> {
    const sheets = new Map<string, string[]>();
    for (const field of Object.keys(this.plan.fields)) {
      const id = field.split(".")[0] as string;
      sheets.set(id, [...(sheets.get(id) ?? []), field]);
    }
    return sheets;
  }

  /** What stands in a sheet, to tell whether it has changed. */
  private written(fields: string[]): string {
    return JSON.stringify(this.filledIn(fields).map(([name, value]) => [name, partsOf(value)]));
  }

  private filledIn(fields: string[]): [string, Value][] {
    return fields.map((name): [string, Value] => [name, this.state.get(name) ?? null]).filter(([, value]) => !isEmpty(value));
  }

  /** What was written, in words: the text alone where a sheet has one field, else a line to each that is filled. Beside it, by field. */
  private responded(about: string, filled: [string, Value][], withLabels: boolean, words: Words): Draft {
    const told = filled.map(([name, value]) => {
      const id = name.slice(name.indexOf(".") + 1);
      const parts = partsOf(value);
      const label = words.label(name) || id;
      const text = parts.map((part) => words.choice(name, part) || part).join(", ");
      return { id, label, line: withLabels ? `${label}${/[.?!:]$/.test(label) ? "" : ":"} ${text}` : text, held: this.plan.fields[name]?.length ? parts : parts[0] };
    });
    const values = Object.fromEntries(told.map(({ id, held }) => [id, held]));
    const fields = withLabels ? { fields: Object.fromEntries(told.map(({ id, label }) => [id, label])) } : {};
    return { ...newDraft("responded", about, { response: told.map(({ line }) => line).join("\n") }), extensions: { ...fields, values } };
  }
}

function partsOf(value: Value): string[] {
  return value instanceof Set || Array.isArray(value) ? [...value] : [String(value ?? "")];
}

function percent(raw: number): Score {
  return { scaled: hundredths(raw / 100), raw, min: 0, max: 100 };
}

/** xAPI compares scores as decimals: no dust of binary fractions. */
function hundredths(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
