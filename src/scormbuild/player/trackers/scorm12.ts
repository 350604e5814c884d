/** SCORM 1.2, as platforms have it. */

import type { Plan } from "../plan";
import { scorm12Elements } from "../status";
import { Calls12, NO_ERROR } from "./calls12";
import type { Scorm12Api } from "./find-api";
import { Interactions12 } from "./interactions12";
import { Ledger } from "./ledger";
import { Objectives12 } from "./objectives12";
import { timespan } from "./time";
import type { Answer, Launch, Receipt, Report, Tracker } from "./tracker";
import { variantOf } from "./variant12";

const NOT_IMPLEMENTED = "401";
const STATE = "cmi.suspend_data";

/** CMIString4096 (RTE 3.4.4); many platforms hold more. */
const ROOM = 4096;

/** What to try, the most first. Of Moodle's 64,000 only some 30,000 arrive while the page goes, by beacon. */
const ROOMS = [24_000, 8000];

export class Scorm12Tracker implements Tracker {
  readonly found = true;
  room = ROOM;
  private readonly calls: Calls12;
  private readonly ledger = new Ledger();
  private readonly interactions: Interactions12;
  private readonly objectives: Objectives12;
  private mode: Launch["mode"] = "normal";
  private status = "";
  private hasLooked = false;
  private receipts = 0;
  private finished = false;

  constructor(
    api: Scorm12Api,
    private readonly plan: Plan,
  ) {
    this.calls = new Calls12(api);
    this.interactions = new Interactions12(this.calls, this.ledger, plan.questions);
    this.objectives = new Objectives12(this.calls, this.ledger);
  }

  open(): Launch {
    const state = this.calls.initialize() ? this.calls.read(STATE) : null;
    if (state === null) {
      // Whoever takes it for an empty state writes one over what the learner has.
      this.mode = "closed";
      return { mode: "closed", status: "", learner: "", raw: null, state: "" };
    }
    const mode = this.calls.get("cmi.core.lesson_mode");
    this.mode = mode === "browse" || mode === "review" ? mode : "normal";
    this.status = this.calls.get("cmi.core.lesson_status");
    const learner = this.calls.get("cmi.core.student_id");
    const isScored = Object.values(this.plan.quizzes).some((quiz) => quiz.graded);
    const raw = isScored ? decimal(this.calls.get("cmi.core.score.raw")) : null;
    this.ledger.know(STATE, state);
    this.room = Math.max(ROOM, state.length);
    return { mode: this.mode, status: this.status, learner, raw, state };
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
    // Without it the next launch counts as a new start on some platforms (RTE 3.4.4, cmi.core.entry).
    this.ledger.want("cmi.core.exit", "suspend");
    this.ledger.want("cmi.core.lesson_location", report.page);
    if (report.state !== null) {
      this.ledger.want(STATE, report.state);
    }
    this.objectives.add(report.objectives);
    for (const [element, value] of scorm12Elements(report.decision)) {
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
    // LMSFinish turns "not attempted" into "completed": a session that only looked leaves without it.
    const onlyLooked = this.mode !== "normal" && (this.status === "" || this.status === "not attempted");
    if (this.finished || onlyLooked) {
      return;
    }
    this.finished = true;
    if (this.mode === "normal") {
      this.ledger.want("cmi.core.session_time", timespan(seconds));
      this.send();
    }
    this.calls.finish();
  }

  /** Whether the platform takes a value and gives it back: some cut in silence what is too long. */
  private holds(element: string, value: string): boolean {
    return this.calls.set(element, value) === NO_ERROR && this.calls.read(element) === value;
  }

  private send(): void {
    this.ledger.send(this.receipts, (element, value) => {
      if (element === STATE && value.length > ROOM && !this.holds(element, value)) {
        this.room = ROOM;
        return false;
      }
      const error = this.calls.set(element, value);
      // Interactions and objectives are optional: what isn't implemented can't be lacking.
      return error === NO_ERROR || (error === NOT_IMPLEMENTED && /^cmi\.(interactions|objectives)\./.test(element));
    });
  }
}

/** A score as a platform gives it; null where there is none. */
function decimal(text: string): number | null {
  return /^\d+(\.\d*)?$/.test(text) ? Number(text) : null;
}
