import assert from "node:assert/strict";
import test from "node:test";
import { answer, Browser, records, takeQuiz } from "./browser";
import { FakePlatform } from "./fake-platform";

const LEARNER = { "cmi.core.student_id": "ola", "cmi.core.lesson_status": "not attempted" };

async function opened(): Promise<{ browser: Browser; platform: FakePlatform } & ReturnType<Browser["open"]>> {
  const browser = new Browser();
  const platform = new FakePlatform(LEARNER);
  const { session, saving } = browser.open(platform);
  session.visit("p1");
  await browser.prove();
  return { browser, platform, session, saving };
}

/** The same learner's next launch; the platform knows what its server has. */
function relaunched(platform: FakePlatform): FakePlatform {
  return new FakePlatform(Object.fromEntries(platform.server));
}

test("saved is said only after the proof, and the copy goes then", async () => {
  const browser = new Browser();
  const { session } = browser.open(new FakePlatform(LEARNER));
  session.visit("p1");
  assert.equal(browser.line, "saving");
  assert.equal(browser.copies.length, 1);
  await browser.prove();
  assert.deepEqual(browser.lines, ["saving", "platform"]);
  assert.equal(browser.copies.length, 0);
});

test("the copy is written before the platform is called", async () => {
  const { browser, platform, session } = await opened();
  const set = platform.LMSSetValue.bind(platform);
  let copies = 0;
  platform.LMSSetValue = (element, value) => {
    copies = browser.copies.length;
    return set(element, value);
  };
  session.visit("p2");
  assert.equal(copies, 1);
});

test("a commit that fails leaves it on the device, proof or not", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "failing";
  session.visit("p2");
  await browser.prove(true);
  assert.equal(browser.line, "device");
  assert.equal(browser.copies.length, 1);
});

test("a browser that is offline leaves it on the device, proof or not", async () => {
  const { browser, session } = await opened();
  browser.isOnline = false;
  session.visit("p2");
  await browser.prove(true);
  assert.equal(browser.line, "device");
});

test("a commit that answers true proves nothing by itself", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  session.visit("p2");
  await browser.prove(false);
  assert.equal(browser.line, "device");
});

test("a network that goes while the proof is under way spoils it", async () => {
  const { browser, saving, session } = await opened();
  session.visit("p2");
  saving.offline();
  await browser.prove(true);
  assert.equal(browser.line, "device");
});

test("without storage it is not saved, and the line says so", async () => {
  const { browser, platform, session } = await opened();
  browser.store.blocked = true;
  platform.network = "failing";
  session.visit("p2");
  await browser.prove();
  assert.equal(browser.line, "lost");
  platform.network = "up";
  browser.pass(2000);
  await browser.prove();
  assert.equal(browser.line, "platform");
});

for (const network of ["lost", "failing"] as const) {
  test(`what went with a ${network} commit reaches a platform that believes it has it`, async () => {
    const { browser, platform, session } = await opened();
    ["p2", "p3"].forEach((page) => session.visit(page));
    await browser.prove();
    platform.network = network;
    answer(session, "b");
    takeQuiz(session, true);
    await browser.prove(false);
    assert.equal(browser.line, "device");
    assert.deepEqual(records(platform), []);
    platform.network = "up";
    browser.pass(2000);
    await browser.prove();
    assert.equal(browser.line, "platform");
    assert.deepEqual(records(platform).sort(), ["q--hva b correct", "t1--hvem b correct", "t2--hvilke a,c correct"]);
    assert.equal(platform.server.get("cmi.core.score.raw"), "100");
    assert.equal(platform.server.get("cmi.core.lesson_status"), "passed");
    assert.equal(platform.list("objectives")[0]?.status, "passed");
    assert.deepEqual(Object.values(platform.list("interactions")[0] ?? {}).filter((value) => /--.*-$/.test(value)), []);
    assert.equal(browser.copies.length, 0);
  });
}

test("a step after a lost one sends the lost one too", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  answer(session, "a");
  await browser.prove(false);
  platform.network = "up";
  session.visit("p2");
  assert.equal(browser.line, "saving");
  await browser.prove();
  assert.equal(browser.line, "platform");
  assert.deepEqual(records(platform), ["q--hva a wrong"]);
});

test("a proof that comes late vouches for its own commit only", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  answer(session, "a");
  platform.network = "up";
  session.visit("p2");
  await browser.proveOldest(false);
  assert.equal(browser.line, "saving");
  await browser.prove(true);
  assert.equal(browser.line, "platform");
  assert.deepEqual(records(platform), ["q--hva a wrong"]);
});

