/** The card of a question, as themes/standard/question.html draws it, and its behaviour where it stands alone. */

import { choose, chosenIn, isRight } from "./attempt";
import type { Behaviour } from "./behaviour";
import type { Question } from "./plan";
import type { Texts } from "./texts";
import { find, findAll, focusOn, icon, refill } from "./ui/dom";

export class QuestionCard {
  readonly steps: HTMLElement;
  readonly answerButton: HTMLButtonElement;
  readonly retryButton: HTMLButtonElement;
  private readonly options: HTMLElement[];
  private readonly result: HTMLElement;
  private readonly missing: HTMLElement;

  constructor(
    private readonly form: HTMLElement,
    private readonly question: Question,
    private readonly texts: Texts,
  ) {
    this.steps = find(form, ".card-steps");
    this.answerButton = find(form, "[type=submit]");
    this.retryButton = find(form, "[data-action=retry]");
    this.options = findAll(form, "[data-option]");
    this.result = find(form, ".result");
    this.missing = find(form, ".missing");
  }

  get chosen(): string[] {
    const chosen = findAll<HTMLInputElement>(this.form, "input:checked").map((input) => input.value);
    return this.question.options.filter((option) => chosen.includes(option));
  }

  set chosen(options: string[]) {
    for (const input of findAll<HTMLInputElement>(this.form, "input")) {
      input.checked = options.includes(input.value);
    }
  }

  /** Put the options into another order. */
  arrange(order: string[]): void {
    this.options.sort((one, other) => order.indexOf(keyOf(one)) - order.indexOf(keyOf(other)));
    find(this.form, ".options").append(...this.options);
  }

  onChange(run: () => void): void {
    this.form.addEventListener("change", () => {
      this.missing.textContent = "";
      run();
    });
  }

  /** Run when the learner answers; without a choice the card asks for one. */
  onAnswer(run: () => void): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.chosen.length > 0) {
        run();
      } else {
        this.missing.textContent = this.texts.say("question.missing");
      }
    });
  }

  /** Tell what was right, by colour, icon and word, and let nothing be changed. */
  reveal({ focus = false } = {}): void {
    const { correct } = this.question;
    const { chosen } = this;
    for (const option of this.options) {
      const key = keyOf(option);
      const isCorrect = correct.includes(key);
      if (chosen.includes(key)) {
        this.mark(option, isCorrect ? "correct" : "wrong", isCorrect ? "correct" : "wrong");
      } else if (isCorrect) {
        this.mark(option, "missed", "correct");
      }
    }
    this.lock(true);
    this.showResult();
    if (focus) {
      focusOn(this.result);
    }
  }

  /** Take back what `reveal` has told. */
  reset(): void {
    for (const option of this.options) {
      option.classList.remove("correct", "wrong", "missed");
      findAll(option, ".mark, .option-feedback").forEach((element) => (element.hidden = true));
    }
    this.result.hidden = true;
    this.chosen = [];
    this.lock(false);
    find(this.form, "input").focus();
  }

  private mark(option: HTMLElement, told: "correct" | "wrong" | "missed", sign: "correct" | "wrong"): void {
    option.classList.add(told);
    const mark = find(option, ".mark");
    refill(mark, icon(sign), this.texts.say(`question.option.${told}`));
    mark.hidden = false;
    findAll(option, ".option-feedback").forEach((feedback) => (feedback.hidden = false));
  }

  private showResult(): void {
    const { chosen, question } = this;
    const isCorrect = isRight(question, chosen);
    const isPartly = question.several && chosen.some((option) => question.correct.includes(option));
    const told = isCorrect ? "correct" : chosen.length === 0 ? "unanswered" : isPartly ? "partly" : "wrong";
    const title = find(this.result, ".result-title");
    refill(title, icon(isCorrect ? "correct" : "wrong"), this.texts.say(`question.${told}`));
    this.result.classList.toggle("correct", isCorrect);
    for (const feedback of findAll(this.result, "[data-when]")) {
      feedback.hidden = (feedback.dataset.when === "correct") !== isCorrect;
    }
    this.result.hidden = false;
  }

  private lock(isLocked: boolean): void {
    findAll<HTMLInputElement>(this.form, "input").forEach((input) => (input.disabled = isLocked));
    this.answerButton.hidden = isLocked;
  }
}

/** A question by itself on a page: answered, told, and asked again as often as the learner likes. */
export const standaloneQuestion: Behaviour = (form, session) => {
  const { state, plan, texts } = session;
  const id = form.dataset.question as string;
  const question = plan.questions[id] as Question;
  const checked = `${id}.checked`;
  const card = new QuestionCard(form, question, texts);
  const tell = (focus: boolean) => {
    card.reveal({ focus });
    card.retryButton.hidden = false;
  };

  card.chosen = chosenIn(state, id, question);
  session.shown(id);
  if (state.number(checked) === 1) {
    tell(false);
  }
  card.onChange(() => {
    choose(state, id, question, card.chosen);
    session.changed("later");
  });
  card.onAnswer(() => {
    choose(state, id, question, card.chosen);
    state.set(checked, 1);
    session.answered(id, card.chosen, isRight(question, card.chosen));
    session.changed("now");
    tell(true);
  });
  card.retryButton.addEventListener("click", () => {
    choose(state, id, question, []);
    state.set(checked, 0);
    session.changed("later");
    session.shown(id, true);
    card.retryButton.hidden = true;
    card.reset();
  });
};

function keyOf(option: HTMLElement): string {
  return option.dataset.option as string;
}
