/**
 * Statements beside a platform that keeps no such records (SCORM): to a record store that the course names. Whatever
 * becomes of them, the course and its tracking go on as they would alone.
 */

import { after } from "./after";
import type { Platform } from "./main";
import type { Plan, RecordStore } from "./plan";
import { storage } from "./recorded";
import type { Session } from "./session";
import { learnerKey } from "./state/copy";
import { Activities } from "./statements/activities";
import { Keys } from "./statements/keys";
import { Lrs } from "./statements/lrs";
import { leftIn, Queue, type Shelf } from "./statements/queue";
import { NOTHING, shelfIn, shelvesBeside } from "./statements/shelf";
import { type Draft, newDraft, type Result, type Speaker, statementOf } from "./statements/statement";
import { Teller, type Words } from "./statements/teller";
import { uuidOf } from "./statements/uuid";
import type { LearnerState } from "./state/learner";
import type { Decision } from "./status";
import { Texts } from "./texts";
import { timeinterval } from "./trackers/time";
import { readJson } from "./ui/dom";
import { RecordsLine } from "./ui/records-line";
import { fieldWords } from "./ui/wording";

/** What is told is gathered for so long before it goes. */
const GATHER_MS = 2000;

/** The fields of the state that hold what stands for the attempt, 31 bits each. */
const PARTS = ["actor.1", "actor.2", "actor.3", "actor.4"];

/** The same platform, with statements beside it, where the package has named a record store before this script. */
export function reporting(platform: Platform): Platform {
  const { recordStore } = globalThis as { recordStore?: RecordStore };
  return recordStore === undefined ? platform : { ...platform, ...new Reporting(readJson("plan"), new Texts(readJson("texts")), recordStore).hooks };
}

class Reporting {
  readonly hooks: Pick<Platform, "begun" | "drawn" | "hidden" | "superseded" | "ended"> = {
    begun: (session, learner) => this.begun(session, learner),
    drawn: (texts) => this.line.stand(texts),
    hidden: () => this.hidden(),
    superseded: () => this.queue?.stop(),
    ended: (seconds) => this.ended(seconds),
  };
  private queue: Queue | null = null;
  private teller: Reporter | null = null;
  private isGathering = false;
  private readonly line: RecordsLine;

  constructor(
    private readonly plan: Plan,
    private readonly texts: Texts,
    private readonly store: RecordStore,
  ) {
    this.line = new RecordsLine("reports", new URL(store.endpoint).host);
  }

  private begun(session: Session, learner: string): void {
    if (session.isViewing) {
      return;
    }
    const { plan, store } = this;
    const { iri } = plan.records;
    const stands = bytesIn(session.state);
    const registration = uuidOf(stands);
    const own = plan.sco === plan.course.id ? iri : `${iri}/modules/${plan.modules[0]?.id}`;
    const ask: typeof fetch = (input, init) => fetch(input, init);
    const keys = new Keys(store, { course: plan.sco, learner }, ask);
    const lrs = new Lrs(store.endpoint, () => keys.authorization, ask);
    const activities = new Activities(plan, this.texts, ask);
    // Each attempt has an alias of its own.
    const actorOf = (attempt = registration) => keys.actor ?? { objectType: "Agent", account: { homePage: iri, name: attempt } };
    const speaker: Speaker = {
      contextOf: (draft) => ({ registration: draft.registration ?? registration }),
      iriOf: (key) => (key === "" ? own : `${iri}/${key}`),
    };
    const shelves = `${plan.sco}:${store.actor === "service" ? learnerKey(learner) : ""}:`;
    this.queue = new Queue(
      {
        send: (statements, isLast) => lrs.send(statements.map((statement) => ({ ...statement, actor: actorOf(statement.context?.registration) })), isLast),
        has: (id) => lrs.has(id),
        isForbidden: () => lrs.isForbidden(),
        renew: () => keys.renew(),
        async prepared(waiting) {
          await activities.know(waiting.map(({ draft }) => draft.about));
          // Whom a service names is known with its first key.
          return keys.authorization !== null ? null : keys.renew().then((got) => (got ? null : got === null ? { is: "unreachable", isLate: true } : { is: "expired" }));
        },
        complete: (draft) => statementOf(draft, speaker, activities),
        overhead: () => new TextEncoder().encode(JSON.stringify({ actor: actorOf() })).length,
        // What nobody has a key for waits for the next session.
        room: () => (keys.authorization === null ? 0 : lrs.room),
        revision: plan.course.version,
        now: () => performance.now(),
        after,
        tell: (trouble) => this.line.show(trouble),
      },
      shelfIn(storage(), shelves + registration),
    );
    // Whom a service names is this learner: what others have left at a machine that they share isn't for it.
    if (store.actor === "random" || learner !== "") {
      adopt(this.queue, shelvesBeside(storage(), shelves, registration));
    }
    const add = (draft: Draft) => {
      void activities.know([draft.about]); // now: the learner may leave before it is sent
      this.tell(draft);
    };
    this.teller = new Reporter(plan, session.state, plan.records.texts ? fieldWords : null, add, stands);
    session.tell(this.teller);
    this.tell(newDraft("initialized", ""));
  }

