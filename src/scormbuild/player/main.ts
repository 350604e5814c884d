/** The player, put together: platform, state, saving, screen. Each format's entry brings its tracker. */

import { after } from "./after";
import { beginIn, languageToBegin, offerLanguages, type Stage } from "./bring-languages";
import type { Plan } from "./plan";
import { prove } from "./proof";
import { Saving } from "./saving";
import { blankSession } from "./blank";
import { untilDone } from "./idle";
import { Session } from "./session";
import { Copies, learnerKey, type Store } from "./state/copy";
import { restore } from "./state/restore";
import { Texts } from "./texts";
import type { Tracker } from "./trackers/tracker";
import { find, readJson } from "./ui/dom";
import { HANDOUT } from "./ui/handout";
import { Printing } from "./ui/printing";
import { Screen } from "./ui/screen";
import { keepWording } from "./ui/wording";

/** What a standard brings: its tracker, and how to begin anew with a platform whose session has ended. */
export interface Platform {
  /** Whether no platform is meant to be there: what is done is kept in this browser. */
  readonly standsAlone?: true;
  trackerFor(plan: Plan): Tracker;
  restart(): void;
  /** The platform opens a session once: to load the page again would not help where it didn't. */
  readonly opensOnce?: true;
  /** Every answer of the platform's comes over the network: it needs no other proof. */
  readonly answersProve?: true;
  /** The languages that the platform knows the learner to like, best first. */
  readonly languages?: readonly string[];
  /**
   * Called when the learner's session has begun, when its page is no longer seen, and `seconds` later at its end. `retry`
   * saves once more what isn't saved.
   */
  begun?(session: Session, learner: string, retry: () => void): void;
  /** A screen has been built, and speaks in these texts: what the platform adds to it stands there from now on. */
  drawn?(texts: Texts): void;
  hidden?(): void;
  /** Another tab has taken up the course. */
  superseded?(): void;
  ended?(seconds: number): void;
  /** Where the course itself can send the learner back to the platform's own page: do so, or `end` the session first. */
  leave?(end: () => void): void;
}

/** Whether this window shows the handout alone, and no session is to be opened for it. */
export function isHandout(): boolean {
  return location.hash.startsWith(`#${HANDOUT}`);
}

export function start(platform: Platform, plan = readJson<Plan>("plan")): void {
  const began = performance.now();
  const texts = new Texts(readJson("texts"));
  if (isHandout()) {
    openHandout(blankSession(plan, texts));
    return;
  }
  const tracker = platform.trackerFor(plan);
  const launch = tracker.open();
  if (launch.mode === "closed" && !platform.opensOnce && mayRestart()) {
    platform.restart();
    return;
  }
  const storage = browserStorage(tracker.found || platform.standsAlone === true);
  const copies = new Copies(storage, plan.sco, launch.learner);
  const beginning = restore(plan, launch, tracker.found, copies, randomAttempt());
  const session = new Session(plan, texts, beginning, launch);
  let screen: Screen | null = null;
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    find(document, "#main").toggleAttribute("inert", true);
  };
  const browser = {
    prove: () => (platform.answersProve ? Promise.resolve(true) : prove(plan.proof, fetch)),
    after,
    afterPaint,
    isOnline: () => navigator.onLine,
  };
  const work = { beginning, report: () => session.report() };
  const saving = new Saving(tracker, launch, copies, work, browser, (saved) => screen?.showSaved(saved), (taken, of) => screen?.showRoom(taken, of));
  session.saveWith(saving);
  platform.begun?.(session, launch.learner, () => saving.online());
  onSuperseded(copies.prefix, () => {
    saving.supersede();
    platform.superseded?.();
    stop();
  });
  addEventListener("online", () => saving.online());
  addEventListener("offline", () => saving.offline());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      platform.hidden?.();
      saving.hidden();
    }
  });
  const end = once(() => {
    const seconds = (performance.now() - began) / 1000;
    saving.finish(seconds);
    platform.ended?.(seconds);
  });
  addEventListener("pagehide", end);
  addEventListener("pageshow", (event) => {
    // Back from the back-forward cache: this session is closed, and the platform takes up a new one at loading only.
    // Firefox takes no notice of a reload that is asked for while `pageshow` is under way.
    if (event.persisted) {
      setTimeout(() => platform.restart());
    }
  });
  const leave = () =>
    platform.leave?.(() => {
      end();
      saving.leave();
      stop();
    });
  const surroundings = { platform, launch, tracker, storage, leave: platform.leave !== undefined && launch.mode !== "closed" ? leave : null };
  const languageKey = `scormbuild:language:${learnerKey(launch.learner)}`;
  const stage: Stage = {
    session,
    leave() {
      screen?.end();
      keepWording();
    },
    remember(language) {
      try {
        storage?.setItem(languageKey, language);
      } catch (refused) {
        // The saved state has it, too.
      }
    },
    begin(isBack) {
      screen = new Screen(session, surroundings);
      screen.begin(isBack);
      offerLanguages(stage);
      if (isStopped) {
        stop();
      }
    },
  };
  const asked = [storage?.getItem(languageKey) ?? "", ...(platform.languages ?? []), ...navigator.languages];
  beginIn(languageToBegin(plan, session.state.one("language"), asked), stage);
  untilDone((isOver) => beginning.state.prepare(isOver));
}

/** The handout alone, in a window of its own: nothing is tracked there, and nothing saved. */
function openHandout(session: Session): void {
  const begin = () => {
    const handout = new Printing(session, () => true, new AbortController().signal).handout();
    document.body.classList.add("printing-course");
    document.body.append(handout);
    document.title = session.plan.course.title;
  };
  globalThis.pickForHandout?.(session, location.hash);
  beginIn(languageToBegin(session.plan, location.hash.split("=")[1] ?? null, []), { session, leave() {}, remember() {}, begin });
}

function once(run: () => void): () => void {
  let isDue = true;
  return () => {
    if (isDue) {
      isDue = false;
      run();
    }
  };
}

/** A page in the background is never painted; half a second is enough for one that is. */
function afterPaint(run: () => void): () => void {
  let isDue = true;
  const paint = once(() => isDue && run());
  requestAnimationFrame(() => setTimeout(paint));
  setTimeout(paint, 500);
  return () => {
    isDue = false;
  };
}

/** Tell the other tabs of this browser that the course goes on here, and hear it when one of them says so. */
function onSuperseded(prefix: string, run: () => void): void {
  const key = `${prefix}tab`;
  try {
    localStorage.setItem(key, `${Date.now()} ${Math.random()}`);
  } catch (forbidden) {
    return; // without storage there is no copy to quarrel about either
  }
  addEventListener("storage", (event) => {
    if (event.key === key && event.newValue !== null) {
      run();
    }
  });
}

/** Once a minute at most: a platform that stays closed must not have us go round in a ring. */
function mayRestart(): boolean {
  const key = "scormbuild:restarted";
  try {
    const last = Number(sessionStorage.getItem(key));
    sessionStorage.setItem(key, String(Date.now()));
    return Date.now() - last > 60_000;
  } catch (forbidden) {
    return false;
  }
}

/**
 * The browser's storage; null where the learner or the platform's frame forbids it. Where a platform is around us and
 * doesn't say who learns, the next learner at this machine may be another one: only the tab remembers.
 */
function browserStorage(isOurs: boolean): Store | null {
  try {
    const isAlone = window.parent === window && window.opener === null;
    return isOurs || isAlone ? localStorage : sessionStorage;
  } catch (forbidden) {
    return null;
  }
}

/** What tells this attempt from every other one of any learner. */
function randomAttempt(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number;
}
