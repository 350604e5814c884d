/** Times as SCORM 1.2 writes them: always two decimals, because Moodle adds up `7.5` wrongly. */

/** CMITimespan: `HHHH:MM:SS.ss`. */
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

function minutesOf(hundredths: number): string {
  return `${padded((hundredths / 6000) % 60, 2)}:${padded((hundredths / 100) % 60, 2)}.${padded(hundredths % 100, 2)}`;
}

function padded(number: number, width: number): string {
  return String(Math.floor(number)).padStart(width, "0");
}
