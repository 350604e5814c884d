/* What both strict APIs do with a call: a refusal has a code, every call leaves a last error and a line in the log. */
"use strict";

class Refusal extends Error {
  /* `excused`: the platform is to blame, so the package has violated nothing. */
  constructor(code, reason, excused = false) {
    super(reason);
    this.code = code;
    this.excused = excused;
  }
}

function demand(condition, code, reason) {
  if (!condition) {
    throw new Refusal(code, reason);
  }
}

/* `record` is page.js's. */
function strictCalls(record) {
  const calls = {
    lastError: "0",

    /* An own rule that the call under way has broken, though it is accepted; null for none. */
    remark: null,

    /* Turn a function that throws refusals into a method of the API. */
    method(name, run, refused) {
      return (...args) => {
        calls.lastError = "0";
        calls.remark = null;
        let answer = refused;
        let violation = null;
        try {
          answer = run(...args);
          violation = calls.remark;
        } catch (error) {
          if (!(error instanceof Refusal)) {
            record(name, args, "", "", String(error));
            throw error;
          }
          calls.lastError = error.code;
          violation = error.excused ? null : error.message;
        }
        record(name, args, answer, calls.lastError, violation);
        return answer;
      };
    },

    /* The three that ask about errors work at any time and change nothing (1.2 RTE 3.3, 2004 RTE 3.1.6). */
    enquiry(name, run) {
      return (...args) => {
        const answer = run(...args);
        record(name, args, answer, calls.lastError, null);
        return answer;
      };
    },
  };
  return calls;
}
