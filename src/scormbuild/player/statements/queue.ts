/**
 * Statements on their way to a record store. Each goes once, in order; whatever hasn't arrived is kept in the browser, over
 * closing, under the id that it was made with: to send it again can never make a second one.
 */

import { LARGEST_LASTING, type Outcome } from "./lrs";
import type { Draft, Unsigned } from "./statement";

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
}

/** What the browser keeps: what hasn't arrived, and what the store wouldn't have. */
export interface Kept {
  waiting: Entry[];
  refused: { entry: Entry; status: number }[];
}

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
  /** Bytes that sending adds to each statement. */
  overhead(): number;
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
  private cancelRetry = () => {};

  constructor(
    private readonly post: Post,
    private shelf: Shelf,
  ) {
    this.kept = shelf.read();
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

  /** The page goes: send everything that isn't under way, in one request that outlives it. */
  last(...drafts: Draft[]): void {
    if (this.isOver) {
      return;
    }
    this.add(...drafts);
    this.isOver = true;
    this.cancelRetry();
    const rest: Unsigned[] = [];
    let bytes = 2;
    for (const entry of this.kept.waiting.filter((waiting) => !this.underWay.includes(waiting))) {
      const statement = this.completed(entry);
      bytes += this.bytesOf(statement);
      if (bytes > LARGEST_LASTING) {
        break;
      }
      entry.sent = statement;
      entry.isDoubtful = true; // nobody here will hear of its arrival
      rest.push(statement);
    }
    this.shelf.write(this.kept);
    if (rest.length > 0) {
      void this.post.send(rest, true).then((outcome) => outcome.is === "stored" && this.settle(rest));
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
        this.pause(stop);
        return;
      }
    }
    if (this.kept.waiting.length === 0) {
      this.post.tell(this.kept.refused.length > 0 ? "refused" : null);
    }
  }

  /** The first of some entries, so many that they outlive their page, should it be closed; what begins a session alone. */
  private batch(waiting: readonly Entry[]): Entry[] {
    const batch: Entry[] = [];
    let bytes = 0;
    const isBeginning = waiting[0]?.draft.verb === "initialized";
    for (const entry of waiting.slice(0, isBeginning ? 1 : MOST)) {
      bytes += this.bytesOf(this.completed(entry));
      if (batch.length > 0 && bytes > LARGEST_LASTING / 2) {
        break;
      }
      batch.push(entry);
    }
    return batch;
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
    if (outcome.is !== "refused") {
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
    this.kept.refused.push({ entry, status });
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
    this.kept = { ...this.kept, waiting };
    this.shelf.write(this.kept);
  }
}
