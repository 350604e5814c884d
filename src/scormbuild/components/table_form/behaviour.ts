/** Sums follow what is written; what is no number is pointed out, and left as it is. */

import type { Behaviour } from "../../player/behaviour";
import { numberIn } from "../../player/response";
import { findAll } from "../../player/ui/dom";
import { bindFields, offerRows } from "../../player/worksheet";

const behaviour: Behaviour = (sheet, session) => {
  const { texts } = session;
  const add = () => {
    let isWrong = false;
    for (const input of findAll<HTMLInputElement>(sheet, "input[data-column]")) {
      const isBad = input.value.trim() !== "" && numberIn(input.value) === null;
      input.toggleAttribute("aria-invalid", isBad);
      if (isBad) {
        input.setAttribute("aria-invalid", "true");
      }
      isWrong ||= isBad;
    }
    for (const output of findAll<HTMLOutputElement>(sheet, "[data-sum]")) {
      const inputs = findAll<HTMLInputElement>(sheet, `input[data-column="${output.dataset.sum}"]`);
      // In hundredths: 0.1 and 0.2 make 0.3.
      const sum = inputs.reduce((total, input) => total + Math.round((numberIn(input.value) ?? 0) * 100), 0);
      output.value = texts.number(sum / 100);
    }
    const said = sheet.querySelector(".table-form-said");
    if (said !== null) {
      said.textContent = isWrong ? texts.say("table_form.no_number") : "";
    }
  };
  bindFields(sheet, session, add);
  offerRows(sheet, add);
  add();
};
export default behaviour;
