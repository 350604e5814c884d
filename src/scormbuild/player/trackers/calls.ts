/** A platform's API behind a wall: what it throws counts as a refusal, what it gives becomes text. */

import type { Api } from "./standard";

export const NO_ERROR = "0";
const THROWN = "thrown";

export class Calls {
  constructor(private readonly api: Api) {}

  /**
   * Whether the session is open. Some platforms say false where the frame around us has opened it already; `status` is
   * an element that has a value then.
   */
  initialize(status: string): boolean {
    const answer = this.text(() => this.api.initialize());
    return answer === "true" || (this.get(status) !== "" && this.lastError() === NO_ERROR);
  }

  commit(): boolean {
    return this.text(() => this.api.commit()) === "true";
  }

  terminate(): void {
    this.text(() => this.api.terminate());
  }

  get(element: string): string {
    return this.text(() => this.api.get(element));
  }

  /** As `get`; null where the platform can't say, which is another thing than having nothing. */
  read(element: string): string | null {
    const value = this.text(() => this.api.get(element), THROWN);
    // 1xx and 3xx are about the session; 4xx say that there is no such element, or nothing in it yet.
    const failed = value === THROWN || (value === "" && /^[13]/.test(this.lastError()));
    return failed ? null : value;
  }

  /** The error; `NO_ERROR` where the element was accepted. Some platforms answer false and mean nothing by it. */
  set(element: string, value: string): string {
    const answer = this.text(() => this.api.set(element, value), THROWN);
    return answer === "true" ? NO_ERROR : answer === THROWN ? answer : this.lastError();
  }

  /** How many there are of `list`; "none" where the platform lacks the list, null where it can't say now. */
  count(list: string): number | "none" | null {
    const count = this.get(`${list}._count`);
    if (/^\d+$/.test(count)) {
      return Number(count);
    }
    const error = this.lastError();
    // 2xx and 4xx are about the element; 1xx and 3xx about the session, which may come back.
    return error === NO_ERROR ? 0 : /^[24]/.test(error) ? "none" : null;
  }

  private lastError(): string {
    return this.text(() => this.api.lastError()) || NO_ERROR;
  }

  private text(ask: () => unknown, otherwise = ""): string {
    try {
      return String(ask() ?? "");
    } catch (thrown) {
      return otherwise;
    }
  }
}
