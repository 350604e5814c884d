/** A record store that fails in every way it can, a queue before it, and a clock that the test turns. */

import type { Outcome } from "../../src/scormbuild/player/statements/lrs";
import { type Kept, Queue, type Trouble } from "../../src/scormbuild/player/statements/queue";
import { type Draft, newDraft, type Unsigned } from "../../src/scormbuild/player/statements/statement";

/** A record store: what it holds, in order of arrival; and what it does to the next requests. */
class FakeStore {
  readonly held: Unsigned[] = [];
  readonly sizes: number[] = [];
  /** One to a request: what it answers, and whether it stores nevertheless. */
  script: ({ outcome: Outcome; stores?: boolean } | "ok")[] = [];
  poison: (statement: Unsigned) => number | null = () => null;
  readable: "yes" | "no" = "yes";
  /** What an answer waits for. */
  gate: Promise<void> = Promise.resolve();

  async send(statements: Unsigned[]): Promise<Outcome> {
    this.sizes.push(statements.length);
    const step = this.script.shift() ?? "ok";
    await this.gate;
    if (step !== "ok") {
      if (step.stores) {
        this.store(statements);
      }
      return step.outcome;
    }
    const refused = statements.map((statement) => this.refusal(statement)).find((status) => status !== null);
    if (refused != null) {
      return { is: "refused", status: refused };
    }
    this.store(statements);
    return { is: "stored" };
  }

  has(id: string): Promise<boolean | null> {
    return Promise.resolve(this.readable === "yes" ? this.held.some((statement) => statement.id === id) : null);
  }

  /** A statement of that id which says something else is a conflict (xAPI-Communication 2.1.2). */
  private refusal(statement: Unsigned): number | null {
    const same = this.held.find((held) => held.id === statement.id);
    const differs = same !== undefined && JSON.stringify(same) !== JSON.stringify(statement);
    return differs ? 409 : this.poison(statement);
  }

  private store(statements: Unsigned[]): void {
    this.held.push(...statements.filter((statement) => !this.held.some((held) => held.id === statement.id)));
  }
}

export class Bench {
  readonly store = new FakeStore();
  readonly troubles: (Trouble | null)[] = [];
  kept: Kept = { waiting: [], refused: [] };
  waits: number[] = [];
  renewals: number | null = 0;
  forbidden = false;
  /** What the question waits for whether anybody is there. */
  probe: Promise<void> = Promise.resolve();
  private due: (() => void)[] = [];
  private dueAt = 0;
  /** Milliseconds. */
  time = 0;
  /** Bytes that the last request may have. */
  room = 60_000;
  revision = "1.0.0";
  /** What `complete` knows of the course by now. */
  wording = "early";

  queue(): Queue {
    return new Queue(
      {
        send: (statements) => this.store.send(statements),
        has: (id) => this.store.has(id),
        isForbidden: () => this.probe.then(() => this.forbidden),
        renew: () => Promise.resolve(this.renewals === null ? null : this.renewals-- > 0),
        prepared: () => Promise.resolve(null),
        complete: (draft) => this.statement(draft),
        overhead: () => 100,
        room: () => this.room,
        revision: this.revision,
        now: () => this.time,
        after: (ms, run) => {
          this.waits.push(ms / 1000);
          this.dueAt = this.time + ms;
          this.due = [run];
          return () => (this.due = []);
        },
        tell: (trouble) => this.troubles.push(trouble),
      },
      { read: () => JSON.parse(JSON.stringify(this.kept)) as Kept, write: (kept) => (this.kept = JSON.parse(JSON.stringify(kept)) as Kept) },
    );
  }

  /** Let the time pass that the queue waits for, until it waits no more. */
  async passTime(): Promise<void> {
    while (this.due.length > 0) {
      this.time = this.dueAt;
      this.due.splice(0).forEach((run) => run());
      await settled();
    }
  }

  private statement(draft: Draft): Unsigned {
    const { id, verb, about, timestamp } = draft;
    const object = { id: about, definition: { type: "t", name: { nb: this.wording }, description: {} } };
    return { id, verb: { id: verb, display: {} }, object, context: {}, timestamp };
  }
}

export const UNREACHABLE = { outcome: { is: "unreachable" } } as const;
export const LOST_ANSWER = { outcome: { is: "unreachable" }, stores: true } as const;
export const busy = (seconds: number | null) => ({ outcome: { is: "busy", seconds } }) as const;

export function drafts(count: number): Draft[] {
  return Array.from({ length: count }, (_, number) => newDraft("answered", `questions/q-${number}`));
}

/** Let everything run that waits for nothing but itself. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export function abouts(bench: Bench): string[] {
  return bench.store.held.map((statement) => statement.object.id);
}

export const inOrder = (count: number) => drafts(count).map((draft) => draft.about);
