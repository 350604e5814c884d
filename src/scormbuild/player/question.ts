/** The card of a question, as themes/standard/question.html draws it, and its behaviour where it stands alone. */

import type { Behaviour } from "./behaviour";
import type { Question } from "./plan";
import { creditFor, isRight, isScored, nearly, type Response, responseOf, scoreOf, setResponse, textIn } from "./response";
import type { Session } from "./session";
import { find, findAll, focusOn, icon, refill } from "./ui/dom";

/** How one kind of question is answered: the part of its card between the wording and the result. */
export interface Answering {
  response: Response;
  /** Whether enough is answered to hand it in. */
  readonly isComplete: boolean;
  /** Put what is chosen from into another order. */
  arrange?(order: (ids: string[]) => string[]): void;
  /** Tell what is right, by colour, sign and word. */
  tell(): void;
  /** Take back what `tell` has told. */
  untell(): void;
  lock(isLocked: boolean): void;
}

export type NewAnswering = (form: HTMLElement, question: Question, session: Session) => Answering;

/** What behaviour.ts of a question gives: its life alone on a page, and the way to answer it, for quizzes. */
export interface QuestionBehaviour extends Behaviour {
  answering: NewAnswering;
  /** The card as the session has it: with the answer that is held, and told where it is settled. */
  draw(form: HTMLElement, session: Session): QuestionCard;
}

type Verdict = "correct" | "partly" | "wrong";

export class QuestionCard {
  readonly id: string;
  readonly steps: HTMLElement;
  readonly answerButton: HTMLButtonElement;
  readonly retryButton: HTMLButtonElement;
  readonly answering: Answering;
  private readonly question: Question;
  private readonly result: HTMLElement;
  private readonly missing: HTMLElement;
  /** What was all but right when the learner was last told so. */
  private toldNear = "";

  constructor(
    private readonly form: HTMLElement,
    private readonly session: Session,
    newAnswering: NewAnswering,
  ) {
    this.id = form.dataset.question as string;
    this.question = session.plan.questions[this.id] as Question;
    this.steps = find(form, ".card-steps");
    this.answerButton = find(form, "[type=submit]");
    this.retryButton = find(form, "[data-action=retry]");
    this.result = find(form, ".result");
    this.missing = find(form, ".missing");
    this.answering = newAnswering(form, this.question, session);
    this.answering.response = responseOf(session.state, this.id, this.question);
    this.offerHints();
    // From the same card in another language: what it has told, of an answer that may be another one by now.
    form.addEventListener("retold", (event) => {
      const { verdict, isNear } = (event as CustomEvent<{ verdict: Verdict | ""; isNear: boolean }>).detail;
      if (verdict !== "" && !this.isSettled) {
        this.showResult({ tries: session.state.number(`${this.id}.tries`), verdict });
      }
      if (isNear) {
        this.tellsNearMiss();
      }
    });
  }

  get isSettled(): boolean {
    return this.session.state.number(`${this.id}.checked`) === 1;
  }

  get verdict(): Verdict {
    const credit = creditFor(this.question, this.answering.response);
    return credit === 1 ? "correct" : credit > 0 ? "partly" : "wrong";
  }

  /** Hold what is answered by now. */
  hold(): void {
    setResponse(this.session.plan, this.session.state, this.id, this.answering.response);
  }

  onChange(run: () => void): void {
    const changed = () => {
      this.missing.textContent = "";
      run();
    };
    this.form.addEventListener("change", changed);
    this.form.addEventListener("input", changed);
  }

