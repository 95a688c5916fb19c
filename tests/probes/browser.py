"""B, X: what answers tell browsers, and what browsers make of hostile words."""

import json
import re
import secrets
import shutil
import subprocess

import kit
from asking import Client, cookies_of, plain
from hostile import FILES, feed, feed_files
from probe import Skip, corpus, probe

SNAPSHOT = kit.TOP / "tests" / "pages" / "headers.txt"
PICTURE = kit.TOP / "src" / "simulator" / "data" / "receipt.png"
NAME = "kenaribiru"  # of the files in the kept headers
SENT_ON = ("via", "server", "alt-svc", "x-cache", "age", "vary", "strict-transport-security", "transfer-encoding", "content-encoding")


def classes(world):
    """One answer of every class of page, by the names of the kept headers."""
    owner, nobody = world.owner, Client(world)
    pages = [("health", nobody.get("/healthz")), ("an API answer", owner.get("/api/v1/conversations")),
             ("an API refusal", nobody.get("/api/v1/conversations")), ("no such API", owner.get("/api/v1/nothing-here")),
             ("OpenAPI", nobody.get("/api/v1/openapi.json")), ("the API's page", nobody.get("/docs")),
             ("stream", kit.stream_head(owner))]
    if not world.token_only:
        member = world.person("agent", fresh=True)
        pages.append(("sign-in", Client(world, source=world.place.elsewhere()).post(
            "/api/v1/session", {"email": member.email, "password": member.password})))
    if world.channel:
        pages.append(("webhook", world.deliver(world.message(world.someone(), "halo"))))
        image = world.upload(NAME + ".png", PICTURE.read_bytes(), "image", "image/png").json["id"]
        page = world.upload(NAME + ".html", b"<html><script>1</script></html>", "document", "text/html").json["id"]
        where = f"/api/v1/media/{image}"
        pages += [("picture", owner.get(where)), ("picture, a part", owner.get(where, headers={"Range": "bytes=0-9"})),
                  ("picture to save", owner.get(where + "?download=1")), ("another's web page", owner.get(f"/api/v1/media/{page}"))]
    front = nobody.get("/", headers={"Accept": "text/html"})
    script = re.search(r'src="(/assets/[^"]+\.js)"', front.text)
    if front.status == 200 and script:
        pages += [("dashboard", front), ("dashboard, deep link", nobody.get("/w/toko/inbox")), ("dashboard, script", nobody.get(script[1]))]
    return pages


@probe("B1", "every class of page carries its headers, as they are kept in tests/pages/headers.txt")
def headers(world, case):
    pages = classes(world)
    for name, gone, new in kit.changed_headers(SNAPSHOT.read_text(encoding="utf-8"), kit.snapshot(pages)):
        if not world.place.local or world.place.https:
            # A proxy adds lines of its own, and https has a stricter cookie.
            new = {one for one in new if not one.startswith(SENT_ON)}
            gone = {one for one in gone if not one.startswith(("content-length", "vary", "set-cookie: s="))}
            new = {one for one in new if not one.startswith("set-cookie: __Host-s=")}
        case(not gone and not new, f"{name}: without {sorted(gone)} with {sorted(new)}")
    if world.place.https:
        for name, got in pages:
            case("max-age=" in (got.headers["Strict-Transport-Security"] or ""), f"{name}: no HSTS")
    case.note = f"{len(pages)} classes"


@probe("B2", "session cookies are out of reach of scripts, other sites and other names")
def cookie_flags(world, case):
    member = world.person("agent", fresh=True)

    def cookies(got):
        return {one.split("=")[0]: one for one in got.headers.get_all("Set-Cookie") or []}
    for remember in (False, True):
        got = Client(world, source=world.place.elsewhere()).post(
            "/api/v1/session", {"email": member.email, "password": member.password, "remember": remember})
        found = cookies(got)
        case(len(found) == 1 + remember, f"{len(found)} cookies")
        for name, one in found.items():
            parts = [part.strip() for part in one.split(";")[1:]]
            case("HttpOnly" in parts and "SameSite=Lax" in parts and "Path=/" in parts, f"{name}: {parts}")
            case(not any(part.lower().startswith("domain") for part in parts), f"{name}: {parts}")
            case(any(part.startswith("Max-Age") for part in parts) == remember, f"{name}, remembered {remember}: {parts}")
            if world.place.https:
                case(name.startswith("__Host-") and "Secure" in parts, f"{name}: {parts}")
            value = one.split(";")[0].split("=", 1)[1]
            case(value not in got.text, "the answer repeats it")
    gone = cookies(Client(world, cookie=cookies_of(got)).ask("DELETE", "/api/v1/session"))
    case(gone and all("Max-Age=0" in one for one in gone.values()), f"signing out leaves {list(gone)}")
    case(not cookies(world.anybody().get("/")) and not cookies(world.anybody().get("/api/v1/setup")), "strangers get a cookie")


