/** When the learner's work is saved, and what can truly be said of it. */

import { type Copies, fingerprint } from "./state/copy";
import type { Beginning } from "./state/restore";
import type { Answer, Launch, Receipt, Report, Tracker } from "./trackers/tracker";

/**
 * platform: all of it is proven to be there. device: only the copy in this browser has all of it. lost: nothing has.
 * draft: as device, because something is chosen that isn't handed in yet. full: as device, because the platform has no
 * room for what was written last.
 * untracked: there is no platform, the copy has it. untracked-lost: neither is there. viewing: browse or review.
 * closed: there is a platform, and it didn't open the session. superseded: the course was opened again elsewhere in this
 * browser, and goes on there. left: the learner has ended the session, by the way back.
 */
export type Saved = "saving" | "platform" | "device" | "draft" | "full" | "lost" | Untracked;
type Untracked = "untracked" | "untracked-lost" | "viewing" | "closed" | "superseded" | "left";

/**
 * moved: only where the learner is; with the next step, or when the page is left. later: the same, for what the learner
 * has chosen. soon: when the learner pauses. now: a step is done.
 */
export type When = "moved" | "later" | "soon" | "now";

/** What saving needs of the browser. */
export interface Surroundings {
  /** Ask for proof that the platform is there. */
  prove(): Promise<boolean>;
  /** Run once, `ms` from now; gives what cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Run once, when the learner sees what has changed by now; gives what cancels it. */
  afterPaint(run: () => void): () => void;
  isOnline(): boolean;
}

export interface Work {
  beginning: Beginning;
  /** Where the learner is and what that comes to; the state goes beside it. */
  report(): Omit<Report, "state">;
}

const PAUSE_MS = 1000;

/** The share of the platform's room from which on it is asked for more. */
const TIGHT = 0.8;

/** How many texts of the state are remembered as sent, for telling a platform that is behind from one that went on. */
const LINEAGE = 40;
const RETRIES_MS = [2000, 5000, 15_000, 30_000, 60_000];

export class Saving {
  private readonly mode: Launch["mode"];
  private confirmed: boolean;
  /** Whether a later session will know the copy as this learner's. */
  private isFindable: boolean;
  /** Whether the copy has everything, read back. */
  private kept = true;
  /** Whether something has changed since the last step. */
  private unsaved = false;
  /** Whether some of that is the learner's work, and not only where the learner is. */
  private isDraft = false;
  /** Whether the platform has room for all that is written. */
  private isWhole = true;
  private isRetry = false;
  private pending = 0;
  private failures = 0;
  /** Grows when the network goes: what was under way then proves nothing. */
  private losses = 0;
  private closed = false;
  private isSuperseded = false;
  private hasLeft = false;
  /** Fingerprints of the texts that the platform has, or may have, since this browser last saw its own. */
  private lineage: string[];
  private cancelPause = () => {};
  private cancelRetry = () => {};
  private isPausing = false;

  constructor(
    private readonly tracker: Tracker,
    launch: Launch,
    private readonly copies: Copies,
    private readonly work: Work,
    private readonly surroundings: Surroundings,
    private readonly show: (saved: Saved) => void,
    /** Told after every step how many characters the state takes, and how many the platform holds. */
    private readonly showRoom: (taken: number, room: number) => void,
  ) {
    this.mode = launch.mode;
    this.confirmed = work.beginning.confirmed;
    this.isFindable = launch.learner !== "" || this.confirmed;
    this.lineage = work.beginning.lineage;
    if (this.mode === "normal") {
      work.beginning.answers.forEach((answer) => tracker.record(answer, work.beginning.isLatest));
    }
  }

  /** Take an answer into the records; it goes with the next step. */
  record(answer: Answer): void {
    if (this.mode === "normal" && !this.closed) {
      this.tracker.record(answer, true);
    }
  }

  changed(when: When): void {
    if (this.mode !== "normal" || this.closed) {
      this.show(this.saved);
      return;
    }
    this.unsaved = true;
    this.isDraft ||= when !== "moved";
    this.keep(); // before the platform is called: the call may be the last thing that this page does
    if (this.tracker.found && (when === "now" || when === "soon")) {
      const { after, afterPaint } = this.surroundings;
      const run = () => this.save();
      this.cancelPause();
      this.isPausing = true;
      // Platforms commit in a synchronous request: what the learner has done shows before it, not after it.
      this.cancelPause = when === "now" ? afterPaint(run) : after(PAUSE_MS, run);
    }
    this.show(this.saved);
  }

  /** The page may never be seen again. */
  hidden(): void {
    if (this.isLive && (this.unsaved || (this.tracker.lacks && this.pending === 0))) {
      this.save({ anew: this.tracker.lacks });
    }
  }

  online(): void {
    if (this.isLive && this.tracker.lacks && this.pending === 0) {
      this.retry();
    }
  }

  offline(): void {
    this.losses += 1;
  }

