/** The last view of a quiz: what it came to, and every question with the learner's answer. */

import { find, icon } from "../../player/ui/dom";
import { fill, type QuizView } from "./behaviour";

export function fillResults(view: HTMLElement, quizView: QuizView): void {
  const { attempt, session } = quizView;
  const { texts } = session;
  const { score, attemptsLeft, isPassed } = attempt;
  const isPractice = attempt.quiz.pass === null;
  const passedNow = score >= attempt.result.pass;
  const judged = passedNow ? "quiz.passed" : isPassed ? "quiz.failed.though_passed" : "quiz.failed";
  const verdict = isPractice ? "quiz.practised" : judged;
  fill(view, "verdict", texts.say(verdict));
  fill(view, "score", texts.percent(score));
  const right = texts.say("quiz.score", { right: attempt.right.length, questions: attempt.scored.length });
  const needed = texts.say("quiz.mark.needed", { mark: texts.percent(attempt.result.pass) });
  fill(view, "right", isPractice ? right : `${right} ${needed}`);
  fill(view, "best", attempt.best > score ? texts.say("quiz.best.counts", { best: texts.percent(attempt.best) }) : "");
  const left = attemptsLeft === 0 ? texts.say("quiz.exhausted") : texts.count("quiz.attempts.remaining", attemptsLeft ?? 0);
  fill(view, "attempts", attemptsLeft === null || (attemptsLeft === 0 && isPassed) ? "" : left);
  find(view, ".quiz-results").classList.toggle("passed", passedNow && !isPractice);
  find(view, ".quiz-results").classList.toggle("practice", isPractice);
  const again = find(view, "[data-action=begin]");
  again.hidden = attemptsLeft === 0;
  again.classList.toggle("quiet", isPassed);
  const review = find(view, "[data-slot=review]");
  if (attempt.quiz.review) {
    review.append(...attempt.asked.map((id) => reviewed(quizView, id)));
  } else {
    review.remove();
  }
}

/** A question folded up under its wording; those that weren't right are open. */
function reviewed(quizView: QuizView, id: string): HTMLElement {
  const { attempt, session } = quizView;
  const { form, card } = quizView.card(id);
  const isRight = attempt.right.includes(id);
  const verdict = isRight ? "correct" : card.verdict;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const told = document.createElement("span");
  const wording = document.createElement("span");
  told.className = "unseen";
  told.textContent = `${session.texts.say(`question.${verdict}`)}: `;
  wording.textContent = find(form, "legend").textContent;
  summary.append(icon(verdict), told, wording);
  summary.className = verdict;
  card.reveal();
  card.steps.remove();
  details.append(summary, form);
  details.open = !isRight;
  return details;
}
