"""E: what a stranger learns by trying."""

import collections
import math
import random
import secrets
import time

from asking import Client, at_once, cookies_of
from probe import probe
from world import PASSWORD

# A difference in rank this unlikely, and this large, is one that a stranger could use.
UNLIKELY = 4.0  # standard deviations
LARGE = 0.15    # of the way from "alike" (0.5) to "always slower" (1.0 or 0.0)
NOBODYS = "salah sekali dan panjang"


def rank_test(a, b):
    """Mann-Whitney: (chance that a value of a is larger than one of b, standard deviations off)."""
    merged = sorted([(v, 0) for v in a] + [(v, 1) for v in b])
    ranks = sum(place for place, (_, of) in enumerate(merged, 1) if of == 0)
    u = ranks - len(a) * (len(a) + 1) / 2
    mean, spread = len(a) * len(b) / 2, math.sqrt(len(a) * len(b) * (len(a) + len(b) + 1) / 12)
    return u / (len(a) * len(b)), (u - mean) / spread


def timed(world, method, path, body, source):
    client = Client(world, source=source)
    client.get("/healthz")  # the connection is not part of it
    begun = time.perf_counter()
    got = client.ask(method, path, body)
    took = time.perf_counter() - begun
    client.close()
    return got, took


def compare(case, what, answers):
    """Answers and times of two classes: alike in everything a stranger sees."""
    shapes = {}
    for kind, rows in answers.items():
        shapes[kind] = collections.Counter(
            (got.status, got.code(), len(got.body), tuple(sorted(k.lower() for k in got.headers if k.lower() != "retry-after")))
            for got, _ in rows)
    (one, first), (two, second) = shapes.items()
    case(set(first) == set(second), f"{what}: {one} {list(first)[:2]}, {two} {list(second)[:2]}")
    share, off = rank_test(*[[took for _, took in rows] for rows in answers.values()])
    case(abs(off) < UNLIKELY or abs(share - 0.5) < LARGE,
         f"{what}: {one} is slower than {two} in {share:.0%} of pairs ({off:.1f} standard deviations)")
    return f"{what} {share:.2f}"


@probe("E1", "nobody learns who has an account: not by status, text or time")
def enumeration(world, case):
    # From one address a stranger has thirty tries; loopback lets this one come from many.
    people = (80 if world.options.long else 12) if world.place.local else 2
    known = [world.person("agent", fresh=True) for _ in range(people)]
    jobs = [("known", one.email) for one in known for _ in range(5)]
    jobs += [("unknown", f"probe-{secrets.token_hex(4)}@example.com") for _ in range(len(jobs))]
    random.Random(1).shuffle(jobs)
    rows = collections.defaultdict(list)
    for kind, email in jobs:
        rows[kind].append(timed(world, "POST", "/api/v1/session", {"email": email, "password": NOBODYS},
                                world.place.elsewhere()))
    notes = [compare(case, "sign-in", rows)]

    invited = [world.invite() for _ in range(24 if world.place.local else 6)]
    def near(secret):
        return ("A" if secret[0] != "A" else "B") + secret[1:]

    def shuffled(one, of_one, other):
        """As many of each, in no order: whatever comes second in a pair may be quicker for that alone."""
        jobs = [(one, of_one(secret)) for _, secret, _ in invited]
        jobs += [(other, secrets.token_urlsafe(32)) for _ in invited]
        random.Random(2).shuffle(jobs)
        return jobs

    rows = collections.defaultdict(list)
    for kind, token in shuffled("near", near, "far"):
        rows[kind].append(timed(world, "GET", f"/api/v1/invitations/{token}", None, world.place.elsewhere()))
    notes.append(compare(case, "invitation", rows))
    rows = collections.defaultdict(list)
    for kind, token in shuffled("another kind of link", str, "none"):
        body = {"token": token, "password": PASSWORD.format("baru")}
        rows[kind].append(timed(world, "POST", "/api/v1/password-reset", body, world.place.elsewhere()))
    notes.append(compare(case, "reset", rows))

    # Inviting tells nothing of who has an account on this server.
    if world.neighbour and world.options.other_email:
        _, _, a = world.invite(email=world.options.other_email)
        _, _, b = world.invite()
        case(set(a) == set(b) and a["state"] == b["state"] if "state" in a else set(a) == set(b),
             f"inviting a known person answers {sorted(set(a) ^ set(b))}")
    got = Client(world).post("/api/v1/session/totp", {"code": "123456"})
    case(got.status == 401, f"a second factor without the first: {got.status}")
    case.note = f"{len(jobs)} sign-ins; slower share: " + ", ".join(notes)


