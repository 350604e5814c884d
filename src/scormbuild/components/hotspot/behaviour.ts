/** The regions on the picture choose what the list below it says in words. */

import { choosing } from "../../player/choosing";
import { questionBehaviour, type NewAnswering } from "../../player/question";
import { find, findAll } from "../../player/ui/dom";

const answering: NewAnswering = (form, question, session) => {
  const regions = findAll(form, ".hotspot-region");
  const inputOf = (region: HTMLElement) => find<HTMLInputElement>(form, `input[value="${region.dataset.region}"]`);
  const show = () => regions.forEach((region) => region.classList.toggle("chosen", inputOf(region).checked));
  for (const region of regions) {
    for (const side of ["x", "y", "width", "height"]) {
      region.style.setProperty(`--hotspot-${side}`, `${region.dataset[side]}%`);
    }
    region.addEventListener("click", () => inputOf(region).click());
  }
  form.addEventListener("change", show);
  const inner = choosing(form, question, session);
  return {
    get response() {
      return inner.response;
    },
    set response(chosen) {
      inner.response = chosen;
      show();
    },
    get isComplete() {
      return inner.isComplete;
    },
    tell: () => inner.tell(),
    untell: () => inner.untell(),
    lock: (isLocked) => inner.lock(isLocked),
  };
};
export default questionBehaviour(answering);
