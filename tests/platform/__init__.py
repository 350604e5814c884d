"""Stand-ins for learning platforms and record stores, for tests of packages in a real browser.

`scormbuild.preview.platform` is the platform for SCORM: what authors preview in is what tests play in.

    with Platform() as platform:
        platform.mount("fire", zip_bytes)
        page.goto(platform.launch("fire", learner="ola"))
        platform.wait_until(lambda: platform.recorded("fire").get("cmi.suspend_data") == "…")
        assert platform.violations("fire") == []

For xAPI there are four, each on an origin of its own, and nothing of them is shared with the program:

    with Lrs() as lrs, Launcher(lrs) as launcher:  # fixtures: lrs, launcher, tincan_launcher, token_service
        launcher.mount("fire", zip_bytes)
        page.goto(launcher.launch("fire", learner="ola"))
        lrs.wait_until(lambda: "terminated" in lrs.verbs)
        assert launcher.satisfied("fire")
        assert lrs.violations == []

The parts:

- `server.py`    `Platform` with `again.js`: the npm package scorm-again behind the same server, a second opinion;
- `conversations/`  what both APIs must answer, call by call, as JSON;
- `statements.py`     what xAPI-Data asks of a statement, clause by clause;
- `xapi_requests.py`  what a request to an LRS must carry; `lrs.py`  `Lrs`: faults, violations, and its resources in
  `stored_statements.py` and `documents.py`;
- `cmi5_structure.py`, `cmi5_rules.py`, `cmi5.py`  `Launcher`: packages, the rules of a session, launches;
- `tincan.py`    `TinCanLauncher`: packages with a tincan.xml;
- `token_service.py`  `TokenService`: credentials for a package that no platform launches.

The xAPI stand-ins refuse what a client does wrong and note it in `lrs.violations` under its clause (`Data 2.4.5.1`,
`Com 3.1`, `cmi5 9.5.1`, `tincan`, `token`); what a fault refuses is no violation. Each request has a connection of its
own, so browsers never send one again by themselves, and a preflight, which they may not keep.

Faults are switched by the test while the course runs (`platform.faults = Faults(gone=True)`), take
effect at the server alone, and concern every session of that `Platform`; the page learns of them by
its requests only. The call log travels apart from the commits and through every fault: it is the
test's knowledge, never the platform's.
"""
