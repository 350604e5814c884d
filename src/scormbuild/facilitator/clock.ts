/** A clock that counts down: it can be paused, extended and reset, and goes on where the page is loaded anew. */

/** All in milliseconds. */
export interface Clock {
  /** What it was set to at first, to which it is reset. */
  readonly given: number;
  /** What was left of it when it last stood still. */
  readonly left: number;
  /** Since when it has been running, by the device's clock; null while it stands. */
  readonly since: number | null;
}

export const MINUTE = 60_000;

export const set = (minutes: number): Clock => ({ given: minutes * MINUTE, left: minutes * MINUTE, since: null });

/** What is left; below 0, the time is over. */
export const left = (clock: Clock, now: number): number => clock.left - (clock.since === null ? 0 : now - clock.since);

/** Whether it has never been given any time. */
export const isEmpty = (clock: Clock): boolean => clock.given === 0 && clock.left === 0 && clock.since === null;

export const start = (clock: Clock, now: number): Clock => (clock.since === null ? { ...clock, since: now } : clock);

export const pause = (clock: Clock, now: number): Clock => ({ ...clock, left: left(clock, now), since: null });

/** More time from now on: whoever asks for five minutes gets five, also where the time has been over for long. */
export const extend = (clock: Clock, minutes: number, now: number): Clock => ({
  ...clock,
  left: Math.max(0, left(clock, now)) + minutes * MINUTE,
  since: clock.since === null ? null : now,
});

export const reset = (clock: Clock): Clock => ({ ...clock, left: clock.given, since: null });

/** `4:05`, and `+0:20` where the time has been over for so long. A second counts as left until it is gone. */
export function shown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const [minutes, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
  return `${seconds < 0 ? "+" : ""}${minutes}:${String(rest).padStart(2, "0")}`;
}