@probe("E2", "guessing one account is slowed from wherever it seems to come, also over a restart")
def guessing(world, case):
    person = world.person("agent", fresh=True)
    source = world.place.elsewhere()

    def guess(n):
        there = f"198.51.100.{n % 250 + 1}"
        headers = {"X-Forwarded-For": there, "X-Real-IP": there, "Forwarded": f"for={there}", "CF-Connecting-IP": there,
                   "True-Client-IP": there, "X-Client-IP": there, "X-Forwarded-For ".strip() + "2": there}
        return Client(world, source=source).post(
            "/api/v1/session", {"email": person.email, "password": f"{NOBODYS} {n}"}, headers=headers)
    seen = collections.Counter(guess(n).status for n in range(20))
    for part in range(9):
        seen.update(got.status for got in at_once(20, lambda n, part=part: guess(20 + part * 20 + n)))
    case(seen[401] <= 8, f"{seen[401]} of 200 guesses were looked at")
    case(set(seen) <= {401, 429, 503}, f"answers {dict(seen)}")
    limited = guess(200)
    case(limited.status == 429 and int(limited.headers.get("Retry-After") or 0) > 0, f"{limited.status} without Retry-After")
    if world.restart:
        world.restart()
        case(guess(201).status == 429, "a restart forgives")
    else:
        case.note = "no restart was tried"
    # Names of the account that mean the same are counted as the same.
    odd = {"upper": person.email.upper(), "spaces": f"  {person.email} "}
    for what, email in odd.items():
        got = Client(world, source=world.place.elsewhere()).post("/api/v1/session", {"email": email, "password": NOBODYS})
        case(got.status in (422, 429), f"written with {what}: {got.status}")
    # Others get in meanwhile, and so does this one on a browser that is known.
    other = world.person("agent", fresh=True)
    got = Client(world, source=world.place.elsewhere()).post("/api/v1/session", {"email": other.email, "password": other.password})
    case(got.status == 200, f"somebody else: {got.status}")
    case(Client(world, cookie=person.cookie).get("/api/v1/session").status == 200, "a session that was open is not any more")


@probe("E4", "there is no default account, and the set-up code is worth nothing afterwards")
def no_default(world, case):
    for line in ("admin@example.com admin", "admin@localhost admin", "root@localhost toor", "sapa@example.com sapa",
                 "owner@example.com changeme", "test@example.com test", "admin@admin.com password"):
        email, password = line.split()
        got = Client(world, source=world.place.elsewhere()).post("/api/v1/session", {"email": email, "password": password})
        case(got.status in (401, 422), f"{email}: {got.status}")
    state = Client(world).get("/api/v1/setup").json
    case(state["needed"] is False, "it can be set up again")
    whole = {"email": f"probe-{world.mark}@example.com", "name": "Probe", "password": PASSWORD.format("awal"), "language": "en",
             "workspace": {"slug": "probe-again", "name": "Probe", "country": "ID", "time_zone": "Asia/Jakarta", "language": "en"}}
    codes = ["", "x", "0" * 43, secrets.token_urlsafe(32)]
    used = getattr(world.options, "setup_code", None)
    for code in codes + ([used] if used else []):
        got = Client(world, source=world.place.elsewhere()).post("/api/v1/setup", {"code": code, **whole})
        case(got.status in (403, 409, 422) and not cookies_of(got), f"{'the used one' if code == used else repr(code[:6])}: {got.status}")
    for path in ("/admin", "/debug", "/metrics", "/.env", "/.git/config", "/api/v1/debug", "/server-status", "/actuator", "/phpinfo.php"):
        got = Client(world).get(path, headers={"Accept": "application/json"})
        page = "text/html" in (got.headers["Content-Type"] or "")
        case(got.status in (401, 403, 404) or (got.status == 200 and page and "<title>" in got.text), f"{path}: {got.status}")
