"""The release probes against a running Sapa, from outside.

Prints `ok NAME`, `FAIL NAME ...: why` or `skip NAME ...: why not here` for each and closes with
`N passed, N failed, N skipped`; the exit code is 1 when one failed. docs/proof.md says which promise
each stands for, docs/operating.md how to run them against your own installation.

What it makes, all in the one workspace it is given, with "Probe" in the name: members and
invitations (probe-...@example.com), API tokens, labels, files, and conversations with made-up
customers, whose messages hold hostile texts; some deliveries that cannot be read. Members, invitations, tokens and
labels are taken away at the end, the rest stays: use a workspace you delete afterwards, and a channel
whose number is not a real one. Other workspaces are only asked for what must be refused. Wrong
passwords are only tried for its own people; your address may have to wait to sign in for up to 15
minutes afterwards.
"""

import argparse
import os
import resource
import sys
import time

import probe


def read_options(arguments=None):
    parser = argparse.ArgumentParser("tests/probes/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("base_url", help="such as https://inbox.example.com or http://127.0.0.1:8080")
    add("--email", help="a throw-away owner of a throw-away workspace")
    add("--password", help="or $SAPA_PROBE_PASSWORD")
    add("--token", help="instead of both: an API token with all scopes; many probes are skipped then")
    add("--workspace", help="its short name, when the owner has several")
    add("--app-secret", help="of the workspace's WhatsApp channel, for everything about webhooks")
    add("--channel-key", help="end of the channel's webhook address; its first channel unless said")
    add("--other-email", help="an owner of another workspace, for the walls between them")
    add("--other-password")
    add("--state", help="the data folder, when the server is on this machine")
    add("--logs", action="append", default=[], help="a file or folder with the server's logs; also several times")
    add("--pid", type=int, help="process of the server, when it is on this machine")
    add("--sapa", help="the executable, for probes that start a server of their own")
    add("--simulator", help="where a `sapa simulate` stands in for the provider")
    add("--liar", help="http://127.0.0.1:PORT that the server was started with as --allow-origin, "
                       "where the probes may listen")
    add("--restart", help="a command that restarts the server, such as 'systemctl restart sapa'")
    add("--ca", help="PEM file of the authority of an https server's certificate, when the system does not know it")
    add("--unit", help="the systemd unit; packaging/systemd/sapa.service of this tree unless said")
    add("--only", action="append", default=[], help="only this probe; also several times")
    add("--no-browser", action="store_true", help="skip what wants Chromium and Node")
    add("--long", action="store_true", help="more samples where chance plays a part")
    add("--list", action="store_true", help="name every probe and what it promises")
    return parser, parser.parse_args(arguments)


def load():
    import browser, config_logs, fetch, files, guessing, identity, inputs, rights  # noqa: E401, F401
    import sign_in, slow, webhooks, wire  # noqa: E401, F401


def run(options):
    """Runs what was asked for; gives the exit code."""
    from world import World

    load()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536) if hard > 0 else 65536, hard))
    names = sorted(probe.PROBES, key=probe.in_order)
    unknown = [one for one in options.only if one not in names]
    if unknown:
        sys.exit(f"no probe is called {', '.join(unknown)}; there are: {' '.join(names)}")
    begun = time.monotonic()
    world = World(options)
    counts = {"ok": 0, "FAIL": 0, "skip": 0}
    try:
        for name in names:
            if not options.only or name in options.only:
                counts[probe.run_one(name, world)] += 1
    finally:
        world.clean()
    print(f"{world.heard.answers} answers heard in {time.monotonic() - begun:.0f} s")
    print(f"{counts['ok']} passed, {counts['FAIL']} failed, {counts['skip']} skipped", flush=True)
    return 1 if counts["FAIL"] else 0


def main():
    if "--list" in sys.argv:
        load()
        for name in sorted(probe.PROBES, key=probe.in_order):
            print(f"{name:5} {probe.PROBES[name][0]}")
        return 0
    parser, options = read_options()
    options.password = options.password or os.environ.get("SAPA_PROBE_PASSWORD")
    if not options.token and not (options.email and options.password):
        parser.error("wants --email and --password of a throw-away owner, or --token")
    return run(options)
