/** The page's name in the address: it can be copied, bookmarked and loaded again, and adds no steps to the history. */

import { listen } from "./listen";

/** The page that the address names, if it names one. */
export function addressedPage(): string {
  return decodeURIComponent(location.hash.slice(1));
}

export function showAddress(page: string): void {
  try {
    // Replaced, not added: in a platform's frame the back button must leave the course, as it does without us.
    history.replaceState(history.state, "", `#${page}`);
  } catch (forbidden) {
    // Some app web views let nobody touch the address; the page is kept in the saved state anyway.
  }
}

export function onAddress(run: (page: string) => void, signal: AbortSignal): void {
  listen(window, "hashchange", () => run(addressedPage()), signal);
}
