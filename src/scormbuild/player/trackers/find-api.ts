/** A platform's API object: in this window, its parents, its opener, or the opener's parents (SCORM 1.2 RTE 3.3.6.1, 2004 RTE 3.3). */

/** Some platforms nest a handful of frames; a ring of windows must not hold us for ever. */
const MOST_WINDOWS = 100;

/** The API, and the window that holds it. */
export interface Found<Native> {
  api: Native;
  holder: Window;
}

/** `method` tells the object of that name from any other. */
export function findApi<Native>(start: Window, { name, method }: { name: string; method: keyof Native }): Found<Native> | null {
  const queue: Window[] = [start];
  for (let index = 0; index < queue.length && index < MOST_WINDOWS; index += 1) {
    const here = queue[index] as Window;
    const api = attempt(() => (here as unknown as Record<string, Native | undefined>)[name]);
    if (api && attempt(() => typeof api[method]) === "function") {
      return { api, holder: here };
    }
    const parent = attempt(() => here.parent);
    const above = parent && !queue.includes(parent) ? parent : null;
    if (above) {
      // Parents first: an opener is asked only where the whole chain above has nothing.
      queue.splice(index + 1, 0, above);
    }
    const opener = attempt(() => here.opener as Window | null);
    if (opener && !queue.includes(opener)) {
      queue.push(opener);
    }
  }
  return null;
}

/** Another origin's window throws at nearly everything that is asked of it. */
function attempt<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (refused) {
    return null;
  }
}
