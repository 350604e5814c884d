/** What is said of a stage shows where it is folded, too. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";
import { bindFields } from "../../player/worksheet";

const behaviour: Behaviour = (sheet, session) => {
  const show = () => {
    for (const stage of findAll(sheet, ".service-journey-stage")) {
      const marked = stage.querySelector<HTMLInputElement>("input:checked");
      find(stage, ".service-journey-mark").textContent = marked?.parentElement?.textContent?.trim() ?? "";
      stage.dataset.marked = String([...findAll(stage, "input")].indexOf(marked as HTMLInputElement) + 1);
    }
  };
  bindFields(sheet, session, show);
  show();
};
export default behaviour;
