/** A quiz's attempts: which questions are asked, in which order, and what they come to. */

import type { Plan, Question } from "./plan";
import { isRight, isScored, type Response, responseOf, scoreOf, setResponse } from "./response";
import { crc32 } from "./state/crc32";
import type { LearnerState } from "./state/learner";
import type { QuizResult } from "./status";
import type { ObjectiveResult } from "./trackers/tracker";

export const STAGES = { begin: 0, underway: 1, results: 2 } as const;
export const LARGEST_SEED = 65535;
const MOST_ATTEMPTS = 255;

/** One quiz of the course with what the learner has done in it. */
export class Attempt {
  constructor(
    private readonly plan: Plan,
    private readonly state: LearnerState,
    readonly id: string,
  ) {}

  get quiz() {
    return this.plan.quizzes[this.id] as Plan["quizzes"][string];
  }

  get stage(): number {
    // A newer version of the course may have dropped every question that was drawn.
    return this.asked.length > 0 ? this.state.number(`${this.id}.stage`) : STAGES.begin;
  }

  get finished(): number {
    return this.state.number(`${this.id}.attempts`);
  }

  /** null: any number. */
  get attemptsLeft(): number | null {
    return this.quiz.attempts === 0 ? null : Math.max(this.quiz.attempts - this.finished, 0);
  }

  /** Hundredths of a percent. */
  get best(): number {
    return this.state.number(`${this.id}.best`);
  }

  get isPassed(): boolean {
    return this.finished > 0 && this.best >= passMark(this.quiz.pass);
  }

  get result(): QuizResult {
    const { finished, best, attemptsLeft } = this;
    return { attempts: finished, attemptsLeft: attemptsLeft !== 0, best, pass: passMark(this.quiz.pass) };
  }

  /** The questions of this attempt, in the order in which they are asked. */
  get asked(): string[] {
    const drawn = this.state.some(`${this.id}.drawn`);
    const questions = this.quiz.questions.filter((id) => drawn.has(id));
    return this.quiz.shuffle_questions ? shuffled(questions, this.seed) : questions;
  }

  get right(): string[] {
    return this.scored.filter((id) => isRight(this.question(id), this.response(id)));
  }

  /** The questions of this attempt that have a right answer. */
  get scored(): string[] {
    return this.asked.filter((id) => isScored(this.question(id)));
  }

  /** The share of the points, in hundredths of a percent. */
  get score(): number {
    const { points, most } = this.pointsOf(this.scored);
    return most > 0 ? Math.round((points / most) * 10_000) : 0;
  }

  /** The points that some of its questions have earned, and could earn. */
  pointsOf(ids: string[]): { points: number; most: number } {
    const most = ids.reduce((sum, id) => sum + this.question(id).weight, 0);
    const points = ids.reduce((sum, id) => sum + this.question(id).weight * scoreOf(this.question(id), this.response(id)), 0);
    return { points, most };
  }

  question(id: string): Question {
    return this.plan.questions[id] as Question;
  }

  response(id: string): Response {
    return responseOf(this.state, id, this.question(id));
  }

  /** The order in which the options of a question stand in this attempt, where the author leaves it to chance. */
  arranged(id: string, options: string[]): string[] {
    return this.quiz.shuffle_options ? shuffled(options, this.seed, `${id}/`) : options;
  }

  /** Draw questions anew and forget the answers of the attempt before. */
  begin(seed: number): void {
    const { quiz, state, id } = this;
    const drawn: string[] = [];
    for (const { count, of } of quiz.draws) {
      const open = of.filter((question) => !drawn.includes(question));
      drawn.push(...shuffled(open, seed, "draw/").slice(0, count));
    }
    for (const question of quiz.questions) {
      setResponse(this.plan, state, question, []);
      state.set(`${question}.checked`, 0);
      state.set(`${question}.tries`, 0);
    }
    state.set(`${id}.seed`, seed);
    state.set(`${id}.drawn`, new Set(drawn));
    state.set(`${id}.stage`, STAGES.underway);
    state.set(`${id}.at`, this.asked[0] ?? null);
  }

  /** Hand in: the attempt counts, and the best one stands. */
  finish(): void {
    const { state, id } = this;
    this.asked.forEach((question) => state.set(`${question}.checked`, 1));
    state.set(`${id}.attempts`, Math.min(this.finished + 1, MOST_ATTEMPTS));
    state.set(`${id}.best`, Math.max(this.best, this.score));
    state.set(`${id}.stage`, STAGES.results);
  }

  private get seed(): number {
    return this.state.number(`${this.id}.seed`);
  }
}

/** How the course's objectives stand, over the graded quizzes whose results are shown. */
export function objectiveResults(plan: Plan, attempts: Attempt[]): ObjectiveResult[] {
  const handedIn = attempts.filter((attempt) => attempt.quiz.graded && attempt.stage === STAGES.results);
  return plan.objectives.flatMap(({ id }) => {
    let [points, most] = [0, 0];
    for (const attempt of handedIn) {
      const earned = attempt.pointsOf(attempt.scored.filter((question) => attempt.question(question).objective === id));
      points += earned.points;
      most += earned.most;
    }
    const score = Math.round((points / most) * 10_000) / 100;
    return most > 0 ? [{ id, score, passed: score >= plan.rule.mastery }] : [];
  });
}

/** Percent to hundredths of a percent, as scores are held. Practice is always good enough. */
function passMark(percent: number | null): number {
  return Math.round((percent ?? 0) * 100);
}

/** An order that depends on the seed and each id alone: it stays put when other ids come or go. */
export function shuffled(ids: string[], seed: number, purpose = ""): string[] {
  const key = (id: string) => mixed(crc32(new TextEncoder().encode(purpose + id)) + Math.imul(seed, 0x9e3779b1));
  return [...ids].sort((one, other) => key(one) - key(other));
}

/** MurmurHash3's finalizer: every bit of the input moves every bit of the output. */
function mixed(number: number): number {
  let hash = number >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
