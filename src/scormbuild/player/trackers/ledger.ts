/** What a platform shall have, element by element, and how sure it is that it has it. */

/**
 * wanted: not set, or refused. sent: in a commit whose end isn't known yet. doubtful: in a commit that came to nothing,
 * or whose platform can't be proven to have been there. confirmed: there.
 */
type Standing = "wanted" | "sent" | "doubtful" | "confirmed";

interface Entry {
  value: string;
  standing: Standing;
  /** The commit that it went with. */
  receipt: number;
}

export class Ledger {
  /** In the order in which they are to be set. */
  private readonly entries = new Map<string, Entry>();

  /** The platform itself gave this value. */
  know(element: string, value: string): void {
    this.entries.set(element, { value, standing: "confirmed", receipt: 0 });
  }

  want(element: string, value: string): void {
    if (this.entries.get(element)?.value !== value) {
      this.entries.delete(element);
      this.entries.set(element, { value, standing: "wanted", receipt: 0 });
    }
  }

  /**
   * Offer every wanted element to `set`, in order; false leaves it wanted. Lists must have no gaps (RTE 3.4.4): behind an
   * entry that the platform may not have, nothing of its list is offered.
   */
  send(receipt: number, set: (element: string, value: string) => boolean): void {
    const held = new Set<string>();
    this.entries.forEach((entry, element) => {
      const list = /^cmi\.\w+\.(?=\d)/.exec(element)?.[0] ?? "";
      if (entry.standing === "wanted" && !held.has(list)) {
        if (set(element, entry.value)) {
          entry.standing = "sent";
          entry.receipt = receipt;
        } else if (element.endsWith(".id")) {
          held.add(list);
        }
      } else if (entry.standing === "doubtful" && list !== "") {
        held.add(list);
      }
    });
  }

  settle(receipt: number, proven: boolean): void {
    this.entries.forEach((entry) => {
      if (entry.standing === "sent" && entry.receipt === receipt) {
        entry.standing = proven ? "confirmed" : "doubtful";
      }
    });
  }

  /** Want the doubtful ones again that `isReady` lets go; whether there were any. */
  reopen(isReady: (element: string, value: string) => boolean): boolean {
    let reopened = false;
    this.entries.forEach((entry, element) => {
      if (entry.standing === "doubtful" && isReady(element, entry.value)) {
        entry.standing = "wanted";
        reopened = true;
      }
    });
    return reopened;
  }

  /** Whether anything whose element begins so isn't confirmed. */
  lacks(prefix = ""): boolean {
    return [...this.entries].some(([element, entry]) => element.startsWith(prefix) && entry.standing !== "confirmed");
  }
}