  /** Run when the learner answers; without an answer the card asks for one. */
  onAnswer(run: () => void): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.answering.isComplete) {
        run();
      } else {
        const isChoice = this.question.type === "choice" || this.question.type === "true-false";
        this.missing.textContent = this.session.texts.say(isChoice ? "question.missing.choice" : "question.missing.other");
      }
    });
  }

  /**
   * Take the answer as given and record it; whether the question is settled by it. It isn't where the learner has only
   * misspelt, or may try again.
   */
  handIn(): boolean {
    const { id, question, session } = this;
    const { response } = this.answering;
    this.hold();
    if (this.tellsNearMiss()) {
      return false;
    }
    const tries = session.state.number(`${id}.tries`) + 1;
    session.state.set(`${id}.tries`, tries);
    session.answered(id, response, isScored(question) ? scoreOf(question, response) : null);
    if (isRight(question, response) || !isScored(question) || tries >= question.tries) {
      session.state.set(`${id}.checked`, 1);
      return true;
    }
    this.showResult({ tries });
    focusOn(this.result);
    return false;
  }

  /** Tell what was right, and let nothing be changed. */
  reveal({ focus = false } = {}): void {
    this.answering.tell();
    this.answering.lock(true);
    this.answerButton.hidden = true;
    this.showResult({ tries: this.question.tries });
    if (focus) {
      focusOn(this.result);
    }
  }

  /** Take back what `reveal` has told. */
  reset(): void {
    this.answering.untell();
    this.answering.lock(false);
    this.answerButton.hidden = false;
    this.result.hidden = true;
    this.answering.response = [];
    find(this.form, "input, select, textarea, [data-focus]").focus();
  }

  /** Say so where something is all but right, once: who leaves it as it is has meant it. */
  tellsNearMiss(): boolean {
    const { response } = this.answering;
    const texts = Object.entries(this.question.gaps)
      .filter(([part, gap]) => gap.near_misses === "tell" && nearly(gap, textIn(response, part)) !== null)
      .map(([part]) => textIn(response, part));
    const near = texts.join("\n");
    if (near === "" || near === this.toldNear) {
      return false;
    }
    this.toldNear = near;
    this.missing.textContent = this.session.texts.say("question.near");
    return true;
  }

  /** `tries`: how often it has been answered; feedback on wrong answers may change with it. */
  private showResult({ tries, verdict = this.verdict }: { tries: number; verdict?: Verdict }): void {
    const { question, session } = this;
    const { response } = this.answering;
    const { texts } = session;
    const isCorrect = verdict === "correct";
    const told = response.length === 0 ? "unanswered" : isScored(question) ? verdict : "received";
    const left = question.tries - tries;
    const more = !isCorrect && isScored(question) && left > 0 ? ` ${texts.count("question.tries", left)}` : "";
    const title = find(this.result, ".result-title");
    refill(title, ...(isScored(question) ? [icon(verdict)] : []), texts.say(`question.${told}`) + more);
    this.result.className = `result ${isScored(question) ? verdict : "neutral"}`;
    const wrongs = findAll(this.result, '[data-when="wrong"]');
    findAll(this.result, "[data-when]").forEach((feedback) => (feedback.hidden = true));
    const shown = isCorrect || !isScored(question) ? this.result.querySelector<HTMLElement>('[data-when="correct"]') : wrongs[Math.min(tries, wrongs.length) - 1];
    if (shown != null) {
      shown.hidden = false;
    }
    this.result.hidden = false;
  }

  private offerHints(): void {
    const button = this.form.querySelector<HTMLButtonElement>("[data-action=hint]");
    const hints = findAll(this.form, ".hints > li");
    if (button === null) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = hints.find((hint) => hint.hidden);
      if (next !== undefined) {
        next.hidden = false;
        focusOn(next);
      }
      button.hidden = hints.every((hint) => !hint.hidden);
    });
  }
}

/** A question by itself on a page: answered, told, and asked again as often as the learner likes. */
export function questionBehaviour(answering: NewAnswering): QuestionBehaviour {
  const draw = (form: HTMLElement, session: Session) => {
    const card = new QuestionCard(form, session, answering);
    if (card.isSettled) {
      card.reveal();
    }
    return card;
  };
  const alone: Behaviour = (form, session) => {
    const { state, plan } = session;
    const card = draw(form, session);
    const { id } = card;
    card.retryButton.hidden = !card.isSettled;
    session.shown(id);
    card.onChange(() => {
      card.hold();
      session.changed("later");
    });
    card.onAnswer(() => {
      const isSettled = card.handIn();
      session.changed("now");
      if (isSettled) {
        card.reveal({ focus: true });
        card.retryButton.hidden = false;
      }
    });
    card.retryButton.addEventListener("click", () => {
      setResponse(plan, state, id, []);
      state.set(`${id}.checked`, 0);
      state.set(`${id}.tries`, 0);
      session.changed("later");
      session.shown(id, true);
      card.retryButton.hidden = true;
      card.reset();
    });
  };
  return Object.assign(alone, { answering, draw });
}
