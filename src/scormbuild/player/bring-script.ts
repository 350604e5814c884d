/** Brings a script of its own, once the launch is over, where the document has a place for what it does. */

import { whenIdle } from "./idle";
import { loadScript } from "./ui/load-script";

/** What a script leaves: begins with its place, and with what it is given of the player. */
export type Begin<Course> = ((place: HTMLElement, course: Course) => void) | undefined;

/** `begin` gives what the script has left, once it is there. The script is begun anew for every screen, until its signal. */
export function bringScript<Course extends { signal: AbortSignal }>(id: string, course: Course, begin: () => Begin<Course>): void {
  const place = document.getElementById(id);
  if (place !== null) {
    whenIdle(() => bring(place, course, begin));
  }
}

function bring<Course extends { signal: AbortSignal }>(place: HTMLElement, course: Course, begin: () => Begin<Course>): void {
  const run = begin();
  if (course.signal.aborted) {
    return;
  }
  if (run !== undefined) {
    run(place, course);
    return;
  }
  const again = () => bring(place, course, begin);
  loadScript(place.dataset.script as string).then(again, () => addEventListener("online", again, { once: true }));
}
