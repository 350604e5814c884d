/** Says in the menu, in plain words, what keeps statements from their store, and who can mend it. Silent while all is well. */

import type { Trouble } from "../statements/queue";
import type { Texts } from "../texts";
import { find } from "./dom";

export class RecordsLine {
  private readonly line = document.createElement("p");
  private texts: Texts | null = null;
  private trouble: Trouble | "used" | null = null;

  /** `about`: records, where the platform lives by them; reports, where they go beside it. `store` is the store's host. */
  constructor(
    private readonly about: "records" | "reports",
    private readonly store: string,
  ) {
    this.line.className = "hint records";
    this.line.setAttribute("role", "status");
    this.line.hidden = true;
  }

  /** Stand in the menu of the screen that has been built. */
  stand(texts: Texts): void {
    this.texts = texts;
    find(document, "#menu").append(this.line);
    this.show(this.trouble);
  }

  /** used: the platform opens a launch once, and this one has been. */
  show(trouble: Trouble | "used" | null): void {
    const text = trouble === null ? "" : this.texts?.say(`${this.about}.${trouble}`, { store: this.store, origin: location.origin });
    this.trouble = trouble;
    this.line.hidden = trouble === null;
    this.line.dataset.trouble = trouble ?? "";
    this.line.textContent = text ?? "";
  }
}
