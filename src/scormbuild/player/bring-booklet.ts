/** Brings the script that takes the booklet out of the course and back into it, once the launch is over. */

import { whenIdle } from "./idle";
import type { Session } from "./session";
import { loadScript } from "./ui/load-script";

/** What that script is given of the player. */
export interface BookletCourse {
  session: Session;
  /** A copy of a page, with what the learner has filled in. */
  page(id: string): HTMLElement;
  /** Open the panel that the booklet stands in. */
  show(): void;
  /** The learner's state has been changed: show it, and save it. */
  changed(): void;
  /** The screen is another one from here on. */
  signal: AbortSignal;
}

declare global {
  /** What the script leaves: begins with the booklet's place in the panel. */
  var beginBooklet: ((place: HTMLElement, course: BookletCourse) => void) | undefined;
}

export function bringBooklet(course: BookletCourse): void {
  const place = document.querySelector<HTMLElement>("#booklet");
  if (place !== null) {
    whenIdle(() => bring(place, course));
  }
}

function bring(place: HTMLElement, course: BookletCourse): void {
  const { beginBooklet } = globalThis;
  if (course.signal.aborted) {
    return;
  }
  if (beginBooklet !== undefined) {
    beginBooklet(place, course);
    return;
  }
  const again = () => bring(place, course);
  loadScript(place.dataset.script as string).then(again, () => addEventListener("online", again, { once: true }));
}
