/** One button for all sections: it opens them, and closes them once every one is open. */

import type { Behaviour } from "../../player/behaviour";
import { findAll } from "../../player/ui/dom";

const behaviour: Behaviour = (accordion, { texts }) => {
  const button = accordion.querySelector<HTMLElement>(".accordion-all");
  if (button === null) {
    return; // two sections are opened as fast one by one
  }
  const sections = findAll<HTMLDetailsElement>(accordion, "details");
  const areOpen = () => sections.every((section) => section.open);
  const label = () => {
    button.textContent = texts.say(areOpen() ? "accordion.close_all" : "accordion.open_all");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = !areOpen();
    sections.forEach((section) => section.toggleAttribute("open", open));
    label();
  });
  sections.forEach((section) => section.addEventListener("toggle", label));
};
export default behaviour;
