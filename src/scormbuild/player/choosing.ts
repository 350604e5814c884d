/** Questions that are answered by choosing one or several of what `options()` in themes/standard/question.html draws. */

import type { Question } from "./plan";
import type { Answering, NewAnswering } from "./question";
import { isScored, type Response } from "./response";
import { find, findAll, icon, refill } from "./ui/dom";
import type { Session } from "./session";

export const choosing: NewAnswering = (form, question, session) => new Choosing(form, question, session);

class Choosing implements Answering {
  private readonly options: HTMLElement[];

  constructor(
    private readonly form: HTMLElement,
    private readonly question: Question,
    private readonly session: Session,
  ) {
    this.options = findAll(form, "[data-option]");
  }

  get response(): Response {
    return this.inputs.filter((input) => input.checked).map((input) => input.value);
  }

  set response(chosen: Response) {
    this.inputs.forEach((input) => (input.checked = chosen.includes(input.value)));
  }

  get isComplete(): boolean {
    return this.response.length > 0;
  }

  arrange(order: (ids: string[]) => string[]): void {
    const ordered = order(this.options.map(keyOf));
    const sorted = [...this.options].sort((one, other) => ordered.indexOf(keyOf(one)) - ordered.indexOf(keyOf(other)));
    find(this.form, ".options").append(...sorted);
  }

  tell(): void {
    const { response } = this;
    for (const option of isScored(this.question) ? this.options : []) {
      const key = keyOf(option);
      const isCorrect = this.question.correct.includes(key);
      if (response.includes(key)) {
        this.mark(option, isCorrect ? "correct" : "wrong", isCorrect ? "correct" : "wrong");
      } else if (isCorrect) {
        this.mark(option, "missed", "correct");
      }
    }
  }

  untell(): void {
    for (const option of this.options) {
      option.classList.remove("correct", "wrong", "missed");
      findAll(option, ".mark, .option-feedback").forEach((element) => (element.hidden = true));
    }
  }

  lock(isLocked: boolean): void {
    this.inputs.forEach((input) => (input.disabled = isLocked));
  }

  /** In the author's order, wherever they stand. */
  private get inputs(): HTMLInputElement[] {
    return this.options.map((option) => find<HTMLInputElement>(option, "input"));
  }

  private mark(option: HTMLElement, told: "correct" | "wrong" | "missed", sign: "correct" | "wrong"): void {
    option.classList.add(told);
    const mark = find(option, ".mark");
    refill(mark, icon(sign), this.session.texts.say(`question.option.${told}`));
    mark.hidden = false;
    findAll(option, ".option-feedback").forEach((feedback) => (feedback.hidden = false));
  }
}

function keyOf(option: HTMLElement): string {
  return option.dataset.option as string;
}
