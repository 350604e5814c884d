/** Markers on the picture open their explanations in the list below it, one at a time. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";

/** Pixels across: what a finger likes, and what it needs. */
const ROOMY = 44;
const LEAST = 24;

const behaviour: Behaviour = (figure) => {
  const points = findAll(figure, ".figure-point");
  const texts = findAll<HTMLDetailsElement>(figure, "details");
  const show = (wanted: HTMLDetailsElement | null) => {
    texts.forEach((text) => text.toggleAttribute("open", text === wanted));
  };

  points.forEach((point, index) => {
    const text = texts[index] as HTMLDetailsElement;
    point.style.setProperty("--figure-x", `${point.dataset.x}%`);
    point.style.setProperty("--figure-y", `${point.dataset.y}%`);
    point.hidden = false;
    point.addEventListener("click", () => {
      show(text.open ? null : text);
      if (text.open) {
        text.scrollIntoView({ block: "nearest" });
      }
    });
    // The browser opens and closes the text itself, after this; so do search and printing.
    find(text, "summary").addEventListener("click", () => show(text.open ? text : null));
    text.addEventListener("toggle", () => point.setAttribute("aria-expanded", String(text.open)));
  });
  figure.addEventListener("reveal", (event) => show((event.target as Element).closest("details")));
  figure.addEventListener("keydown", (event) => {
    const open = texts.findIndex((text) => text.open);
    const isForTerm = (event.target as Element).closest(".term-note, .term[aria-expanded=true]") !== null;
    if (event.key === "Escape" && open >= 0 && !isForTerm) {
      show(null);
      points[open]?.focus();
    }
  });
  new ResizeObserver(() => fit(points)).observe(find(figure, ".figure-stage"));
};
export default behaviour;

/** Make each marker as large as its neighbours let it: circles of these diameters don't overlap. */
function fit(points: HTMLElement[]): void {
  for (const point of points) {
    const distances = points
      .filter((other) => other !== point)
      .map((other) => Math.hypot(other.offsetLeft - point.offsetLeft, other.offsetTop - point.offsetTop));
    point.style.setProperty("--figure-room", `${Math.max(LEAST, Math.min(ROOMY, ...distances))}px`);
  }
}
