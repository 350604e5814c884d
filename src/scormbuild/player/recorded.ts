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

/** What a launch gave. */
export interface Recorded {
  lrs: Lrs;
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

/** A platform that says when it has everything, or that it takes too long. */
export interface RecordedPlatform extends Platform {
  saved(): Promise<void>;
}

export async function recordedPlatform(plan: Plan, texts: Texts, recorded: Recorded, store: Store | null, line: RecordsLine): Promise<RecordedPlatform> {
  const { lrs, launch, saved, speaker, state, mastery } = recorded;
  const activities = new Activities(plan, texts, (input, init) => fetch(input, init));
  const queue = new Queue(
    {
      send: (statements, isLast) => lrs.send(statements, speaker.actor, isLast),
      has: (id) => lrs.has(id),
      isForbidden: () => lrs.isForbidden(),
      renew: () => Promise.resolve(false),
      async prepared(waiting) {
        await activities.know(waiting.map(({ draft }) => draft.about));
        return null;
      },
      complete: (draft) => statementOf(draft, speaker, activities),
      overhead: () => new TextEncoder().encode(JSON.stringify({ actor: speaker.actor })).length,
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
    mastery,
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
        teller = new Teller(plan, session.state, plan.records.texts, (draft) => queue.add(draft));
        session.tell(teller);
      }
      void queue.flush();
    },
    hidden: () => teller?.filled(),
    superseded: () => queue.stop(),
    saved() {
      const began = performance.now();
      teller?.filled();
      begunWith?.changed("now");
      const isOpen = () => begunWith !== null && tracker.lacks;
      return new Promise((resolve) => {
        const look = () => (isOpen() && performance.now() - began < PATIENCE_MS ? void after(LOOK_AGAIN_MS, look) : resolve());
        after(LOOK_AGAIN_MS, look);
      });
    },
  };
}
