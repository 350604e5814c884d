/** A quiz: start, one question to a card, an overview where it is handed in as a whole, results. */

import { behaviours } from "virtual:components";
import { LARGEST_SEED, STAGES, type Attempt } from "../../player/attempt";
import type { Behaviour } from "../../player/behaviour";
import { QuestionCard, type QuestionBehaviour } from "../../player/question";
import { isScored, scoreOf } from "../../player/response";
import type { Session } from "../../player/session";
import { copyOf, find, findAll, refill } from "../../player/ui/dom";
import { fillResults } from "./results";

type View = "begin" | "question" | "steps" | "overview" | "overview-row" | "results";

const behaviour: Behaviour = (section, session) => new QuizView(section, session).resume();
export default behaviour;

export class QuizView {
  readonly attempt: Attempt;
  private readonly body: HTMLElement;

  constructor(
    private readonly section: HTMLElement,
    readonly session: Session,
  ) {
    this.attempt = session.attempt(section.dataset.quiz as string);
    this.body = find(section, ".quiz-body");
  }

  /** Show what the learner saw last. */
  resume(): void {
    const { attempt, session } = this;
    if (attempt.stage === STAGES.underway && attempt.quiz.feedback === "each" && this.isAllChecked) {
      // The question that was open has gone with a newer version of the course.
      this.finish();
      session.changed("now");
    }
    if (attempt.stage === STAGES.underway) {
      const at = session.state.one(`${attempt.id}.at`);
      if (at === null && attempt.quiz.feedback === "end") {
        this.showOverview(false);
      } else {
        this.ask(at !== null && attempt.asked.includes(at) ? at : (attempt.asked[0] as string), false);
      }
    } else if (attempt.stage === STAGES.results) {
      this.showResults(false);
    } else {
      this.showBeginning();
    }
  }

  /** The card of a question, with its options in this attempt's order and the learner's choice. */
  card(id: string): { form: HTMLElement; card: QuestionCard } {
    const { attempt, session } = this;
    const form = find(copyOf(find<HTMLTemplateElement>(this.section, `[data-ask="${id}"]`)), "form");
    const { answering } = behaviours[form.dataset.component as string] as QuestionBehaviour;
    const card = new QuestionCard(form, session, answering);
    card.answering.arrange?.((options) => attempt.arranged(id, options));
    return { form, card };
  }

  private showBeginning(): void {
    const { attempt } = this;
    const { texts } = this.session;
    const view = this.show("begin", false);
    const left = attempt.attemptsLeft;
    fill(view, "mark", texts.percent(attempt.result.pass));
    fill(view, "attempts", left === null ? texts.say("quiz.attempts.unlimited") : texts.count("quiz.attempts.left", left));
    this.onBegin(view);
  }

  private onBegin(view: HTMLElement): void {
    find(view, "[data-action=begin]").addEventListener("click", () => {
      this.attempt.begin(Math.floor(Math.random() * (LARGEST_SEED + 1)));
      this.ask(this.attempt.asked[0] as string, true);
      this.session.changed("now");
    });
  }

  private ask(id: string, focus: boolean): void {
    const { attempt, session } = this;
    const view = this.show("question", focus);
    const { asked } = attempt;
    const position = asked.indexOf(id) + 1;
    fill(view, "place", session.texts.say("quiz.place", { position, questions: asked.length }));
    find(view, ".quiz-dots").append(...asked.map((each) => this.dot(each, id)));
    const { form, card } = this.card(id);
    find(view, "[data-slot=card]").append(form);
    card.steps.append(copyOf(this.template("steps")));
    session.state.set(`${attempt.id}.at`, id);
    session.shown(id);
    if (attempt.quiz.feedback === "each") {
      this.askAndTell(id, card);
    } else {
      this.askOnly(id, card);
    }
  }

  /** Feedback after each question: an answer is told and locked; the last one hands in. */
  private askAndTell(id: string, card: QuestionCard): void {
    const { session } = this;
    const next = find(card.steps, "[data-action=next]");
    find(card.steps, "[data-action=previous]").hidden = true;
    const tell = (focus: boolean) => {
      card.reveal({ focus });
      next.hidden = false;
      next.textContent = session.texts.say(this.following(id) === undefined ? "quiz.see_results" : "quiz.next");
    };

    next.hidden = true;
    next.addEventListener("click", () => {
      const following = this.following(id);
      if (following === undefined) {
        this.showResults(true);
      } else {
        this.ask(following, true);
        session.changed("moved");
      }
    });
    card.onChange(() => {
      card.hold();
      session.changed("later");
    });
    card.onAnswer(() => {
      const isSettled = card.handIn();
      if (isSettled && this.isAllChecked) {
        this.finish();
      }
      session.changed("now");
      if (isSettled) {
        tell(true);
      }
    });
    if (card.isSettled) {
      tell(false);
    }
  }

