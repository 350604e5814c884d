/** Ticks are saved as they are made: nothing hands them in. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";

const behaviour: Behaviour = (list, session) => {
  const { state, texts } = session;
  const id = list.dataset.checklist as string;
  const boxes = findAll<HTMLInputElement>(list, "input");
  const line = find(list, ".checklist-count");
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    line.textContent = texts.say("checklist.ticked", { count: ticked, all: boxes.length });
  };

  for (const box of boxes) {
    box.checked = state.some(id).has(box.value);
  }
  count();
  line.setAttribute("role", "status"); // only now: what was ticked before is no news
  list.addEventListener("change", () => {
    state.set(id, new Set(boxes.filter((box) => box.checked).map((box) => box.value)));
    count();
    session.changed("soon");
  });
};
export default behaviour;
