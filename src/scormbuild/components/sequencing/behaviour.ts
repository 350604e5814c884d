/** Items go up and down by their buttons; none stands rightly before somebody has moved something. */

import { shuffled } from "../../player/attempt";
import type { Question } from "../../player/plan";
import { type Answering, questionBehaviour } from "../../player/question";
import type { Response } from "../../player/response";
import type { Session } from "../../player/session";
import { find, findAll, icon, refill } from "../../player/ui/dom";

class Sequence implements Answering {
  private readonly list: HTMLElement;

  constructor(
    private readonly form: HTMLElement,
    private readonly question: Question,
    private readonly session: Session,
  ) {
    this.list = find(form, ".sequencing-list");
    for (const button of findAll<HTMLButtonElement>(form, ".sequencing-move")) {
      button.addEventListener("click", () => this.move(button));
    }
  }

  /** Nothing, until the learner has moved an item or said that the order is right as it stands. */
  get response(): Response {
    return this.isTouched ? this.items.map((item) => item.dataset.item as string) : [];
  }

  set response(order: Response) {
    this.isTouched = order.length > 0;
    this.place(this.isTouched ? [...order, ...this.question.correct] : this.begin());
  }

  get isComplete(): boolean {
    this.isTouched = true;
    return true;
  }

  tell(): void {
    this.items.forEach((item, index) => {
      const isRight = this.question.correct[index] === item.dataset.item;
      const mark = find(item, ".mark");
      const place = this.question.correct.indexOf(item.dataset.item as string) + 1;
      item.classList.add(isRight ? "correct" : "wrong");
      refill(mark, icon(isRight ? "correct" : "wrong"), this.session.texts.say(isRight ? "sequencing.right" : "sequencing.wrong", { place }));
      mark.hidden = false;
    });
  }

  untell(): void {
    for (const item of this.items) {
      item.classList.remove("correct", "wrong");
      find(item, ".mark").hidden = true;
    }
  }

  lock(isLocked: boolean): void {
    findAll<HTMLButtonElement>(this.form, ".sequencing-move").forEach((button) => (button.disabled = isLocked));
    if (!isLocked) {
      this.showEnds();
    }
  }

  /** The list shows it: on paper, items that nobody has put in order have no numbers yet. */
  private get isTouched(): boolean {
    return this.list.classList.contains("touched");
  }

  private set isTouched(isTouched: boolean) {
    this.list.classList.toggle("touched", isTouched);
  }

  private get items(): HTMLElement[] {
    return findAll(this.list, ".sequencing-item");
  }

  /** An order that is the same whenever the card is drawn, and not the right one. */
  private begin(): string[] {
    const { correct, interaction } = this.question;
    const seeds = Array.from({ length: 10 }, (_, seed) => shuffled(correct, seed, interaction));
    return seeds.find((order) => order.some((each, index) => each !== correct[index])) ?? [...correct].reverse();
  }

  private place(order: string[]): void {
    const at = (item: HTMLElement) => order.indexOf(item.dataset.item as string);
    this.list.append(...this.items.sort((one, other) => at(one) - at(other)));
    this.showEnds();
  }

  private move(button: HTMLButtonElement): void {
    const item = button.closest(".sequencing-item") as HTMLElement;
    const { items } = this;
    const from = items.indexOf(item);
    const to = from + Number(button.dataset.move);
    const neighbour = items[to];
    if (neighbour === undefined) {
      return;
    }
    this.list.insertBefore(to < from ? item : neighbour, to < from ? neighbour : item);
    this.isTouched = true;
    this.showEnds();
    (button.disabled ? find<HTMLButtonElement>(item, ".sequencing-move:not(:disabled)") : button).focus();
    const text = find(item, ".sequencing-text").textContent ?? "";
    find(this.form, "[data-said]").textContent = this.session.texts.say("sequencing.moved", { item: text, place: to + 1, of: items.length });
    this.form.dispatchEvent(new Event("change"));
  }

  private showEnds(): void {
    const { items } = this;
    items.forEach((item, index) => {
      find<HTMLButtonElement>(item, '[data-move="-1"]').disabled = index === 0;
      find<HTMLButtonElement>(item, '[data-move="1"]').disabled = index === items.length - 1;
    });
  }
}

export default questionBehaviour((form, question, session) => new Sequence(form, question, session));
