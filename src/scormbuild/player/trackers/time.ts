/** Times as the standards write them. */

/** CMITimespan: `HHHH:MM:SS.ss`, always with two decimals, because Moodle adds up `7.5` wrongly. */
export function timespan(seconds: number): string {
  const hundredths = Math.min(Math.max(Math.round(seconds * 100), 0), 9999 * 360_000);
  return `${padded(hundredths / 360_000, 4)}:${minutesOf(hundredths)}`;
}

/** CMITime: the local time of day, `HH:MM:SS.ss`. */
export function timeOfDay(date: Date): string {
  const seconds = (date.getHours() * 60 + date.getMinutes()) * 60 + date.getSeconds();
  const hundredths = seconds * 100 + Math.floor(date.getMilliseconds() / 10);
  return `${padded(hundredths / 360_000, 2)}:${minutesOf(hundredths)}`;
}

/** The local date and time, `YYYY-MM-DDTHH:MM:SS.ss`. */
export function localTime(date: Date): string {
  return `${date.getFullYear()}-${padded(date.getMonth() + 1, 2)}-${padded(date.getDate(), 2)}T${timeOfDay(date)}`;
}

/** timeinterval(second,10,2): `PT1H2M3.45S`. */
export function timeinterval(seconds: number): string {
  const hundredths = Math.max(Math.round(seconds * 100), 0);
  const whole = (unit: number, of: number) => Math.floor(hundredths / unit) % of;
  const parts = [[whole(360_000, Infinity), "H"], [whole(6000, 60), "M"]].map(([count, letter]) => (count === 0 ? "" : `${count}${letter}`));
  return `PT${parts.join("")}${(hundredths % 6000) / 100}S`;
}

function minutesOf(hundredths: number): string {
  return `${padded((hundredths / 6000) % 60, 2)}:${padded((hundredths / 100) % 60, 2)}.${padded(hundredths % 100, 2)}`;
}

function padded(number: number, width: number): string {
  return String(Math.floor(number)).padStart(width, "0");
}
