/** Work that may wait until the browser has nothing else to do. */

/** The longest that such work may keep the browser from anything else: what is typed meanwhile shows at once. */
const SLICE_MS = 8;

/** Safari doesn't tell when it is idle; after this time it mostly is. */
const QUIET_MS = 1000;

/** Run once, when the browser is idle; `isOver` tells when it is time to stop. */
export function whenIdle(run: (isOver: () => boolean) => void): void {
  const slice = () => {
    const began = performance.now();
    run(() => performance.now() - began > SLICE_MS);
  };
  if (typeof requestIdleCallback === "function") {
    requestIdleCallback(slice);
  } else {
    setTimeout(slice, QUIET_MS);
  }
}

/** Run again and again, each time when the browser is idle, until it says that it is done. */
export function untilDone(run: (isOver: () => boolean) => boolean): void {
  whenIdle((isOver) => {
    if (!run(isOver)) {
      untilDone(run);
    }
  });
}