for (const error of ["101", "405"]) {
  test(`an interaction refused with ${error} is neither lost nor doubled`, async () => {
    const { browser, platform, session } = await opened();
    platform.refused = { pattern: /^cmi\.interactions\.\d+\.(id|result)/, error };
    answer(session, "a");
    answer(session, "b");
    await browser.prove();
    assert.equal(browser.line, "device");
    platform.refused = null;
    browser.pass(2000);
    await browser.prove();
    assert.equal(browser.line, "platform");
    assert.deepEqual(records(platform), ["q--hva a wrong", "q--hva b correct"]);
  });
}

test("behind an answer that the platform may not have, none is sent", async () => {
  const { browser, platform, session } = await opened();
  platform.allowsGaps = true;
  platform.network = "lost";
  answer(session, "a");
  await browser.prove(false);
  platform.network = "up";
  platform.refused = { pattern: /^cmi\.interactions\.0\./, error: "101" };
  answer(session, "b"); // the first is doubtful
  await browser.prove();
  assert.deepEqual(records(platform), []);
  platform.refused = null;
  browser.pass(5000);
  await browser.prove();
  assert.deepEqual(records(platform), ["q--hva a wrong", "q--hva b correct"]);

  platform.refused = { pattern: /^cmi\.interactions\.2\./, error: "101" };
  answer(session, "c"); // the third is refused
  answer(session, "b");
  await browser.prove();
  assert.equal(records(platform).length, 2);
});

test("a session that can't count its interactions yet records them later", async () => {
  const { browser, platform, session } = await opened();
  const get = platform.LMSGetValue.bind(platform);
  platform.LMSGetValue = () => "";
  platform.LMSGetLastError = () => "101";
  answer(session, "b");
  await browser.prove(false);
  platform.LMSGetValue = get;
  browser.pass(2000);
  await browser.prove();
  assert.deepEqual(records(platform), ["q--hva b correct"]);
  assert.equal(browser.line, "platform");
});

test("retries wait longer and longer, and come at once when the network is back", async () => {
  const { browser, platform, saving, session } = await opened();
  platform.network = "failing";
  session.visit("p2");
  await browser.prove(false);
  const commits = () => platform.calls.filter((call) => call === "LMSCommit").length;
  const before = commits();
  for (const [wait, count] of [[2000, 1], [4999, 1], [1, 2], [15_000, 3], [30_000, 4], [60_000, 5], [60_000, 6]] as const) {
    browser.pass(wait);
    await browser.prove(false);
    assert.equal(commits() - before, count);
  }
  assert.equal(browser.lines.slice(-12).every((line) => line === "device"), true);
  platform.network = "up";
  saving.online();
  await browser.prove();
  assert.equal(browser.line, "platform");
});

test("a choice that isn't handed in is kept on the device and goes when the page is hidden", async () => {
  const { browser, platform, saving, session } = await opened();
  platform.calls.length = 0;
  session.state.set("q", "a");
  session.changed("later");
  assert.deepEqual(platform.calls, []);
  assert.equal(browser.copies.length, 1);
  assert.equal(browser.line, "draft");
  saving.hidden();
  assert.deepEqual(platform.calls, ["set cmi.suspend_data", "LMSCommit"]);
  saving.hidden();
  assert.equal(platform.calls.length, 2);
});

test("answers given in quick succession go with one commit when the learner pauses", async () => {
  const { browser, platform, session } = await opened();
  platform.calls.length = 0;
  for (const option of ["a", "b", "c"]) {
    session.state.set("q", option);
    session.changed("soon");
    browser.pass(300);
  }
  assert.equal(browser.line, "saving");
  assert.deepEqual(platform.calls, []);
  browser.pass(1000);
  await browser.prove();
  assert.deepEqual(platform.calls, ["set cmi.suspend_data", "LMSCommit"]);
  assert.equal(browser.line, "platform");
});

test("what only the copy knew is in the next session, and in its records once", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  answer(session, "b");
  await browser.prove(false);
  const next = relaunched(platform);
  const { session: again } = browser.open(next);
  assert.equal(again.state.one("q"), "b");
  again.visit("p1");
  await browser.prove();
  assert.deepEqual(records(next), ["q--hva b correct"]);
  assert.equal(browser.line, "platform");
  assert.equal(browser.copies.length, 0);
});

