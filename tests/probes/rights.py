"""A: who may do what, generated from the server's own list of operations."""

import http.client
import secrets
import time
import urllib.parse

import kit
from asking import Client, at_once, plain
from probe import Skip, probe
from table import NOBODY

ROLES = ["analyst", "agent", "supervisor", "admin", "owner"]
# The first role that has each permission; what is not named here is an admin's.
LEAST = {"session": "analyst", "read": "analyst", "reply": "agent", "edit_contacts": "agent", "delete_workspace": "owner",
         **dict.fromkeys(["manage_labels", "block_people", "read_raw", "read_costs", "manage_notices"], "supervisor")}
UNKNOWN = {"no_such_field": True}  # allowed callers get 422 and change nothing
OPERATOR_ONLY = {"createWorkspace", "editSignupApp", "showServer"}
# Would end the very session or spoil the workspace that asks, when let in.
ENDS = {"signOut", "endOtherSessions", "removeSampleData", "startTotp"}


def ask(op, client, first=NOBODY, body=None):
    """Status and text; of a stream only whether it opens."""
    if op.stream:
        return kit.stream_head(client)
    if op.raw:
        return client.ask(op.method, op.url(first), raw=b"halo", content_type="text/plain")
    return client.ask(op.method, op.url(first), body if op.schema else None)


def harvest(client):
    """One id of every kind the other workspace shows its owner."""
    found = {}
    for kind in ("conversations", "contacts", "channels", "labels", "members", "invitations", "tokens",
                 "notices", "onboardings", "events", "sessions"):
        got = client.get(f"/api/v1/{kind}")
        if got.status == 200 and got.json["data"]:
            found[kind] = got.json["data"][0]["id"]
    if "conversations" in found:
        rows = client.get(f"/api/v1/conversations/{found['conversations']}/messages?limit=100").json["data"]
        if rows:
            found["messages"] = rows[0]["id"]
        media = [one["media"]["id"] for one in rows if one.get("media")]
        if media:
            found["media"] = media[0]
    return found


def furnish_neighbour(world):
    """What the other workspace has is asked for; where it has little, some is made: a label and an
    invitation, which go again."""
    other = world.other()
    if not other.get("/api/v1/labels").json["data"]:
        made = other.post("/api/v1/labels", {"name": f"Probe {world.mark}", "colour": "blue"}).json
        world.made.append(lambda: other.ask("DELETE", f"/api/v1/labels/{made['id']}"))
    if not other.get("/api/v1/invitations").json["data"]:
        email = f"probe-{world.mark}-n@example.com"
        made = other.post("/api/v1/invitations", {"email": email, "role": "agent"}).json
        world.made.append(lambda: other.ask("DELETE", f"/api/v1/invitations/{made['id']}"))
    return harvest(other)


@probe("A1", "every operation keeps to its role, and to its own workspace")
def matrix(world, case):
    for role in ROLES if not world.token_only else ROLES[:-1]:
        client = world.person(role)
        for op in world.table():
            if op.needs == "everyone" or op.name in ENDS:
                continue
            got = ask(op, client, body=UNKNOWN)
            may = op.name not in OPERATOR_ONLY and ROLES.index(role) >= ROLES.index(LEAST.get(op.needs, "admin"))
            if op.name in OPERATOR_ONLY:
                let_in = (200, 422) if role == "owner" and world.is_operator() else (403, 422)
                case(got.status in let_in, f"{op.name} as {role}: {got.status}")
            elif not may:
                case(got.status == 403, f"{op.name} as {role}: {got.status}")
            elif op.schema:
                case(got.status == 422 and "unknown_field" in got.text, f"{op.name} as {role}: {got.status} {got.code()}")
            else:
                case(got.status not in (401, 403, 500), f"{op.name} as {role}: {got.status} {got.code()}")
    if not world.neighbour:
        case.note = "no second workspace was given"
        return
    ids = furnish_neighbour(world)
    canary = world.neighbour.get("/api/v1/workspace").json["name"]
    under = Client(world, cookie=world.owner.cookie, workspace=world.neighbour.workspace)
    for op in world.table():
        if op.kind in ids and op.kind != "invitations" or op.name == "withdrawInvitation":
            got = ask(op, world.owner, ids.get(op.kind, NOBODY), op.example() if op.schema else None)
            case(got.status == 404 or (got.status == 422 and op.schema), f"{op.name} of a neighbour: {got.status} {got.code()}")
            case(canary not in got.text, f"{op.name} tells of the neighbour")
        elif op.method == "GET" and op.needs not in ("everyone", "session") and not world.token_only and "{" not in op.path:
            got = ask(op, under)
            case(got.status == 404, f"{op.name} under the neighbour's name: {got.status}")
    case.note = f"{len(world.table())} operations, ids of {len(ids)} kinds"


