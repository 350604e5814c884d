/** Platforms with a record store: the state in a State document, the verdicts as statements (cmi5, xAPI). */

import type { Outcome } from "../statements/lrs";
import type { Queue } from "../statements/queue";
import { type Draft, inRole, newDraft, type Result } from "../statements/statement";
import { timeinterval } from "./time";
import type { Answer, Launch, Receipt, Report, Tracker } from "./tracker";

/** What the document holds: the state, and how the course stands. */
export interface Saved {
  state: string;
  status: string;
  /** Percent. */
  raw: number | null;
  /** The ids of the verdicts that were told, and what was told of those that aren't known to have arrived. */
  verdicts: Partial<Record<Verdict, string>>;
  owed: Draft[];
}

export type Verdict = "completed" | "passed" | "failed";

/** More than anybody writes; some stores take less, and then say so. */
const ROOM = 1_000_000;

const EMPTY: Saved = { state: "", status: "", raw: null, verdicts: {}, owed: [] };

/** What the tracker needs of its standard. */
export interface Records {
  write(document: Saved, isLast: boolean): Promise<Outcome>;
  /** The page goes: tell what hasn't been told yet. */
  lastWords(): void;
  /** The role that the learner has picked. */
  role(): string | null;
  /** The share, 0 to 1, from which the platform takes the course for passed; null where it doesn't say. */
  mastery: number | null;
  learnerName: string;
}

/** A document as it was read; null for what is none of ours. */
export function savedIn(text: string): Saved | null {
  if (text === "") {
    return EMPTY;
  }
  try {
    const saved = JSON.parse(text) as Partial<Saved>;
    return typeof saved.state === "string" ? { ...EMPTY, ...saved } : null;
  } catch (damaged) {
    return null;
  }
}

/** The best verdict that was told, in SCORM 1.2's words; "" where nothing was ever saved. */
export function standingOf({ state, verdicts }: Saved): string {
  const best = (["passed", "completed", "failed"] as const).find((verdict) => verdicts[verdict] !== undefined);
  return best ?? (state === "" ? "" : "incomplete");
}

export class DocumentTracker implements Tracker {
  readonly found = true;
  readonly room = ROOM;
  readonly unproven: Answer[] = [];
  private saved: Saved;
  private confirmed = "";
  /** The state that the store has, and whether it wouldn't have a later one. */
  private stored: string;
  private isRefused = false;
  private receipts = 0;
  private failedIsDue = false;
  private readonly began: number;
  /** Settled when the end of the session has been answered. */
  ended = Promise.resolve();

  constructor(
    private readonly launch: Launch,
    saved: Saved,
    private readonly queue: Queue,
    private readonly records: Records,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.saved = saved;
    this.stored = saved.state;
    this.began = now();
  }

  open(): Launch {
    return this.launch;
  }

  learnerName(): string {
    return this.records.learnerName;
  }

  findRoom(): boolean {
    return false;
  }

  put({ state, decision, isOver }: Report): void {
    const { status, raw } = decision;
    this.saved = { ...this.saved, state: state ?? this.saved.state, status: status ?? this.saved.status, raw: raw ?? this.saved.raw };
    if (status === "completed" || status === "passed") {
      this.tell("completed", { completion: true });
    }
    if (status === "passed") {
      this.failedIsDue = false;
      this.tell("passed", { success: true, ...this.score(true) });
    }
    // Whoever may try again hasn't failed yet: a session tells of one outcome alone (cmi5 9.3).
    this.failedIsDue ||= status === "failed";
    if (isOver) {
      this.tellFailed();
    }
  }

  /** How often it was asked to save. */
  get commits(): number {
    return this.receipts;
  }

  /** Answers go as statements; see teller.ts. */
  record(): void {}

  commit(): Receipt {
    this.receipts += 1;
    return { number: this.receipts, accepted: this.save() };
  }

  settle(): void {}

  renew(): boolean {
    return false;
  }

  get lacks(): boolean {
    return !this.isConfirmed || this.queue.waiting.length > 0;
  }

  finish(seconds: number): void {
    if (this.launch.mode === "normal") {
      this.tellFailed();
      this.records.lastWords();
      if (!this.isConfirmed) {
        void this.records.write(this.isRefused ? this.standing() : this.document(), true);
      }
    }
    if (this.launch.mode !== "closed") {
      this.ended = this.queue.last(newDraft("terminated", "", { duration: timeinterval(seconds) }));
    }
  }

  /** The document first: it has the ids of the verdicts, so that a later session can ask whether they have arrived. */
  private async save(): Promise<boolean> {
    const outcome = await this.write();
    if (outcome.is !== "stored" && outcome.is !== "refused") {
      return false;
    }
    // A store that won't have the state, which may be too large for it, may have the statements.
    if (outcome.is === "refused") {
      await this.writeStanding();
    }
    const isEmpty = await this.queue.flush();
    if (outcome.is === "refused") {
      await this.writeStanding(); // with what has arrived by now
      await this.queue.explain(outcome);
      return false;
    }
    return isEmpty && (this.isConfirmed || (await this.write()).is === "stored");
  }

  private async write(): Promise<Outcome> {
    const document = this.document();
    const outcome = await this.records.write(document, false);
    this.isRefused = outcome.is === "refused";
    if (outcome.is === "stored") {
      this.confirmed = JSON.stringify(document);
      this.stored = document.state;
    } else if (outcome.is !== "refused") {
      void this.queue.explain(outcome);
    }
    return outcome;
  }

  private async writeStanding(): Promise<void> {
    const document = this.standing();
    const text = JSON.stringify(document);
    if (text !== this.confirmed && (await this.records.write(document, false)).is === "stored") {
      this.confirmed = text;
    }
  }

  private get isConfirmed(): boolean {
    return this.confirmed === JSON.stringify(this.document());
  }

  private document(): Saved {
    const open = [...this.queue.waiting, ...this.queue.refused.map(({ entry }) => entry)].map(({ draft }) => draft.id);
    return { ...this.saved, owed: this.saved.owed.filter(({ id }) => open.includes(id)) };
  }

  /** How the course stands, beside the state that the store has: without it a later session would tell the verdicts again. */
  private standing(): Saved {
    return { ...this.document(), state: this.stored };
  }

  private tellFailed(): void {
    if (this.failedIsDue) {
      this.failedIsDue = false;
      this.tell("failed", { success: false, ...this.score(false) });
    }
  }

  /** Once in a registration, until it is known that it never arrived. */
  private tell(verdict: Verdict, result: Result): void {
    if (this.saved.verdicts[verdict] === undefined) {
      const draft = inRole(newDraft(verdict, "", { ...result, duration: timeinterval((this.now() - this.began) / 1000) }), this.records.role());
      this.saved = { ...this.saved, verdicts: { ...this.saved.verdicts, [verdict]: draft.id }, owed: [...this.saved.owed, draft] };
      this.queue.add(draft);
    }
  }

  /** The score, where it says what the verdict says (cmi5 9.3.4, 9.3.5): with several quizzes the mean may not. */
  private score(isPassed: boolean): Pick<Result, "score"> {
    const { raw } = this.saved;
    const { mastery } = this.records;
    if (raw === null || (mastery !== null && raw / 100 >= mastery !== isPassed)) {
      return {};
    }
    return { score: { scaled: Math.round(raw * 100) / 10_000, raw, min: 0, max: 100 } };
  }
}
