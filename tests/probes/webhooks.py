"""W: what comes in at the provider's door."""

import hashlib
import hmac
import json
import urllib.parse

import kit
from asking import at_once, plain
from probe import Skip, corpus, probe, unescape


def mark_of(secret, body, kind=hashlib.sha256):
    return hmac.new(secret.encode(), body, kind).hexdigest()


@probe("W1", "a webhook with a bad signature is refused and leaves nothing")
def bad_signatures(world, case):
    world.hook()
    person, secret = world.someone(), world.options.app_secret
    body = world.message(person, world.canary + " palsu")
    marks = {"good": mark_of(secret, body), "sha1": mark_of(secret, body, hashlib.sha1),
             "other": mark_of("another secret", body), "empty": mark_of("", body),
             "nobody": mark_of(secret, b"")}
    for line in corpus("signatures.txt"):
        name, header, value = line.split("\t")
        for key, mark in marks.items():
            value = value.replace("{" + key + "}", mark)
        headers = {"Content-Type": "application/json"}
        if header != "-":
            headers[header] = value
        got = world.deliver(body, headers)
        case(got.status == 401, f"{name}: {got.status}")
    world.settled()
    case(world.talk(person[0], 0) is None, "one of them was kept")


@probe("W2", "a channel without its secret is never made nor switched on")
def no_secret(world, case):
    before = len(world.owner.get("/api/v1/channels").json["data"])
    whole = {"kind": "whatsapp", "phone_number_id": "990000000000001", "waba_id": "990000000000002",
             "access_token": "EAAPROBE0001", "app_secret": "x"}
    for what, secret in {"none": ..., "null": None, "empty": "", "blank": "   ", "a number": 0,
                         "a list": [], "false": False, "a line end": "a\r\nb"}.items():
        body = {k: v for k, v in {**whole, "app_secret": secret}.items() if v is not ...}
        got = world.owner.post("/api/v1/channels", body)
        case(got.status in (400, 422), f"made with {what}: {got.status} {got.text[:120]}")
        if world.channel and secret is not ...:
            path = f"/api/v1/channels/{world.channel['id']}"
            got = world.owner.ask("PATCH", path, {"app_secret": secret, "state": "active"})
            # null in a change means: leave it.
            right = got.status in (400, 422) or secret is None
            case(right, f"changed to {what}: {got.status} {got.text[:120]}")
    after = world.owner.get("/api/v1/channels").json["data"]
    case(len(after) == before, f"{before} channels became {len(after)}")
    if world.channel:
        now = world.owner.get(f"/api/v1/channels/{world.channel['id']}").json
        case(now["app_secret"]["set"], "the secret is gone")


@probe("W3", "the signature is of the bytes as they came")
def raw_bytes(world, case):
    world.hook()
    secret, person = world.options.app_secret, world.someone()
    body = world.message(person, world.canary + " asli")
    mark = kit.signed(body, secret)
    read = json.loads(body)
    for what, changed in {
        "indented": json.dumps(read, indent=2).encode(), "packed": json.dumps(read, separators=(",", ":")).encode(),
        "a line end more": body + b"\n", "a byte less": body[:-1], "a byte order mark": b"\xef\xbb\xbf" + body,
        "another letter": body.replace(b"asli", b"aslj"), "keys in order": json.dumps(read, sort_keys=True).encode(),
        "nothing": b"", "twice": body + body, "a NUL more": body + b"\0",
    }.items():
        got = world.deliver(changed, mark)
        case(got.status == 401, f"{what}, the old signature: {got.status}")
    for what, odd in {
        "wide spaces": b"  \n\t " + body.replace(b":", b" : ") + b" \r\n", "escapes": body.replace(b"a", b"\\u0061"),
        "not JSON": b"halo", "not text": bytes(range(256)), "an empty list": b"[]", "a number": b"1e999",
        "depth": b"[" * 5000, "half an emoji": body.replace(b"asli", b"\\ud83d"),
        "a megabyte": body + b" " * (1 << 20),
    }.items():
        got = world.deliver(odd)
        case(got.status == 200, f"{what}, rightly signed: {got.status}")


@probe("W4", "the same delivery a hundred times at once is one message")
def hundred_times(world, case):
    world.hook()
    person = world.someone()
    body = world.message(person, world.canary + " seratus")
    # What it is worth is the same, the bytes are not.
    again = json.dumps(json.loads(body), indent=1).encode()
    got = at_once(100, lambda n: world.deliver(again if n % 4 == 3 else body).status)
    case(set(got) == {200}, f"answers {sorted(set(got))}")
    world.settled()
    talk = world.talk(person[0])
    found = [one for one in world.messages(talk) if "seratus" in one["text"]] if talk else []
    case(len(found) == 1, f"{len(found)} messages")
    case(talk and talk["unread"] in (1, True), f"unread {talk and talk.get('unread')}")
    names = [one for one in world.owner.get("/api/v1/conversations?limit=100").json["data"]
             if one["contact"]["name"] == person[0]]
    case(len(names) == 1, f"{len(names)} conversations")


