/** What stands on a course's sheets, as headings, answers and tables: read off the pages, and the same for every kind of file. */

import { findAll } from "../ui/dom";
import { nameOf, textOf } from "../ui/wording";

/**
 * A heading within a sheet; an answer with what it answers, a list where several things are ticked, one to a line, what
 * holds where nothing is written, and what there is to choose from; a table whose first row and column are its headings.
 */
export type Block =
  | { kind: "heading"; text: string }
  | { kind: "answer"; label: string; text: string; isList?: boolean; suggested?: string; choices?: string[] }
  | { kind: "table"; rows: string[][]; given: Row[] };

/** What learners have put into a row; "" in cells that only tell them something. `isOwn`: the title is theirs, too. */
export interface Row {
  title: string;
  isOwn: boolean;
  cells: string[];
}

export interface Sheet {
  /** As the plan's `handed_in` has it; null for a question. */
  id: string | null;
  title: string;
  blocks: Block[];
}

/** A page of the course that has sheets. */
export interface Section {
  module: string;
  title: string;
  sheets: Sheet[];
}

export const SHEETS = "[data-sheet], [data-component=reflection], [data-checklist], .question";

/** What is filled in by itself in a sheet, in its order; a table is taken whole. */
const PARTS = "h3, h4, table, [data-field], [data-checklist] input";

/** What tells the learner something while the sheet is being filled in. */
const TOLD = "[role=status], .unseen, .cell-label, button, svg, [class$='-said']";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The sheets on a page that is filled in, and the questions by themselves that have an answer. */
export function sheetsOn(page: HTMLElement): Sheet[] {
  const sheets = findAll(page, SHEETS).filter((sheet) => sheet.closest("[data-component=quiz]") === null);
  return sheets.map((sheet) => (sheet.matches(".question") ? asked(sheet) : filled(sheet))).filter(({ blocks }) => blocks.length > 0);
}

/** Whether anything is filled in. */
export function isFilledIn({ blocks }: Sheet): boolean {
  return said({ id: null, title: "", blocks }) !== "";
}

/** What a sheet says in short, on one line. */
export function said({ blocks }: Sheet): string {
  const answers = blocks.filter((block) => block.kind === "answer" && block.text !== "");
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case "heading":
        return "";
      case "answer":
        return block.text === "" ? "" : answers.length > 1 ? `${block.label}: ${block.text}` : block.text;
      case "table":
        return saidInTable(block.rows[0] ?? [], block.given);
    }
  });
  return parts.filter((part) => part !== "").join("; ").replace(/\s+/g, " ");
}

function saidInTable(head: string[], rows: Row[]): string {
  const parts = rows.map(({ title, isOwn, cells }) => {
    const written = cells.map((cell, at) => (cell === "" ? "" : `${head[at + 1] ?? ""} ${cell}`.trim())).filter((cell) => cell !== "");
    return written.length > 0 || isOwn ? [title, written.join(", ")].filter((part) => part !== "").join(": ") : "";
  });
  return parts.filter((part) => part !== "").join("; ");
}

function filled(sheet: HTMLElement): Sheet {
  const fields = findAll(sheet, "[data-field]");
  const id = sheet.dataset.sheet ?? sheet.dataset.checklist ?? fields[0]?.dataset.field ?? null;
  const title = textOf(sheet.querySelector("h2, .reflection-prompt") ?? sheet);
  const blocks: Block[] = [];
  const done = new Set<string>();
  for (const part of findAll(sheet, PARTS).filter((each) => !isOutOfSight(each, sheet))) {
    if (part instanceof HTMLTableElement) {
      blocks.push({ kind: "table", rows: rowsOf(part).map((row) => row.map((cell) => cellOf(cell, shownOf))), given: rowsOf(part).slice(1).map(givenIn) });
    } else if (!isControl(part)) {
      blocks.push({ kind: "heading", text: textOf(part) });
    } else if (part.closest("table") === null) {
      const name = part.dataset.field ?? sheet.dataset.checklist ?? "";
      if (!done.has(name)) {
        done.add(name);
        blocks.push(answerOf(findAll<Control>(sheet, "[data-field], [data-checklist] input").filter((each) => (each.dataset.field ?? name) === name), title));
      }
    }
  }
  return { id, title, blocks: blocks.filter((block, at) => block.kind !== "heading" || (blocks[at + 1] ?? block).kind !== "heading") };
}

