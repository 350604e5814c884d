/** Says in good time that what the platform holds for a learner comes to an end, and what to do. */

import type { Texts } from "../texts";
import { find } from "./dom";

/** Characters of prose to a character of state: what learners are told is less than what mostly fits. */
const PROSE = 2;

/** Shares of the room from which on the line is shown, and from which on it warns. */
const [SHOWN, LITTLE] = [0.75, 0.92];

export class RoomLine {
  private readonly line = find(document, "#room");

  constructor(private readonly texts: Texts) {}

  show(taken: number, room: number): void {
    const share = taken / room;
    this.line.hidden = share < SHOWN;
    if (this.line.hidden) {
      return;
    }
    const count = Math.floor(((room - taken) * PROSE) / 50) * 50;
    const key = share > 1 || count <= 0 ? "room.none" : share < LITTLE ? "room.some" : "room.little";
    const text = this.texts.say(key, { count: this.texts.number(Math.max(count, 0)) });
    this.line.dataset.room = key;
    if (this.line.textContent !== text) {
      this.line.textContent = text;
    }
  }
}
