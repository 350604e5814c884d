/** Terms in texts unfold their meaning below the paragraph; the whole glossary stands in a panel. */

import type { Texts } from "../texts";
import { copyOf, find, refill } from "./dom";
import { listen } from "./listen";
import { Panel } from "./panel";

/** Where a note goes: inside what may hold one, else behind it. */
const HOLDERS = "li, td, th, dd, figcaption, blockquote";

export class Glossary {
  private readonly panel: Panel | null;

  constructor(
    private readonly texts: Texts,
    signal: AbortSignal,
  ) {
    this.panel = document.querySelector("#glossary") === null ? null : new Panel("glossary");
    listen(document, "click", ({ target }) => {
      const button = (target as Element).closest<HTMLElement>("button.term");
      if (button !== null) {
        this.toggle(button);
      }
    }, signal);
    listen<KeyboardEvent>(document, "keydown", ({ key, target }) => {
      const button = key === "Escape" ? (target as Element).closest<HTMLElement>("button.term, .term-note") : null;
      const opener = button?.classList.contains("term-note") ? openerOf(button) : button;
      if (opener?.getAttribute("aria-expanded") === "true") {
        this.toggle(opener);
        opener.focus();
      }
    }, signal);
  }

  /** Show a term in the panel. */
  open(term: string): void {
    this.panel?.open();
    const entry = find(find(document, "#glossary"), `[data-term="${term}"]`);
    entry.tabIndex = -1;
    entry.scrollIntoView({ block: "start" });
    entry.focus({ preventScroll: true });
  }

  private toggle(button: HTMLElement): void {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) {
      find(document, `#${button.getAttribute("aria-controls")}`).remove();
      button.removeAttribute("aria-controls");
      return;
    }
    const note = copyOf(find<HTMLTemplateElement>(document, "#term-note")).firstElementChild as HTMLElement;
    note.id = `note-${(noteNumber += 1)}`;
    button.setAttribute("aria-controls", note.id);
    const holder = button.closest(HOLDERS);
    if (holder !== null) {
      holder.append(note);
    } else {
      (button.closest("p") ?? button).after(note);
    }
    const entry = find(document, `#glossary [data-term="${button.dataset.term}"]`);
    const term = document.createElement("strong");
    term.textContent = find(entry, "dt").textContent;
    find(note, "button").setAttribute("aria-label", this.texts.say("glossary.note.close", { term: term.textContent ?? "" }));
    find(note, "button").addEventListener("click", () => {
      this.toggle(button);
      button.focus();
    });
    // The region stands before its words come: then they are read aloud.
    refill(find(note, "[role=status]"), term, " ", ...[...find(entry, "dd").childNodes].map((node) => node.cloneNode(true)));
  }
}

let noteNumber = 0;

function openerOf(note: HTMLElement): HTMLElement | null {
  return document.querySelector<HTMLElement>(`button.term[aria-controls="${note.id}"]`);
}
