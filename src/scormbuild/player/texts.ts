/** The interface texts of the course's language; `{name}` in a text stands for a value. */

export class Texts {
  constructor(private readonly catalogue: Record<string, string>) {}

  say(key: string, values: Record<string, string | number> = {}): string {
    const text = this.catalogue[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  /** A text with a count in it, from `key.one` or `key.other`. */
  count(key: string, count: number): string {
    return this.say(`${key}.${count === 1 ? "one" : "other"}`, { count: this.number(count) });
  }

  /** A number as people write it: 12 345,6. Browsers know no Nynorsk or Sámi numbers; the catalogue does. */
  number(value: number): string {
    const [whole = "", fraction] = String(value).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, this.say("number.group"));
    return fraction === undefined ? grouped : `${grouped}${this.say("number.decimal")}${fraction}`;
  }

  /** A day as people write it, its month in the form that stands within dates. */
  date(day: Date): string {
    return this.say("date.long", { day: day.getDate(), month: this.say(`month.${day.getMonth() + 1}`), year: day.getFullYear() });
  }

  /** Hundredths of a percent, as exactly as they are sent: a rounded 79.99 would read as passed. */
  percent(hundredths: number): string {
    return this.say("number.percent", { number: this.number(hundredths / 100) });
  }
}
