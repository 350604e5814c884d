/** What a record store lets us write with: a key that the course brings, or one that a service gives, for a while. */

import type { RecordStore } from "../plan";

/** What a service is told: which course, and the platform's id of the learner, of which it may make a name of its own. */
export interface Request {
  course: string;
  learner: string;
}

/** As RFC 6749, 5.1, has it; some stores take their tokens as Basic. */
interface Given {
  access_token?: unknown;
  token_type?: unknown;
  /** Whom statements are about. */
  actor?: unknown;
}

export class Keys {
  authorization: string | null;
  actor: unknown = null;

  constructor(
    private readonly store: RecordStore,
    private readonly request: Request,
    private readonly ask: typeof fetch,
  ) {
    this.authorization = store.key === null ? null : `Basic ${base64(store.key)}`;
  }

  /** Get another key; whether there is one, null where nobody answered. Who names nobody where a name is asked for gives none. */
  async renew(): Promise<boolean | null> {
    const { actor, token_service: service } = this.store;
    if (service === null) {
      return false;
    }
    try {
      const body = JSON.stringify(actor === "service" ? this.request : { course: this.request.course });
      const answer = await this.ask(service, { method: "POST", cache: "no-store", headers: { "Content-Type": "application/json" }, body });
      if (answer.status === 429 || answer.status >= 500) {
        return null;
      }
      const given = (await answer.json().catch(() => ({}))) as Given;
      const isNamed = typeof given.actor === "object" && given.actor !== null;
      const isWhole = answer.ok && typeof given.access_token === "string" && (actor === "random" || isNamed);
      if (isWhole) {
        this.authorization = `${given.token_type ?? "Bearer"} ${given.access_token}`;
        this.actor = actor === "service" ? given.actor : null;
      }
      return isWhole;
    } catch (unreachable) {
      return null;
    }
  }
}

/** Base64 of a text's UTF-8 (RFC 7617, 2.1). */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
