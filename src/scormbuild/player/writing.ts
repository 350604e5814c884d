/** Questions that are answered by writing: each `[data-gap]` holds the answer to one gap. */

import type { Question } from "./plan";
import type { Answering, NewAnswering } from "./question";
import { isRight, isScored, rightParts, type Response, textIn } from "./response";
import type { Session } from "./session";
import { find, findAll, icon, refill, refillWrong } from "./ui/dom";

type Field = HTMLInputElement | HTMLTextAreaElement;

export const writing: NewAnswering = (form, question, session) => new Writing(form, question, session);

class Writing implements Answering {
  private readonly fields: Field[];

  constructor(
    private readonly form: HTMLElement,
    private readonly question: Question,
    private readonly session: Session,
  ) {
    this.fields = findAll<Field>(form, "[data-gap]");
    form.addEventListener("input", () => this.mirror());
  }

  get response(): Response {
    const written = this.fields.filter((field) => field.value.trim() !== "");
    return written.map((field) => (field.dataset.gap === "" ? field.value.trim() : `${field.dataset.gap}.${field.value.trim()}`));
  }

  set response(response: Response) {
    this.fields.forEach((field) => (field.value = textIn(response, field.dataset.gap as string)));
    this.mirror();
  }

  get isComplete(): boolean {
    return this.fields.every((field) => field.value.trim() !== "");
  }

  tell(): void {
    const { question, response, session } = this;
    const right = rightParts(question, response);
    for (const field of isScored(question) ? this.fields : []) {
      const part = field.dataset.gap as string;
      const isGood = question.type === "numeric" ? isRight(question, response) : right.has(part);
      const expected = question.gaps[part]?.answers[0] ?? question.correct[0] ?? question.range?.join("–") ?? "";
      const box = field.closest(".writing") as HTMLElement;
      const mark = find(box, ".mark");
      box.classList.add(isGood ? "correct" : "wrong");
      if (isGood) {
        refill(mark, icon("correct"), session.texts.say("question.option.correct"));
      } else {
        refillWrong(mark, session.texts, expected);
      }
      mark.hidden = false;
    }
    findAll(this.form, "[data-told]").forEach((told) => (told.hidden = false));
  }

  untell(): void {
    findAll(this.form, ".writing").forEach((box) => box.classList.remove("correct", "wrong"));
    findAll(this.form, ".writing .mark, [data-told]").forEach((told) => (told.hidden = true));
  }

  lock(isLocked: boolean): void {
    this.fields.forEach((field) => (field.readOnly = isLocked));
  }

  /** The same words stand behind each field: the box of a long text grows with them, and paper shows them whole. */
  private mirror(): void {
    this.fields.forEach((field) => ((field.parentElement as HTMLElement).dataset.written = field.value));
  }
}
