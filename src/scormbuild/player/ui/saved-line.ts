/** The line that says where the learner's work is. What it says must be true. */

import type { Saved } from "../saving";
import type { Texts } from "../texts";
import { find } from "./dom";

/** Where no platform is meant to be, none is missed. */
const ALONE: Partial<Record<Saved, string>> = { untracked: "alone", "untracked-lost": "alone-lost" };

export class SavedLine {
  private readonly line = find(document, "#saved");
  private readonly seen = find(this.line, ".saved-text");
  private readonly spoken = find(this.line, "[role=status]");

  /** `standsAlone` as in `Platform`. */
  constructor(
    private readonly texts: Texts,
    private readonly standsAlone: boolean,
  ) {}

  show(saved: Saved): void {
    if (this.line.dataset.saved === saved) {
      return;
    }
    const text = this.texts.say(`saved.${(this.standsAlone && ALONE[saved]) || saved}`);
    this.line.dataset.saved = saved;
    this.seen.textContent = text;
    // At every choice and every answer it would only be noise to those who listen; they hear the outcome.
    if (saved !== "saving" && saved !== "draft" && this.spoken.textContent !== text) {
      this.spoken.textContent = text;
    }
  }
}
