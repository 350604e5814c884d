/** What the learner wishes of the page's looks: the size of its text, its colours. Kept in this browser. */

import type { Store } from "../state/copy";
import { find, findAll } from "./dom";
import { Panel } from "./panel";

/** `data-…` of the root element, which the theme's style answers to; "" leaves it to the device. */
const WISHES = ["textSize", "colours"] as const;

export class Display {
  readonly panel = new Panel("display");

  /** `key` is the place of this learner's wishes in the store. */
  constructor(
    private readonly store: Store | null,
    private readonly key: string,
  ) {
    this.apply(this.read());
    for (const input of findAll<HTMLInputElement>(this.panel.dialog, "input[type=radio]")) {
      input.checked = input.value === (document.documentElement.dataset[input.name] ?? "");
      input.addEventListener("change", () => {
        this.apply({ [input.name]: input.value });
        this.keep();
      });
    }
  }

  /** What the buttons of the panel print. */
  onPrint(run: Record<"page" | "blank" | "course", () => void>): void {
    for (const what of ["page", "blank", "course"] as const) {
      find(this.panel.dialog, `[data-action=print-${what}]`).addEventListener("click", () => {
        this.panel.close();
        run[what]();
      });
    }
  }

  private apply(wishes: Record<string, unknown>): void {
    const { dataset } = document.documentElement;
    for (const name of WISHES) {
      const offered = findAll<HTMLInputElement>(this.panel.dialog, `input[name=${name}]`).map((input) => input.value);
      const wish = wishes[name];
      if (wish === "") {
        delete dataset[name];
      } else if (offered.includes(wish as string)) {
        dataset[name] = wish as string;
      }
    }
  }

  private keep(): void {
    const { dataset } = document.documentElement;
    try {
      this.store?.setItem(this.key, JSON.stringify({ textSize: dataset.textSize ?? "", colours: dataset.colours ?? "" }));
    } catch (refused) {
      // The page looks as wished until it is closed.
    }
  }

  private read(): Record<string, unknown> {
    try {
      const wishes: unknown = JSON.parse(this.store?.getItem(this.key) ?? "{}");
      return typeof wishes === "object" && wishes !== null ? (wishes as Record<string, unknown>) : {};
    } catch (unreadable) {
      return {};
    }
  }
}
