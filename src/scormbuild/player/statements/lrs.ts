/** A learning record store over HTTP (xAPI-Communication 1.0.3): what was asked of it, and what became of that. */

import { after } from "../after";
import type { Statement, Unsigned } from "./statement";

const VERSION = "1.0.3";

/** Longer than this, and the network is as good as gone: what was sent is sent again, under the same ids. */
const PATIENCE_MS = 30_000;

/** Requests that outlive their page may have 64 KiB between them (Fetch, 4.6); some of it is left to others. */
export const LARGEST_LASTING = 48_000;
/** What a list of statements has around them. */
const SPARE = 2000;

/** A launch that finds the store busy asks again after these waits. */
const HICCUPS_MS = [500, 1500];

/** So long the question may take whether anybody is there at all. */
const PROBE_MS = 5000;

/**
 * stored: it is there. busy: come again, after `seconds` where the store says so. unreachable: nothing came back, so
 * nobody knows; `isLate` where we have stopped waiting for it. expired: it doesn't know us, or not any more. refused: it won't have this.
 */
export type Outcome =
  | { is: "stored" }
  | { is: "busy"; seconds: number | null }
  | { is: "unreachable"; isLate?: boolean }
  | { is: "expired" }
  | { is: "refused"; status: number };

/** `status` is 0 where nothing came back. */
interface Reply {
  status: number;
  text: string;
  retryAfter: string | null;
  isLate: boolean;
}

export type Parameters = Record<string, string>;

export class Lrs {
  private readonly endpoint: string;

  /** `authorization` gives the header's value as it is now. */
  constructor(
    endpoint: string,
    private readonly authorization: () => string | null,
    private readonly ask: typeof fetch,
  ) {
    this.endpoint = endpoint.endsWith("/") ? endpoint : `${endpoint}/`;
  }

  /** Store statements about somebody, all or none. `isLast`: the page goes, and the request must outlive it. */
  async send(statements: Unsigned[], actor: unknown, isLast: boolean): Promise<Outcome> {
    const signed: Statement[] = statements.map((statement) => ({ ...statement, actor }));
    return this.store("POST", "statements", {}, JSON.stringify(signed), isLast);
  }

  /** Whether a statement is there; null where the store doesn't say. */
  async has(id: string): Promise<boolean | null> {
    const answer = await this.request("GET", "statements", { statementId: id });
    return answer.status === 200 ? true : answer.status === 404 ? false : null;
  }

  /** A document; "" where there is none, null where the store doesn't say. */
  async read(resource: string, parameters: Parameters): Promise<string | null> {
    for (const wait of [...HICCUPS_MS, null]) {
      const { status, text } = await this.request("GET", resource, parameters);
      if (status === 200 || status === 404) {
        return status === 200 ? text : "";
      }
      if (wait === null || (status > 0 && status !== 429 && status < 500)) {
        break;
      }
      await new Promise<void>((resolve) => after(wait, resolve));
    }
    return null;
  }

  write(resource: string, parameters: Parameters, document: unknown, isLast: boolean): Promise<Outcome> {
    return this.store("PUT", resource, parameters, JSON.stringify(document), isLast);
  }

  /** Whether somebody is there who won't talk to pages of our origin: the browser tells us as little as of a dead network. */
  async isForbidden(): Promise<boolean> {
    const controller = new AbortController();
    const cancel = after(PROBE_MS, () => controller.abort());
    try {
      await this.ask(`${this.endpoint}about`, { mode: "no-cors", cache: "no-store", credentials: "omit", signal: controller.signal });
      return true;
    } catch (unreachable) {
      return false;
    } finally {
      cancel();
    }
  }

  private async store(method: string, resource: string, parameters: Parameters, body: string, isLast: boolean): Promise<Outcome> {
    const { status, retryAfter, isLate } = await this.request(method, resource, parameters, body, isLast);
    if (status === 0) {
      return { is: "unreachable", isLate };
    }
    if (status === 429 || status >= 500) {
      return { is: "busy", seconds: secondsOf(retryAfter) };
    }
    return status < 300 ? { is: "stored" } : status === 401 ? { is: "expired" } : { is: "refused", status };
  }

  private async request(method: string, resource: string, parameters: Parameters, body?: string, isLast = false): Promise<Reply> {
    const controller = new AbortController();
    const cancel = after(PATIENCE_MS, () => controller.abort());
    const query = new URLSearchParams(parameters).toString();
    const headers: Record<string, string> = { "X-Experience-API-Version": VERSION };
    const authorization = this.authorization();
    if (authorization !== null) {
      headers.Authorization = authorization;
    }
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    try {
      const answer = await this.ask(this.endpoint + resource + (query && `?${query}`), {
        method,
        headers,
        cache: "no-store",
        signal: controller.signal,
        ...(body === undefined ? {} : { body, keepalive: mayOutlive(body, isLast) }),
      });
      // Until its answer has been read, a request takes up the room that those which outlive their page have between them.
      const text = await answer.text();
      return { status: answer.status, text, retryAfter: answer.headers.get("Retry-After"), isLate: false };
    } catch (unreachable) {
      return { status: 0, text: "", retryAfter: null, isLate: controller.signal.aborted };
    } finally {
      cancel();
    }
  }
}

/** What is small arrives though the page be closed meanwhile; what is too large for that is refused by the browser. */
function mayOutlive(body: string, isLast: boolean): boolean {
  const bytes = new TextEncoder().encode(body).length;
  return bytes <= (isLast ? LARGEST_LASTING + SPARE : LARGEST_LASTING / 2 + SPARE);
}

/** `Retry-After` in seconds; null for a date, which is rare, and for nothing. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}
