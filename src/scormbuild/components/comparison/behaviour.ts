/** The slider lies over the two pictures, unseen: it takes the finger and the keys, the handle shows where it is. */

import type { Behaviour } from "../../player/behaviour";
import { find } from "../../player/ui/dom";

const behaviour: Behaviour = (comparison, { texts }) => {
  const stage = find(comparison, ".comparison-stage");
  const slider = find<HTMLInputElement>(stage, "input");
  const show = () => {
    const percent = slider.valueAsNumber;
    stage.style.setProperty("--comparison-share", String(percent / 100));
    stage.classList.toggle("comparison-whole", percent % 100 === 0);
    const values = { after: slider.dataset.after as string, percent: texts.percent(percent * 100) };
    slider.setAttribute("aria-valuetext", texts.say("comparison.shown", values));
  };
  comparison.classList.add("comparison-live");
  slider.addEventListener("input", show);
  show();
};
export default behaviour;
