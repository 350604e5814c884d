/**
 * What is recorded as texts that nobody marks: a booklet's receipt and what each of its sheets says, when it is handed
 * in; a certificate's code, when it is made out.
 */

import type { Plan, Question } from "./plan";

/** The receipt's key in the plan's `handed_in`. */
export const RECEIPT = "";

/** The key there of a certificate's code, which no sheet has for an id. */
export const CERTIFICATE_CODE = "certificate--";

/** What an answer's question is, or what stands for one. */
export function recordedQuestion({ handed_in, questions }: Plan, id: string): Question | undefined {
  const interaction = handed_in[id];
  if (interaction === undefined) {
    return questions[id];
  }
  return { type: "long-fill-in", interaction, fields: {}, correct: [], gaps: {}, range: null, credit: "all", tries: 1, weight: 0, objective: null, quiz: null };
}
