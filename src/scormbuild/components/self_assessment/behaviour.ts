/** After the course, the answer from before stands beside each statement. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";
import { bindFields } from "../../player/worksheet";

const behaviour: Behaviour = (sheet, session) => {
  const { state, texts } = session;
  for (const row of findAll(sheet, ".self-assessment-row")) {
    const line = row.querySelector<HTMLElement>(".self-assessment-before");
    const before = state.one(row.dataset.statement as string);
    const step = before === null ? null : row.querySelector<HTMLElement>(`[data-step="${before}"]`);
    if (line !== null) {
      find(line, "strong").textContent = step?.textContent?.trim() ?? texts.say("self_assessment.unanswered");
      step?.classList.add("before");
    }
  }
  bindFields(sheet, session);
};
export default behaviour;
