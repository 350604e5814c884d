import assert from "node:assert/strict";
import test from "node:test";
import { findApi as find } from "../../src/scormbuild/player/trackers/find-api";

const findApi = (start: Window) => find<typeof api>(start, { name: "API", method: "LMSInitialize" })?.api ?? null;

const api = { LMSInitialize: () => "true" };
type Fake = { API?: unknown; parent?: unknown; opener?: unknown };

/** A window; without a parent it is its own, as browsers have it. */
function windowOf({ API, parent, opener = null }: Fake = {}): Window {
  const here: Fake = { API, opener };
  here.parent = parent ?? here;
  return here as unknown as Window;
}

/** Another origin's window: only `parent` and `opener` may be asked for. */
function foreign(rest: Fake): Window {
  const here = windowOf(rest);
  return new Proxy(here, {
    get(target, name) {
      if (name === "parent" || name === "opener") {
        return Reflect.get(target, name) as unknown;
      }
      throw new Error("Blocked a frame from accessing a cross-origin frame");
    },
  });
}

test("the API is found in the window, in a parent, beyond a foreign one, in the opener and its parents", () => {
  const top = windowOf({ API: api });
  assert.equal(findApi(top), api);
  assert.equal(findApi(windowOf({ parent: windowOf({ parent: top }) })), api);
  assert.equal(findApi(windowOf({ parent: foreign({ parent: top }) })), api);
  assert.equal(findApi(windowOf({ opener: top })), api);
  assert.equal(findApi(windowOf({ opener: windowOf({ parent: top }) })), api);
  assert.equal(findApi(windowOf({ parent: windowOf({ opener: foreign({ parent: top }) }) })), api);
});

test("the nearest one is taken, and parents go before openers", () => {
  const other = { LMSInitialize: () => "false" };
  assert.equal(findApi(windowOf({ API: api, parent: windowOf({ API: other }) })), api);
  const grandparent = windowOf({ API: api });
  assert.equal(findApi(windowOf({ opener: windowOf({ API: other }), parent: windowOf({ parent: grandparent }) })), api);
});

test("what is no API is passed over", () => {
  assert.equal(findApi(windowOf({ API: {}, parent: windowOf({ API: api }) })), api);
  assert.equal(findApi(windowOf({ API: null })), null);
});

test("the search ends in rings, in endless chains, and where everything throws", () => {
  const ring: Fake = {};
  const other = windowOf({ parent: ring });
  ring.parent = other;
  ring.opener = other;
  assert.equal(findApi(ring as unknown as Window), null);

  const endless = (): Window => new Proxy({} as Window, { get: (_, name) => (name === "parent" ? endless() : undefined) });
  assert.equal(findApi(endless()), null);

  const locked = new Proxy({} as Window, {
    get() {
      throw new Error("SecurityError");
    },
  });
  assert.equal(findApi(locked), null);
});
