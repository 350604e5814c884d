/**
 * The address of the handout alone, in a window where the browser's own menu prints it: `#!print`; `#!print=nn` in one of
 * the course's languages, `#!print/leader` that of a role, `#!print/leader=nn` both.
 */
export const HANDOUT = "!print";
