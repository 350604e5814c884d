/** Numbers and dates in the interface's languages, against what people write by hand. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Texts } from "../../src/scormbuild/player/texts";

const textsIn = (language: string) =>
  new Texts(JSON.parse(readFileSync(`src/scormbuild/texts/${language}.json`, "utf8")) as Record<string, string>);
const spaced = (text: string) => text.replace(/\u00a0/g, " ");
const day = new Date(2026, 10, 23);

for (const [language, number, percent, date] of [
  ["nb", "12 345,5", "79,99 %", "23. november 2026"],
  ["nn", "12 345,5", "79,99 %", "23. november 2026"],
  ["en", "12,345.5", "79.99%", "23 November 2026"],
  ["se", "12 345,5", "79,99 %", "skábmamánu 23. b. 2026"],
] as const) {
  test(`numbers and dates in ${language}`, () => {
    const texts = textsIn(language);
    assert.equal(spaced(texts.number(12345.5)), number);
    assert.equal(texts.number(999), "999");
    assert.equal(spaced(texts.number(1234567)).length, 9);
    assert.equal(spaced(texts.percent(7999)), percent);
    assert.equal(texts.date(day), date);
  });
}
