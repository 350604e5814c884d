/** A learning record store over HTTP (xAPI-Communication 1.0.3): what was asked of it, and what became of that. */

import { after } from "../after";
import { patiently } from "./patience";
import type { Statement } from "./statement";

const VERSION = "1.0.3";

/** Longer than this, and the network is as good as gone: what was sent is sent again, under the same ids. */
const PATIENCE_MS = 30_000;

/** Requests that outlive their page may have so many bytes between them (Fetch, 4.6). */
const LASTING = 64 * 1024;
/** Bytes of one request while the page stays: it may be sent once more beside itself, and the rest with it, when the page goes. */
export const LARGEST_BATCH = 24_000;
/** What a list of statements has around them. */
const SPARE = 2000;

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
  /** The ETag of a document. */
  tag: string | null;
  retryAfter: string | null;
  isLate: boolean;
}

export type Parameters = Record<string, string>;

type Headers = Record<string, string>;

/** What a store answers that lets nobody overwrite a document without naming it (Com 3.1). */
const UNNAMED = [409, 412];

export class Lrs {
  private readonly endpoint: string;
  /** How the document is named that is written next; null where the store doesn't ask for that. */
  private naming: Headers | null = null;
  /** Bytes under way in requests that outlive their page. */
  private lasting = 0;

  /** `authorization` gives the header's value as it is now. */
  constructor(
    endpoint: string,
    private readonly authorization: () => string | null,
    private readonly ask: typeof fetch,
  ) {
    this.endpoint = endpoint.endsWith("/") ? endpoint : `${endpoint}/`;
  }

  /** Bytes that a request may have which must outlive its page, beside those that are under way. */
  get room(): number {
    return LASTING - SPARE - this.lasting;
  }

  /** Store statements, all or none. `isLast`: the page goes, and the request must outlive it. */
  send(statements: Statement[], isLast: boolean): Promise<Outcome> {
    return this.store("POST", "statements", {}, JSON.stringify(statements), isLast);
  }

  /** Whether a statement is there; null where the store doesn't say. */
  async has(id: string): Promise<boolean | null> {
    const text = await this.read("statements", { statementId: id });
    return text === null ? null : text !== "";
  }

  /** A document; "" where there is none, null where the store doesn't say. */
  async read(resource: string, parameters: Parameters): Promise<string | null> {
    const { status, text } = await patiently(() => this.request("GET", resource, parameters), isHiccup);
    return status === 200 ? text : status === 404 ? "" : null;
  }

  /** Write a document over what is there. Some stores ask for its name; others don't let pages send one (CORS), so only they get it. */
  async write(resource: string, parameters: Parameters, document: unknown, isLast: boolean): Promise<Outcome> {
    const body = JSON.stringify(document);
    const put = () => this.store("PUT", resource, parameters, body, isLast, this.naming ?? {});
    let outcome = await put();
    if (!isLast && outcome.is === "refused" && UNNAMED.includes(outcome.status)) {
      this.naming = await this.nameOf(resource, parameters);
      outcome = this.naming === null ? outcome : await put();
    }
    if (!isLast && outcome.is === "stored" && this.naming !== null) {
      this.naming = await this.nameOf(resource, parameters); // now: the page may have no time to ask before its last write
    }
    return outcome;
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

  private async nameOf(resource: string, parameters: Parameters): Promise<Headers | null> {
    const { status, tag } = await this.request("GET", resource, parameters);
    return status === 404 ? { "If-None-Match": "*" } : status === 200 && tag !== null ? { "If-Match": tag } : null;
  }

  private async store(method: string, resource: string, parameters: Parameters, body: string, isLast: boolean, more: Headers = {}): Promise<Outcome> {
    const { status, retryAfter, isLate } = await this.request(method, resource, parameters, body, isLast, more);
    if (status === 0) {
      return { is: "unreachable", isLate };
    }
    if (status === 429 || status >= 500) {
      return { is: "busy", seconds: secondsOf(retryAfter) };
    }
    return status < 300 ? { is: "stored" } : status === 401 ? { is: "expired" } : { is: "refused", status };
  }

  private async request(method: string, resource: string, parameters: Parameters, body?: string, isLast = false, more: Headers = {}): Promise<Reply> {
    const controller = new AbortController();
    const cancel = after(PATIENCE_MS, () => controller.abort());
    const query = new URLSearchParams(parameters).toString();
    const headers: Headers = { "X-Experience-API-Version": VERSION, ...more };
    const authorization = this.authorization();
    if (authorization !== null) {
      headers.Authorization = authorization;
    }
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    const bytes = body === undefined ? 0 : new TextEncoder().encode(body).length;
    const keepalive = body !== undefined && this.mayOutlive(bytes, isLast);
    this.lasting += keepalive ? bytes : 0;
    try {
      const answer = await this.ask(this.endpoint + resource + (query && `?${query}`), {
        method,
        headers,
        cache: "no-store",
        signal: controller.signal,
        ...(body === undefined ? {} : { body, keepalive }),
      });
      // Until its answer has been read, a request takes up the room that those which outlive their page have between them.
      const text = await answer.text();
      return { status: answer.status, text, tag: answer.headers.get("ETag"), retryAfter: answer.headers.get("Retry-After"), isLate: false };
    } catch (unreachable) {
      return { status: 0, text: "", tag: null, retryAfter: null, isLate: controller.signal.aborted };
    } finally {
      cancel();
      this.lasting -= keepalive ? bytes : 0;
    }
  }

  /** What is small arrives though the page be closed meanwhile; what is too large for that is refused by the browser. */
  private mayOutlive(bytes: number, isLast: boolean): boolean {
    return bytes <= (isLast ? this.room : Math.min(this.room, LARGEST_BATCH)) + SPARE;
  }
}

/** Nothing came back, or the store is busy: the next moment may be a better one. */
function isHiccup({ status }: Reply): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** `Retry-After` in seconds; null for a date, which is rare, and for nothing. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}
