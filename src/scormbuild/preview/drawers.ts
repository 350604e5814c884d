/**
 * The browser's storage, in drawers: a site, and a course that finds no platform, don't know who learns, and keep what
 * a learner does under no name. Here several learn in one browser.
 */

const MARK = "preview:drawer";

/** What our courses keep under no name: in `player/state/copy.ts` the learner stands third. */
const isNameless = (key: string): boolean => /^scormbuild:[^:]*::/.test(key);

const keysOf = (storage: Storage): string[] => Array.from({ length: storage.length }, (_, index) => storage.key(index) as string);

/** Put away what lies open, and take out what belongs to another learner's attempt. */
export function openDrawer(name: string, storage: Storage): void {
  const before = storage.getItem(MARK) ?? name;
  storage.setItem(MARK, name);
  if (before === name) {
    return;
  }
  const move = (key: string, to: string): void => {
    storage.setItem(to, storage.getItem(key) as string);
    storage.removeItem(key);
  };
  const [away, back] = [`preview:${before}:`, `preview:${name}:`];
  keysOf(storage).filter(isNameless).forEach((key) => move(key, away + key));
  keysOf(storage).filter((key) => key.startsWith(back)).forEach((key) => move(key, key.slice(back.length)));
}
