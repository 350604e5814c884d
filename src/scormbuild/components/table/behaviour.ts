/** A table that is wider than its place becomes a list of rows. How wide it is depends on words, screen and size of text. */

import type { Behaviour } from "../../player/behaviour";
import { find } from "../../player/ui/dom";

const behaviour: Behaviour = (frame) => {
  const table = find(frame, "table");
  const fit = () => {
    frame.classList.remove("table-stacked");
    frame.classList.toggle("table-stacked", table.offsetWidth > frame.clientWidth);
  };
  fit();
  // The height follows from what is done here: it waits for the next picture, or the observer would call itself.
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(frame);
};
export default behaviour;
