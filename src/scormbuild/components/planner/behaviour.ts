/** Each point begins when the one before it ends. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";
import { bindFields, offerRows } from "../../player/worksheet";

const DAY = 24 * 60;

const behaviour: Behaviour = (sheet, session) => {
  const start = find<HTMLInputElement>(sheet, "[data-start]");
  const add = () => {
    const written = minutesOf(start.value);
    let isWrong = start.value.trim() !== "" && written === null;
    start.setAttribute("aria-invalid", String(isWrong));
    const begin = written ?? minutesOf(start.dataset.start as string) ?? 0;
    let at = begin;
    for (const point of findAll(sheet, "[data-point]").filter((row) => !row.hidden)) {
      const input = find<HTMLInputElement>(point, ".planner-minutes");
      const text = input.value.trim() === "" ? (input.dataset.minutes as string) : input.value.trim();
      const [, minutes] = /^(\d{1,3})\s*(?:m|min|minutt|minutter|minutes?)?\.?$/i.exec(text) ?? [];
      const isBad = text !== "" && minutes === undefined;
      input.setAttribute("aria-invalid", String(isBad));
      isWrong ||= isBad;
      find(point, ".planner-from").textContent = clock(at);
      at += Number(minutes ?? 0);
    }
    const end = session.texts.say("planner.end", { minutes: at - begin, time: clock(at) });
    say(find(sheet, ".planner-end"), end);
    say(find(sheet, ".planner-said"), isWrong ? session.texts.say("planner.no_time") : "");
  };
  bindFields(sheet, session, add);
  offerRows(sheet, add);
  add();
};
export default behaviour;

/** What is said already isn't said again: screen readers would read it at every key. */
function say(line: HTMLElement, text: string): void {
  if (line.textContent !== text) {
    line.textContent = text;
  }
}

/** "9:05", "09.05", "0905", "kl. 9" or "9" as minutes since midnight; null where it is no time of day. */
function minutesOf(text: string): number | null {
  const [whole, hours, minutes = "0"] = /^\s*(?:kl\.?\s*)?(\d{1,2})(?:[:.]?(\d{2}))?\s*$/i.exec(text) ?? [];
  return whole === undefined || Number(hours) > 23 || Number(minutes) > 59 ? null : Number(hours) * 60 + Number(minutes);
}

function clock(minutes: number): string {
  const [hour, minute] = [Math.floor((minutes % DAY) / 60), minutes % 60];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
