"""The server under probe, who asks it, and what was made there."""

import json
import secrets
import threading
import time
import urllib.parse

import kit
from asking import Client, Heard, Place, cookies_of
from probe import Skip
from table import read_table

PASSWORD = "gerimis {} senja di beranda"


class World:
    def __init__(self, options):
        self.options, self.place, self.heard = options, Place(options.base_url, options.ca), Heard()
        self.mark = secrets.token_hex(4)  # in the name of everything made here
        self.canary = "kenari" + secrets.token_hex(6)  # in texts; must turn up in no log and no file
        self.secrets = {"canary": self.canary}
        self.made = []  # functions that take away again
        self.lock, self.people, self._table = threading.Lock(), {}, None
        self.token_only = bool(options.token)
        self.owner = Client(self, token=options.token) if options.token else self.sign_in_owner()
        self.neighbour = self.sign_in_neighbour()
        self.channel = self.find_channel()
        # What a restart, or a server on a small disk, takes is only there when somebody gives it.
        self.restart = getattr(options, "restart_now", None)
        self.scratch = getattr(options, "scratch", None)

    # --- who asks
    def session_of(self, email, password, source=None):
        got = Client(self, source=source).post("/api/v1/session", {"email": email, "password": password})
        if got.status != 200:
            raise SystemExit(f"sign-in as {email}: {got.status} {got.text[:200]}")
        return got

    def sign_in_owner(self):
        o = self.options
        self.secrets["owner's password"] = o.password
        got = self.session_of(o.email, o.password)
        places = got.json["workspaces"]
        slug = o.workspace or (places[0]["slug"] if places else "")
        mine = next((one for one in places if one["slug"] == slug), None)
        if not mine or mine["role"] != "owner":
            raise SystemExit(f"{o.email} owns no workspace called {slug!r}")
        return Client(self, cookie=cookies_of(got), workspace=slug)

    def sign_in_neighbour(self):
        o = self.options
        if not o.other_email:
            return None
        got = self.session_of(o.other_email, o.other_password)
        return Client(self, cookie=cookies_of(got), workspace=got.json["workspaces"][0]["slug"])

    def session(self):
        """The owner's; some things no token may."""
        if self.token_only:
            raise Skip("wants an owner's password, a token was given")
        return self.owner

    def is_operator(self):
        """Whether the owner also runs the server."""
        return not self.token_only and self.owner.get("/api/v1/session").json["may_create_workspaces"]

    def other(self):
        if not self.neighbour:
            raise Skip("wants a second workspace: --other-email, --other-password")
        return self.neighbour

    def anybody(self):
        return Client(self)

    def keep_cookies(self, got):
        for one in got.headers.get_all("Set-Cookie") or []:
            value = one.split(";")[0].split("=", 1)[-1]
            if len(value) > 20:
                with self.lock:
                    self.secrets[f"cookie {len(self.secrets)}"] = value

    def invite(self, role="agent", email=None):
        """Gives (e-mail, secret of the link, invitation)."""
        with self.lock:
            n = len(self.people) + len(self.made)
        email = email or f"probe-{self.mark}-{n}-{secrets.token_hex(2)}@example.com"
        got = self.owner.copy().post("/api/v1/invitations", {"email": email, "role": role})
        if got.status != 201:
            raise RuntimeError(f"invitation: {got.status} {got.text[:200]}")
        secret = got.json["link"].rsplit("/", 1)[1]
        self.secrets[f"invitation {len(self.secrets)}"] = secret
        self.made.append(lambda: self.owner.ask("DELETE", f"/api/v1/invitations/{got.json['id']}"))
        return email, secret, got.json

    def person(self, role="agent", fresh=False):
        """A signed-in member; the same one of each role unless a fresh one is wanted."""
        if role == "owner":
            return self.session()
        if not fresh and role in self.people:
            return self.people[role]
        email, secret, _ = self.invite(role)
        password = PASSWORD.format(secrets.token_hex(3))
        self.secrets[f"password of {email}"] = password
        client = Client(self, source=self.place.elsewhere(), workspace=self.slug)
        got = client.post(f"/api/v1/invitations/{urllib.parse.quote(secret)}",
                          {"name": f"Probe {self.mark}", "password": password})
        if got.status not in (200, 201):
            raise RuntimeError(f"joining: {got.status} {got.text[:200]}")
        client.cookie, client.email, client.password = cookies_of(got), email, password
        client.user = got.json["user"]["id"]
        self.made.append(lambda: self.owner.ask("DELETE", f"/api/v1/members/{client.user}"))
        if not fresh:
            self.people[role] = client
        return client

    def token(self, *scopes):
        got = self.session().post("/api/v1/tokens", {"name": f"Probe {self.mark}", "scopes": list(scopes)})
        if got.status != 201:
            raise RuntimeError(f"token: {got.status} {got.text[:200]}")
        self.secrets[f"token {len(self.secrets)}"] = got.json["token"]
        self.made.append(lambda: self.owner.ask("DELETE", f"/api/v1/tokens/{got.json['id']}"))
        client = Client(self, token=got.json["token"])
        client.id = got.json["id"]
        return client

    @property
    def slug(self):
        if self.owner.workspace is None:
            self.owner.workspace = self.owner.get("/api/v1/workspace").json["slug"]
        return self.owner.workspace

    def table(self):
        if self._table is None:
            self._table = read_table(self.anybody().get("/api/v1/openapi.json").body)
        return self._table

    # --- the channel
    def find_channel(self):
        o = self.options
        rows = self.owner.get("/api/v1/channels").json["data"]
        rows = [one for one in rows if one.get("webhook_url") and one["state"] != "disconnected"
                and (not o.channel_key or one["webhook_url"].endswith("/" + o.channel_key))]
        if not rows or not o.app_secret:
            return None
        self.secrets["app secret"] = o.app_secret
        self.secrets["webhook key"] = rows[0]["webhook_url"].rsplit("/", 1)[1]
        one = self.owner.get(f"/api/v1/channels/{rows[0]['id']}").json
        one["hook"] = urllib.parse.urlsplit(one["webhook_url"]).path
        if one.get("verify_token"):
            self.secrets["verify token"] = one["verify_token"]
        return one

    def hook(self):
        if not self.channel:
            raise Skip("wants a channel and its secret: --app-secret")
        return self.channel["hook"]

    def someone(self, name=None):
        """A customer nobody has seen: (name, phone, user id)."""
        digits = str(secrets.randbelow(10 ** 8)).zfill(8)
        return (name or f"Probe {self.mark} {digits}", "62899" + digits, "ID.9000" + digits)

    def message(self, person, text, wamid=None, number=None, account=None, **value):
        """Webhook bytes: one message; value replaces the text by another type."""
        known = self.channel["account"]
        body = json.loads(kit.incoming(person, wamid or "wamid.PROBE" + secrets.token_hex(8), text,
                                       number or known["phone_number_id"], account or known["waba_id"]))
        if value:
            message = body["entry"][0]["changes"][0]["value"]["messages"][0]
            del message["text"]
            message.update(value)
        return json.dumps(body).encode()

    def deliver(self, body, headers=None):
        signed = kit.signed(body, self.options.app_secret)
        return self.anybody().post(self.hook(), raw=body, headers=signed if headers is None else headers)

    def deliver_to(self, hook, body):
        return self.anybody().post(hook, raw=body, headers=kit.signed(body, self.options.app_secret))

    def talk(self, name, within=10.0):
        """The conversation with the customer of that name, once it is there."""
        until = time.monotonic() + within
        while True:
            for row in self.owner.get("/api/v1/conversations?limit=100").json["data"]:
                if row["contact"]["name"] == name:
                    return row
            if time.monotonic() > until:
                return None
            time.sleep(0.1)

    def messages(self, talk):
        return self.owner.get(f"/api/v1/conversations/{talk['id']}/messages?limit=100").json["data"]

    def settled(self):
        """Waits until deliveries made so far are understood: one more comes after them."""
        person = self.someone()
        if self.deliver(self.message(person, "sesudah")).status != 200 or not self.talk(person[0], 20):
            raise RuntimeError("a good delivery did not come through")

    def a_talk(self):
        """A conversation that probes share, with one message of the canary."""
        if "talk" not in self.people:
            person = self.someone()
            self.secrets["customer's phone"] = person[1]
            self.secrets["customer's name"], self.secrets["customer's id"] = person[0], person[2]
            self.deliver(self.message(person, self.canary + " halo"))
            self.people["talk"] = self.talk(person[0])
        return self.people["talk"]

    def upload(self, name, data, kind="document", mime="application/octet-stream", client=None):
        if not self.channel:
            raise Skip("wants a channel")
        query = urllib.parse.urlencode({"name": name, "kind": kind, "channel_id": self.channel["id"]})
        return (client or self.owner).ask("POST", f"/api/v1/media?{query}", raw=data, content_type=mime)

    def clean(self):
        """Takes away people, tokens and labels; conversations stay, as with real customers."""
        for undo in reversed(self.made):
            try:
                undo()
            except (OSError, RuntimeError, ValueError):
                pass
