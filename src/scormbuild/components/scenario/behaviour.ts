/** Each choice shows its consequence and what comes next; what has been said stands. */

import { type Answering, questionBehaviour } from "../../player/question";
import type { Response } from "../../player/response";
import { find, findAll, focusOn } from "../../player/ui/dom";

class Way implements Answering {
  private readonly way: HTMLElement;
  private readonly first: string;
  /** What has been chosen, by step. */
  private chosen = new Map<string, string>();
  private isLocked = false;

  constructor(private readonly form: HTMLElement) {
    this.way = find(form, ".scenario-way");
    this.first = this.way.dataset.first as string;
    for (const button of findAll<HTMLButtonElement>(form, ".scenario-choice")) {
      button.addEventListener("click", () => this.choose(button));
    }
  }

  get response(): Response {
    return [...this.chosen].map(([step, choice]) => `${step}.${choice}`);
  }

  set response(response: Response) {
    const given = new Map(response.map((each) => each.split(".") as [string, string]));
    this.chosen = new Map();
    // Along the way alone: what a newer version of the course has cut off is no part of it any more.
    for (let step: string | undefined = this.first; step !== undefined && given.has(step); step = this.after(step)) {
      this.chosen.set(step, given.get(step) as string);
    }
    this.show();
  }

  get isComplete(): boolean {
    return this.ending !== null;
  }

  tell(): void {
    findAll(this.form, "[data-told]").forEach((told) => (told.hidden = false));
  }

  untell(): void {
    findAll(this.form, "[data-told]").forEach((told) => (told.hidden = true));
  }

  lock(isLocked: boolean): void {
    this.isLocked = isLocked;
    this.show();
  }

  private get ending(): HTMLElement | null {
    let at: string | undefined = this.first;
    while (at !== undefined && this.chosen.has(at)) {
      at = this.after(at);
    }
    const place = at === undefined ? null : this.placeOf(at);
    return place?.classList.contains("scenario-ending") === true ? place : null;
  }

  private choose(button: HTMLButtonElement): void {
    const step = (button.closest(".scenario-step") as HTMLElement).dataset.step as string;
    if (this.chosen.has(step)) {
      return;
    }
    this.chosen.set(step, button.dataset.choice as string);
    this.show();
    const next = this.placeOf(button.dataset.to as string);
    if (next !== null) {
      focusOn(next);
    }
    this.form.dispatchEvent(new Event("change"));
  }

  private show(): void {
    findAll(this.form, "[data-step]").forEach((place) => (place.hidden = true));
    let at: string | undefined = this.first;
    while (at !== undefined) {
      const place: HTMLElement | null = this.placeOf(at);
      const choice = this.chosen.get(at);
      if (place !== null) {
        place.hidden = false;
        for (const button of findAll<HTMLButtonElement>(place, ".scenario-choice")) {
          button.setAttribute("aria-pressed", String(button.dataset.choice === choice));
          button.disabled = this.isLocked || choice !== undefined;
        }
        findAll(place, "[data-after]").forEach((after) => (after.hidden = after.dataset.after !== choice));
      }
      at = choice === undefined ? undefined : this.after(at);
    }
    // What has begun is printed as the way that was taken, anything else as a whole.
    this.way.classList.toggle("begun", this.chosen.size > 0);
    find(this.form, "[type=submit]").hidden = this.isLocked || !this.isComplete;
  }

  /** Where the choice at a step leads. */
  private after(step: string): string | undefined {
    const choice = this.chosen.get(step);
    return this.placeOf(step)?.querySelector<HTMLElement>(`[data-choice="${choice}"]`)?.dataset.to;
  }

  private placeOf(step: string): HTMLElement | null {
    return this.form.querySelector(`[data-step="${step}"]`);
  }
}

export default questionBehaviour((form) => new Way(form));