test("an answer that did arrive isn't recorded twice by the next session", async () => {
  const { browser, platform, session } = await opened();
  answer(session, "b"); // the tab is killed before the proof
  const next = relaunched(platform);
  const { session: again } = browser.open(next);
  again.visit("p1");
  await browser.prove();
  assert.deepEqual(records(next), ["q--hva b correct"]);
  assert.equal(browser.copies.length, 0);
});

test("a gap that a killed tab has left is filled by the next session", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  answer(session, "a");
  platform.network = "up";
  answer(session, "b"); // nobody knows yet that the first was lost, and the tab is killed
  assert.equal(platform.list("interactions")[0], undefined);
  const next = relaunched(platform);
  browser.open(next).session.visit("p1");
  await browser.prove();
  assert.deepEqual(records(next), ["q--hva a wrong", "q--hva b correct"]);
});

test("where another browser has gone on since, neither undoes the other's work", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  answer(session, "a");
  await browser.prove(false);
  const elsewhere = new Browser();
  const other = relaunched(platform);
  const { session: there } = elsewhere.open(other);
  ["p1", "p2", "p3"].forEach((page) => there.visit(page));
  answer(there, "b");
  await elsewhere.prove();
  const back = relaunched(other);
  const { session: again } = browser.open(back);
  again.visit("p1");
  await browser.prove();
  assert.equal(again.state.one("q"), "b");
  assert.deepEqual(records(back), ["q--hva b correct", "q--hva a wrong"]);
});

test("what either of two devices has done is kept", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  session.visit("p2");
  takeQuiz(session, true);
  await browser.prove(false);
  const elsewhere = new Browser();
  const other = relaunched(platform);
  const { session: there } = elsewhere.open(other);
  there.visit("p3");
  answer(there, "b");
  await elsewhere.prove();
  const back = relaunched(other);
  const { session: again } = browser.open(back);
  again.visit("p1");
  await browser.prove();
  assert.equal(browser.line, "platform");
  assert.deepEqual([...again.state.some("visited")].sort(), ["p1", "p2", "p3"]);
  assert.equal(again.state.one("q"), "b");
  assert.equal(again.attempt("test").isPassed, true);
  assert.equal(records(back)[0], "q--hva b correct");
  assert.equal(records(back).length, 1 + again.attempt("test").asked.length);
});

test("a state that can't be read at launch is never taken for an empty one", async () => {
  const { browser, platform, session } = await opened();
  answer(session, "b");
  await browser.prove();
  const saved = platform.server.get("cmi.suspend_data");
  const next = relaunched(platform);
  const get = next.LMSGetValue.bind(next);
  next.LMSGetValue = (element: string) => {
    if (element === "cmi.suspend_data") {
      throw new TypeError("the platform stumbles");
    }
    return get(element);
  };
  const { session: blind } = new Browser().open(next);
  answer(blind, "a");
  assert.equal(next.server.get("cmi.suspend_data"), saved);
});

test("a network that goes between the proof and the commit vouches for nothing", async () => {
  const { browser, platform, session } = await opened();
  const commit = platform.LMSCommit.bind(platform);
  platform.LMSCommit = () => {
    platform.network = "lost";
    browser.isReachable = () => false;
    return commit();
  };
  answer(session, "b"); // the first proof was asked for while the network was there
  await browser.prove();
  assert.equal(browser.line, "device");
});

test("without a name of the learner a copy is of no use to the next session, and isn't called saved", async () => {
  const browser = new Browser();
  const platform = new FakePlatform({});
  platform.network = "failing";
  const { session } = browser.open(platform);
  answer(session, "b");
  await browser.prove(false);
  assert.equal(browser.line, "lost");
});

test("a tab that another one has replaced says so and writes nothing more", async () => {
  const { browser, platform, saving, session } = await opened();
  saving.supersede();
  platform.calls.length = 0;
  answer(session, "b");
  saving.hidden();
  saving.finish(1);
  assert.equal(browser.line, "superseded");
  assert.deepEqual(platform.calls, []);
});

test("a quiz passed without a network is passed in the next session", async () => {
  const { browser, platform, session } = await opened();
  platform.network = "lost";
  ["p2", "p3"].forEach((page) => session.visit(page));
  takeQuiz(session, true);
  await browser.prove(false);
  const next = relaunched(platform);
  browser.open(next).session.visit("p3");
  await browser.prove();
  assert.equal(next.server.get("cmi.core.lesson_status"), "passed");
  assert.equal(next.server.get("cmi.core.score.raw"), "100");
  assert.equal(next.list("objectives")[0]?.status, "passed");
  assert.equal(records(next).length, 2);
});
