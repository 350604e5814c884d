/** The queue of statements before a record store that refuses: nothing is lost but what can never be stored. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { newDraft } from "../../src/scormbuild/player/statements/statement";
import { abouts, Bench, drafts, inOrder, LOST_ANSWER } from "./fake-store";

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
