/** A wide table scrolls by itself, and then the keyboard must reach it (WCAG 2.1.1). */

import type { Behaviour } from "../../player/behaviour";
import { findAll } from "../../player/ui/dom";

const behaviour: Behaviour = (text) => {
  for (const table of findAll(text, "table")) {
    const frame = document.createElement("div");
    frame.className = "text-table";
    table.replaceWith(frame);
    frame.append(table);
    new ResizeObserver(() => {
      if (frame.scrollWidth > frame.clientWidth) {
        frame.tabIndex = 0;
      } else {
        frame.removeAttribute("tabindex");
      }
    }).observe(frame);
  }
};
export default behaviour;