  /** Feedback at the end: back and forth, until the overview hands in. */
  private askOnly(id: string, card: QuestionCard): void {
    const { attempt, session } = this;
    const { asked } = attempt;
    const previous = find(card.steps, "[data-action=previous]");
    const next = find(card.steps, "[data-action=next]");
    const before = asked[asked.indexOf(id) - 1];
    const after = asked[asked.indexOf(id) + 1];
    card.answerButton.remove();
    previous.hidden = before === undefined;
    next.textContent = session.texts.say(after === undefined ? "quiz.see_overview" : "quiz.next");
    const go = (to: string | undefined) => {
      if (to === undefined) {
        this.showOverview(true);
      } else {
        this.ask(to, true);
      }
      session.changed("moved");
    };
    const goOn = () => {
      if (!card.tellsNearMiss()) {
        go(after);
      }
    };
    previous.addEventListener("click", () => go(before));
    next.addEventListener("click", goOn);
    card.onChange(() => {
      card.hold();
      session.touched(id);
      session.changed("soon");
    });
    card.onAnswer(goOn);
  }

  /** Of all questions; none is the one where the learner is. */
  private showOverview(focus: boolean): void {
    const { attempt, session } = this;
    const { texts } = session;
    const view = this.show("overview", focus);
    session.state.set(`${attempt.id}.at`, null);
    const missing = attempt.asked.filter((id) => attempt.response(id).length === 0).length;
    fill(view, "missing", missing > 0 ? texts.count("quiz.overview.missing", missing) : texts.say("quiz.overview.complete"));
    find(view, ".quiz-list").append(...attempt.asked.map((id) => this.overviewRow(id)));
    find(view, "[data-action=hand-in]").addEventListener("click", () => {
      for (const id of attempt.asked) {
        const [question, response] = [attempt.question(id), attempt.response(id)];
        session.answered(id, response, isScored(question) ? scoreOf(question, response) : null);
      }
      this.finish();
      session.changed("now");
      this.showResults(true);
    });
  }

  private overviewRow(id: string): HTMLElement {
    const isAnswered = this.attempt.response(id).length > 0;
    const row = copyOf(this.template("overview-row"));
    fill(row, "wording", find(this.card(id).form, "legend").textContent ?? "");
    fill(row, "state", this.session.texts.say(isAnswered ? "quiz.answered" : "question.unanswered"));
    find(row, "[data-fill=state]").classList.toggle("open", !isAnswered);
    find(row, "button").addEventListener("click", () => this.ask(id, true));
    return find(row, "li");
  }

  private get isAllChecked(): boolean {
    return this.attempt.asked.every((each) => this.session.state.number(`${each}.checked`) === 1);
  }

  private finish(): void {
    this.attempt.finish();
    this.session.handedIn(this.attempt.id);
  }

  private showResults(focus: boolean): void {
    const view = this.show("results", focus);
    fillResults(view, this);
    this.onBegin(view);
  }

  /** The next question that isn't answered, round the corner where earlier ones were left out. */
  private following(id: string): string | undefined {
    const { asked } = this.attempt;
    const position = asked.indexOf(id);
    const open = (each: string) => this.session.state.number(`${each}.checked`) === 0;
    return asked.slice(position + 1).find(open) ?? asked.slice(0, position).find(open);
  }

  private dot(id: string, current: string): HTMLElement {
    const dot = document.createElement("li");
    const isDone = this.attempt.response(id).length > 0 && id !== current;
    dot.className = id === current ? "current" : isDone ? "done" : "";
    return dot;
  }

  private show(name: View, focus: boolean): HTMLElement {
    refill(this.body, copyOf(this.template(name)));
    if (focus) {
      // After the caller has filled it in: what is focused is read out.
      queueMicrotask(() => {
        const heading = find(this.body, "h2");
        heading.focus({ preventScroll: true });
        this.section.scrollIntoView({ block: "start" });
      });
    }
    return this.body;
  }

  private template(name: View): HTMLTemplateElement {
    return find<HTMLTemplateElement>(this.section, `[data-view="${name}"]`);
  }
}

export function fill(view: ParentNode, name: string, text: string): void {
  findAll(view, `[data-fill="${name}"]`).forEach((element) => {
    element.textContent = text;
    element.hidden = text === "";
  });
}
