/** Questions of several parts, each answered by one of its choices: `[data-part]` holds a select or radio buttons. */

import type { Question } from "./plan";
import type { Answering, NewAnswering } from "./question";
import type { Response } from "./response";
import type { Session } from "./session";
import { find, findAll, icon, refill, refillWrong } from "./ui/dom";

type Choice = HTMLSelectElement | HTMLInputElement;

export const parting: NewAnswering = (form, question, session) => new Parting(form, question, session);

class Parting implements Answering {
  private readonly parts: HTMLElement[];

  constructor(
    private readonly form: HTMLElement,
    private readonly question: Question,
    private readonly session: Session,
  ) {
    this.parts = findAll(form, "[data-part]");
    form.addEventListener("change", () => this.mirror());
  }

  get response(): Response {
    return this.parts.flatMap((part) => {
      const chosen = chosenIn(part);
      return chosen === "" ? [] : [`${part.dataset.part}.${chosen}`];
    });
  }

  set response(response: Response) {
    for (const part of this.parts) {
      const chosen = response.find((each) => each.startsWith(`${part.dataset.part}.`))?.slice((part.dataset.part as string).length + 1) ?? "";
      for (const choice of choicesIn(part)) {
        if (choice instanceof HTMLSelectElement) {
          choice.value = chosen;
        } else {
          choice.checked = choice.value === chosen;
        }
      }
    }
    this.mirror();
  }

  get isComplete(): boolean {
    return this.parts.every((part) => chosenIn(part) !== "");
  }

  arrange(order: (ids: string[]) => string[]): void {
    const list = this.form.querySelector(".parts");
    if (list !== null) {
      const ordered = order(this.parts.map((part) => part.dataset.part as string));
      const place = (part: HTMLElement) => ordered.indexOf(part.dataset.part as string);
      list.append(...[...this.parts].sort((one, other) => place(one) - place(other)));
    }
  }

  tell(): void {
    for (const part of this.parts) {
      const id = part.dataset.part as string;
      const expected = this.question.correct.find((each) => each.startsWith(`${id}.`)) ?? "";
      const isRight = `${id}.${chosenIn(part)}` === expected;
      const mark = find(part, ".mark");
      part.classList.add(isRight ? "correct" : "wrong");
      const answer = textOf(part, expected.slice(id.length + 1));
      if (isRight) {
        refill(mark, icon("correct"), this.session.texts.say("question.option.correct"));
      } else {
        refillWrong(mark, this.session.texts, answer);
      }
      mark.hidden = false;
    }
  }

  untell(): void {
    for (const part of this.parts) {
      part.classList.remove("correct", "wrong");
      find(part, ".mark").hidden = true;
    }
  }

  lock(isLocked: boolean): void {
    this.parts.flatMap(choicesIn).forEach((choice) => (choice.disabled = isLocked));
  }

  /** What is chosen from a list stands behind it in words, for paper. */
  private mirror(): void {
    for (const part of this.parts) {
      const list = part.querySelector("select");
      if (list !== null) {
        (list.parentElement as HTMLElement).dataset.written = list.value === "" ? "" : textOf(part, list.value);
      }
    }
  }
}

function choicesIn(part: HTMLElement): Choice[] {
  return findAll<Choice>(part, "[data-choice]");
}

function chosenIn(part: HTMLElement): string {
  const chosen = choicesIn(part).find((choice) => choice instanceof HTMLSelectElement || choice.checked);
  return chosen?.value ?? "";
}

/** What a choice says. */
function textOf(part: HTMLElement, value: string): string {
  const [first] = choicesIn(part);
  const option = first instanceof HTMLSelectElement ? first.querySelector(`option[value="${value}"]`) : part.querySelector(`input[value="${value}"] + span`);
  return option?.textContent ?? "";
}
