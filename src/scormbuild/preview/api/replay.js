/* Makes the calls of a conversation, and gives the answer and the error of each; a call that throws answers with that. */
"use strict";

function replay(api, calls) {
  const lastError = "LMSGetLastError" in api ? "LMSGetLastError" : "GetLastError";
  return calls.map(([method, args]) => {
    let answer;
    try {
      answer = api[method](...args);
    } catch (error) {
      answer = `throws ${error.name}`;
    }
    return [answer, api[lastError]()];
  });
}
