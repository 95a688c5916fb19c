"""J, D: bodies and words that want to be more than they are."""

import json
import time
import urllib.parse

from asking import at_once
from probe import Skip, corpus, probe, unescape
from table import takes

SLOW = 2.0  # seconds; nothing hostile may take as long
DANGEROUS = {"signOut", "deleteWorkspace"}


WEBHOOK_BYTES = 4 << 20
MOST_GROWN = 128  # MB that the worst deliveries may leave behind


def bombs(size=0):
    """Name and bytes of each line: what stands before, a piece and how often, what stands after.
    With a size, what is repeated often is repeated until it is about that long."""
    for line in corpus("json.txt"):
        name, before, piece, times, after = line.split("\t")
        before, piece, after, times = unescape(before), unescape(piece), unescape(after), int(times)
        if size and times > 1000:
            times = (size - len(before) - len(after)) // len(piece)
        yield name, (before + piece * times + after).encode("latin-1")


def rss_kb(pid):
    try:
        text = open(f"/proc/{pid}/status", encoding="ascii").read()
        return int(text.split("VmRSS:")[1].split()[0])
    except (OSError, IndexError):
        return 0


@probe("J1", "JSON made to hurt is refused quickly on every route that takes JSON")
def json_bombs(world, case):
    pid, all_of = world.options.pid, list(bombs())
    before = rss_kb(pid) if pid else 0
    routes = [op for op in world.table() if op.schema and op.name not in DANGEROUS
              and (not world.token_only or op.scope)]

    def one(part):
        client, anybody, said = world.owner.copy(), world.anybody(), []
        for op in routes[part::4]:
            for name, body in all_of:
                asker = anybody if op.needs == "everyone" else client
                begun = time.monotonic()
                got = asker.ask(op.method, op.url(), raw=body, content_type="application/json")
                said.append((op.name, name, got.status, time.monotonic() - begun))
        return said
    for rows in at_once(4, one):
        for op, name, status, took in rows:
            case(status in (400, 403, 404, 413, 415, 422, 429), f"{op}, {name}: {status}")
            case(took < SLOW, f"{op}, {name}: {took:.1f} s")
    if world.channel:
        for name, body in bombs(WEBHOOK_BYTES):
            begun = time.monotonic()
            got = world.deliver(body)
            took = time.monotonic() - begun
            case(got.status == 200 and took < SLOW, f"a webhook, {name}: {got.status} in {took:.1f} s")
        world.settled()
    grown = (rss_kb(pid) - before) // 1024 if pid else 0
    case(grown < MOST_GROWN, f"the server grew by {grown} MB")
    case.note = f"{len(routes)} routes, {len(all_of)} bombs" + (f", grew {grown} MB" if pid else "")


@probe("J2", "every field refuses what is not of its type, and what is too long")
def wrong_types(world, case):
    values = [None, True, 0, -1, 1.5, 1e308, 2 ** 63, "", "\0", [], {}, [[]], [None], {"$ne": None}, {"id": {"id": []}}]
    fields = 0
    for op in world.table():
        if not op.schema or (world.token_only and not op.scope):
            continue
        client = world.owner if op.needs != "everyone" else world.anybody()
        for name, schema in op.fields().items():
            fields += 1
            for value in values:
                if takes(schema, value):
                    continue
                got = client.ask(op.method, op.url(), {**op.example(), name: value})
                # A null for what may be left out is as good as leaving it out.
                right = got.status in (400, 401, 403, 404, 409, 422, 429) or (value is None and got.status < 300)
                case(right, f"{op.name}.{name} = {json.dumps(value)[:30]}: {got.status} {got.text[:80]}")
            most = schema.get("maxLength")
            if most and op.name not in DANGEROUS:
                for long in ("x" * (most + 1), "\u00e9" * (most + 1)):
                    got = client.ask(op.method, op.url(), {**op.example(), name: long})
                    case(got.status in (400, 401, 403, 404, 413, 422, 429), f"{op.name}.{name} of {most + 1}: {got.status}")
        for body in (b"", b"null", b"true", b"1", b'"x"', b"[]", b"[{}]"):
            if op.name in DANGEROUS or (body in (b"", b"null") and not op.schema.get("required")):
                continue
            got = client.ask(op.method, op.url(), raw=body, content_type="application/json")
            case(got.status in (400, 401, 403, 404, 409, 422, 429), f"{op.name} with {body}: {got.status} {got.text[:80]}")
    case.note = f"{fields} fields"


@probe("D1", "words of SQL and of the search language are words")
def database_words(world, case):
    talk = world.a_talk()
    owner, quote = world.owner, urllib.parse.quote
    contact = f"/api/v1/contacts/{talk['contact']['id']}"
    for line in corpus("sql.txt"):
        text = unescape(line)
        word = quote(text)
        paths = [f"/api/v1/search?q={word}", f"/api/v1/contacts?q={word}",
                 *(f"/api/v1/conversations?{field}={word}" for field in ("view", "sort", "channel_id", "label_id", "assignee_id", "cursor", "limit")),
                 f"/api/v1/conversations/{talk['id']}/messages?cursor={word}", f"/api/v1/conversations/{talk['id']}/messages?around={word}",
                 f"/api/v1/events?state={word}", f"/api/v1/conversations/{word.replace('/', '')}"]
        for path in paths:
            begun = time.monotonic()
            got = owner.get(path)
            took = time.monotonic() - begun
            field = path.split("=")[0][-20:]
            case(got.status in (200, 400, 404, 422), f"{field} {line[:40]}: {got.status} {got.text[:80]}")
            case(took < SLOW, f"{field} {line[:40]}: {took:.1f} s")
            if got.status == 200 and "q=" in path:
                case(world.canary not in got.text, f"{field} {line[:40]} finds what it does not say")
        got = owner.post(f"{contact}/notes", {"text": text})
        if got.status == 201:
            kept = owner.get(f"{contact}/notes").json["data"][0]["text"]
            plain = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
            case(kept in (text, plain, plain.strip()), f"{line[:40]} is kept as {kept[:60]!r}")
        owner.ask("DELETE", f"/api/v1/contact-notes/{got.json.get('id', '0')}")
    got = owner.get(f"/api/v1/search?q={world.canary}")
    case(got.status == 200 and world.canary in got.text, "the word itself is not found")


@probe("D3", "formulas in CSV files are text: what comes in is checked, and nothing goes out")
def csv_formulas(world, case):
    if any("text/csv" in json.dumps(op.document["paths"][op.path[7:]]) for op in world.table()):
        case(False, "CSV goes out now, and nobody wrote the way back of this probe")
    rates = next((op for op in world.table() if op.name == "importRates"), None)
    if not rates:
        raise Skip("no CSV comes in")
    kept = world.owner.get("/api/v1/rates").json["data"]
    for line in corpus("csv.txt"):
        got = world.owner.ask("PUT", rates.path, {"csv": unescape(line)})
        if got.status != 200:
            case(got.status in (400, 422), f"{line[-60:]}: {got.status} {got.text[:80]}")
            continue
        rows = world.owner.get("/api/v1/rates").json["data"]
        cells = [str(cell) for row in rows for cell in row.values()]
        case(not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells), f"{line[-60:]} is kept as {cells[:5]}")
        if not kept:
            world.owner.ask("PUT", rates.path, {"csv": ""})
