/** What stands on the pages for what records name by ids: a question's wording, a field's label, a choice's. */

import type { Words } from "../statements/teller";
import { findAllMade } from "./dom";

/** What the pages lie in, where the document doesn't have them in the course's own language any more. */
let own: ParentNode | null = null;

/** Before the document is another one: records go on in the course's own words. */
export function keepWording(): void {
  own ??= document.body;
}

/** What a question asks, on one line; "" where the theme's card of it has no legend. */
export function wordingOf(question: string): string {
  const [legend] = findAllMade(`[data-question="${question}"] legend`, own ?? document);
  return legend === undefined ? "" : textOf(legend);
}

export const fieldWords: Words = {
  label(field) {
    const [first] = controlsOf(field);
    if (first === undefined) {
      return "";
    }
    const name = nameOf(isBox(first) ? (first.closest<HTMLElement>("fieldset, [role]") ?? first) : first);
    const sheet = first.closest<HTMLElement>("[data-sheet]");
    // What is asked of the same things once more, on another sheet, goes by that sheet's title.
    return sheet === null || field.startsWith(`${sheet.dataset.sheet}.`) ? name : `${nameOf(sheet)}: ${name}`;
  },

  choice(field, key) {
    const controls = controlsOf(field);
    const box = controls.find((control) => isBox(control) && control.value === key);
    const chosen = box?.closest("label") ?? controls[0]?.querySelector<HTMLElement>(`option[value="${key}"]`);
    return chosen == null ? "" : (chosen.dataset.whole ?? textOf(chosen));
  },
};

function controlsOf(field: string): HTMLElement[] {
  return findAllMade(`[data-field="${field}"], [data-checklist="${field}"] input`, own ?? document);
}

function isBox(control: HTMLElement): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
}

/** An accessible name, by the ways in which our pages give it. */
export function nameOf(element: HTMLElement): string {
  const id = element.getAttribute("aria-labelledby");
  const root = element.getRootNode() as DocumentFragment;
  const by = id === null ? (element.querySelector("legend") ?? element.closest("label")) : root.querySelector(`#${CSS.escape(id)}`);
  return element.getAttribute("aria-label") ?? (by === null ? "" : textOf(by));
}

/** What an element says on one line, but for what is filled in within it. */
export function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  copy.querySelectorAll("textarea, select, button").forEach((control) => control.remove());
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
