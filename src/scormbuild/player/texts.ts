/** The interface texts of the course's language; `{name}` in a text stands for a value. */

export class Texts {
  constructor(private readonly catalogue: Record<string, string>) {}

  say(key: string, values: Record<string, string | number> = {}): string {
    const text = this.catalogue[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  /** A text with a count in it, from `key.one` or `key.other`. */
  count(key: string, count: number): string {
    return this.say(`${key}.${count === 1 ? "one" : "other"}`, { count });
  }

  /** A day as people write it. Browsers know no such form in Nynorsk or Sámi; the catalogue does. */
  date(day: Date): string {
    return this.say("date.long", { day: day.getDate(), month: this.say(`month.${day.getMonth() + 1}`), year: day.getFullYear() });
  }

  /** Hundredths of a percent, as exactly as they are sent: a rounded 79.99 would read as passed. */
  percent(hundredths: number): string {
    const number = String(hundredths / 100).replace(".", this.say("number.decimal"));
    return this.say("number.percent", { number });
  }
}
