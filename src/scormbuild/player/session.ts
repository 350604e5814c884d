/** What the parts of the player share: the course's plan, its texts, the learner's state, and the way to save. */

import { Attempt, objectiveResults } from "./attempt";
import { CERTIFICATE_CODE, RECEIPT } from "./handed-in";
import type { ForRoles, Page, Plan, Wording } from "./plan";
import type { When } from "./saving";
import type { Beginning } from "./state/restore";
import type { LearnerState } from "./state/learner";
import { decide, type Decision, isDone, progressOf, type QuizResult, type Standing } from "./status";
import type { Texts } from "./texts";
import { localTime } from "./trackers/time";
import type { Answer, Launch, ObjectiveResult, Report } from "./trackers/tracker";

/** Where answers and changes go; `Saving` in the browser. */
export interface Keeper {
  record(answer: Answer): void;
  changed(when: When): void;
}

/** A quiz that was handed in: hundredths of a percent, and whether they are enough; null for practice. */
export interface QuizScore {
  score: number;
  passed: boolean | null;
}

/**
 * A certificate as it is made out: its code, its day (YYYY-MM-DD), the score in percent where there is one, and the role
 * that the course was completed for; null for the whole of it.
 */
export interface Certificate {
  code: string;
  day: string;
  score: number | null;
  role: string | null;
}

/** Who is told what the learner does, beside the platform's record of it. Nobody but in formats that tell of it. */
export interface Witness {
  /** `isNew`: never before in this attempt at the course. */
  visited(page: string, isNew: boolean): void;
  answered(answer: Answer): void;
  handedIn(quiz: string, result: QuizScore, objectives: ObjectiveResult[]): void;
  handedInBooklet(receipt: string): void;
  certified(certificate: Certificate): void;
  /** What the platform is asked to have from now on. */
  decided(decision: Decision, isOver: boolean): void;
}

export class Session {
  readonly state: LearnerState;
  /** Whether nothing that is done here is kept. */
  readonly isViewing: boolean;
  /** Whether the state goes to no platform, which has one that this version can't read. */
  readonly isSealed: boolean;
  private keeper: Keeper = { record() {}, changed() {} };
  private witness: Witness = { visited() {}, answered() {}, handedIn() {}, handedInBooklet() {}, certified() {}, decided() {} };
  private told: Standing;
  private onStep = () => {};
  /** Whether results of objectives are to be reported with the next step. */
  private objectivesDue: boolean;
  private readonly firstShown = new Map<string, number>();
  private readonly lastTouched = new Map<string, number>();

  /** Plan and texts are in the language that is shown. */
  constructor(
    public plan: Plan,
    public texts: Texts,
    beginning: Beginning,
    earlier: Standing & Partial<Pick<Launch, "mode">>,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.state = beginning.state;
    this.isSealed = beginning.sealed;
    this.isViewing = (earlier.mode ?? "normal") !== "normal";
    this.told = { status: earlier.status, raw: earlier.raw };
    this.objectivesDue = beginning.recovered;
  }

  /** Go on in another language. */
  speak({ questions, ...wording }: Wording, texts: Texts): void {
    const asked = Object.entries(this.plan.questions).map(([id, question]) => [id, { ...question, ...questions[id] }]);
    this.plan = { ...this.plan, ...wording, questions: Object.fromEntries(asked) as Plan["questions"] };
    this.texts = texts;
  }

  saveWith(keeper: Keeper): void {
    this.keeper = keeper;
  }

  /** Nobody is told of a visit in which nothing is kept. */
  tell(witness: Witness): void {
    if (!this.isViewing) {
      this.witness = witness;
    }
  }

  /** The role that the learner has picked; null: none, and all of the course counts. */
  get role(): string | null {
    return this.state.one("role");
  }

  /** Pick a role. Nothing that was done is lost: what doesn't count for this one counts again for another. */
  pick(role: string | null): void {
    this.state.set("role", role);
    this.objectivesDue = true;
    this.changed("now");
  }

  /** Whether a page, or a quiz, is for the learner's role. */
  isFor({ for: roles }: ForRoles): boolean {
    const { role } = this;
    return role === null || roles === undefined || roles.includes(role);
  }

  /** The pages that are for the learner's role, in the course's order. */
  get pages(): Page[] {
    return this.plan.pages.filter((page) => this.isFor(page));
  }

  attempt(quiz: string): Attempt {
    return new Attempt(this.plan, this.state, quiz);
  }

