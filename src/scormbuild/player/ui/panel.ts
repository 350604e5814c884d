/** A dialog at the side of the page: opened by its button, left by its close button, Escape or a press beside it. */

import { find, findAll } from "./dom";

/** Safari has them from 15.4 on; before, the panel opens without holding the focus. */
const HAS_DIALOGS = typeof HTMLDialogElement !== "undefined";

export class Panel {
  readonly dialog: HTMLDialogElement;
  private opener: HTMLElement | null = null;

  /** Only one is open at a time. */
  private static shown: Panel | null = null;

  /** `id` names the dialog; every button with `data-opens="<id>"` opens it. */
  constructor(
    id: string,
    private readonly on: { open?: () => void; closed?: () => void } = {},
  ) {
    this.dialog = find<HTMLDialogElement>(document, `#${id}`);
    findAll(document, `[data-opens=${id}]`).forEach((button) => button.addEventListener("click", () => this.open()));
    find(this.dialog, "[data-close]").addEventListener("click", () => this.close());
    this.dialog.addEventListener("close", () => this.on.closed?.());
    this.dialog.addEventListener("click", (event) => {
      // The backdrop is the dialog itself; all that stands in it is something else.
      if (event.target === this.dialog) {
        this.close();
      }
    });
  }

  get isOpen(): boolean {
    return this.dialog.hasAttribute("open");
  }

  open(): void {
    if (this.isOpen) {
      return;
    }
    Panel.shown?.close();
    Panel.shown = this;
    this.opener = document.activeElement as HTMLElement | null;
    if (HAS_DIALOGS) {
      this.dialog.showModal();
    } else {
      this.dialog.setAttribute("open", "");
      find(this.dialog, "[data-close]").focus();
    }
    this.on.open?.();
  }

  close(): void {
    if (!this.isOpen) {
      return;
    }
    if (HAS_DIALOGS) {
      this.dialog.close();
    } else {
      this.dialog.removeAttribute("open");
      this.on.closed?.();
      this.opener?.focus();
    }
  }
}
