/** The queue of statements before a record store that fails in every way it can. */

import assert from "node:assert/strict";
import { test } from "node:test";
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

class Bench {
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

const UNREACHABLE = { outcome: { is: "unreachable" } } as const;
const LOST_ANSWER = { outcome: { is: "unreachable" }, stores: true } as const;
const busy = (seconds: number | null) => ({ outcome: { is: "busy", seconds } }) as const;

function drafts(count: number): Draft[] {
  return Array.from({ length: count }, (_, number) => newDraft("answered", `questions/q-${number}`));
}

/** Let everything run that waits for nothing but itself. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function abouts(bench: Bench): string[] {
  return bench.store.held.map((statement) => statement.object.id);
}

const inOrder = (count: number) => drafts(count).map((draft) => draft.about);

test("statements go once and in order, through every kind of failure", async () => {
  const failures = [UNREACHABLE, busy(null), LOST_ANSWER, busy(7), UNREACHABLE, LOST_ANSWER];
  for (let first = 0; first < failures.length; first += 1) {
    const bench = new Bench();
    const queue = bench.queue();
    bench.store.script = [...failures.slice(first), ...failures.slice(0, first)];
    for (const draft of drafts(12)) {
      queue.add(draft);
      await queue.flush();
    }
    await bench.passTime();
    assert.deepEqual(abouts(bench), inOrder(12));
    assert.deepEqual(bench.kept, { waiting: [], refused: [] });
    assert.equal(bench.troubles.at(-1), null);
  }
});

test("waits grow, and are as long as the store asks for", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.store.script = [UNREACHABLE, UNREACHABLE, busy(90), busy(null), UNREACHABLE, UNREACHABLE, UNREACHABLE];
  queue.add(...drafts(1));
  await queue.flush();
  await bench.passTime();
  assert.deepEqual(bench.waits, [1, 2, 90, 15, 30, 60, 60]);
  assert.equal(bench.store.held.length, 1);
});

test("what was added while a request was under way goes after it", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  let open = () => {};
  bench.store.gate = new Promise((resolve) => (open = resolve));
  const [one, two] = drafts(2) as [Draft, Draft];
  queue.add(one);
  const done = queue.flush();
  await settled();
  queue.add(two);
  void queue.flush();
  assert.deepEqual(bench.store.sizes, [1]);
  open();
  assert.equal(await done, true);
  assert.deepEqual(abouts(bench), inOrder(2));
});

test("one poisoned statement among many is found by halving, set aside and told of; the rest arrive in order", async () => {
  for (const status of [400, 409, 413]) {
    for (const [bad, readable] of [[0, "yes"], [7, "no"], [19, "yes"], [19, "no"]] as const) {
      const bench = new Bench();
      const queue = bench.queue();
      bench.store.readable = readable;
      bench.store.poison = (statement) => (statement.object.id === `questions/q-${bad}` ? status : null);
      queue.add(...drafts(20));
      await queue.flush();
      await bench.passTime();
      assert.deepEqual(bench.kept.waiting, []);
      assert.deepEqual(abouts(bench), inOrder(20).filter((_, number) => number !== bad));
      assert.deepEqual(queue.refused.map(({ entry, status: said }) => [entry.draft.about, said]), [[`questions/q-${bad}`, status]]);
      assert.equal(bench.troubles.at(-1), "refused");
      const [attempts, halvings] = [status === 409 ? 3 : 1, Math.ceil(Math.log2(20))];
      assert.ok(bench.store.sizes.length <= attempts * (1 + 2 * halvings) + 1, `${bench.store.sizes.length} requests`);
    }
  }
});

test("a conflict that passes loses nothing", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.store.script = [{ outcome: { is: "refused", status: 409 } }, { outcome: { is: "refused", status: 409 } }];
  queue.add(...drafts(1));
  await queue.flush();
  await bench.passTime();
  assert.deepEqual(abouts(bench), inOrder(1));
  assert.deepEqual(queue.refused, []);
});

test("a batch that is too large is halved, and nothing of it set aside", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  const send = bench.store.send.bind(bench.store);
  bench.store.send = (statements) => (statements.length > 5 ? Promise.resolve({ is: "refused", status: 413 }) : send(statements));
  queue.add(...drafts(20));
  assert.equal(await queue.flush(), true);
  assert.deepEqual(abouts(bench), inOrder(20));
  assert.deepEqual(queue.refused, []);
});

test("what arrived though no answer came is no conflict, whether or not the store can be asked", async () => {
  for (const readable of ["yes", "no"] as const) {
    const bench = new Bench();
    const queue = bench.queue();
    bench.store.readable = readable;
    bench.store.script = [LOST_ANSWER];
    // Stores that call every repeated id a conflict.
    bench.store.poison = (statement) => (bench.store.held.some((held) => held.id === statement.id) ? 409 : null);
    queue.add(...drafts(3));
    await queue.flush();
    await bench.passTime();
    assert.deepEqual(abouts(bench), inOrder(3));
    assert.deepEqual(queue.refused, []);
  }
});

test("what is sent again says the same, whatever is known by then", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.store.script = [LOST_ANSWER];
  queue.add(...drafts(1));
  await queue.flush();
  bench.wording = "late";
  await bench.queue().flush(); // the next page of the same learner
  assert.deepEqual(bench.store.held.map((statement) => statement.object.definition?.name), [{ nb: "early" }]);
  assert.deepEqual(bench.kept, { waiting: [], refused: [] });
});

test("an expired key is renewed; where none can be had, all is kept and whoever can mend it is told", async () => {
  const renewed = new Bench();
  renewed.renewals = 1;
  renewed.store.script = ["ok", { outcome: { is: "expired" } }];
  const queue = renewed.queue();
  queue.add(...drafts(1));
  await queue.flush();
  queue.add(...drafts(2).slice(1));
  assert.equal(await queue.flush(), true);
  assert.deepEqual(abouts(renewed), inOrder(2));

  const dead = new Bench();
  dead.store.script = [{ outcome: { is: "expired" } }];
  const held = dead.queue();
  held.add(...drafts(2));
  assert.equal(await held.flush(), false);
  assert.equal(dead.kept.waiting.length, 2);
  assert.equal(dead.troubles.at(-1), "expired");
});

test("a service that doesn't answer is asked again later, and one that gives bad keys isn't asked for ever", async () => {
  const bench = new Bench();
  bench.renewals = null;
  bench.store.script = [{ outcome: { is: "expired" } }];
  const queue = bench.queue();
  queue.add(...drafts(1));
  assert.equal(await queue.flush(), false);
  assert.equal(bench.troubles.at(-1), "waiting");
  await bench.passTime();
  assert.deepEqual(abouts(bench), inOrder(1));

  const bad = new Bench();
  bad.renewals = 99;
  bad.store.script = Array.from({ length: 9 }, () => ({ outcome: { is: "expired" } }) as const);
  const held = bad.queue();
  held.add(...drafts(1));
  assert.equal(await held.flush(), false);
  assert.deepEqual([bad.renewals, bad.store.sizes.length], [98, 2]);
  assert.equal(bad.troubles.at(-1), "expired");
});

test("a key that may not write loses nothing; once it has written, a 403 is about the statement", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.store.poison = () => 403;
  queue.add(...drafts(3));
  assert.equal(await queue.flush(), false);
  assert.equal(bench.kept.waiting.length, 3);
  assert.deepEqual(queue.refused, []);
  assert.equal(bench.troubles.at(-1), "key");
  bench.store.poison = (statement) => (statement.object.id.endsWith("1") ? 403 : null);
  assert.equal(await queue.flush(), true);
  assert.deepEqual(abouts(bench), ["questions/q-0", "questions/q-2"]);
  assert.deepEqual(queue.refused.map(({ status }) => status), [403]);
});

test("a store that won't talk to pages of our origin is told from a dead network", async () => {
  for (const forbidden of [true, false]) {
    const bench = new Bench();
    bench.forbidden = forbidden;
    bench.store.script = [UNREACHABLE];
    const queue = bench.queue();
    queue.add(...drafts(1));
    await queue.flush();
    await settled();
    assert.equal(bench.troubles.at(-1), forbidden ? "forbidden" : "waiting");
  }
});

test("a question that is answered late neither holds the queue up nor says what is out of date", async () => {
  const bench = new Bench();
  let answer = () => {};
  bench.forbidden = true;
  bench.probe = new Promise((resolve) => (answer = resolve));
  bench.store.script = [UNREACHABLE];
  const queue = bench.queue();
  queue.add(...drafts(1));
  await queue.flush();
  await bench.passTime();
  assert.deepEqual(abouts(bench), inOrder(1));
  answer();
  await settled();
  assert.equal(bench.troubles.at(-1), null);
});

test("a store that says when to come again isn't asked before", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.store.script = [busy(120)];
  queue.add(...drafts(1));
  await queue.flush();
  bench.time += 60_000;
  assert.equal(await queue.flush(), false);
  assert.deepEqual(bench.store.sizes, [1]);
  await bench.passTime();
  assert.deepEqual(abouts(bench), inOrder(1));
});

test("a session that is over sets nothing aside, though the store forbids every statement", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  queue.add(...drafts(1));
  await queue.flush();
  bench.store.poison = () => 403;
  queue.add(...drafts(5).slice(1));
  assert.equal(await queue.flush(), false);
  assert.equal(bench.kept.waiting.length, 4);
  assert.deepEqual(bench.kept.refused, []);
  assert.equal(bench.troubles.at(-1), "expired");
  assert.equal(bench.store.sizes.length, 4); // one that was taken, the batch, and two of it
});

test("what arrived unheard and is forbidden a second time is asked for, and goes no more", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.store.script = [LOST_ANSWER];
  bench.store.poison = (statement) => (bench.store.held.some((held) => held.id === statement.id) ? 403 : null);
  queue.add(newDraft("initialized", ""), ...drafts(2));
  await queue.flush();
  await bench.passTime();
  assert.deepEqual(abouts(bench), ["", ...inOrder(2)]);
  assert.deepEqual(bench.kept, { waiting: [], refused: [] });
});

test("a queue that another page has taken over writes and sends nothing more", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  queue.add(...drafts(1));
  queue.stop();
  bench.kept = { waiting: drafts(3).map((draft) => ({ draft })), refused: [] };
  queue.add(...drafts(1));
  await queue.last(...drafts(1));
  assert.equal(await queue.flush(), false);
  assert.equal(bench.kept.waiting.length, 3);
  assert.deepEqual(bench.store.sizes, []);
});

/** A queue whose first statement is under way, and one more that waits. */
async function underWay(bench: Bench, first = newDraft("answered", "questions/q-0")): Promise<Queue> {
  const queue = bench.queue();
  bench.store.gate = new Promise(() => {});
  queue.add(first);
  void queue.flush();
  await settled();
  bench.store.gate = Promise.resolve();
  queue.add(newDraft("answered", "questions/q-1"));
  return queue;
}

test("what waits over a change of the course's version tells of the version that it happened in", async () => {
  const bench = new Bench();
  const [before, after] = drafts(2) as [Draft, Draft];
  bench.queue().add(before);
  bench.revision = "2.0.0";
  const queue = bench.queue();
  queue.restore([...queue.waiting, { draft: after }]);
  assert.deepEqual(queue.waiting.map(({ draft }) => [draft.id, draft.revision]), [[before.id, "1.0.0"], [after.id, "2.0.0"]]);
});

const terminated = () => newDraft("terminated", "");

test("the last request has once more what is under way, so that the end of the session can't overtake it", async () => {
  const bench = new Bench();
  const queue = await underWay(bench);
  await queue.last(terminated());
  assert.deepEqual(bench.store.sizes, [1, 3]);
  assert.deepEqual(abouts(bench), [...inOrder(2), ""]);
  assert.deepEqual(bench.kept, { waiting: [], refused: [] });
});

test("what tells of the session itself goes once, for platforms refuse it a second time", async () => {
  const bench = new Bench();
  const queue = await underWay(bench, newDraft("completed", ""));
  await queue.last(terminated());
  assert.deepEqual(bench.store.sizes, [1, 2]);
  assert.deepEqual(abouts(bench), ["questions/q-1", ""]);
  assert.deepEqual(bench.kept.waiting.map(({ draft }) => draft.verb), ["completed"]);
});

test("where there is no room for what is under way as well, the rest goes without it", async () => {
  const bench = new Bench();
  const queue = await underWay(bench);
  bench.room = 700;
  await queue.last(terminated());
  assert.deepEqual(bench.store.sizes, [1, 2]);
  bench.room = 60_000;
  await bench.queue().flush();
  assert.deepEqual(abouts(bench), ["questions/q-1", "", "questions/q-0"]);
});

test("what the last request loses is sent by the next session", async () => {
  const bench = new Bench();
  const queue = await underWay(bench);
  bench.store.script = [UNREACHABLE];
  await queue.last(terminated());
  assert.deepEqual(abouts(bench), []);
  assert.equal(await queue.flush(), false);
  await bench.queue().flush();
  assert.deepEqual(abouts(bench), [...inOrder(2), ""]);
});

test("what the store refuses is told of once, tried once in each session, and kept for a month", async () => {
  const bench = new Bench();
  bench.store.poison = ({ object }) => (object.id === "questions/q-0" ? 400 : null);
  const queue = bench.queue();
  queue.add(...drafts(2));
  await queue.flush();
  assert.equal(bench.troubles.at(-1), "refused");

  await bench.queue().flush();
  assert.equal(bench.troubles.at(-1), null);
  assert.deepEqual(bench.kept.refused.map(({ entry }) => entry.draft.about), inOrder(1));

  const kept = bench.kept;
  bench.store.poison = () => null;
  await bench.queue().flush();
  assert.deepEqual(abouts(bench), inOrder(2).reverse());
  assert.deepEqual(bench.kept, { waiting: [], refused: [] });

  const [refused] = kept.refused;
  const monthAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000).toISOString();
  bench.kept = { waiting: [], refused: [{ status: 400, entry: { ...(refused as (typeof kept.refused)[0]).entry, refused: monthAgo } }] };
  assert.deepEqual(bench.queue().waiting, []);
});

test("a store that refuses everything fills no browser", async () => {
  const bench = new Bench();
  bench.store.poison = () => 400;
  const queue = bench.queue();
  queue.add(...drafts(30));
  await queue.flush();
  assert.deepEqual(bench.kept.refused.map(({ entry }) => entry.draft.about), inOrder(30).slice(10));
});

test("a batch is never heavier than what outlives its page", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.wording = "ord ".repeat(2500);
  queue.add(...drafts(9));
  assert.equal(await queue.flush(), true);
  assert.deepEqual(abouts(bench), inOrder(9));
  assert.deepEqual(bench.store.sizes, [2, 2, 2, 2, 1]);
});
