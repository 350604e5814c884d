/** Proof that the platform is still there and still knows the learner: a small file of the package comes back as it is. */

import type { Plan } from "./plan";

/** Longer than this, and the answer says nothing about the commit that it was asked for. */
const PATIENCE_MS = 15_000;

/** Ask now; an expired session answers with its login page, a dead network not at all. */
export async function prove(proof: Plan["proof"], ask: typeof fetch): Promise<boolean> {
  const controller = new AbortController();
  const patience = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const url = `${proof.file}?${Math.random().toString(36).slice(2)}`;
    const answer = await ask(url, { cache: "no-store", signal: controller.signal });
    return answer.status === 200 && (await answer.text()) === proof.content;
  } catch (unreachable) {
    return false;
  } finally {
    clearTimeout(patience);
  }
}
