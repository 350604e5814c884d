/**
 * Statements beside a platform that keeps no such records (SCORM): to a record store that the course names. Whatever
 * becomes of them, the course and its tracking go on as they would alone.
 */

import { after } from "./after";
import type { Platform } from "./main";
import type { Plan, RecordStore } from "./plan";
import { storage } from "./recorded";
import type { Session } from "./session";
import { Activities } from "./statements/activities";
import { Keys } from "./statements/keys";
import { Lrs } from "./statements/lrs";
import { Queue } from "./statements/queue";
import { shelfIn } from "./statements/shelf";
import { type Draft, newDraft, type Result, statementOf } from "./statements/statement";
import { Teller } from "./statements/teller";
import { uuidOf } from "./statements/uuid";
import type { LearnerState } from "./state/learner";
import type { Decision } from "./status";
import { Texts } from "./texts";
import { timeinterval } from "./trackers/time";
import { readJson } from "./ui/dom";
import { RecordsLine } from "./ui/records-line";

/** What is told is gathered for so long before it goes. */
const GATHER_MS = 2000;

/** The fields of the state that hold what stands for the attempt, 31 bits each. */
const PARTS = ["actor.1", "actor.2", "actor.3", "actor.4"];

/** The same platform, with statements beside it. */
export function reporting(platform: Platform): Platform {
  const plan = readJson<Plan>("plan");
  const store = plan.records.lrs;
  return store === undefined ? platform : { ...platform, ...new Reporting(plan, new Texts(readJson("texts")), store).hooks };
}

class Reporting {
  readonly hooks: Pick<Platform, "begun" | "hidden" | "ended"> = {
    begun: (session, learner) => this.begun(session, learner),
    hidden: () => this.hidden(),
    ended: (seconds) => this.ended(seconds),
  };
  private queue: Queue | null = null;
  private teller: Teller | null = null;
  private isGathering = false;

  constructor(
    private readonly plan: Plan,
    private readonly texts: Texts,
    private readonly store: RecordStore,
  ) {}

  private begun(session: Session, learner: string): void {
    if (session.isViewing) {
      return;
    }
    const { plan, store } = this;
    const { iri } = plan.records;
    const registration = registrationIn(session.state);
    const ask: typeof fetch = (input, init) => fetch(input, init);
    const keys = new Keys(store, { course: plan.sco, learner }, ask);
    const lrs = new Lrs(store.endpoint, () => keys.authorization, ask);
    const activities = new Activities(plan, this.texts, ask);
    const line = new RecordsLine(this.texts, "reports", new URL(store.endpoint).host);
    const alias = { objectType: "Agent", account: { homePage: iri, name: registration } };
    const speaker = () => ({
      actor: keys.actor ?? alias,
      contextOf: () => ({ registration }),
      iriOf: (key: string) => (key === "" ? iri : `${iri}/${key}`),
    });
    this.queue = new Queue(
      {
        send: (statements, isLast) => lrs.send(statements, speaker().actor, isLast),
        has: (id) => lrs.has(id),
        isForbidden: () => lrs.isForbidden(),
        renew: () => keys.renew(),
        async prepared(waiting) {
          await activities.know(waiting.map(({ draft }) => draft.about));
          // Whom a service names is known with its first key.
          return keys.authorization !== null ? null : keys.renew().then((got) => (got ? null : { is: got === null ? "unreachable" : "expired" }));
        },
        complete: (draft) => statementOf(draft, speaker(), activities),
        after,
        tell: (trouble) => line.show(trouble),
      },
      shelfIn(storage(), registration),
    );
    this.teller = new Reporter(plan, session.state, plan.records.texts, (draft) => {
      void activities.know([draft.about]); // now: the learner may leave before it is sent
      this.tell(draft);
    });
    session.tell(this.teller);
    this.tell(newDraft("initialized", ""));
  }

  private hidden(): void {
    this.teller?.filled();
    void this.queue?.flush();
  }

  private ended(seconds: number): void {
    this.teller?.filled();
    this.queue?.last(newDraft("terminated", "", { duration: timeinterval(seconds) }));
  }

  /** Add something, and send it with what comes soon after. */
  private tell(draft: Draft): void {
    this.queue?.add(draft);
    if (!this.isGathering) {
      this.isGathering = true;
      after(GATHER_MS, () => {
        this.isGathering = false;
        void this.queue?.flush();
      });
    }
  }
}

/** Tells of the verdict, too: the platform has it in a form of its own. */
class Reporter extends Teller {
  override decided({ status, raw }: Decision): void {
    const score = raw === null ? {} : { score: { scaled: Math.round(raw * 100) / 10_000, raw, min: 0, max: 100 } };
    const results: Partial<Record<string, [verb: "completed" | "passed" | "failed", result: Result][]>> = {
      completed: [["completed", { completion: true, ...score }]],
      passed: [["completed", { completion: true }], ["passed", { success: true, ...score }]],
      failed: [["failed", { success: false, ...score }]],
    };
    results[status ?? ""]?.forEach(([verb, result]) => this.add(newDraft(verb, "", result)));
  }
}

/** What stands for this attempt at the course, made when it begins, and nothing that tells who learns. */
function registrationIn(state: LearnerState): string {
  if (PARTS.every((part) => state.number(part) === 0)) {
    const random = crypto.getRandomValues(new Uint32Array(PARTS.length));
    PARTS.forEach((part, at) => state.set(part, (random[at] as number) >>> 1));
  }
  const bytes = PARTS.flatMap((part) => [24, 16, 8, 0].map((shift) => (state.number(part) >>> shift) & 255));
  return uuidOf(Uint8Array.from(bytes));
}
