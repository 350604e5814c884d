/** A learner's browser without a screen: its storage outlives sessions, its clock and network do what the test says. */

import { setResponse } from "../../src/scormbuild/player/response";
import type { Plan } from "../../src/scormbuild/player/plan";
import { Saving, type Saved } from "../../src/scormbuild/player/saving";
import { Session } from "../../src/scormbuild/player/session";
import { Copies, type Store } from "../../src/scormbuild/player/state/copy";
import { restore } from "../../src/scormbuild/player/state/restore";
import { Texts } from "../../src/scormbuild/player/texts";
import { NoTracker } from "../../src/scormbuild/player/trackers/none";
import { ScormTracker } from "../../src/scormbuild/player/trackers/scorm";
import { SCORM12, type Scorm12Api } from "../../src/scormbuild/player/trackers/scorm12";
import { SCORM2004, type Scorm2004Api } from "../../src/scormbuild/player/trackers/scorm2004";
import type { Tracker } from "../../src/scormbuild/player/trackers/tracker";
import { smallPlan } from "./course";
import type { FakePlatform } from "./fake-platform";

/** Attempts are random in earnest; here they only have to differ. */
let attempts = 0;

export class MemoryStore implements Store {
  readonly items = new Map<string, string>();
  blocked = false;

  get length(): number {
    this.check();
    return this.items.size;
  }

  key(index: number): string | null {
    this.check();
    return [...this.items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    this.check();
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.check();
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.check();
    this.items.delete(key);
  }

  private check(): void {
    if (this.blocked) {
      throw new Error("The operation is insecure.");
    }
  }
}

export class Browser {
  readonly store = new MemoryStore();
  /** Characters of state taken, and held by the platform, as last told. */
  room: [taken: number, room: number] = [0, 0];
  readonly lines: Saved[] = [];
  now = 0;
  isOnline = true;
  /** What a proof that is asked for now will say, where the test doesn't say otherwise. */
  isReachable = () => true;
  private proofs: ((proven?: boolean) => void)[] = [];
  private timers: { at: number; run: () => void }[] = [];

  get line(): Saved | undefined {
    return this.lines.at(-1);
  }

  get copies(): Record<string, unknown>[] {
    return [...this.store.items.values()].map((text) => JSON.parse(text) as Record<string, unknown>);
  }

  /** What every question asks. */
  wording = "Hva?";

  /** Open the course; without a platform it is played from its folder. */
  open(platform: Scorm12Api | Scorm2004Api | null, plan: Plan = smallPlan()): { session: Session; saving: Saving } {
    this.timers = [];
    this.proofs = [];
    const tracker = trackerFor(platform, plan, this.wording);
    const launch = tracker.open();
    const copies = new Copies(this.store, plan.sco, launch.learner);
    attempts += 1;
    const beginning = restore(plan, launch, tracker.found, copies, attempts);
    const session = new Session(plan, new Texts({}), beginning, launch, () => new Date(2026, 0, 1, 8, 0, 0, this.now));
    const surroundings = {
      prove: () => {
        const reachable = this.isReachable();
        return new Promise<boolean>((resolve) => this.proofs.push((proven) => resolve(proven ?? reachable)));
      },
      after: (ms: number, run: () => void) => {
        const timer = { at: this.now + ms, run };
        this.timers.push(timer);
        return () => this.timers.splice(this.timers.indexOf(timer), this.timers.includes(timer) ? 1 : 0);
      },
      afterPaint: (run: () => void) => {
        run(); // these tests look at what is saved; what is seen meanwhile is for a real browser
        return () => {};
      },
      isOnline: () => this.isOnline,
    };
    const work = { beginning, report: () => session.report() };
    const saving = new Saving(tracker, launch, copies, work, surroundings, (saved) => this.say(saved), (...room) => (this.room = room));
    session.saveWith(saving);
    return { session, saving };
  }

  /** Let the proofs under way come back. */
  async prove(proven?: boolean): Promise<void> {
    while (this.proofs.length > 0) {
      this.proofs.splice(0).forEach((answer) => answer(proven));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Answer only the proof asked for first. */
  async proveOldest(proven: boolean): Promise<void> {
    this.proofs.shift()?.(proven);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** What is said twice in a row is heard once, as from `SavedLine`. */
  private say(saved: Saved): void {
    if (saved !== "saving" || this.line !== "saving") {
      this.lines.push(saved);
    }
  }

  pass(ms: number): void {
    this.now += ms;
    const due = this.timers.filter((timer) => timer.at <= this.now);
    this.timers = this.timers.filter((timer) => timer.at > this.now);
    due.forEach((timer) => timer.run());
  }
}

function trackerFor(platform: Scorm12Api | Scorm2004Api | null, plan: Plan, wording: string): Tracker {
  if (platform === null) {
    return new NoTracker();
  }
  const wordingOf = () => wording;
  return "Initialize" in platform ? new ScormTracker(SCORM2004, platform, plan, wordingOf) : new ScormTracker(SCORM12, platform, plan, wordingOf);
}

/** Answer the question that stands by itself. */
export function answer(session: Session, option: string): void {
  session.shown("q");
  session.state.set("q", option);
  session.state.set("q.checked", 1);
  session.answered("q", [option], Number(option === "b"));
  session.changed("now");
}

/** Take the quiz from start to end, each question right or not. */
export function takeQuiz(session: Session, right: boolean): void {
  const attempt = session.attempt("test");
  attempt.begin(4711);
  for (const id of attempt.asked) {
    const { correct } = attempt.question(id);
    setResponse(session.plan, session.state, id, right ? correct : correct.includes("b") ? ["a"] : ["b"]);
    session.answered(id, attempt.response(id), Number(right));
  }
  attempt.finish();
  session.handedIn("test");
  session.changed("now");
}

/** What the server has of each answer. */
export function records(platform: FakePlatform): string[] {
  return platform.list("interactions").map((entry) => `${entry.id} ${entry.student_response ?? entry.learner_response} ${entry.result}`);
}
