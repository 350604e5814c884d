/** A platform of one of the SCORM standards. */

import { recordedQuestion } from "../handed-in";
import type { Plan } from "../plan";
import { Calls, NO_ERROR } from "./calls";
import { Interactions } from "./interactions";
import { Ledger } from "./ledger";
import { Objectives } from "./objectives";
import type { Standard, WordingOf } from "./standard";
import type { Answer, Launch, Receipt, Report, Tracker } from "./tracker";

const STATE = "cmi.suspend_data";

/** What to try, the most first. Of Moodle's 64,000 only some 30,000 arrive while the page goes, by beacon. */
const ROOMS = [24_000, 8000];

export class ScormTracker<Native> implements Tracker {
  readonly found = true;
  room: number;
  private readonly calls: Calls;
  private readonly ledger = new Ledger();
  private readonly interactions: Interactions;
  private readonly objectives: Objectives;
  private mode: Launch["mode"] = "normal";
  private status = "";
  private hasLooked = false;
  private receipts = 0;
  private finished = false;

  constructor(
    private readonly standard: Standard<Native>,
    api: Native,
    private readonly plan: Plan,
    wordingOf: WordingOf,
  ) {
    const { language } = plan.course;
    const textOf = (objective: string) => plan.objectives.find(({ id }) => id === objective)?.text ?? objective;
    this.room = standard.room;
    this.calls = new Calls(standard.adapt(api));
    this.interactions = new Interactions(
      this.calls,
      this.ledger,
      (id) => recordedQuestion(plan, id),
      (question, answer) => standard.interaction(question, answer, language, wordingOf),
    );
    this.objectives = new Objectives(this.calls, this.ledger, standard.objectiveStatus, (result, isNew) =>
      standard.objective(result, textOf(result.id), language, isNew),
    );
  }

  open(): Launch {
    const { elements, room, statusFrom } = this.standard;
    const state = this.calls.initialize(elements.status) ? this.calls.read(STATE) : null;
    if (state === null) {
      // Whoever takes it for an empty state writes one over what the learner has.
      this.mode = "closed";
      return { mode: "closed", status: "", learner: "", raw: null, state: "" };
    }
    const mode = this.calls.get(elements.mode);
    this.mode = mode === "browse" || mode === "review" ? mode : "normal";
    this.status = statusFrom((element) => this.calls.get(element));
    const learner = this.calls.get(elements.learner);
    const isScored = Object.values(this.plan.quizzes).some((quiz) => quiz.graded);
    const raw = isScored ? decimal(this.calls.get(elements.raw)) : null;
    this.ledger.know(STATE, state);
    this.room = Math.max(room, state.length);
    return { mode: this.mode, status: this.status, learner, raw, state };
  }

  learnerName(): string {
    return this.calls.get(this.standard.elements.name);
  }

  /** Set a long text, read it back, and set again what stood there: nothing is committed in between. */
  findRoom(): boolean {
    if (this.hasLooked) {
      return false;
    }
    this.hasLooked = true;
    const before = this.calls.read(STATE);
    if (before === null) {
      return false;
    }
    const room = ROOMS.find((length) => length > this.room && this.holds(STATE, "-".repeat(length)));
    if (!this.holds(STATE, before)) {
      this.ledger.know(STATE, ""); // what comes next is set, whatever it is
    }
    this.room = room ?? this.room;
    return room !== undefined;
  }

  put(report: Report): void {
    const { elements, verdict } = this.standard;
    // Without it the next launch begins anew on some platforms, a finished attempt's too: what teams have written would
    // be gone, and nobody who has failed could pass any more (SCORM 1.2 RTE 3.4.4, cmi.core.entry; 2004 RTE 4.2.8).
    this.ledger.want(elements.exit, "suspend");
    this.ledger.want(elements.location, report.page);
    if (report.state !== null) {
      this.ledger.want(STATE, report.state);
    }
    this.objectives.add(report.objectives);
    for (const [element, value] of verdict(report)) {
      this.ledger.want(element, value);
    }
  }

  record(answer: Answer, isLatest: boolean): void {
    this.interactions.add(answer, isLatest);
  }

  commit(): Receipt {
    this.receipts += 1;
    this.interactions.place();
    this.objectives.place();
    this.send();
    return { number: this.receipts, accepted: this.calls.commit() };
  }

  settle(receipt: Receipt, proven: boolean): void {
    this.ledger.settle(receipt.number, proven);
    this.interactions.settle();
  }

  renew(): boolean {
    const { variantOf } = this.standard;
    if (variantOf === null) {
      return this.ledger.reopen(() => true);
    }
    const reopened = this.ledger.reopen((element, value) => {
      const variant = variantOf(element, value);
      return variant === null || this.calls.set(element, variant) === NO_ERROR;
    });
    if (reopened) {
      this.calls.commit();
    }
    return reopened;
  }

  get lacks(): boolean {
    return this.ledger.lacks() || this.objectives.lacks || this.interactions.unproven.length > 0;
  }

  get unproven(): Answer[] {
    return this.interactions.unproven;
  }

  finish(seconds: number): void {
    // The session's end turns "not attempted" into "completed" on some: one that only looked leaves without it.
    const onlyLooked = this.mode !== "normal" && (this.status === "" || this.status === "not attempted");
    if (this.finished || onlyLooked) {
      return;
    }
    this.finished = true;
    if (this.mode === "normal") {
      this.ledger.want(this.standard.elements.sessionTime, this.standard.timespan(seconds));
      this.send();
    }
    this.calls.terminate();
  }

  /** Whether the platform takes a value and gives it back: some cut in silence what is too long. */
  private holds(element: string, value: string): boolean {
    return this.calls.set(element, value) === NO_ERROR && this.calls.read(element) === value;
  }

  private send(): void {
    const { room, notImplemented } = this.standard;
    this.ledger.send(this.receipts, (element, value) => {
      if (element === STATE && value.length > room && !this.holds(element, value)) {
        this.room = room;
        return false;
      }
      const error = this.calls.set(element, value);
      // Interactions and objectives are optional: what isn't implemented can't be lacking.
      return error === NO_ERROR || (notImplemented.test(error) && /^cmi\.(interactions|objectives)\./.test(element));
    });
  }
}

/** A score as a platform gives it; null where there is none. */
function decimal(text: string): number | null {
  return /^\d+(\.\d*)?$/.test(text) ? Number(text) : null;
}
