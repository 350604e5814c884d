/** What learners write, and the room that platforms have for it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plan, Slot } from "../../src/scormbuild/player/plan";
import type { Session } from "../../src/scormbuild/player/session";
import { Browser } from "./browser";
import { smallPlan } from "./course";
import { FakePlatform } from "./fake-platform";

const LEARNER = { "cmi.core.student_id": "ola", "cmi.core.lesson_mode": "normal", "cmi.core.lesson_status": "not attempted" };
const FIELDS = Array.from({ length: 12 }, (_, at) => `tekst-${at}`);
const SLOTS = FIELDS.map((name): Slot => ({ name, kind: "text", since: 1 }));
const PLAN: Plan = smallPlan({
  slots: [...smallPlan().slots, ...SLOTS],
  fields: Object.fromEntries(FIELDS.map((name) => [name, []])),
  primers: ["Dette er en kort tekst. Den er til å lære av."],
});

/** Text that no model packs well: letters drawn by a fixed rule, about five bits each. */
function noise(seed: number, length: number): string {
  let state = seed * 2_654_435_761 + 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return "abcdefghijklmnopqrstuvwxyzæøå, "[(state >>> 16) % 31];
  }).join("");
}

function platformHolding(longest: number, cuts = false): FakePlatform {
  const platform = new FakePlatform(LEARNER);
  platform.longest = longest;
  platform.cuts = cuts;
  return platform;
}

async function write(browser: Browser, session: Session, field: string, text: string): Promise<void> {
  session.state.set(field, text);
  session.changed("now");
  await browser.prove();
}

const stored = (platform: FakePlatform) => platform.server.get("cmi.suspend_data") ?? "";

/** The learner comes back: the same server, a new session. */
function returning(platform: FakePlatform): FakePlatform {
  const next = new FakePlatform(Object.fromEntries(platform.server));
  return Object.assign(next, { longest: platform.longest, cuts: platform.cuts });
}

for (const cuts of [false, true]) {
  test(`where a platform ${cuts ? "cuts" : "refuses"} what is long, learners are told before it is full, and lose nothing`, async () => {
    const platform = platformHolding(4096, cuts);
    const browser = new Browser();
    const { session } = browser.open(platform, PLAN);
    session.visit("p1");
    await browser.prove();
    const saved: string[] = [];
    let isWarned = false;
    for (const [at, field] of FIELDS.entries()) {
      isWarned ||= browser.room[0] > 0.75 * browser.room[1];
      await write(browser, session, field, noise(at, 800));
      assert.ok(stored(platform).length <= 4096);
      assert.equal(browser.room[1], 4096);
      if (browser.line !== "platform") {
        break;
      }
      saved.push(field);
    }
    assert.equal(browser.line, "full");
    assert.ok(isWarned, "the room was shown as scarce before it had run out");
    const last = FIELDS[saved.length] as string;

    // This browser has all of it, and another one all but the last.
    const same = browser.open(returning(platform), PLAN).session.state;
    const other = new Browser().open(returning(platform), PLAN).session.state;
    saved.forEach((field, at) => {
      assert.equal(same.written(field), noise(at, 800));
      assert.equal(other.written(field), noise(at, 800));
    });
    assert.equal(same.written(last), noise(saved.length, 800));
    assert.equal(other.written(last), "");
  });
}

test("what is shortened has room again, and the copy goes", async () => {
  const platform = platformHolding(4096);
  const browser = new Browser();
  const { session } = browser.open(platform, PLAN);
  await write(browser, session, "tekst-0", noise(1, 3000));
  await write(browser, session, "tekst-1", noise(2, 8000));
  assert.equal(browser.line, "full");
  assert.equal(browser.copies.filter((copy) => "isBeyond" in copy).length, 1);
  await write(browser, session, "tekst-1", noise(2, 500));
  assert.equal(browser.line, "platform");
  assert.equal(browser.copies.filter((copy) => "isBeyond" in copy).length, 0);
  const { state } = new Browser().open(returning(platform), PLAN).session;
  assert.deepEqual([state.written("tekst-0"), state.written("tekst-1")], [noise(1, 3000), noise(2, 500)]);
});

