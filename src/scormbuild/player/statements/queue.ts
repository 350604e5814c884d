/**
 * Statements on their way to a record store. Each goes once, in order; whatever hasn't arrived is kept in the browser, over
 * closing, under the id that it was made with: to send it again can never make a second one.
 */

import { LARGEST_BATCH, type Outcome } from "./lrs";
import { type Draft, isDefined, type Unsigned } from "./statement";

/** What stands in the way, for whoever can mend it. `waiting` mends itself. */
export type Trouble = "waiting" | "expired" | "forbidden" | "key" | "refused";

export interface Entry {
  draft: Draft;
  /** What was sent of it: what is sent again must be the same. */
  sent?: Unsigned;
  /** It may have arrived though no answer said so. */
  isDoubtful?: boolean;
  /** How often the store has called it a conflict, without having it. */
  conflicts?: number;
  /** When the store first wouldn't have it, UTC. */
  refused?: string;
}

/** What the browser keeps: what hasn't arrived, and what the store wouldn't have. */
export interface Kept {
  waiting: Entry[];
  refused: { entry: Entry; status: number }[];
}

/** How many are kept that the store wouldn't have, and for how long: it is somebody's work in what may be everybody's browser. */
const MOST_REFUSED = 20;
const REFUSED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

export interface Shelf {
  read(): Kept;
  write(kept: Kept): void;
}

/** What the queue needs of its surroundings. */
export interface Post {
  send(statements: Unsigned[], isLast: boolean): Promise<Outcome>;
  has(id: string): Promise<boolean | null>;
  isForbidden(): Promise<boolean>;
  /** Get a new key in place of one that has expired; whether there is one, null where nobody answered. */
  renew(): Promise<boolean | null>;
  /** Bytes that sending adds to each statement, and those that a request may have which must outlive its page. */
  overhead(): number;
  room(): number;
  /** The course's version. */
  revision: string;
  /** Milliseconds, of a clock that only goes on. */
  now(): number;
  /** Learn what `complete` and `send` have to know before they are asked; what stands in the way, if anything does. */
  prepared(waiting: readonly Entry[]): Promise<Stop | null>;
  complete(draft: Draft): Unsigned;
  after(ms: number, run: () => void): () => void;
  tell(trouble: Trouble | null): void;
}

const MOST = 50;
const RETRIES_S = [1, 2, 5, 15, 30, 60];
const CONFLICT = 409;
const MOST_CONFLICTS = 3;
const FORBIDDEN = 403;

function isForbidden(stop: Stop): boolean {
  return stop.is === "refused" && stop.status === FORBIDDEN;
}

/** Why nothing goes on just now. */
export type Stop = Exclude<Outcome, { is: "stored" }>;

export class Queue {
  private kept: Kept;
  private running: Promise<void> | null = null;
  private failures = 0;
  /** Whether this key has ever stored anything. */
  private hasStored = false;
  private isOver = false;
  /** Grows with every statement that arrives: what was found out before then is out of date. */
  private arrivals = 0;
  /** The store has asked not to be asked before then. */
  private notBefore = 0;
  /** What the request that is under way carries. */
  private underWay: Entry[] = [];
  /** Whether the store has refused what it hadn't refused before: nobody is told twice. */
  private hasRefused = false;
  private cancelRetry = () => {};

  constructor(
    private readonly post: Post,
    private shelf: Shelf,
  ) {
    this.kept = { waiting: leftIn(shelf), refused: [] };
  }

  /** What hasn't arrived. */
  get waiting(): readonly Entry[] {
    return this.kept.waiting;
  }

  get refused(): Kept["refused"] {
    return this.kept.refused;
  }

  /** What is told under an id that waits already is the same. */
  add(...drafts: Draft[]): void {
    const isNew = ({ id }: Draft) => this.kept.waiting.every(({ draft }) => draft.id !== id);
    this.keep([...this.kept.waiting, ...drafts.filter(isNew).map((draft) => ({ draft }))]);
  }

  /** Begin with these: a session of its own, and what it takes over of the one before. */
  restore(entries: Entry[]): void {
    this.keep(entries);
  }

  /** Send what is waiting; resolves when all of it has arrived, or something stands in the way: whether nothing is left. */
  async flush(): Promise<boolean> {
    if (this.isOver || this.post.now() < this.notBefore) {
      return this.kept.waiting.length === 0;
    }
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    await this.running;
    return this.kept.waiting.length === 0;
  }