@probe("W5", "what is for accounts that are not ours is answered 200 and not kept")
def foreign_accounts(world, case):
    world.hook()
    before = len(world.owner.get("/api/v1/events?limit=100").json["data"])
    strangers = []
    for what, number, account in [("nobody's number", "990000000000003", None), ("nobody's", "990000000000003", "990000000000004"),
                                  ("half a number", "44002", "33001"), ("an endless number", "9" * 300, "9" * 300)]:
        person = world.someone()
        got = world.deliver(world.message(person, world.canary, number=number, account=account or "990000000000004"))
        case(got.status == 200, f"{what}: {got.status}")
        strangers.append(person)
    if world.neighbour:
        rows = [one for one in world.neighbour.get("/api/v1/channels").json["data"] if one.get("account")]
        for row in rows:
            person = world.someone()
            known = row["account"]
            body = world.message(person, world.canary, number=known["phone_number_id"], account=known["waba_id"])
            got = world.deliver(body)
            case(got.status in (200, 401), f"the neighbour's number, our secret: {got.status}")
            strangers.append(person)
            path = urllib.parse.urlsplit(world.neighbour.get(f"/api/v1/channels/{row['id']}").json["webhook_url"]).path
            got = world.anybody().post(path, raw=body, headers=kit.signed(body, world.options.app_secret))
            case(got.status == 401, f"the neighbour's door, our secret: {got.status}")
    world.settled()
    for person in strangers:
        case(world.talk(person[0], 0) is None, "a stranger's message is ours now")
        if world.neighbour:
            names = world.neighbour.get("/api/v1/conversations?limit=100").text
            case(person[0] not in names, "it reached the neighbour")
    after = len(world.owner.get("/api/v1/events?limit=100").json["data"])
    case(after <= before + 1, f"{after - before} deliveries kept")
    got = plain(world, "POST", "/webhooks/whatsapp/" + "0" * 32, kit.signed(b"{}"), b"{}")
    case(got.status == 404, f"no such door: {got.status}")


@probe("W6", "the challenge comes back only for the right verify token, as plain text")
def challenge(world, case):
    hook = world.hook()
    token = world.channel.get("verify_token")
    if not token:
        raise Skip("the verify token is only shown to admins")
    ask = urllib.parse.urlencode
    base = {"hub.mode": "subscribe", "hub.challenge": "<b>4711</b>"}
    got = plain(world, "GET", f"{hook}?{ask({**base, 'hub.verify_token': token})}")
    case(got.status == 200 and got.text == "<b>4711</b>" and got.headers["Content-Type"].startswith("text/plain")
         and got.headers["X-Content-Type-Options"] == "nosniff", f"{got.status} {got.headers['Content-Type']}")
    for what, query in {
        "a wrong token": {**base, "hub.verify_token": token[:-1] + "!"}, "half of it": {**base, "hub.verify_token": token[:8]},
        "an empty one": {**base, "hub.verify_token": ""}, "none": base, "more behind it": {**base, "hub.verify_token": token + "x"},
        "another mode": {**base, "hub.mode": "unsubscribe", "hub.verify_token": token},
        "NUL": {**base, "hub.verify_token": unescape(token + "\\0")},
    }.items():
        got = plain(world, "GET", f"{hook}?{ask(query)}")
        case(got.status in (400, 403) and "4711" not in got.text, f"{what}: {got.status}")


@probe("W7", "a full disk refuses with 503; the event arrives on retry, without a restart")
def full_disk(world, case):
    if not world.scratch:
        raise Skip("wants a server on a small disk of its own; the gate makes one")
    with world.scratch.small_disk() as small:
        good = small.deliver("satu")
        case(good == 200, f"before: {good}")
        small.fill()
        seen = [small.deliver(f"penuh {n}", 60_000) for n in range(40)]
        case(503 in seen, f"never refused: {sorted(set(seen))}")
        case(set(seen) <= {200, 503}, f"answers {sorted(set(seen))}")
        case(small.reads() == 200, "reading stopped")
        full = small.upload(4 << 20)
        case(full in (413, 503), f"a file on a full disk: {full}")
        case(small.alive(), "the process ended")
        world.scratch.upload_seen = full
        small.make_room()
        late = [small.deliver(f"penuh {n}", 60_000, patience=20) for n, status in enumerate(seen) if status == 503]
        case(set(late) <= {200}, f"after: {sorted(set(late))}")
        case(small.alive(), "it took a restart")
        kept = small.kept(within=30, wanted=41)
        case(kept == 41, f"{kept} of 41 messages are there")
