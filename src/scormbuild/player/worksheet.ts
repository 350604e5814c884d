/** Worksheets: every control with `data-field` holds a field of the saved state. */

import type { Behaviour } from "./behaviour";
import type { Session } from "./session";
import type { LearnerState } from "./state/learner";
import { find, findAll } from "./ui/dom";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A sheet of nothing but fields and rows. */
export const worksheet: Behaviour = (sheet, session) => {
  bindFields(sheet, session);
  offerRows(sheet);
};

/** Show what is filled in, and keep what will be. `changed` runs after every change, with the field's name. */
export function bindFields(sheet: HTMLElement, session: Session, changed: (field: string) => void = () => {}): void {
  const { state } = session;
  const controls = findAll<Control>(sheet, "[data-field]");
  for (const control of controls) {
    show(control, state);
    if (session.isViewing) {
      control.toggleAttribute(control instanceof HTMLTextAreaElement ? "readonly" : "disabled", true);
    }
  }
  const keep = (event: Event) => {
    const control = event.target as Control;
    const field = control.dataset.field;
    if (field !== undefined) {
      take(control, field, controls, state);
      mirror(control);
      changed(field);
      session.changed("soon");
    }
  };
  sheet.addEventListener("input", keep);
  sheet.addEventListener("change", keep); // older browsers tell of select and radio here only
}

/** Set a field from elsewhere than its control, such as by a drag; its control follows. */
export function setField(sheet: HTMLElement, field: string, value: string): void {
  const control = find<HTMLSelectElement>(sheet, `select[data-field="${field}"]`);
  control.value = value;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Rows that lie ready, `data-row`: those with something in them are shown, and one more for the asking. */
export function offerRows(sheet: HTMLElement, changed: () => void = () => {}): void {
  const add = sheet.querySelector<HTMLButtonElement>("[data-action=add-row]");
  const rows = findAll(sheet, "[data-row]");
  if (add === null) {
    return;
  }
  const restore = find<HTMLButtonElement>(sheet, "[data-action=restore-row]");
  let bringBack = () => {};
  restore.addEventListener("click", () => bringBack());
  const refresh = () => {
    add.hidden = rows.every((row) => !row.hidden);
  };
  rows.forEach((row) => (row.hidden = isBlank(row)));
  add.addEventListener("click", () => {
    const row = rows.find((each) => each.hidden);
    if (row !== undefined) {
      row.hidden = false;
      find(row, "[data-field]").focus();
    }
    refresh();
    changed();
  });
  for (const row of rows) {
    row.querySelector("[data-action=remove-row]")?.addEventListener("click", () => {
      const controls = findAll<Control>(row, "[data-field]");
      const held = controls.map((control) => (isBox(control) ? control.checked : control.value));
      const wasBlank = isBlank(row);
      controls.forEach((control) => fill(control, isBox(control) ? false : ""));
      row.hidden = true;
      restore.hidden = wasBlank;
      bringBack = () => {
        controls.forEach((control, at) => fill(control, held[at] as string | boolean));
        row.hidden = false;
        restore.hidden = true;
        find(row, "[data-field]").focus();
        refresh();
        changed();
      };
      refresh();
      changed();
      (wasBlank ? add : restore).focus();
    });
  }
  refresh();
}

function isBlank(row: HTMLElement): boolean {
  return findAll<Control>(row, "[data-field]").every((control) => (isBox(control) ? !control.checked : control.value === ""));
}

function fill(control: Control, value: string | boolean): void {
  if (isBox(control)) {
    control.checked = value === true;
  } else {
    control.value = String(value);
  }
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(control: Control, state: LearnerState): void {
  const field = control.dataset.field as string;
  if (!isBox(control)) {
    control.value = state.written(field);
    mirror(control);
  } else if (control.type === "radio") {
    control.checked = state.one(field) === control.value;
  } else {
    control.checked = state.some(field).has(control.value);
  }
}

function take(control: Control, field: string, controls: Control[], state: LearnerState): void {
  if (!isBox(control)) {
    state.set(field, control.value);
  } else if (control.type === "radio") {
    const chosen = controls.find((each) => each.dataset.field === field && isBox(each) && each.checked);
    state.set(field, chosen?.value ?? null);
  } else {
    const ticked = controls.filter((each) => each.dataset.field === field && isBox(each) && each.checked);
    state.set(field, new Set(ticked.map((each) => each.value)));
  }
}

function isBox(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
}

/** The box behind a text grows with it, and is what is printed. */
function mirror(control: Control): void {
  const box = control.parentElement;
  if (control instanceof HTMLTextAreaElement && box?.classList.contains("grow")) {
    box.dataset.written = control.value;
  }
}
