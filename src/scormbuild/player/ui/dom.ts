/** Short ways to the document. What a template must have is asked for by `find`: a theme that lacks it fails loudly. */

import type { Texts } from "../texts";

export function find<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (element === null) {
    throw new Error(`the theme's template has no ${selector}`);
  }
  return element;
}

export function findAll<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** What lies in the document's templates, and in those within them: every page as the build has made it. */
export function findAllMade<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return findAll<HTMLTemplateElement>(root, "template").flatMap(({ content }) => [...findAll<T>(content, selector), ...findAllMade<T>(selector, content)]);
}

/** A copy of a template's content. */
export function copyOf(template: HTMLTemplateElement): DocumentFragment {
  return document.importNode(template.content, true);
}

/** `replaceChildren` for browsers from before 2021. */
export function refill(element: HTMLElement, ...content: (Node | string)[]): void {
  element.textContent = "";
  element.append(...content);
}

export function icon(name: "correct" | "partly" | "wrong"): DocumentFragment {
  return copyOf(find<HTMLTemplateElement>(document, `#icon-${name}`));
}

/** The mark of a wrong answer, and apart from it what would have been right. */
export function refillWrong(mark: HTMLElement, texts: Texts, answer: string): void {
  const expected = document.createElement("span");
  expected.className = "expected";
  refill(expected, icon("correct"), texts.say("writing.expected", { answer }));
  refill(mark, icon("wrong"), `${texts.say("question.wrong")}. `, expected);
}

/** JSON that the build has put into the page. */
export function readJson<T>(id: string): T {
  return JSON.parse(find(document, `#${id}`).textContent ?? "") as T;
}

/** Move the focus to something that isn't a control, such as a heading: screen readers then read on from there. */
export function focusOn(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}
