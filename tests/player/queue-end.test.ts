/** The queue of statements at the end of its page: the last request, and what must outlive it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Queue } from "../../src/scormbuild/player/statements/queue";
import { newDraft } from "../../src/scormbuild/player/statements/statement";
import { abouts, Bench, drafts, inOrder, settled, UNREACHABLE } from "./fake-store";

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

test("a batch is never heavier than what outlives its page", async () => {
  const bench = new Bench();
  const queue = bench.queue();
  bench.wording = "ord ".repeat(2500);
  queue.add(...drafts(9));
  assert.equal(await queue.flush(), true);
  assert.deepEqual(abouts(bench), inOrder(9));
  assert.deepEqual(bench.store.sizes, [2, 2, 2, 2, 1]);
});
