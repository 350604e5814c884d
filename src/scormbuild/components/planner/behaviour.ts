/** Each point begins when the one before it ends. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";
import { bindFields, offerRows } from "../../player/worksheet";

const DAY = 24 * 60;

const behaviour: Behaviour = (sheet, session) => {
  const start = find<HTMLInputElement>(sheet, "[data-start]");
  const add = () => {
    const written = minutesOf(start.value);
    start.setAttribute("aria-invalid", String(start.value.trim() !== "" && written === null));
    const begin = written ?? minutesOf(start.dataset.start as string) ?? 0;
    let at = begin;
    for (const point of findAll(sheet, "[data-point]").filter((row) => !row.hidden)) {
      const input = find<HTMLInputElement>(point, ".planner-minutes");
      const text = input.value.trim() === "" ? (input.dataset.minutes as string) : input.value.trim();
      const isNumber = /^\d{1,3}$/.test(text);
      input.setAttribute("aria-invalid", String(text !== "" && !isNumber));
      find(point, ".planner-from").textContent = clock(at);
      at += isNumber ? Number(text) : 0;
    }
    const end = session.texts.say("planner.end", { minutes: at - begin, time: clock(at) });
    const line = find(sheet, ".planner-end");
    if (line.textContent !== end) {
      line.textContent = end;
    }
  };
  bindFields(sheet, session, add);
  offerRows(sheet, add);
  add();
};
export default behaviour;

/** "9:05", "09.05" or "9" as minutes since midnight; null where it is no time of day. */
function minutesOf(text: string): number | null {
  const [whole, hours, minutes = "0"] = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(text) ?? [];
  return whole === undefined || Number(hours) > 23 || Number(minutes) > 59 ? null : Number(hours) * 60 + Number(minutes);
}

function clock(minutes: number): string {
  const [hour, minute] = [Math.floor((minutes % DAY) / 60), minutes % 60];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
