/** The list is the truth; the matrix shows it. A chip is dragged, or pressed and then its place. */

import type { Behaviour } from "../../player/behaviour";
import type { Session } from "../../player/session";
import { find, findAll } from "../../player/ui/dom";
import { bindFields, offerRows, setField } from "../../player/worksheet";

/** Pixels that a pointer moves before it drags: fingers are never quite still. */
const DRAG_FROM = 6;

const behaviour: Behaviour = (sheet, session) => {
  const matrix = new Matrix(sheet, session);
  bindFields(sheet, session, () => matrix.show());
  offerRows(sheet, () => matrix.show());
  matrix.show();
};
export default behaviour;

class Matrix {
  private readonly cells: HTMLElement[];
  private readonly said: HTMLElement;
  /** The item that has been pressed and waits for its place. */
  private held: string | null = null;

  constructor(
    private readonly sheet: HTMLElement,
    private readonly session: Session,
  ) {
    this.cells = findAll(sheet, ".priority-matrix-cell");
    this.said = find(sheet, "p[role=status]");
    for (const cell of this.cells) {
      find(cell, ".priority-matrix-here").addEventListener("click", () => this.put(cell));
    }
    sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.held !== null) {
        const { held } = this;
        this.hold(null);
        this.chip(held)?.focus();
      }
    });
  }

  /** Draw every item where the list says that it stands. */
  show(): void {
    this.cells.forEach((cell) => (find(cell, ".priority-matrix-chips").textContent = ""));
    for (const row of findAll(this.sheet, "[data-item]")) {
      const text = this.textOf(row);
      if (text !== "") {
        const place = find<HTMLSelectElement>(row, "select").value;
        const cell = this.cells.find((each) => each.dataset.place === place);
        cell?.querySelector(".priority-matrix-chips")?.append(this.newChip(row.dataset.item as string, text));
      }
    }
    this.hold(null);
  }

  private textOf(row: HTMLElement): string {
    const own = row.querySelector("textarea");
    return row.hidden ? "" : (own?.value.trim() ?? find(row, ".priority-matrix-item").textContent ?? "");
  }

  private newChip(item: string, text: string): HTMLButtonElement {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "priority-matrix-chip";
    chip.dataset.chip = item;
    chip.textContent = text;
    chip.setAttribute("aria-pressed", "false");
    chip.disabled = this.session.isViewing;
    chip.addEventListener("click", (event) => {
      this.hold(this.held === item ? null : item);
      if (event.detail === 0) {
        // Pressed by keyboard: the places may stand before the chip in the order of the focus.
        this.sheet.querySelector<HTMLElement>(".priority-matrix-here:not([hidden])")?.focus();
      }
    });
    chip.addEventListener("pointerdown", (event) => this.drag(event, chip, item));
    return chip;
  }

  private chip(item: string): HTMLElement | null {
    return this.sheet.querySelector(`[data-chip="${item}"]`);
  }

  /** Offer every other place for an item; null takes the offer back. */
  private hold(item: string | null): void {
    this.held = item;
    for (const chip of findAll(this.sheet, ".priority-matrix-chip")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.chip === item));
    }
    const open = item === null ? [] : this.cells.filter((cell) => cell.querySelector(`[data-chip="${item}"]`) === null);
    for (const cell of this.cells) {
      find(cell, ".priority-matrix-here").hidden = !open.includes(cell);
    }
    this.sheet.querySelector(".priority-matrix-choices")?.remove();
    if (item !== null) {
      this.chip(item)?.after(this.choicesOf(open));
    }
    this.said.textContent = item === null ? "" : this.session.texts.say("priority_matrix.held");
  }

  /** The places again, beside the chip: on a phone the matrix is beyond the screen. */
  private choicesOf(cells: HTMLElement[]): HTMLElement {
    const choices = document.createElement("div");
    choices.className = "priority-matrix-choices";
    choices.setAttribute("role", "group");
    const question = this.session.texts.say("priority_matrix.choose");
    choices.setAttribute("aria-label", question);
    choices.append(question);
    for (const cell of cells) {
      const choice = document.createElement("button");
      choice.type = "button";
      choice.className = "priority-matrix-choice";
      choice.textContent = cell.dataset.choice as string;
      choice.addEventListener("click", () => this.putFrom(choices, cell));
      choices.append(choice);
    }
    return choices;
  }

  /** Put the item, and stay where its chip was: the next one is taken from there. */
  private putFrom(choices: HTMLElement, cell: HTMLElement): void {
    const held = choices.previousElementSibling as HTMLElement;
    const before = held.getBoundingClientRect().top;
    const beside = (choices.nextElementSibling ?? held.previousElementSibling) as HTMLElement | null;
    const next = beside?.dataset.chip;
    this.put(cell);
    const chip = next === undefined ? null : this.chip(next);
    if (chip !== null) {
      chip.focus({ preventScroll: true });
      scrollBy(0, chip.getBoundingClientRect().top - before);
    }
  }

  private put(cell: HTMLElement): void {
    const item = this.held;
    if (item === null) {
      return;
    }
    const text = this.chip(item)?.textContent ?? "";
    setField(this.sheet, item, cell.dataset.place as string);
    this.chip(item)?.focus();
    this.said.textContent = this.session.texts.say("priority_matrix.put", { item: text, place: cell.getAttribute("aria-label") ?? "" });
  }

  /** Follow the pointer; where it is let go over a cell, the item goes there. */
  private drag(down: PointerEvent, chip: HTMLElement, item: string): void {
    if (down.button !== 0) {
      return;
    }
    let isDragged = false;
    // From the start: a quick mouse has left the chip before it has told of its first move.
    chip.setPointerCapture(down.pointerId);
    const over = (event: PointerEvent) => {
      const found = document.elementsFromPoint(event.clientX, event.clientY).find((element) => element.matches(".priority-matrix-cell") && this.sheet.contains(element));
      return (found as HTMLElement | undefined) ?? null;
    };
    const move = (event: PointerEvent) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (!isDragged && Math.hypot(x, y) > DRAG_FROM) {
        isDragged = true;
        chip.classList.add("dragged");
      }
      if (isDragged) {
        chip.style.transform = `translate(${x}px, ${y}px)`;
        const target = over(event);
        this.cells.forEach((cell) => cell.classList.toggle("over", cell === target));
      }
    };
    const end = (event: PointerEvent) => {
      chip.removeEventListener("pointermove", move);
      chip.removeEventListener("pointerup", end);
      chip.removeEventListener("pointercancel", end);
      chip.style.transform = "";
      chip.classList.remove("dragged");
      this.cells.forEach((cell) => cell.classList.remove("over"));
      const target = isDragged && event.type === "pointerup" ? over(event) : null;
      if (isDragged) {
        // The press that began the drag mustn't pick the chip up as well.
        chip.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
      }
      if (target !== null) {
        this.held = item;
        this.put(target);
      }
    };
    chip.addEventListener("pointermove", move);
    chip.addEventListener("pointerup", end);
    chip.addEventListener("pointercancel", end);
  }
}