  /** Say why nothing goes on, to whoever can mend it. */
  async explain(stop: Stop): Promise<void> {
    if (stop.is === "refused") {
      // A key that has stored before is good no longer; one that never has was never good.
      this.post.tell(stop.status !== FORBIDDEN ? "refused" : this.hasStored ? "expired" : "key");
    } else if (stop.is !== "unreachable" || stop.isLate) {
      this.post.tell(stop.is === "expired" ? "expired" : "waiting");
    } else {
      this.post.tell("waiting");
      const { arrivals } = this;
      if ((await this.post.isForbidden()) && arrivals === this.arrivals && !this.isOver) {
        this.post.tell("forbidden");
      }
    }
  }

  /** Another page of this browser sends what is kept from now on. */
  stop(): void {
    this.isOver = true;
    this.cancelRetry();
    this.shelf = { read: () => this.kept, write() {} };
  }

  /**
   * The page goes: send what is waiting in one request that outlives it; resolves when that is answered. What is under way
   * goes in it once more, so that the session's end can't overtake it. Not so what tells of the session itself: platforms
   * refuse a second `completed` whatever its id, and all that comes with it (cmi5 9.3; CATAPULT's player).
   */
  async last(...drafts: Draft[]): Promise<void> {
    if (this.isOver) {
      return;
    }
    this.add(...drafts);
    this.isOver = true;
    this.cancelRetry();
    const { waiting } = this.kept;
    const all = this.underWay.some(({ draft }) => isDefined(draft)) ? [] : this.firstOf(waiting, this.post.room());
    const batch = all.length === waiting.length ? all : this.firstOf(waiting.filter((entry) => !this.underWay.includes(entry)), this.post.room());
    const statements = batch.map((entry) => this.completed(entry));
    batch.forEach((entry, at) => Object.assign(entry, { sent: statements[at], isDoubtful: true })); // it may arrive unheard
    this.shelf.write(this.kept);
    if (batch.length > 0 && (await this.post.send(statements, true)).is === "stored") {
      this.settle(statements);
    }
  }

  private async run(): Promise<void> {
    this.cancelRetry();
    // A new key that is refused as well is no reason to ask for a third.
    let mayRenew = true;
    while (this.kept.waiting.length > 0 && !this.isOver) {
      const { waiting } = this.kept;
      let stop = (await this.post.prepared(waiting)) ?? (await this.deliver(this.batch(waiting)));
      if (stop?.is === "expired" && mayRenew) {
        mayRenew = false;
        const renewed = await this.post.renew();
        this.hasStored &&= !renewed;
        stop = renewed === null ? { is: "unreachable", isLate: true } : renewed ? null : stop;
      } else if (stop === null) {
        mayRenew = true;
      }
      if (stop !== null) {
        if (!this.isOver) {
          this.pause(stop);
        }
        return;
      }
    }
    if (this.kept.waiting.length === 0) {
      this.post.tell(this.hasRefused ? "refused" : null);
    }
  }

  /** The first of some entries, so many that they outlive their page, should it be closed; what begins a session alone. */
  private batch(waiting: readonly Entry[]): Entry[] {
    const isBeginning = waiting[0]?.draft.verb === "initialized";
    const batch = this.firstOf(waiting.slice(0, isBeginning ? 1 : MOST), LARGEST_BATCH);
    return batch.length > 0 ? batch : waiting.slice(0, 1);
  }

  /** The first of some entries, as many as so many bytes take. */
  private firstOf(entries: readonly Entry[], bytes: number): Entry[] {
    const first: Entry[] = [];
    let left = bytes;
    for (const entry of entries) {
      left -= this.bytesOf(this.completed(entry));
      if (left < 0) {
        break;
      }
      first.push(entry);
    }
    return first;
  }

