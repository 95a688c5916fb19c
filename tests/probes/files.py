"""F: names, paths and walls of files."""

import json
import re
import urllib.parse

from asking import Client, plain, raw
from probe import Skip, corpus, probe, unescape
from rights import harvest

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                    "1f15c4890000000a49444154789c6300010000050001")
INNER = (b"root:x:0", b"SQLite format", b"PRIVATE KEY", b"[Unit]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def names():
    for line in corpus("names.txt"):
        text, _, times = line.partition("\t")
        yield unescape(text) * int(times or 1)


@probe("F1", "whatever a file is called, its name stays a name")
def file_names(world, case):
    world.hook()
    for name in names():
        shown = repr(name[:30])
        got = world.upload(name, b"halo")
        if got.status != 201:
            case(got.status in (400, 404, 414, 422, 431), f"{shown}: {got.status} {got.text[:80]}")
            continue
        kept = got.json["name"]
        case(not CONTROL.search(kept) and not TURNING.search(kept), f"{shown} is kept as {kept[:40]!r}")
        case(len(kept.encode()) <= 1024, f"{shown}: {len(kept)} letters kept")
        back = world.owner.get(f"/api/v1/media/{got.json['id']}?download=1")
        case(back.status == 200 and back.body == b"halo", f"{shown}: {back.status}")
        said = back.headers.get_all("Content-Disposition") or []
        case(len(said) == 1 and said[0].startswith("attachment"), f"{shown}: {said}")
        quoted = re.search(r'filename="([^"]*)"', said[0]) if said else None
        case(not quoted or not re.search(r"[/\\\x00-\x1f:]", quoted[1]), f"{shown} is saved as {quoted and quoted[1][:60]}")
        case("Set-Cookie" not in back.headers and back.headers["X-Content-Type-Options"] == "nosniff", f"{shown}: headers of its own")


@probe("F2", "no spelling of a path leads out of the dashboard's own files")
def traversal(world, case):
    for line in corpus("paths.txt"):
        data = f"GET {line} HTTP/1.1\r\nHost: {world.place.host}\r\nConnection: close\r\n\r\n".encode("utf-8", "surrogateescape")
        got, _ = raw(world, data)
        status = int((re.match(rb"HTTP/1\.[01] (\d{3})", got) or [0, 0])[1])
        case(status in (200, 301, 308, 400, 401, 403, 404, 414, 421), f"{line[:60]}: {status}")
        case(not any(word in got for word in INNER), f"{line[:60]}: something from inside")
        if status == 200:
            case(b"text/html" in got and b"<title>" in got, f"{line[:60]}: 200 and not the dashboard")


@probe("F4", "a body that names a path is a body")
def named_paths(world, case):
    world.hook()
    inner = ["/etc/passwd", "../../etc/passwd", "file:///etc/passwd", world.options.state or "/var/lib/sapa", "/proc/self/environ"]
    for path in inner:
        for body, kind in [(json.dumps({"path": path, "url": path, "file": path}).encode(), "application/json"),
                           (f"path={urllib.parse.quote(path)}".encode(), "application/x-www-form-urlencoded"),
                           (b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + path.encode() +
                            b"\"\r\n\r\nhalo\r\n--x--\r\n", "multipart/form-data; boundary=x")]:
            got = world.upload("a.txt", body, mime=kind)
            if got.status != 201:
                case(400 <= got.status < 500, f"{path} as {kind}: {got.status}")
                continue
            back = world.owner.get(f"/api/v1/media/{got.json['id']}?download=1")
            case(back.body == body, f"{path} as {kind}: what comes back is not what was sent")
        talk = world.a_talk()
        for extra in ({"media_path": path}, {"media_id": path}, {"file": path}, {"media_url": path}):
            got = world.owner.post(f"/api/v1/conversations/{talk['id']}/messages", {"text": "x", **extra})
            case(got.status in (400, 404, 422), f"{extra}: {got.status}")
    for field in ("name", "kind", "channel_id"):
        for path in inner:
            query = {"name": "a.txt", "kind": "document", "channel_id": world.channel["id"], field: path}
            got = world.owner.ask("POST", "/api/v1/media?" + urllib.parse.urlencode(query), raw=b"halo", content_type="text/plain")
            case(got.status in (201, 400, 404, 422) and "root:" not in got.text, f"{field}={path}: {got.status}")


@probe("F5", "a file that does not fit is refused, and the service lives")
def quota(world, case):
    if not world.scratch or not hasattr(world.scratch, "upload_seen"):
        raise Skip("wants a full disk of its own; W7 in the gate fills one")
    case(world.scratch.upload_seen in (413, 503), f"on a full disk: {world.scratch.upload_seen}")
    rule = world.channel["traits"]["media"]
    image = next(one for one in rule if one["kind"] == "image")
    got = world.upload("besar.png", PNG + b"\0" * (image["bytes"] + 1 - len(PNG)), "image", "image/png")
    case(got.status == 413, f"a picture of a byte over the channel's limit: {got.status}")
    case(world.owner.get("/healthz").status == 200, "the service is gone")


@probe("F6", "a file is only for those of its workspace, whatever the address says")
def foreign_files(world, case):
    world.hook()
    made = world.upload("rahasia.txt", world.canary.encode())
    where = f"/api/v1/media/{made.json['id']}"
    case(world.owner.get(where).status == 200, "its owner cannot read it")
    for what, client in {"nobody": Client(world), "a made-up token": Client(world, token="sapa_" + "B" * 59)}.items():
        for path in (where, where + "?download=1", where + "?token=x", where + "?expires=9999999999&signature=" + "0" * 64,
                     where + f"?workspace={world.slug}"):
            got = client.get(path)
            case(got.status == 401 and world.canary not in got.text, f"{what}, {path[-30:]}: {got.status}")
    if world.neighbour:
        got = world.neighbour.get(where)
        case(got.status == 404 and world.canary not in got.text, f"the neighbour: {got.status}")
        got = Client(world, cookie=world.neighbour.cookie, workspace=world.slug).get(where)
        case(got.status == 404, f"the neighbour under our name: {got.status}")
        theirs = harvest(world.neighbour).get("media")
        if theirs:
            case(world.owner.get(f"/api/v1/media/{theirs}").status == 404, "the neighbour's file")
    number = int(made.json["id"])
    for odd in (str(number + 1), "0", "-1", str(number) + ".0", "+" + str(number), "0x" + format(number, "x"), str(number) + "%20",
                str(number) + "%00", "%2e%2e", "..", str(2 ** 63), str(2 ** 64 + number), "1e3", "null", "[]"):
        got = plain(world, "GET", f"/api/v1/media/{odd}", {"Authorization": "Bearer x"})
        case(got.status in (400, 401, 404), f"{odd}: {got.status}")
        got = world.owner.get(f"/api/v1/media/{odd}")
        case(got.status in (400, 404, 422), f"{odd} as the owner: {got.status}")
    for span in ("bytes=0-", "bytes=-1", "bytes=5-1", "bytes=0-0,2-3", "bytes=99999999999999999999-", "bytes=-0", "items=0-1", "bytes=a-b",
                 "bytes=0-18446744073709551615", "bytes=" + ",".join("0-" for _ in range(500))):
        got = world.owner.get(where, headers={"Range": span})
        case(got.status in (200, 206, 400, 416) and len(got.body) <= len(world.canary) * 2 + 200, f"{span[:30]}: {got.status}, {len(got.body)} bytes")
    got = world.owner.get(where, headers={"If-None-Match": "*"})
    case(got.status in (200, 304), f"If-None-Match: {got.status}")
