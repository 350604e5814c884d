"""A stand-in for the learning platform, for tests of packages in a real browser.

The first users' platform is Moodle, so this one behaves as Moodle 4.5 was measured to behave, in the
strict setting (`scormstandard=1`), and refuses besides what SCORM 1.2 refuses: as far as the facts go,
what passes here passes there. Nothing of it is shared with the package
builder, and nothing is copied from any platform.

    with Platform() as platform:
        platform.mount("fire", zip_bytes)
        page.goto(platform.launch("fire", learner="ola"))
        platform.wait_until(lambda: platform.recorded("fire").get("cmi.suspend_data") == "…")
        assert platform.violations("fire") == []

For xAPI there are four more, each on an origin of its own, and test-only like it:

    with Lrs() as lrs, Launcher(lrs) as launcher:  # fixtures: lrs, launcher, tincan_launcher, token_service
        launcher.mount("fire", zip_bytes)
        page.goto(launcher.launch("fire", learner="ola"))
        lrs.wait_until(lambda: "terminated" in lrs.verbs)
        assert launcher.satisfied("fire")
        assert lrs.violations == []

The parts:

- `package.py`   a zip as the platform imports it: stored names, media types, what the manifest says;
- `server.py`    `Platform`: packages, sessions, what was committed and called, faults;
- `pages.py`     the HTML around the package: player, frames and portals, log-in page;
- `page.js`      in the player: the way to the server and the log of calls, the same for both APIs;
- `strict12.js`  our own SCORM 1.2 API, one table of elements; `strict2004.js` that of SCORM 2004;
- `calls.js`     what those two do with a call: refusals, the last error, the log;
- `again.js`     the npm package scorm-again behind the same server, a second opinion;
- `decoy.js`     APIs that a package must not mistake for its own;
- `conversations/`  what both must answer, call by call, as JSON;
- `serving.py`   what all of them share: connections that end when told to, and waiting without sleeping;
- `statements.py`     what xAPI-Data asks of a statement, clause by clause;
- `xapi_requests.py`  what a request to an LRS must carry; `lrs.py`  `Lrs`: resources, faults, violations;
- `cmi5_structure.py`, `cmi5_rules.py`, `cmi5.py`  `Launcher`: packages, the rules of a session, launches;
- `tincan.py`    `TinCanLauncher`: packages with a tincan.xml;
- `token_service.py`  `TokenService`: credentials for a package that no platform launches.

Own rules, in no standard: a response that begins like a formula, a blank score and a second
LMSInitialize on one page are accepted, and are violations all the same. A refusal that the platform is
to blame for (a failing commit, an element that a quirk takes away) is none.

The xAPI stand-ins refuse what a client does wrong and note it in `lrs.violations` under its clause (`Data 2.4.5.1`,
`Com 3.1`, `cmi5 9.5.1`, `tincan`, `token`); what a fault refuses is no violation. Each request has a connection of its
own, so browsers never send one again by themselves, and a preflight, which they may not keep.

Faults are switched by the test while the course runs (`platform.faults = Faults(gone=True)`), take
effect at the server alone, and concern every session of that `Platform`; the page learns of them by
its requests only. The call log travels apart from the commits and through every fault: it is the
test's knowledge, never the platform's.
"""
