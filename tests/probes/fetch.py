"""S: what the server can be made to fetch. A canary listens on loopback and must hear nothing."""

import contextlib
import http.server
import json
import secrets
import socket
import threading
import time
import urllib.parse

from probe import Skip, corpus, probe

TOKEN = "EAAPROBETOKEN000001"


class Canary:
    """Counts whoever connects, on every loopback address there is; answers nothing."""

    def __init__(self):
        self.heard, self.links, self.open = [], [], True
        first = socket.create_server(("127.0.0.1", 0))
        self.port = first.getsockname()[1]
        self.links.append(first)
        for family, host in ((socket.AF_INET6, "::1"),):
            with contextlib.suppress(OSError):
                link = socket.socket(family)
                link.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                link.bind((host, self.port))
                link.listen()
                self.links.append(link)
        for link in self.links:
            threading.Thread(target=self.listen, args=(link,), daemon=True).start()

    def listen(self, link):
        while self.open:
            try:
                other, peer = link.accept()
            except OSError:
                return
            other.settimeout(0.3)
            said = b""
            with contextlib.suppress(OSError):
                said = other.recv(2000)
            self.heard.append((peer[0], said[:120]))
            other.close()

    def close(self):
        self.open = False
        for link in self.links:
            link.close()


class Liar(http.server.ThreadingHTTPServer):
    """An allowed origin that sends the server on to where it must not go."""

    daemon_threads = True

    def __init__(self, port, forms):
        super().__init__(("127.0.0.1", port), Lies)
        self.forms, self.asked, self.tokens = forms, [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Lies(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"  # a kept connection would outlive the liar

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer()

    def answer(self):
        self.server.asked.append(self.path)
        last = urllib.parse.urlsplit(self.path).path.rsplit("/", 1)[-1]
        forms = self.server.forms
        if last.startswith("lie-"):  # a file is looked up: its address leads elsewhere
            kind, number = last.split("-")[1:3]
            url = forms[int(number)]
            if kind == "url":
                return self.say(200, json.dumps({"url": url, "mime_type": "image/png", "sha256": "0" * 64, "file_size": 10, "id": last}))
            if kind == "redirect":
                return self.say(302, "", {"Location": url})
            if kind == "later":
                own = f"http://127.0.0.1:{self.server.server_port}/hop-{number}"
                return self.say(200, json.dumps({"url": own, "mime_type": "image/png", "file_size": 10, "id": last}))
        if last.startswith("hop-"):
            return self.say(302, "", {"Location": forms[int(last.split("-")[1])]})
        if "huge" in last:
            return self.huge()
        return self.say(302, "", {"Location": forms[0]})

    def huge(self):
        """Megabytes without an end where a few bytes of JSON belong."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        sent = 0
        with contextlib.suppress(OSError):
            while sent < 200 << 20:
                sent += self.wfile.write(b'{"a":"' + b"x" * 65536)
        self.server.sent = sent
        self.close_connection = True

    def say(self, status, text, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value.encode().decode("latin-1"))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


def forms_of(world, port):
    """The corpus with the canary's port; {host} is this server's own name, {allowed} an allowed origin."""
    allowed = urllib.parse.urlsplit(world.options.liar or world.options.simulator or "http://127.0.0.1:1").netloc
    return [line.replace("{port}", str(port)).replace("{allowed}", allowed).replace("{host}", world.place.name)
            for line in corpus("urls.txt")]


def drop(world, got):
    if got.status == 201:
        i = got.json["id"]
        world.owner.ask("DELETE", f"/api/v1/onboardings/{i}")


@probe("S", "no spelling of an address makes the server ask this machine or a private network")
def server_side_requests(world, case):
    canary = Canary()
    try:
        forms = forms_of(world, canary.port)
        for url in forms:
            begun = time.monotonic()
            got = world.owner.post("/api/v1/onboardings", {
                "lane": "token", "access_token": TOKEN, "app_secret": "probe_secret", "graph_url": url})
            case(got.status < 500 or got.status in (502, 503, 504), f"connecting to {url}: {got.status} {got.text[:80]}")
            case(time.monotonic() - begun < 15, f"connecting to {url} took {time.monotonic() - begun:.0f} s")
            case(TOKEN not in got.text and "SSH-" not in got.text, f"connecting to {url} tells what came back")
            drop(world, got)
            if world.scratch:  # only where nobody needs the server's own app
                got = world.owner.ask("PATCH", "/api/v1/signup-app", {"graph_url": url, "dialog_url": url})
                case(got.status < 500, f"the server's app at {url}: {got.status}")
        if world.scratch:
            world.owner.ask("PATCH", "/api/v1/signup-app", {"graph_url": "", "dialog_url": ""})
        if world.channel:
            with_channel(world, case, forms, canary)
        time.sleep(1.0)
        case(not canary.heard, f"the canary heard {canary.heard[:3]}")
        case.note = f"{len(forms)} addresses" + ("" if world.options.liar else "; no redirects, --liar was not given")
    finally:
        canary.close()


def with_channel(world, case, forms, canary):
    """Through a channel's own address, by an admin and by the provider's answers."""
    path = f"/api/v1/channels/{world.channel['id']}"
    kept = world.channel.get("graph_url") or ""
    for url in forms[:12]:
        got = world.owner.ask("PATCH", path, {"graph_url": url})
        case(got.status < 500 or got.status in (502, 503), f"the channel at {url}: {got.status}")
        # The token is the channel's: it is not sent to wherever somebody says.
        case(got.status in (400, 422), f"the channel is moved to {url} with the token it has: {got.status}")
    if not world.options.liar:
        world.owner.ask("PATCH", path, {"graph_url": kept})
        return
    liar = Liar(urllib.parse.urlsplit(world.options.liar).port, forms)
    made = None
    try:
        number = "99" + str(secrets.randbelow(10 ** 13)).zfill(13)
        begun = time.monotonic()
        got = world.owner.post("/api/v1/channels", {
            "kind": "whatsapp", "phone_number_id": number, "waba_id": "98" + number[2:], "access_token": TOKEN,
            "app_secret": world.options.app_secret, "graph_url": world.options.liar})
        if not case(got.status == 201, f"a channel at the liar: {got.status} {got.text[:100]}"):
            return
        case(time.monotonic() - begun < 40, "a liar holds the request up")
        made = got.json
        hook = urllib.parse.urlsplit(made["webhook_url"]).path
        person = world.someone()
        for n, url in enumerate(forms):
            for kind in ("url", "redirect", "later"):
                body = world.message(person, "", number=number, account="98" + number[2:], type="image",
                                     image={"id": f"lie-{kind}-{n}", "mime_type": "image/png", "sha256": "x"})
                got = world.deliver_to(hook, body)
                case(got.status == 200, f"a file at {url}: {got.status}")
        body = world.message(person, "", number=number, account="98" + number[2:], type="image",
                             image={"id": "huge-1", "mime_type": "image/png", "sha256": "x"})
        world.deliver_to(hook, body)
        until = time.monotonic() + 12
        while time.monotonic() < until and sum("lie-" in one for one in liar.asked) < len(forms) * 3:
            time.sleep(0.2)
        seen = sum("lie-" in one for one in liar.asked)
        case(seen > len(forms), f"the server looked up {seen} of {3 * len(forms)} files: the probe proved little")
        case(getattr(liar, "sent", 0) < 64 << 20, f"an endless answer was read for {getattr(liar, 'sent', 0) >> 20} MB")
        case(world.owner.get("/healthz").status == 200, "the service is gone")
    finally:
        if made:
            world.owner.post(f"/api/v1/channels/{made['id']}/disconnect", {"keep_history": False})
        liar.shutdown()
        liar.server_close()


@probe("S2", "what the server says of a failed fetch is its kind, never what came back")
def nothing_echoed(world, case):
    words = "RAHASIA-DI-DALAM-JARINGAN"
    heard = []

    class Teller(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            heard.append(self.path)
            self.send_response(500)
            self.end_headers()
            self.wfile.write(words.encode())
        do_POST = do_GET
    if not world.options.liar:
        raise Skip("wants an allowed origin to listen at: --liar")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", urllib.parse.urlsplit(world.options.liar).port), Teller)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        got = world.owner.post("/api/v1/onboardings", {
            "lane": "token", "access_token": TOKEN, "app_secret": "probe_secret", "graph_url": world.options.liar})
        made = got
        for _ in range(20):
            case(words not in got.text, "the answer is shown")
            if got.status != 201 and got.status != 200 or heard:
                break
            where = f"/api/v1/onboardings/{got.json['id']}"
            world.owner.post(where + "/run", {})
            time.sleep(0.3)
            got = world.owner.get(where)
        case(heard, f"it never asked: {got.status} {got.text[:200]}")
        case(words not in world.owner.get("/api/v1/onboardings").text, "the answer is shown later")
        drop(world, made)
    finally:
        server.shutdown()
        server.server_close()
