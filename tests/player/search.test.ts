/** Search: what is found, in which order, and what is shown of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { excerpt, SearchIndex } from "../../src/scormbuild/player/search-index";

const index = new SearchIndex([
  { place: "alarm", text: "Trygghetsalarmen", weight: 4 },
  { place: "alarm", text: "Gerd trykker på knappen når hun faller.", weight: 1 },
  { place: "natt", text: "Natta", weight: 4 },
  { place: "natt", text: "En alarm går. Hun faller ikke.", weight: 1 },
  { place: "kafé", text: "Kaféen på Ås", weight: 4 },
]);
const places = (query: string) => index.find(query).map((hit) => hit.place);

test("every word must be there, each anywhere on the page", () => {
  assert.deepEqual(places("alarm faller"), ["alarm", "natt"]);
  assert.deepEqual(places("alarm knappen"), ["alarm"]);
  assert.deepEqual(places("alarm finnesikke"), []);
  assert.deepEqual(places("  "), []);
});

test("accents and case don't count; å is a letter of its own", () => {
  assert.deepEqual(places("KAFEEN"), ["kafé"]);
  assert.deepEqual(places("ås"), ["kafé"]);
  assert.deepEqual(places("as"), []);
});

test("a title tells more of a page than a sentence", () => {
  assert.deepEqual(places("natt"), ["natt"]);
  assert.equal(index.find("alarm")[0]?.place, "alarm");
});

test("an excerpt marks what was asked for and is cut between words", () => {
  assert.deepEqual(excerpt("En alarm går.", "ALARM"), [
    { text: "En ", isMatch: false },
    { text: "alarm", isMatch: true },
    { text: " går.", isMatch: false },
  ]);
  const long = `${"ord ".repeat(100)}alarm ${"ord ".repeat(100)}`;
  const pieces = excerpt(long, "alarm");
  assert.equal(pieces.filter((piece) => piece.isMatch).map((piece) => piece.text).join(), "alarm");
  assert.match(pieces.map((piece) => piece.text).join(""), /^… (ord )+alarm (ord )*ord …$/);
});
