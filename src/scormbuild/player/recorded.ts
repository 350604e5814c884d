/** A platform with a record store, put together: tracker, statements, queue (cmi5, xAPI). */

import { after } from "./after";
import type { Platform } from "./main";
import type { Plan } from "./plan";
import type { Session } from "./session";
import type { Store } from "./state/copy";
import { Activities } from "./statements/activities";
import type { Lrs, Parameters } from "./statements/lrs";
import { type Entry, Queue } from "./statements/queue";
import { shelfIn } from "./statements/shelf";
import { type Speaker, statementOf } from "./statements/statement";
import { Teller } from "./statements/teller";
import { NoTracker } from "./trackers/none";
import type { Texts } from "./texts";
import { DocumentTracker, type Saved } from "./trackers/document";
import type { Launch } from "./trackers/tracker";
import { RecordsLine } from "./ui/records-line";
import { fieldWords } from "./ui/wording";

/** What a launch gave. */
export interface Recorded {
  lrs: Lrs;
  /** Whom statements are about. */
  actor: unknown;
  speaker: Speaker;
  launch: Launch;
  saved: Saved;
  /** Where the state goes. */
  state: Parameters;
  /** What the statements of this learner are kept under in the browser. */
  name: string;
  /** The share from which the platform takes the course for passed; null where it doesn't say. */
  mastery: number | null;
  /** What is sent first: that the session has begun, and what an earlier one has left in the browser. */
  opening(left: readonly Entry[]): Promise<Entry[]>;
}

/** No platform: the page was opened without one. */
export const alone: Platform = { trackerFor: () => new NoTracker(), restart: () => location.reload() };

/** The browser's storage; null where the learner or the platform's frame forbids it. */
export function storage(): Store | null {
  try {
    return localStorage;
  } catch (forbidden) {
    return null;
  }
}

/** So long a learner who leaves is kept waiting for a platform that doesn't answer. */
const PATIENCE_MS = 2000;
const LOOK_AGAIN_MS = 50;

/** A platform whose session can be left in order: what is under way first, then its `end`; settled when it has both, or takes too long. */
export interface RecordedPlatform extends Platform {
  close(end: () => void): Promise<void>;
}

export async function recordedPlatform(plan: Plan, texts: Texts, recorded: Recorded, store: Store | null, line: RecordsLine): Promise<RecordedPlatform> {
  const { lrs, launch, saved, actor, speaker, state, mastery } = recorded;
  const activities = new Activities(plan, texts, (input, init) => fetch(input, init));
  const queue = new Queue(
    {
      send: (statements, isLast) => lrs.send(statements.map((statement) => ({ ...statement, actor })), isLast),
      has: (id) => lrs.has(id),
      isForbidden: () => lrs.isForbidden(),
      renew: () => Promise.resolve(false),
      async prepared(waiting) {
        await activities.know(waiting.map(({ draft }) => draft.about));
        return null;
      },
      complete: (draft) => statementOf(draft, speaker, activities),
      overhead: () => new TextEncoder().encode(JSON.stringify({ actor })).length,
      room: () => lrs.room,
      revision: plan.course.version,
      now: () => performance.now(),
      after,
      tell(trouble) {
        line.show(trouble);
        if (queue.waiting.length === 0) {
          retry();
        }
      },
    },
    // Who only looks tells of nothing but that.
    shelfIn(launch.mode === "normal" ? store : null, recorded.name),
  );
  queue.restore(await recorded.opening(queue.waiting));
  let teller: Teller | null = null;
  let begunWith: Session | null = null;
  let retry = () => {};
  const tracker = new DocumentTracker(launch, saved, queue, {
    write: (document, isLast) => lrs.write("activities/state", state, document, isLast),
    lastWords: () => teller?.filled(),
    role: () => begunWith?.role ?? null,
    mastery,
    learnerName: nameOf(actor),
  });
  return {
    trackerFor: () => tracker,
    answersProve: true,
    opensOnce: true,
    restart: () => location.reload(),
    begun(session: Session, _learner, saveAgain) {
      retry = saveAgain;
      if (launch.mode === "normal") {
        begunWith = session;
        teller = new Teller(plan, session.state, plan.records.texts ? fieldWords : null, (draft) => queue.add(draft));
        session.tell(teller);
      }
      void queue.flush();
    },
    drawn: (drawnTexts) => line.stand(drawnTexts),
    hidden: () => teller?.filled(),
    superseded: () => queue.stop(),
    async close(end) {
      const { commits } = tracker;
      teller?.filled();
      begunWith?.changed("now");
      await until(() => begunWith === null || (tracker.commits > commits && !tracker.lacks));
      end();
      let isAnswered = false;
      void tracker.ended.then(() => (isAnswered = true));
      await until(() => isAnswered);
    },
  };
}

/** What a launch calls the learner; an identifier alone is no name. */
function nameOf(actor: unknown): string {
  const { name } = actor as { name?: unknown };
  return typeof name === "string" ? name : "";
}

/** Settled when a condition holds, or nobody can be kept waiting any longer. */
function until(holds: () => boolean): Promise<void> {
  const began = performance.now();
  return new Promise((resolve) => {
    const look = () => (holds() || performance.now() - began > PATIENCE_MS ? resolve() : void after(LOOK_AGAIN_MS, look));
    look();
  });
}
