/** Listen until a signal says that it is over; browsers from before 2021 take no signal themselves. */
export function listen<Kind extends Event = Event>(target: EventTarget, type: string, run: (event: Kind) => void, signal: AbortSignal): void {
  const listener = run as EventListener;
  target.addEventListener(type, listener);
  signal.addEventListener("abort", () => target.removeEventListener(type, listener));
}