@probe("A2", "ids inside bodies and queries are looked up in one's own workspace too")
def nested(world, case):
    ids = furnish_neighbour(world)
    talk = f"/api/v1/conversations/{world.a_talk()['id']}"
    owner, bad = world.owner, (400, 404, 409, 422)
    asks = [("quoted", "messages", "POST", talk + "/messages", lambda i: {"text": "x", "quoted_id": i}),
            ("forwarded", "messages", "POST", talk + "/messages", lambda i: {"forward_of": i}),
            ("a file", "media", "POST", talk + "/messages", lambda i: {"media_id": i}),
            ("a label", "labels", "PATCH", talk, lambda i: {"label_ids": [i]}),
            ("an assignee", "members", "PATCH", talk, lambda i: {"assignee_id": i}),
            ("a profile picture", "media", "PUT", f"/api/v1/channels/{world.channel['id']}/profile/photo",
             lambda i: {"media_id": i})]
    for what, kind, method, path, body in asks:
        if kind in ids:
            got = owner.ask(method, path, body(ids[kind]))
            case(got.status in bad, f"{what}: {got.status} {got.text[:120]}")
    if "channels" in ids:
        got = owner.ask("POST", f"/api/v1/media?name=a.txt&kind=document&channel_id={ids['channels']}",
                        raw=b"halo", content_type="text/plain")
        case(got.status in bad, f"a file on a neighbour's channel: {got.status}")
    for kind, path in [("channels", "/api/v1/conversations?channel_id={}"), ("labels", "/api/v1/conversations?label_id={}"),
                       ("members", "/api/v1/conversations?assignee_id={}"), ("channels", "/api/v1/templates?channel_id={}"),
                       ("channels", "/api/v1/events?channel_id={}"), ("channels", "/api/v1/notices?channel_id={}"),
                       ("messages", talk + "/messages?around={}")]:
        if kind in ids:
            got = owner.get(path.format(ids[kind]))
            case(got.status in bad or (got.status == 200 and ("around" in path or not got.json["data"])),
                 f"{path} finds something: {got.status} {got.text[:120]}")


@probe("A3", "an agent sees nothing outside the own inbox")
def own_inbox(world, case):
    if any("inbox_id" in op.path or "team" in op.path for op in world.table()):
        case(False, "there are inboxes or teams now, and nobody wrote this probe")
    raise Skip("every agent of a workspace sees every conversation; there are no closed inboxes yet")


@probe("A4", "a token does what its scopes say and nothing else")
def scopes(world, case):
    table = [op for op in world.table() if op.needs != "everyone"]
    known = sorted({op.scope for op in table if op.scope})
    full = world.token(*known)
    for op in table:
        if not op.scope:
            got = ask(op, full, body=UNKNOWN)
            case(got.status == 403, f"{op.name}: open to a token, though no scope leads there: {got.status}")
    for scope in known:
        others = [one for one in known if one != scope and one != scope.replace(":read", ":write")]
        lacking, having = world.token(*others), world.token(scope)
        for op in table:
            if op.scope != scope:
                continue
            got = ask(op, lacking, body=UNKNOWN)
            case(got.status == 403, f"{op.name} without {scope}: {got.status}")
            got = ask(op, having, body=UNKNOWN)
            case(got.status not in (401, 403, 500), f"{op.name} with {scope}: {got.status}")
    case.note = f"{len(known)} scopes"


@probe("A5", "who is only invited, suspended or removed gets nothing")
def gone_members(world, case):
    email, _, _ = world.invite("agent")
    got = Client(world, source=world.place.elsewhere()).post(
        "/api/v1/session", {"email": email, "password": "gerimis pagi di ladang"})
    case(got.status == 401, f"invited only: {got.status}")
    path = "/api/v1/conversations"
    for what in ("suspended", "removed"):
        one = world.person("agent", fresh=True)
        case(one.get(path).status == 200, "a member may not")
        where = f"/api/v1/members/{one.user}"
        got = world.owner.ask("PATCH", where, {"state": "suspended"}) if what == "suspended" else world.owner.ask("DELETE", where)
        case(got.status in (200, 204), f"could not be {what}: {got.status}")
        for how, client in {"with a workspace": one, "without": Client(world, cookie=one.cookie)}.items():
            for asked in (path, "/api/v1/search?q=halo", "/api/v1/members", "/api/v1/stream"):
                got = client.get(asked)
                case(got.status in (401, 403, 404, 409, 422), f"{what}, {asked} {how}: {got.status}")
        got = one.ask("PATCH", f"/api/v1/conversations/{NOBODY}", {"state": "done"})
        case(got.status in (401, 403, 404), f"{what}, a change: {got.status}")
        fresh = Client(world, source=world.place.elsewhere()).post("/api/v1/session", {"email": one.email, "password": one.password})
        places = fresh.json.get("workspaces", []) if fresh.status == 200 else []
        case(world.slug not in [p["slug"] for p in places], f"{what}: the workspace is listed after a new sign-in")


