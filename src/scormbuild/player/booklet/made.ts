/** A booklet that is made: what its HTML document and its Word file have in common. */

import { shownReceipt } from "../receipt";
import type { Texts } from "../texts";
import type { Section } from "./content";
import type { Booklet } from "./file";

/** A booklet as it is made: its data, what its sheets say, and the day, as people write it. */
export interface Made {
  booklet: Booklet;
  sections: Section[];
  texts: Texts;
  day: string;
}

/** The title, and what stands below it. */
export function headOf({ booklet: { course, receipt, unit }, texts, day }: Made): { title: string; facts: [term: string, fact: string][] } {
  const facts: [string, string][] = [
    [texts.say("booklet.unit"), unit],
    [texts.say("booklet.file.made"), day],
    [texts.say("booklet.receipt"), shownReceipt(receipt)],
  ];
  return { title: texts.say("booklet.file.title", { course: course.title }), facts: facts.filter(([, fact]) => fact !== "") };
}

/** What a sheet's title asks already isn't asked once more. */
export function isAsked(label: string, title: string): boolean {
  return label === title || label === "";
}
