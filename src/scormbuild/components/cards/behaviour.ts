/** Cards with a back turn at their button, and for whoever looks for what stands on the other side. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";

const behaviour: Behaviour = (cards) => {
  cards.classList.add("cards-live");
  for (const back of findAll(cards, ".cards-back")) {
    const card = back.closest("li") as HTMLElement;
    const button = find(card, "button[aria-expanded]");
    const turn = (isTurned: boolean) => {
      card.dataset.turned = String(isTurned);
      button.setAttribute("aria-expanded", String(isTurned));
    };
    button.addEventListener("click", () => turn(card.dataset.turned !== "true"));
    find(card, ".cards-sides").addEventListener("reveal", (event) => turn(back.contains(event.target as Node)));
  }
};
export default behaviour;