@probe("A6", "nothing that is read shows a secret")
def no_secret_shown(world, case):
    # What an owner is there to read; no log and no file may have it (G1).
    shown = ("canary", "verify token", "webhook key", "customer's phone", "customer's name", "customer's id")
    known = {name: value for name, value in world.secrets.items() if name not in shown}
    if world.options.simulator:
        known["access token"] = "EAASIMTOKEN0001"
    first = {kind: i for kind, i in harvest(world.owner).items()}
    for op in world.table():
        if op.method != "GET" or op.stream:
            continue
        got = world.owner.get(op.url(first.get(op.kind, NOBODY)))
        words = got.text + str(got.headers.items() if op.name != "signIn" else "")
        for name, value in known.items():
            case(value not in words, f"{op.name} shows {name}")


@probe("A7", "an open stream of who loses the right is closed within 2 s")
def revoked_stream(world, case):
    token = world.token("conversations:read")
    member = world.person("agent", fresh=True)
    cases = {"token": (token, lambda: world.owner.ask("DELETE", f"/api/v1/tokens/{token.id}")),
             "member": (member, lambda: world.owner.ask("PATCH", f"/api/v1/members/{member.user}", {"state": "suspended"}))}
    second = world.person("agent", fresh=True)
    cases["session"] = (second, lambda: second.copy().ask("DELETE", "/api/v1/session"))
    for what, (client, revoke) in cases.items():
        link = client.connect()
        headers = {"Authorization": "Bearer " + client.token} if client.token else {"Cookie": client.cookie}
        headers.update({"Sapa-Workspace": client.workspace} if client.workspace else {})
        link.request("GET", "/api/v1/stream", headers=headers)
        got = link.getresponse()
        case(got.status == 200, f"{what}: no stream, {got.status}")
        got.readline()
        time.sleep(0.3)
        revoke()
        begun = time.monotonic()
        link.sock and link.sock.settimeout(10)
        try:
            while got.readline():
                pass
            took = time.monotonic() - begun
        except (OSError, http.client.HTTPException) as error:
            took = 99 if isinstance(error, TimeoutError) else time.monotonic() - begun
        link.close()
        case(took <= 2.0, f"{what}: open for {took:.1f} s after it was revoked")


@probe("A8", "without a credential everything but the open doors answers 401")
def nobody(world, case):
    def one(n):
        op, client = table[n], Client(world)
        forged = Client(world, token="sapa_" + "A" * 59)
        worn = Client(world, cookie="s=" + secrets.token_urlsafe(32) + "; __Host-s=" + secrets.token_urlsafe(32))
        return [(who, ask(op, asker, body=UNKNOWN).status)
                for who, asker in [("nobody", client), ("a made-up token", forged), ("a made-up session", worn)]]
    table = [op for op in world.table() if op.needs != "everyone"]
    for op, answers in zip(table, at_once_few(len(table), one)):
        for who, status in answers:
            case(status == 401, f"{op.name} for {who}: {status}")
    # Figures of the server have a token of their own; nobody else is told that they are there.
    for who, asker in {"nobody": Client(world), "the owner": world.owner.copy(), "a made-up token": Client(world, token="A" * 43)}.items():
        got = asker.get("/metrics")
        case("text/plain" not in (got.headers["Content-Type"] or ""), f"/metrics for {who}: {got.status}")
    secret = world.channel and urllib.parse.quote(world.options.app_secret)
    for path in ("/api/v1/stream", f"/api/v1/stream?token={secret}", "/api/v1/conversations?access_token=x"):
        got = plain(world, "GET", path)
        case(got.status == 401, f"{path[:40]}: {got.status}")


def at_once_few(count, job):
    """In eight threads."""
    parts = at_once(8, lambda part: [(n, job(n)) for n in range(part, count, 8)])
    return [result for _, result in sorted(pair for part in parts for pair in part)]


@probe("A9", "fields that nobody offered are refused, not taken along")
def mass_assignment(world, case):
    extra = {"id": "1", "workspace_id": "1", "workspace": "x", "role": "owner", "is_admin": True, "operator": True,
             "user_id": "1", "created_at": "2020-01-01T00:00:00Z", "state": "active", "password_hash": "x",
             "permissions": ["*"], "__proto__": {"x": 1}, "constructor": {}, "scopes": ["all"], "direction": "in"}
    for op in world.table():
        if not op.schema or op.name in OPERATOR_ONLY:
            continue
        client = world.owner if op.needs != "everyone" else world.anybody()
        if world.token_only and not op.scope:
            continue
        for name, value in extra.items():
            if name in op.fields():
                continue
            got = client.ask(op.method, op.url(), {**op.example(), name: value})
            case(got.status in (400, 422) and ("unknown_field" in got.text or got.code() != "invalid_input"),
                 f"{op.name} with {name}: {got.status} {got.text[:100]}")
