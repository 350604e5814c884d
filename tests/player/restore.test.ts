import assert from "node:assert/strict";
import test from "node:test";
import { answer, Browser, records } from "./browser";
import { smallPlan } from "./course";
import { FakePlatform } from "./fake-platform";

const learner = (id: string, state = "") => ({ "cmi.core.student_id": id, "cmi.suspend_data": state });

/** A session whose work reaches no platform: its copy stays in the browser. */
async function offlineWork(browser: Browser, platform: FakePlatform): Promise<void> {
  platform.network = "lost";
  const { session } = browser.open(platform);
  session.visit("p2");
  answer(session, "b");
  await browser.prove(false);
}

test("work that never reached the platform comes back to its learner", async () => {
  const browser = new Browser();
  await offlineWork(browser, new FakePlatform(learner("ola")));
  const platform = new FakePlatform(learner("ola"));
  const { session } = browser.open(platform);
  assert.equal(session.state.one("page"), "p2");
  session.visit("p2");
  await browser.prove();
  assert.deepEqual(records(platform), ["q--hva b correct"]);
});

for (const [who, id] of Object.entries({ "another learner's": "kari", "a nameless learner's": "" })) {
  test(`it never enters ${who} session`, async () => {
    const browser = new Browser();
    await offlineWork(browser, new FakePlatform(learner(id === "" ? "" : "ola")));
    const { session } = browser.open(new FakePlatform(learner(id)));
    assert.equal(session.state.one("q"), null);
  });
}

test("it never enters another attempt", async () => {
  const browser = new Browser();
  const first = new FakePlatform(learner("ola"));
  browser.open(first).session.visit("p1");
  await browser.prove();
  await offlineWork(browser, new FakePlatform(Object.fromEntries(first.server)));
  // The platform has begun a new attempt: empty, and this copy's attempt is one that it has had something of.
  assert.equal(browser.open(new FakePlatform(learner("ola"))).session.state.one("q"), null);
  // A new attempt that has its own state already.
  const other = new FakePlatform(learner("ola"));
  new Browser().open(other).session.visit("p3");
  const { session } = browser.open(new FakePlatform(Object.fromEntries(other.server)));
  assert.equal(session.state.one("page"), "p3");
  assert.equal(session.state.one("q"), null);
});

test("the newer of platform and copy wins, by the counter", async () => {
  const browser = new Browser();
  const platform = new FakePlatform(learner("ola"));
  const { session } = browser.open(platform);
  session.visit("p1");
  const copy = [...browser.store.items]; // as it was before the platform confirmed
  await browser.prove();
  session.visit("p3");
  await browser.prove();
  copy.forEach(([key, value]) => browser.store.items.set(key, value));
  const again = browser.open(new FakePlatform(Object.fromEntries(platform.server)));
  assert.equal(again.session.state.one("page"), "p3");
});

test("a state of an unknown version is left alone; the work is on this device only, and comes back", async () => {
  const platform = new FakePlatform(learner("ola"));
  new Browser().open(platform, smallPlan({ layouts: ["bbbbbb"] })).session.visit("p3");
  const sealed = platform.server.get("cmi.suspend_data");
  const browser = new Browser();
  for (const page of ["p2", "p3"]) {
    const next = new FakePlatform(Object.fromEntries(platform.server));
    const { session, saving } = browser.open(next);
    assert.equal(session.state.one("page"), page === "p2" ? null : "p2");
    session.visit(page);
    answer(session, "b");
    await browser.prove();
    assert.equal(browser.line, "device");
    saving.finish(1);
    assert.equal(next.server.get("cmi.suspend_data"), sealed);
    assert.equal(next.server.get("cmi.core.lesson_location"), page);
  }
});

test("what can't be read is kept in the browser and overwritten on the platform", async () => {
  const browser = new Browser();
  const platform = new FakePlatform(learner("ola", "viewed=1,2,3"));
  const { session } = browser.open(platform);
  session.visit("p1");
  await browser.prove();
  assert.ok([...browser.store.items.values()].includes("viewed=1,2,3"));
  assert.match(platform.server.get("cmi.suspend_data") as string, /^A/);
  assert.equal(browser.line, "platform");
});

test("without a platform the copy is all there is", () => {
  const browser = new Browser();
  const { session } = browser.open(null);
  session.visit("p2");
  answer(session, "a");
  assert.equal(browser.line, "untracked");
  assert.equal(browser.open(null).session.state.one("q"), "a");
  browser.store.blocked = true;
  browser.open(null).session.visit("p1");
  assert.equal(browser.line, "untracked-lost");
});

test("a damaged copy is no copy", () => {
  const browser = new Browser();
  browser.open(null).session.visit("p2");
  for (const [key] of browser.store.items) {
    for (const damage of ["", "null", "{", `{"state":1}`, `{"state":"A!","confirmed":false,"answers":[]}`]) {
      browser.store.items.set(key, damage);
      assert.equal(browser.open(null).session.state.one("page"), null);
    }
  }
});
