"""H: what is said on the wire: framing, headers that claim things, sizes, encodings."""

import gzip
import json
import pathlib
import re

import kit
from asking import Client, cookies_of, plain, raw
from probe import corpus, probe

FRAMING = pathlib.Path(__file__).resolve().parents[1] / "http" / "framing_corpus.txt"
HANDLED = {200, 204, 304, 401, 403, 404, 405, 413, 415, 422}  # it was a request and got to a handler
SMUGGLED = "GET /api/v1/setup HTTP/1.1\r\nHost: {}\r\n\r\n"


def bytes_of(text):
    """The framing corpus's escapes; \\RNNNN is that many x."""
    def one(found):
        kind = found[1]
        if kind[0] == "x":
            return bytes([int(kind[1:], 16)])
        if kind[0] == "R":
            return b"x" * int(kind[1:])
        return {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0"}.get(kind, kind.encode())
    out, at = b"", 0
    for found in re.finditer(r"\\(x[0-9A-Fa-f]{2}|R[0-9]{4}|.)", text):
        out += text[at:found.start()].encode() + one(found)
        at = found.end()
    return out + text[at:].encode()


@probe("H1", "a request whose framing is in doubt is refused, and nothing behind it is taken for another")
def framing(world, case):
    place = world.place
    for line in FRAMING.read_text(encoding="utf-8").split("\n"):
        if not line or line[0] == "#":
            continue
        wanted, name = int(line[:3]), line[4:].split("\t")[0]
        data = bytes_of(line.split("\t", 1)[1])
        if not place.local:
            data = data.replace(b"localhost", place.name.encode())
        if wanted == 200:
            data = data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        else:
            data += SMUGGLED.format(place.host).encode()
        got, closed = raw(world, data)
        answers = re.findall(rb"HTTP/1\.[01] (\d{3})", got)
        status = int(answers[0]) if answers else 0
        if wanted == 200:
            case(status in HANDLED and len(answers) == 1, f"{name}: {status}")
            continue
        # A proxy in front may use other words for its refusal; a page takes no body at all.
        right = status == wanted or (status == 413 and b"chunked" in data)
        if not place.local:
            right = 400 <= status < 600 or (closed and not status)
        case(right, f"{name}: {status} instead of {wanted}")
        case(len(answers) <= 1 and b"languages" not in got, f"{name}: what came after it was answered too")
        case(closed, f"{name}: the connection stays open")


@probe("H3", "headers that claim an address, a person or another path change nothing")
def claims(world, case):
    owner = world.session()
    member = world.person("agent", fresh=True)
    source = world.place.elsewhere()
    label = world.owner.post("/api/v1/labels", {"name": f"Probe {world.mark}", "colour": "blue"}).json["id"]
    world.made.append(lambda: world.owner.ask("DELETE", f"/api/v1/labels/{label}"))
    url = world.channel and owner.get(f"/api/v1/channels/{world.channel['id']}").json["webhook_url"]
    for line in corpus("headers.txt"):
        name, value = line.split(": ", 1)
        value = value.replace("{email}", world.options.email or "").replace("{slug}", world.slug)
        headers = {name: value}
        got = plain(world, "GET", "/api/v1/conversations", headers)
        case(got.status in (401, 400), f"{line}: {got.status} without a credential")
        got = member.get("/api/v1/session", headers=headers)
        case(got.status == 200 and got.json["user"]["id"] == member.user, f"{line}: somebody else")
        got = member.get("/api/v1/audit", headers=headers)
        case(got.status == 403, f"{line}: an agent reads the audit trail, {got.status}")
        got = member.ask("POST", f"/api/v1/labels/{label}", headers=headers)
        case(got.status in (404, 405), f"{line}: another method or path, {got.status}")
        if url:
            again = owner.get(f"/api/v1/channels/{world.channel['id']}", headers=headers).json["webhook_url"]
            case(again == url, f"{line}: addresses are made from it, {again}")
    rows = [one for one in owner.get("/api/v1/labels").json["data"] if one["id"] == label]
    case(rows, "the label is gone")
    # Where a session began is where it came from, not where it says.
    claimed = "203.0.113.77"
    headers = {"X-Forwarded-For": claimed, "X-Real-IP": claimed, "Forwarded": f"for={claimed}"}
    got = Client(world, source=source).post("/api/v1/session", {"email": member.email, "password": member.password}, headers=headers)
    rows = Client(world, cookie=cookies_of(got)).get("/api/v1/sessions").json["data"]
    mine = next(one for one in rows if one["current"])
    case(mine["address"] != claimed, f"a session claims to be from {claimed}")
    if source:
        case(mine["address"] == source, f"it is from {source}, not {mine['address']}")
    # A token for some addresses is not opened by saying one of them.
    got = owner.post("/api/v1/tokens", {"name": f"Probe {world.mark}", "scopes": ["conversations:read"], "addresses": [claimed]})
    if case(got.status == 201, f"a token for one address: {got.status} {got.text[:100]}"):
        world.made.append(lambda: owner.ask("DELETE", f"/api/v1/tokens/{got.json['id']}"))
        status = Client(world, token=got.json["token"]).get("/api/v1/conversations", headers=headers).status
        case(status in (401, 403), f"a token for {claimed} works from elsewhere: {status}")


def head(world, method, path, **headers):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {world.place.host}", "Connection: close",
             *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status_of(got):
    found = re.match(rb"HTTP/1\.[01] (\d{3})", got)
    return int(found[1]) if found else 0


def padded(body, size):
    return body + b" " * (size - len(body))


@probe("H6", "a body may be as long as the limit and not a byte longer, also in chunks")
def body_limit(world, case):
    talk = world.a_talk()
    me = {"Cookie": world.owner.cookie, "Sapa_Request": "1", "Sapa_Workspace": world.slug}
    me = {"Authorization": "Bearer " + world.owner.token} if world.owner.token else me
    note = json.dumps({"text": "Probe " + world.mark}).encode()
    routes = [("a note", f"/api/v1/conversations/{talk['id']}/notes", 64 << 10, note, {**me, "Content_Type": "application/json"}, {201}),
              ("sign-in", "/api/v1/session", 64 << 10, b"{}", {"Content_Type": "application/json", "Sapa_Request": "1"}, {422}),
              ("a page", "/login", 0, b"", {}, {404, 405})]
    if world.channel:
        body = padded(world.message(world.someone(), "besar"), 4 << 20)
        mark = kit.signed(body, world.options.app_secret)["X-Hub-Signature-256"]
        routes.append(("a webhook", world.hook(), 4 << 20, body, {"Content_Type": "application/json", "X_Hub_Signature_256": mark}, {200}))
    for what, path, limit, body, headers, right in routes:
        whole = padded(body, limit)
        got, _ = raw(world, head(world, "POST", path, Content_Length=len(whole), **headers) + whole, 20)
        case(status_of(got) in right, f"{what} of {limit} bytes: {status_of(got)} {got[-160:]}")
        got, closed = raw(world, head(world, "POST", path, Content_Length=limit + 1, **headers), 5)
        case(status_of(got) == 413 and closed, f"{what} of a byte more, said: {status_of(got)}")
        chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (limit + 1, padded(body, limit + 1))
        got, closed = raw(world, head(world, "POST", path, Transfer_Encoding="chunked", **headers) + chunks, 20)
        case(status_of(got) == 413, f"{what} of a byte more, in chunks: {status_of(got)}")
        if limit:
            pieces = b"".join(b"%x\r\n%b\r\n" % (len(whole[at:at + 5000]), whole[at:at + 5000]) for at in range(0, limit, 5000))
            if what != "a note":  # it would be written twice
                got, _ = raw(world, head(world, "POST", path, Transfer_Encoding="chunked", **headers) + pieces + b"0\r\n\r\n", 20)
                case(status_of(got) in right, f"{what} of {limit} bytes, in chunks: {status_of(got)}")
    if world.channel:
        path = f"/api/v1/media?name=a.bin&kind=document&channel_id={world.channel['id']}"
        got, closed = raw(world, head(world, "POST", path, Content_Length=(100 << 20) + 1, Content_Type="application/octet-stream", **me), 5)
        case(status_of(got) == 413 and closed, f"a file of a byte over 100 MB: {status_of(got)}")


@probe("H7", "a packed body is refused, so no bomb goes off")
def packed(world, case):
    talk = world.a_talk()
    bomb = gzip.compress(b"\0" * (20 << 20), 9)
    me = {"Cookie": world.owner.cookie, "Sapa-Request": "1", "Sapa-Workspace": world.slug}
    me = {"Authorization": "Bearer " + world.owner.token} if world.owner.token else me
    paths = [("a note", f"/api/v1/conversations/{talk['id']}/notes", {**me, "Content-Type": "application/json"}),
             ("sign-in", "/api/v1/session", {"Content-Type": "application/json", "Sapa-Request": "1"})]
    if world.channel:
        paths += [("a webhook", world.hook(), kit.signed(bomb, world.options.app_secret)),
                  ("a file", f"/api/v1/media?name=a.txt&kind=document&channel_id={world.channel['id']}", me)]
    for what, path, headers in paths:
        for coding in ("gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "GZIP", "identity, gzip", "rot13"):
            got = plain(world, "POST", path, {**headers, "Content-Encoding": coding}, bomb)
            case(got.status == 415, f"{what} as {coding}: {got.status}")
        got = plain(world, "POST", path, headers, bomb)
        case(got.status < 500, f"{what}, packed without saying so: {got.status}")