test("what grew beyond the room stands as it last fitted", async () => {
  const platform = platformHolding(4096);
  const browser = new Browser();
  const { session } = browser.open(platform, PLAN);
  await write(browser, session, "tekst-0", "Det vi ble enige om først.");
  await write(browser, session, "tekst-0", noise(3, 9000));
  assert.equal(browser.line, "full");
  assert.equal(new Browser().open(returning(platform), PLAN).session.state.written("tekst-0"), "Det vi ble enige om først.");
});

for (const [longest, room] of [
  [64_000, 24_000],
  [9000, 8000],
] as const) {
  test(`a platform that holds ${longest} is asked once, when it gets tight, and taken at ${room}`, async () => {
    const platform = platformHolding(longest);
    const browser = new Browser();
    const { session } = browser.open(platform, PLAN);
    await write(browser, session, "tekst-0", "Kort.");
    assert.equal(browser.room[1], 4096);
    await write(browser, session, "tekst-1", noise(5, 7000));
    assert.equal(browser.room[1], room);
    assert.equal(browser.line, "platform");
    assert.ok(stored(platform).length > 4096);
    const { state } = new Browser().open(returning(platform), PLAN).session;
    assert.deepEqual([state.written("tekst-0"), state.written("tekst-1")], ["Kort.", noise(5, 7000)]);
  });
}

test("what two devices wrote in one place is kept, both", async () => {
  const platform = platformHolding(4096);
  const [office, car] = [new Browser(), new Browser()];
  const { session } = office.open(platform, PLAN);
  await write(office, session, "tekst-0", "Fra kontoret.");
  const early = returning(platform);
  const inCar = returning(platform);

  const there = car.open(inCar, PLAN).session;
  inCar.network = "lost";
  there.state.set("tekst-0", "Fra kontoret. Og fra bilen.");
  there.state.set("tekst-1", "Bare i bilen.");
  there.changed("now");
  await car.prove(false);

  const back = office.open(early, PLAN).session;
  await write(office, back, "tekst-0", "Fra kontoret, rettet.");
  await write(office, back, "tekst-2", "Bare på kontoret.");

  const { state } = car.open(returning(early), PLAN).session;
  assert.match(state.written("tekst-0"), /Fra kontoret, rettet\.[^]+Fra kontoret\. Og fra bilen\./);
  assert.equal(state.written("tekst-1"), "Bare i bilen.");
  assert.equal(state.written("tekst-2"), "Bare på kontoret.");
});

test("a state with one character changed, or cut short, never becomes somebody's text", async () => {
  const platform = platformHolding(4096);
  const browser = new Browser();
  const { session } = browser.open(platform, PLAN);
  await write(browser, session, "tekst-0", "Hun vil være med på kjøkkenet, men ikke alene.");
  const whole = stored(platform);
  const other = (character: string | undefined) => (character === "a" ? "b" : "a");
  const damaged = Array.from(whole, (character, at) => whole.slice(0, at) + other(character) + whole.slice(at + 1));
  const cut = Array.from({ length: whole.length - 1 }, (_, at) => whole.slice(0, at + 1));
  assert.ok(whole.length > 30);
  for (const text of [...damaged, ...cut]) {
    const elsewhere = new Browser();
    const found = elsewhere.open(new FakePlatform({ ...LEARNER, "cmi.suspend_data": text }), PLAN).session.state;
    assert.equal(found.written("tekst-0"), "", text);
    // The version's letter aside, it is known to be damaged, and kept.
    if (text.startsWith(whole.slice(0, 1))) {
      assert.ok([...elsewhere.store.items.values()].includes(text), text);
    }
  }
});
