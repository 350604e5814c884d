import type { Session } from "./session";

/** What a component's behaviour.ts exports: bring to life the element that its template has drawn. */
export type Behaviour = (element: HTMLElement, session: Session) => void;
