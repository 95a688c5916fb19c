"""Hostile words, by every way in: fields of the API, and every recorded kind of delivery."""

import itertools
import json
import secrets
import urllib.parse

import kit
from probe import corpus, unescape

RECORDED = kit.TOP / "tests" / "channels" / "whatsapp"
# What the provider names things with; everything else in a delivery is somebody's words.
KEPT = {"object", "field", "messaging_product", "id", "type", "timestamp", "from", "from_user_id", "wa_id", "user_id", "status",
        "recipient_id", "recipient_user_id", "phone_number_id", "mime_type", "sha256", "event", "code", "message_id", "group_id",
        "parent_user_id", "direction", "phase", "action", "currency", "display_phone_number", "to", "call_id", "username"}
PEOPLE = 6
# Name, type, bytes, whether it could run something.
HTML = b"<!doctype html><html><body><script>window.__ran&&__ran('%s')</script><img src=x onerror=\"__ran('%s')\"><img src=//evil.example/x.png>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload=\"__ran('%s')\"><script>__ran('%s')</script><image href='//evil.example/x.png'/></svg>"
FILES = [
    ("a.html", "text/html", HTML % (b"html", b"html"), True),
    ("a.htm", "image/png", HTML % (b"htm", b"htm"), True),
    ("a.png", "image/png", HTML % (b"png", b"png"), True),
    ("a.pdf", "application/pdf", HTML % (b"pdf", b"pdf"), True),
    ("a.svg", "image/svg+xml", SVG % (b"svg", b"svg"), True),
    ("a.svgz", "image/svg+xml", SVG % (b"svgz", b"svgz"), True),
    ("picture.png", "image/png", SVG % (b"svg.png", b"svg.png"), True),
    ("a.xml", "text/xml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>__ran('xml')</script></html>", True),
    ("a.xhtml", "application/xhtml+xml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>__ran('xhtml')</script></html>", True),
    ("a.xsl", "text/xsl", b"<?xml-stylesheet href='javascript:__ran(1)'?><x/>", True),
    ("a.js", "text/javascript", b"__ran('js')", True),
    ("a.mht", "multipart/related", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + HTML % (b"mht", b"mht"), True),
    ("a.txt", "text/plain", HTML % (b"txt", b"txt"), True),
    ("a", "", HTML % (b"none", b"none"), True),
    ("gif.html", "image/gif", b"GIF89a/*" + HTML % (b"gif", b"gif") + b"*/", False),
    ("jpeg.html", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + HTML % (b"jpeg", b"jpeg"), False),
    ("pdf.html", "application/pdf", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n" + HTML % (b"p", b"p"), False),
    ("bom.txt", "text/plain", b"\xfe\xff" + (HTML % (b"bom", b"bom")).decode().encode("utf-16-be"), True),
    ("utf7.txt", "text/plain; charset=utf-7", b"+ADw-script+AD4-__ran(1)+ADw-/script+AD4-", True),
    ("a.wasm", "application/wasm", b"\0asm\1\0\0\0", True),
    ("a.swf", "application/x-shockwave-flash", b"FWS\x09", True),
]


def words():
    return [unescape(line).replace("\0", "") for line in corpus("xss.txt")]


def file_names():
    return [unescape(line.partition("\t")[0])[:200] for line in corpus("names.txt")]


class Mill:
    """Puts the next payload wherever a text is wanted."""

    def __init__(self, texts, mark):
        self.texts, self.next, self.mark, self.used = texts, itertools.count(), mark, 0

    def word(self, most=10_000):
        self.used += 1
        fitting = [one for one in self.texts if len(one) <= most] or ["<b>x</b>"]
        return fitting[next(self.next) % len(fitting)]

    def through(self, value, key=""):
        """The same JSON with people's words replaced."""
        if isinstance(value, dict):
            return {k: self.through(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.through(v, key) for v in value]
        if isinstance(value, str) and key not in KEPT and value:
            return self.word()
        return value


def deliveries(world, mill, people):
    """Every recorded delivery with its words replaced, about our number, from a few customers."""
    known = world.channel["account"]
    for path in sorted(RECORDED.glob("*.json")):
        if path.name.endswith(".expect.json"):
            continue
        try:
            whole = json.loads(path.read_bytes())
        except ValueError:
            continue
        if not isinstance(whole, dict) or not isinstance(whole.get("entry"), list):
            continue
        whole = mill.through(whole)
        person = people[mill.used % len(people)]
        for entry in whole["entry"]:
            if not isinstance(entry, dict):
                continue
            entry["id"] = known["waba_id"]
            for change in entry.get("changes") if isinstance(entry.get("changes"), list) else []:
                own(change, known, person)
        yield path.stem, json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")


def own(change, known, person):
    value = change.get("value") if isinstance(change, dict) else None
    if not isinstance(value, dict):
        return
    if isinstance(value.get("metadata"), dict):
        value["metadata"]["phone_number_id"] = known["phone_number_id"]
    for contact in value.get("contacts") if isinstance(value.get("contacts"), list) else []:
        if isinstance(contact, dict):
            contact.update(wa_id=person[1], user_id=person[2])
    for name in ("messages", "message_echoes"):
        for message in value.get(name) if isinstance(value.get(name), list) else []:
            if isinstance(message, dict):
                message["id"] = "wamid.HOSTILE" + secrets.token_hex(6)
                if "from" in message:
                    message.update({"from": person[1], "from_user_id": person[2]})


def by_webhook(world, mill, people, said):
    for person in people:
        person[0] = mill.word()
        said(world.deliver(world.message(person, mill.word())))
    for _, body in deliveries(world, mill, people):
        said(world.deliver(body))
    for text in mill.texts:  # each as a plain message too
        mill.used += 1
        said(world.deliver(world.message(people[0], text)))
    for n, name in enumerate(file_names()):
        said(world.deliver(world.message(people[1 + n % 2], "", type="document", document={
            "id": f"9{n}", "mime_type": "text/plain", "sha256": "x", "filename": name, "caption": mill.word()})))


def by_api(world, mill, talks, said):
    owner = world.owner
    for text in mill.texts[:60]:
        label = owner.post("/api/v1/labels", {"name": text[:60], "colour": "red"})
        said(label)
        mill.used += 1
        if label.status == 201:
            world.made.append(lambda i=label.json["id"]: owner.ask("DELETE", f"/api/v1/labels/{i}"))
            if mill.used % 3 == 0:
                said(owner.ask("PATCH", f"/api/v1/conversations/{talks[0]['id']}", {"label_ids": [label.json["id"]]}))
    for text in mill.texts:
        said(owner.post(f"/api/v1/conversations/{talks[0]['id']}/notes", {"text": text}))
        said(owner.post(f"/api/v1/conversations/{talks[0]['id']}/messages", {"text": text}))
        mill.used += 2
    for talk in talks:
        where = f"/api/v1/contacts/{talk['contact']['id']}"
        said(owner.ask("PATCH", where, {"name": mill.word(200)}))
        said(owner.post(f"{where}/notes", {"text": "\n".join(mill.texts[:30])[:3900]}))
        said(owner.ask("PATCH", where, {"email": '"<img/src=x/onerror=__ran(1)>"@example.com'}))
        said(owner.ask("PATCH", where, {"language": mill.word(20), "phone": mill.word(32)}))
        said(owner.ask("PUT", f"/api/v1/conversations/{talk['id']}/draft", {"text": mill.word(), "mode": "reply"}))
    for _ in range(6):
        got = owner.post("/api/v1/tokens", {"name": mill.word(80), "scopes": ["contacts:read"]})
        said(got)
        if got.status == 201:
            world.secrets[f"token {len(world.secrets)}"] = got.json["token"]
            world.made.append(lambda i=got.json["id"]: owner.ask("DELETE", f"/api/v1/tokens/{i}"))
    said(owner.ask("PATCH", "/api/v1/me", {"name": mill.word(80)}))
    said(owner.ask("PATCH", "/api/v1/workspace", {"name": mill.word(80)}))
    said(owner.ask("PATCH", f"/api/v1/channels/{world.channel['id']}", {"name": mill.word(80)}))
    for role in ("agent", "admin"):
        member = world.person(role, fresh=True)
        said(member.ask("PATCH", "/api/v1/me", {"name": mill.word(80)}))
        # What a browser calls itself is shown in the list of sessions.
        for _ in range(3):
            said(world.anybody().post("/api/v1/session", {"email": world.options.email, "password": world.options.password},
                                      headers={"User-Agent": mill.word().encode("ascii", "replace").decode().replace("%0", "")[:190]}))
    channel = f"/api/v1/channels/{world.channel['id']}"
    said(owner.ask("PATCH", channel + "/profile", {"about": mill.word(139), "address": mill.word(256), "description": mill.word(512)}))
    for _ in range(4):
        said(owner.post(channel + "/links", {"text": mill.word(140)}))
    said(owner.ask("PUT", channel + "/automation", {"prompts": [mill.word(80)], "commands": []}))
    said(owner.post(f"/api/v1/conversations/{talks[1]['id']}/messages", {"location": {
        "latitude": 1.5, "longitude": 2.5, "name": mill.word(100), "address": mill.word(100)}}))


def addresses(world, mill):
    """Pages whose address itself is hostile."""
    quote = urllib.parse.quote
    paths = []
    for text in mill.texts[:12]:
        word = quote(text, safe="")
        mill.used += 1
        paths.append(["/invite/{}", "/reset/{}", "/login?next={}", "/setup?code={}", "/connect/whatsapp?code={}&state={}", "/w/{}/inbox",
                      f"/w/{world.slug}/inbox?view={{}}", f"/w/{world.slug}/inbox?q={{}}&label={{}}", f"/w/{world.slug}/settings/{{}}",
                      "/{}", "/meta/deletion-status?code={}", "/login#{}"][len(paths) % 12].format(word, word))
    return paths + ["/login?next=javascript:__ran('next')", "/login?next=//evil.example/", "/login?next=https://evil.example/",
                    f"/w/{world.slug}/inbox?next=javascript:__ran(1)", "/docs"]


def feed(world):
    """Sends everything; gives what the page run wants to know."""
    if not world.channel:
        from probe import Skip
        raise Skip("wants a channel and its secret: --app-secret")
    mill = Mill(words(), world.mark)
    refused, sent = [], [0]

    def said(got):
        sent[0] += got.status < 300
        if got.status >= 500:
            refused.append(f"{got.status} {got.text[:100]}")
    people = [list(world.someone()) for _ in range(PEOPLE)]
    before = {row["id"] for row in world.owner.all("/api/v1/conversations")}
    by_webhook(world, mill, people, said)
    world.settled()
    talks = [row for row in world.owner.all("/api/v1/conversations") if row["id"] not in before]
    if len(talks) < PEOPLE:
        raise RuntimeError(f"{len(talks)} of {PEOPLE} or more hostile customers came in")
    by_api(world, mill, talks, said)
    return {"words": len(mill.texts), "names": len(file_names()), "sent": sent[0], "refused": refused,
            "talks": [talk["id"] for talk in talks], "paths": addresses(world, mill) +
            [f"/w/{world.slug}/inbox/{talk['id']}" for talk in talks]}


def feed_files(world):
    """Sends each file; gives those that were taken."""
    taken = []
    for name, mime, data, active in FILES:
        got = world.upload(name, data, "document", mime or "application/octet-stream")
        if got.status == 201:
            taken.append({"id": got.json["id"], "name": name, "active": active})
    return taken