  /** The page goes: everything once more where there is doubt, then the end of the session. */
  finish(seconds: number): void {
    if (this.isLive) {
      this.cancelPause();
      this.cancelRetry();
      this.put(this.tracker.lacks);
    }
    if (!this.closed) {
      this.closed = true;
      this.tracker.finish(seconds);
    }
  }

  /** The learner has ended the session, and the page is still there. */
  leave(): void {
    this.hasLeft = true;
    this.show(this.saved);
  }

  /** Another tab has taken up the course: two that write the same attempt would undo each other's work. */
  supersede(): void {
    this.cancelPause();
    this.cancelRetry();
    this.closed = true;
    this.isSuperseded = true;
    this.show(this.saved);
  }

  private get isLive(): boolean {
    return this.mode === "normal" && this.tracker.found && !this.closed;
  }

  private get saved(): Saved {
    if (this.isSuperseded || this.hasLeft) {
      return this.isSuperseded ? "superseded" : "left";
    }
    if (this.mode !== "normal") {
      return this.mode === "closed" ? "closed" : "viewing";
    }
    if (!this.tracker.found) {
      return this.kept ? "untracked" : "untracked-lost";
    }
    if ((this.pending > 0 || this.isPausing) && !this.isRetry) {
      return "saving";
    }
    if (this.tracker.lacks || this.work.beginning.sealed) {
      return this.isOnDevice ? "device" : "lost";
    }
    if (!this.isDraft && this.isWhole) {
      return "platform";
    }
    return !this.isOnDevice ? "lost" : this.isWhole ? "draft" : "full";
  }

  private get isOnDevice(): boolean {
    return this.kept && (this.isFindable || this.confirmed);
  }

  /** The network may be back: first only a new text of the state, which shows whether it is. */
  private retry(): void {
    this.save({ anew: true, isRetry: true });
  }

  private save({ anew = false, isRetry = false } = {}): void {
    this.cancelPause();
    this.cancelRetry();
    this.isPausing = false;
    this.isRetry = isRetry;
    this.put(anew);
    this.commit();
  }

  /** Say what the platform shall have. `anew`: it shall see another text of the state than before. */
  private put(anew: boolean): void {
    const { sealed } = this.work.beginning;
    const text = this.pack(anew);
    if (anew) {
      this.unsaved = true;
      this.keep();
    }
    this.lineage = [...this.lineage, fingerprint(text)].slice(-LINEAGE);
    this.tracker.put({ ...this.work.report(), state: sealed ? null : text });
    this.unsaved = false;
    this.isDraft = false;
  }

  /** The state as it fits, after asking for more room where it gets tight. */
  private pack(anew: boolean): string {
    const { beginning } = this.work;
    const { tracker } = this;
    let packed = beginning.state.packed(tracker.room, anew);
    if (packed.needed > tracker.room * TIGHT && tracker.findRoom()) {
      packed = beginning.state.packed(tracker.room);
    }
    this.isWhole = packed.needed <= tracker.room;
    this.showRoom(packed.needed, tracker.room);
    return packed.text;
  }

  private commit(): void {
    const losses = this.losses;
    const isOnline = this.surroundings.isOnline();
    this.pending += 1;
    // On both sides of the commit: neither a network that goes after the first proof, nor one that comes back before
    // the second, may vouch for what went between. The commit is synchronous, so the second is always asked after it.
    const before = this.surroundings.prove();
    const receipt = this.tracker.commit();
    const proof = before.then((proven) => proven && this.surroundings.prove());
    this.show(this.saved);
    void Promise.all([receipt.accepted, proof]).then(([accepted, proven]) =>
      this.settle(receipt, accepted && proven && isOnline && losses === this.losses),
    );
  }

  private settle(receipt: Receipt, isThere: boolean): void {
    if (this.closed) {
      return;
    }
    this.tracker.settle(receipt, isThere);
    this.pending -= 1;
    if (this.pending === 0) {
      this.settleAll(isThere);
    }
    this.show(this.saved);
  }

  /** Nothing is under way any more. `isThere`: the platform was, at the last commit. */
  private settleAll(isThere: boolean): void {
    if (!this.tracker.lacks) {
      this.failures = 0;
      this.isRetry = false;
      this.confirmed = true;
      this.keep();
    } else if (isThere && this.tracker.renew()) {
      this.put(true);
      this.commit();
    } else {
      const wait = RETRIES_MS[Math.min(this.failures, RETRIES_MS.length - 1)] as number;
      this.failures += 1;
      this.cancelRetry = this.surroundings.after(wait, () => this.retry());
    }
  }

  /** Write the copy, or remove it where the platform has everything that it could hold. */
  private keep(): void {
    const { beginning } = this.work;
    if (this.tracker.found && !this.unsaved && !this.tracker.lacks && !beginning.sealed && this.isWhole) {
      this.copies.remove(beginning.copy);
      this.lineage = this.lineage.slice(-1);
      return;
    }
    this.kept = this.copies.write(beginning.copy, {
      ...beginning.state.kept(),
      isBeyond: !this.isWhole,
      confirmed: this.confirmed,
      answers: this.tracker.unproven,
      lineage: this.lineage,
    });
  }
}
