/** Rows that break a rule say so, once somebody has begun to fill them in. */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";
import { bindFields, offerRows } from "../../player/worksheet";

const behaviour: Behaviour = (sheet, session) => {
  const { texts } = session;
  const table = find(sheet, "table");
  const exactly = words(table.dataset.exactly);
  const atLeast = words(table.dataset.atLeast);
  const check = () => {
    let broken = 0;
    for (const row of findAll(table, "[data-task]")) {
      const letters = findAll<HTMLSelectElement>(row, "select").map((select) => select.value).filter((letter) => letter !== "");
      const count = (letter: string) => letters.filter((each) => each === letter).length;
      const none = [...exactly, ...atLeast].filter((letter) => count(letter) === 0);
      const many = exactly.filter((letter) => count(letter) > 1);
      const said = row.hidden || letters.length === 0 ? [] : [
        ...none.map((letter) => texts.say("responsibility_matrix.none", { letter: letter.toUpperCase() })),
        ...many.map((letter) => texts.say("responsibility_matrix.many", { letter: letter.toUpperCase() })),
      ];
      find(row, ".responsibility-matrix-said").textContent = said.join(" ");
      row.classList.toggle("broken", said.length > 0);
      broken += Number(said.length > 0);
    }
    const line = find(sheet, "[role=status]");
    line.textContent = broken > 0 ? texts.count("responsibility_matrix.broken", broken) : "";
  };
  // Open, a list says what its letters mean; closed, it has room for the letter, and what that means stands above.
  const spell = ({ target }: Event, isOpen: boolean) => {
    for (const option of target instanceof HTMLSelectElement ? findAll<HTMLOptionElement>(target, "[data-whole]") : []) {
      option.textContent = isOpen ? (option.dataset.whole as string) : option.value.toUpperCase();
    }
  };
  table.addEventListener("focusin", (event) => spell(event, true));
  table.addEventListener("focusout", (event) => spell(event, false));
  bindFields(sheet, session, check);
  offerRows(sheet, check);
  check();
};
export default behaviour;

function words(text: string | undefined): string[] {
  return (text ?? "").split(" ").filter((word) => word !== "");
}