  /** At the quizzes that count for the learner's role. */
  private get attempts(): Attempt[] {
    const quizzes = Object.entries(this.plan.quizzes).filter(([, quiz]) => this.isFor(quiz));
    return quizzes.map(([id]) => this.attempt(id));
  }

  isVisited(page: string): boolean {
    return this.state.some("visited").has(page);
  }

  /** Be on a page; it counts as visited. */
  visit(page: string): void {
    this.witness.visited(page, !this.isVisited(page));
    this.state.set("page", page);
    this.state.set("visited", new Set([...this.state.some("visited"), page]));
    this.changed("now");
  }

  /** A question comes into view; `anew` where it is asked again. */
  shown(question: string, anew = false): void {
    if (anew || !this.firstShown.has(question)) {
      this.firstShown.set(question, this.clock().getTime());
      this.lastTouched.delete(question);
    }
  }

  /** The learner has chosen, and may choose otherwise. */
  touched(question: string): void {
    this.lastTouched.set(question, this.clock().getTime());
  }

  /** Record an answer; it is saved with the step that follows. `score` as in `Answer`. */
  answered(question: string, response: string[], score: number | null): void {
    const now = this.clock();
    const shown = this.firstShown.get(question);
    const touched = this.lastTouched.get(question) ?? now.getTime();
    const latency = shown === undefined ? null : Math.max(touched - shown, 0) / 1000;
    const answer = { question, response, score, time: localTime(now), latency, index: null };
    this.keeper.record(answer);
    this.witness.answered(answer);
  }

  /** A booklet has been handed in; `said` is what its sheets say in short, by their ids. */
  handedInBooklet(receipt: string, said: ReadonlyMap<string, string>): void {
    this.record([[RECEIPT, receipt], ...said]);
    this.witness.handedInBooklet(receipt);
    this.changed("now");
  }

  /** A certificate has been made out. */
  certified(certificate: Certificate): void {
    this.record([[CERTIFICATE_CODE, certificate.code]]);
    this.witness.certified(certificate);
    this.changed("now");
  }

  private record(texts: [question: string, text: string][]): void {
    const time = localTime(this.clock());
    for (const [question, text] of texts) {
      this.keeper.record({ question, response: [text], score: null, time, latency: null, index: null });
    }
  }

  /** A quiz has been handed in. */
  handedIn(quiz: string): void {
    const { score, quiz: asked, result } = this.attempt(quiz);
    const passed = asked.pass === null ? null : score >= result.pass;
    const tested = asked.questions.map((id) => this.plan.questions[id]?.objective);
    const objectives = asked.graded ? objectiveResults(this.plan, this.attempts).filter(({ id }) => tested.includes(id)) : [];
    this.witness.handedIn(quiz, { score, passed }, objectives);
    this.objectivesDue = true;
  }

  changed(when: When): void {
    this.keeper.changed(when);
    if (when === "now") {
      void Promise.resolve().then(() => this.onStep());
    }
  }

  /** Have this run now, and after every step. What it changes goes with the same commit. */
  afterSteps(run: () => void): void {
    this.onStep = run;
    run();
  }

  /** How the course stands: what the platform has, or is to have with the step that is under way. */
  get standing(): Standing {
    const { decision, told } = this;
    return { status: decision.status ?? told.status, raw: decision.raw ?? told.raw };
  }

  /** What the platform shall have now; what it gets stands from then on. */
  report(): Omit<Report, "state"> {
    const { plan, state, decision, graded } = this;
    this.told = this.standing;
    const objectives = this.objectivesDue ? objectiveResults(plan, this.attempts) : [];
    this.objectivesDue = false;
    const progress = progressOf(this.told.status, this.visited / this.pages.length);
    const isOver = graded.some((result) => result.best < result.pass && !result.attemptsLeft);
    this.witness.decided(decision, isOver);
    return { page: state.one("page") ?? "", decision, isOver, progress, objectives };
  }

  /** Whether all that counts for the learner's role is done, whatever stood before. */
  get isCompleted(): boolean {
    return isDone(this.decideAfter({ status: "", raw: null }).status);
  }

  private get decision(): Decision {
    return this.decideAfter(this.told);
  }

  private decideAfter(earlier: Standing): Decision {
    const { plan, pages, graded, visited } = this;
    return decide(plan.rule, visited === pages.length, graded, earlier);
  }

  private get graded(): QuizResult[] {
    return this.attempts.filter((attempt) => attempt.quiz.graded).map((attempt) => attempt.result);
  }

  /** How many pages of those for the learner's role. */
  private get visited(): number {
    return this.pages.filter((page) => this.isVisited(page.id)).length;
  }
}