  private hidden(): void {
    this.teller?.filled();
    void this.queue?.flush();
  }

  private ended(seconds: number): void {
    this.teller?.filled();
    this.teller?.over();
    void this.queue?.last(newDraft("terminated", "", { duration: timeinterval(seconds) }));
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

/**
 * Tells of the verdict, too: the platform has it in a form of its own. Should that be lost and the verdict stand anew in a
 * later session, it is told under the same id, for it is made of what stands for the attempt.
 */
class Reporter extends Teller {
  private failedIsDue: Result | null = null;

  constructor(plan: Plan, state: LearnerState, words: Words | null, add: (draft: Draft) => void, private readonly stands: Uint8Array) {
    super(plan, state, words, add);
  }

  override decided({ status, raw }: Decision, isOver: boolean): void {
    const score = raw === null ? {} : { score: { scaled: Math.round(raw * 100) / 10_000, raw, min: 0, max: 100 } };
    if (status === "completed" || status === "passed") {
      this.failedIsDue = null;
      this.verdict("completed", { completion: true, ...(status === "completed" ? score : {}) });
    }
    if (status === "passed") {
      this.verdict("passed", { success: true, ...score });
    }
    // Whoever may try again hasn't failed yet.
    this.failedIsDue = status === "failed" ? { success: false, ...score } : this.failedIsDue;
    if (isOver) {
      this.over();
    }
  }

  /** No attempt is left, or the session ends. */
  over(): void {
    if (this.failedIsDue !== null) {
      this.verdict("failed", this.failedIsDue);
      this.failedIsDue = null;
    }
  }

  private verdict(verb: (typeof VERDICTS)[number], result: Result): void {
    const bytes = Uint8Array.from(this.stands);
    bytes[15] = ((bytes[15] as number) ^ (VERDICTS.indexOf(verb) + 1)) & 255;
    this.add({ ...newDraft(verb, "", result), id: uuidOf(bytes), isOnce: true });
  }
}

const VERDICTS = ["completed", "passed", "failed"] as const;

/** Take over what earlier attempts have left in this browser: nobody may ever open those again. */
function adopt(queue: Queue, shelves: Map<string, Shelf>): void {
  const left = [...shelves].flatMap(([attempt, shelf]) => leftIn(shelf).map((entry) => ({ ...entry, draft: { registration: attempt, ...entry.draft } })));
  queue.restore([...left, ...queue.waiting]);
  shelves.forEach((shelf) => shelf.write(NOTHING));
}

/** What stands for this attempt at the course, made when it begins: 16 bytes, and nothing that tells who learns. */
function bytesIn(state: LearnerState): Uint8Array {
  if (PARTS.every((part) => state.number(part) === 0)) {
    const random = crypto.getRandomValues(new Uint32Array(PARTS.length));
    PARTS.forEach((part, at) => state.set(part, (random[at] as number) >>> 1));
  }
  return Uint8Array.from(PARTS.flatMap((part) => [24, 16, 8, 0].map((shift) => (state.number(part) >>> shift) & 255)));
}
