/** What is recorded when a booklet is handed in: its receipt and what each sheet says, as texts that nobody marks. */

import type { Plan, Question } from "./plan";

/** The receipt's key in the plan's `handed_in`. */
export const RECEIPT = "";

/** What an answer's question is, or what stands for one. */
export function recordedQuestion({ handed_in, questions }: Plan, id: string): Question | undefined {
  const interaction = handed_in[id];
  if (interaction === undefined) {
    return questions[id];
  }
  return { type: "long-fill-in", interaction, fields: {}, correct: [], gaps: {}, range: null, credit: "all", tries: 1, weight: 0, objective: null, quiz: null };
}
