/** Brings the script that takes the booklet out of the course and back into it. */

import { type Begin, bringScript } from "./bring-script";
import type { Session } from "./session";

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
  var beginBooklet: Begin<BookletCourse>;
}

export function bringBooklet(course: BookletCourse): void {
  bringScript("booklet", course, () => globalThis.beginBooklet);
}