/** A question with what was answered; nothing where nothing was. */
function asked(card: HTMLElement): Sheet {
  const controls = findAll<Control>(card, "input, select, textarea").filter(isControl);
  const answers = controls.map((control) => [control, valueOf(control)] as const).filter(([, value]) => value !== "");
  const parts = answers.map(([control, value]) => (isBox(control) || controls.length === 1 ? value : [nameOf(control), value].filter((part) => part !== "").join(": ")));
  const title = textOf(card.querySelector("legend") ?? card);
  return { id: null, title, blocks: parts.length === 0 ? [] : [{ kind: "answer", label: title, text: parts.join("\n") }] };
}

/** A row that isn't in use, or an example; but not what is only folded. */
function isOutOfSight(part: HTMLElement, sheet: HTMLElement): boolean {
  const hidden = part.closest("[hidden], [aria-hidden=true]");
  const folded = part.closest("details");
  return (hidden !== null && sheet.contains(hidden)) || (folded !== null && folded.querySelector("[data-field]") === null);
}

function answerOf(controls: Control[], title: string): Block {
  const [first] = controls as [Control];
  const isList = first instanceof HTMLInputElement && first.type === "checkbox";
  const label = isList && first.dataset.field === undefined ? title : nameOf(isBox(first) ? (first.closest<HTMLElement>("fieldset, [role]") ?? first) : first);
  const text = controls.map(valueOf).filter((value) => value !== "").join("\n");
  return { kind: "answer", label, text, isList, suggested: suggestedIn(first), choices: controls.flatMap(choicesOf) };
}

/** The cells of each row that is in use. */
function rowsOf(table: HTMLTableElement): HTMLElement[][] {
  const rows = findAll<HTMLTableRowElement>(table, "tr").filter((row) => !row.hidden);
  return rows.map((row) => findAll(row, "th, td"));
}

function givenIn([first, ...cells]: HTMLElement[]): Row {
  const isGiven = (cell: HTMLElement) => cell.querySelector("[data-field]") !== null;
  return { title: first === undefined ? "" : cellOf(first, valueOf), isOwn: first !== undefined && isGiven(first), cells: cells.map((cell) => (isGiven(cell) ? cellOf(cell, valueOf) : "")) };
}

/** What is filled in in a cell, else what stands there. */
function cellOf(cell: HTMLElement, valueIn: (control: Control) => string): string {
  const controls = findAll<Control>(cell, "[data-field]");
  if (controls.length > 0) {
    return controls.map(valueIn).filter((value) => value !== "").join(", ");
  }
  const copy = cell.cloneNode(true) as HTMLElement;
  findAll(copy, TOLD).forEach((told) => told.remove());
  return textOf(copy);
}

/** What a control shows: what it holds, else what the course suggests. */
function shownOf(control: Control): string {
  return valueOf(control) || suggestedIn(control);
}

/** What the course suggests for a control; "" for nothing. */
function suggestedIn(control: Control): string {
  return control instanceof HTMLInputElement ? control.placeholder : "";
}

/** What can be chosen with a control; nothing where one writes. */
function choicesOf(control: Control): string[] {
  if (isBox(control)) {
    return [textOf(control.closest("label") ?? control)];
  }
  const options = control instanceof HTMLSelectElement ? [...control.options].filter(({ value }) => value !== "") : [];
  return options.map((option) => option.dataset.whole ?? textOf(option));
}

/** What a control holds, in the words that stand beside it; "" for nothing. */
function valueOf(control: Control): string {
  if (isBox(control)) {
    return control.checked ? textOf(control.closest("label") ?? control) : "";
  }
  if (control instanceof HTMLSelectElement) {
    const [chosen] = control.selectedOptions;
    return chosen === undefined || chosen.value === "" ? "" : (chosen.dataset.whole ?? textOf(chosen));
  }
  return control.value.trim();
}

function isControl(element: HTMLElement): element is Control {
  return element.matches("select, textarea, input:not([type=hidden])");
}

function isBox(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
}
