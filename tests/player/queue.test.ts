/** The queue of statements: each goes once and in order, whatever becomes of the network. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Draft } from "../../src/scormbuild/player/statements/statement";
import { abouts, Bench, busy, drafts, inOrder, LOST_ANSWER, settled, UNREACHABLE } from "./fake-store";

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

test("what waits over a change of the course's version tells of the version that it happened in", async () => {
  const bench = new Bench();
  const [before, after] = drafts(2) as [Draft, Draft];
  bench.queue().add(before);
  bench.revision = "2.0.0";
  const queue = bench.queue();
  queue.restore([...queue.waiting, { draft: after }]);
  assert.deepEqual(queue.waiting.map(({ draft }) => [draft.id, draft.revision]), [[before.id, "1.0.0"], [after.id, "2.0.0"]]);
});