@probe("B3", "a cookie changes something only from a page of this server")
def forged(world, case):
    member = world.person("agent", fresh=True)
    before = member.get("/api/v1/session").json["user"]["name"]
    for line in corpus("csrf.txt"):
        wanted, rest = line.split("\t")
        sent = {"Cookie": member.cookie, "Content-Type": "application/json"}
        for pair in rest.split(" | "):
            name, value = pair.split(": ", 1)
            value = value.replace("{origin}", world.place.url).replace("{host}", world.place.host)
            sent[name] = value
            if value == "-":
                del sent[name]
        mark = "Probe " + secrets.token_hex(3)
        got = plain(world, "PATCH", "/api/v1/me", sent, json.dumps({"name": mark}).encode())
        now = member.get("/api/v1/session").json["user"]["name"]
        if wanted == "ok":
            case(got.status == 200 and now == mark, f"{rest}: {got.status}")
            before = now
        else:
            case(got.status in (400, 403, 415, 422) and now == before, f"{rest}: {got.status}, and the name is {now}")
    # What a form or a picture of another site can send without asking: nothing happens.
    for method, path in (("GET", "/api/v1/session"), ("POST", "/api/v1/session"), ("DELETE", "/api/v1/session"),
                         ("DELETE", "/api/v1/sessions"), ("POST", "/api/v1/me/totp")):
        got = plain(world, method, path, {"Cookie": member.cookie, "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
        case(method == "GET" or got.status in (400, 403, 415, 422), f"{method} {path} from elsewhere: {got.status}")
    case(member.get("/api/v1/session").status == 200, "it was signed out from elsewhere")


@probe("B4", "no other site may read an answer")
def cross_origin(world, case):
    paths = ["/api/v1/session", "/api/v1/conversations", "/api/v1/openapi.json", "/healthz", "/", "/api/v1/setup"]
    if world.channel:
        paths.append(world.hook())
    for line in corpus("cors.txt"):
        origin = line.replace("{host}", world.place.host).replace("{name}", world.place.name)
        for path in paths:
            for method, more in (("GET", {}), ("OPTIONS", {"Access-Control-Request-Method": "PATCH",
                                                           "Access-Control-Request-Headers": "sapa-request,content-type",
                                                           "Access-Control-Request-Private-Network": "true"})):
                cookie = {"Cookie": world.owner.cookie} if world.owner.cookie else {}
                got = plain(world, method, path, {"Origin": origin, **cookie, **more})
                said = [name for name in got.headers if name.lower().startswith("access-control-")]
                case(not said, f"{method} {path} from {origin}: {said}")
                case(got.headers["Cross-Origin-Resource-Policy"] == "same-origin" or got.status >= 400, f"{path}: no CORP")


def in_chromium(world):
    """Feeds hostile words by every way in, opens every page, once for all probes of it."""
    if hasattr(world, "browsed"):
        return world.browsed
    if world.options.no_browser:
        raise Skip("--no-browser")
    node, modules = shutil.which("node"), kit.TOP / "web" / "node_modules" / "playwright-core"
    if not node or not modules.exists():
        raise Skip("wants Node and the packages of web/ (cmake/node-modules.sh web)")
    owner = world.session()
    fed = feed(world)
    files = feed_files(world)
    asked = {"base": world.place.url, "cookie": owner.cookie, "slug": world.slug, "files": files, "paths": fed["paths"],
             "most": 200 if world.options.long else 70}
    done = subprocess.run([node, str(kit.TOP / "tests" / "probes" / "pages.mjs")], input=json.dumps(asked), text=True,
                          capture_output=True, timeout=400)
    if done.returncode != 0:
        raise RuntimeError(f"Chromium: {done.stderr[-300:]}")
    world.browsed = {**json.loads(done.stdout), **fed}
    return world.browsed


@probe("X1", "hostile words stay words on every page, whichever way they came in")
def scripts(world, case):
    seen = in_chromium(world)
    case(seen["words"] >= 40, f"only {seen['words']} payloads")
    case(seen["sent"] > 300, f"only {seen['sent']} fields took one")
    case(seen["refused"] == [], f"refused with 5xx: {seen['refused'][:3]}")
    case(len(seen["pages"]) >= 20, f"only {len(seen['pages'])} pages: {seen['pages'][:9]}")
    case(seen["shown"] >= 40, f"only {seen['shown']} payloads were seen on a page: the probe proved little")
    for what in ("ran", "reports", "foreign", "errors", "odd"):
        case(not seen[what], f"{what}: {len(seen[what])}, such as {seen[what][:2]}")
    case.note = f"{seen['words']} payloads, {seen['sent']} times by API and webhook, {len(seen['pages'])} pages"


@probe("X2", "names of files are names: none hides its ending or steers the page")
def hostile_names(world, case):
    seen = in_chromium(world)
    case(seen["names"] > 30, f"only {seen['names']} names came in")
    for talk in seen["talks"]:
        for row in world.owner.get(f"/api/v1/conversations/{talk}/messages?limit=100").json["data"]:
            name = (row.get("media") or {}).get("name") or ""
            case(not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", name), f"kept as {name!r}")
    case(not seen["turned"], f"names that turn the page around: {seen['turned'][:2]}")


@probe("X3", "a picture, page or document with a script inside never runs it")
def uploads(world, case):
    seen = in_chromium(world)
    case(len(seen["opened"]) >= len(FILES) // 2, f"only {len(seen['opened'])} files could be sent")
    for one in seen["opened"]:
        case(not one["ran"], f"{one['name']} ran {one['ran']}")
        case(not one["foreign"], f"{one['name']} loads {one['foreign'][:2]}")
        if one["active"]:
            case(one["saved"], f"{one['name']} is opened as {one['type']} instead of saved")
        case("sandbox" in one["policy"] and "default-src 'none'" in one["policy"], f"{one['name']}: {one['policy']}")
    case.note = f"{len(seen['opened'])} files"


@probe("X5", "what an assistant answers is words too")
def answers(world, case):
    if any("assistant" in op.path for op in world.table()):
        case(False, "there is an assistant now, and nobody wrote this probe")
    raise Skip("there is no assistant yet")