  /** Send a batch; where it is refused, its halves, until what the store won't have stands alone. */
  private async deliver(batch: Entry[]): Promise<Stop | null> {
    const statements = batch.map((entry) => this.completed(entry));
    batch.forEach((entry, at) => (entry.sent = statements[at] as Unsigned));
    this.underWay = batch;
    this.shelf.write(this.kept); // before it goes: whoever finds it here later knows that it may have arrived
    const outcome = await this.post.send(statements, false);
    this.underWay = [];
    if (outcome.is === "stored") {
      this.hasStored = true;
      this.arrivals += 1;
      this.failures = 0;
      this.settle(statements);
      return null;
    }
    // After the end nobody here judges what was refused: the next session asks whether it has arrived.
    if (outcome.is !== "refused" || this.isOver) {
      batch.forEach((entry) => (entry.isDoubtful ||= outcome.is !== "expired"));
      this.shelf.write(this.kept);
      return outcome;
    }
    if (batch.length > 1 && outcome.status === FORBIDDEN) {
      return this.divide(batch);
    }
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      return (await this.deliver(batch.slice(0, middle))) ?? this.deliver(batch.slice(middle));
    }
    return this.judge(batch[0] as Entry, outcome);
  }

  /** A batch was forbidden: its first statement is at fault where the second is taken, else whoever sends them. */
  private async divide(batch: Entry[]): Promise<Stop | null> {
    const [first, second, ...rest] = batch as [Entry, Entry, ...Entry[]];
    const stop = await this.deliver([first]);
    if (stop === null || !isForbidden(stop)) {
      return stop ?? this.deliver([second, ...rest]);
    }
    const next = await this.deliver([second]);
    if (next !== null) {
      return next;
    }
    this.refuse(first, FORBIDDEN);
    return rest.length > 0 ? this.deliver(rest) : null;
  }

  /** A single statement was refused: it may have arrived before, or it is at fault, or whoever sends it. */
  private async judge(entry: Entry, outcome: Outcome & { is: "refused" }): Promise<Stop | null> {
    const { isDoubtful = false } = entry;
    const { status } = outcome;
    if (status === CONFLICT || isDoubtful) {
      const isThere = await this.post.has(entry.draft.id);
      if (isThere ?? (status === CONFLICT && (isDoubtful || entry.draft.isOnce))) {
        this.settle([entry.draft]);
        return null;
      }
    }
    if (status === FORBIDDEN) {
      return outcome;
    }
    if (status === CONFLICT) {
      // Two requests at once may have met in the store: that passes.
      entry.conflicts = (entry.conflicts ?? 0) + 1;
      if (entry.conflicts < MOST_CONFLICTS) {
        return { is: "busy", seconds: null };
      }
    }
    this.refuse(entry, status);
    return null;
  }

  private refuse(entry: Entry, status: number): void {
    this.hasRefused ||= entry.refused === undefined;
    entry.refused ??= new Date().toISOString();
    this.kept.refused = [...this.kept.refused, { entry, status }].slice(-MOST_REFUSED);
    this.settle([entry.draft]);
  }

  private pause(stop: Stop): void {
    if (stop.is === "busy" && stop.seconds !== null) {
      this.notBefore = this.post.now() + stop.seconds * 1000;
    }
    if (stop.is === "busy" || stop.is === "unreachable") {
      const wait = RETRIES_S[Math.min(this.failures, RETRIES_S.length - 1)] as number;
      const seconds = stop.is === "busy" && stop.seconds !== null ? Math.max(stop.seconds, wait) : wait;
      this.failures += 1;
      this.cancelRetry = this.post.after(seconds * 1000, () => void this.flush());
    }
    void this.explain(stop);
  }

  private bytesOf(statement: Unsigned): number {
    return new TextEncoder().encode(JSON.stringify(statement)).length + this.post.overhead();
  }

  private completed(entry: Entry): Unsigned {
    return entry.sent ?? this.post.complete(entry.draft);
  }

  private settle(settled: { id: string }[]): void {
    this.keep(this.kept.waiting.filter(({ draft }) => !settled.some(({ id }) => id === draft.id)));
  }

  private keep(waiting: Entry[]): void {
    waiting.forEach(({ draft }) => (draft.revision ??= this.post.revision));
    this.kept = { ...this.kept, waiting };
    this.shelf.write(this.kept);
  }
}

/** What waits on a shelf, and behind it what was refused of late: the store may have been mended since. */
export function leftIn(shelf: Shelf): Entry[] {
  const { waiting, refused } = shelf.read();
  const isLate = ({ entry }: Kept["refused"][number]) => Date.now() - Date.parse(entry.refused ?? "") < REFUSED_FOR_MS;
  return [...waiting, ...refused.filter(isLate).map(({ entry }) => ({ ...entry, conflicts: 0 }))];
}
