"""Load from customers, agents and the simulator while a server comes and goes, and what must be left
of it: every walk that breaks something compares with these."""

import collections
import http.client
import json
import random
import threading
import time

import kit

# Enough that replies seldom wait for one person's limit (45 at once, then one in 6 s).
CUSTOMERS = 40
# A word of ours in every text, to look for it in files and logs later.
CANARY = "kenarikuning"


def person(k):
    return (f"Pembeli {k}", f"62877{k:07d}", f"ID.7000000000000{k:07d}")


class Load:
    """What is sent while the server comes and goes, and what was acknowledged."""

    def __init__(self, house, channel, token, seed):
        self.house, self.token = house, token
        self.hook = "/webhooks/whatsapp/" + channel["webhook_url"].rsplit("/", 1)[1]
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.taken, self.sent, self.repeats = set(), 0, 0
        self.replies, self.asked = {}, 0
        self.refused = collections.Counter()
        self.conversations, self.pictures = [], 0
        self.calls, self.last_call, self.missed = [], 0, 0
        self.turned_away = set()  # rules of the simulator that let nothing in
        self.threads = []

    def start(self):
        jobs = [self.write_in] * 3 + [self.answer] * 2 + [self.watch]
        self.threads = [threading.Thread(target=job, daemon=True) for job in jobs]
        for thread in self.threads:
            thread.start()

    def finish(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(20)

    def write_in(self):
        client = self.house.client(timeout=5)
        late = []
        while not self.stop.is_set():
            again = late and self.random.random() < 0.25
            with self.lock:
                if again:
                    n = late.pop(self.random.randrange(len(late)))
                    self.repeats += 1
                else:
                    n = self.sent
                    self.sent += 1
            body = kit.incoming(person(n % CUSTOMERS), f"wamid.CRASH{n}", f"{CANARY} masuk #{n}")
            try:
                status = client.post(self.hook, raw=body, headers=kit.signed(body)).status
                if status == 200:
                    with self.lock:
                        self.taken.add(n)
                    if self.random.random() < 0.2:
                        late.append(n)
                else:
                    self.refused[f"webhook {status}"] += 1
                    late.append(n)
            except (OSError, http.client.HTTPException):
                late.append(n)  # not acknowledged: the provider sends it again
                time.sleep(0.01)
            time.sleep(0.004)
            del late[:-50]

    def answer(self):
        client = self.house.client(self.token, timeout=5)
        waiting = None
        while not self.stop.is_set():
            if not self.conversations:
                time.sleep(0.02)
                continue
            if waiting is None:
                with self.lock:
                    n, self.asked = self.asked, self.asked + 1
                # Some are for later; they are replies like the others once their time has come.
                later = kit.moment(time.time() + 1.5) if self.random.random() < 0.15 else None
                waiting = (n, self.random.choice(self.conversations), later)
            n, conversation, later = waiting
            body = {"client_id": f"reply-{n}", "text": f"{CANARY} balas #{n}"}
            try:
                got = client.post(f"/api/v1/conversations/{conversation}/scheduled", {**body, "at": later}
                                  ) if later else client.post(
                                      f"/api/v1/conversations/{conversation}/messages", body)
                if got.status in (200, 201):
                    with self.lock:
                        self.replies[n] = got.json["id"]
                else:
                    self.refused[f"reply {got.status} {got.code()}"] += 1
                waiting = None
            except (OSError, http.client.HTTPException):
                # Acknowledged or not is unknown: half ask again with the same id, as the page does.
                if self.random.random() < 0.5:
                    waiting = None
                time.sleep(0.01)
            time.sleep(0.05)

    def watch(self):
        """The simulator keeps its last 500 calls: they are fetched as they come."""
        client = self.house.phone()
        while not self.stop.is_set():
            self.fetch_calls(client)
            time.sleep(0.1)

    def fetch_calls(self, client):
        for call in client.get(f"/sim/requests?after={self.last_call}").json["data"]:
            self.missed += call["n"] - self.last_call - 1
            self.last_call = call["n"]
            if call["method"] == "POST" and call["path"].endswith("/messages"):
                self.calls.append(call)

    def received(self):
        """How often the provider took each reply."""
        times = collections.Counter()
        for call in self.calls:
            if call["status"] == 200 and " balas #" in call["body"] and call["rule"] not in self.turned_away:
                try:
                    body = json.loads(call["body"])["text"]["body"]
                except (ValueError, KeyError):
                    continue
                times[int(body.rsplit("#", 1)[1])] += 1
        return times


def known_conversations(client):
    wanted = {person(k)[0] for k in range(CUSTOMERS)}
    return [row["id"] for row in client.all("/api/v1/conversations")
            if row["contact"]["name"] in wanted]


def settle(client, load, phone, still, also=("queued",)):
    """Waits until no reply is on its way any more, or none of them has moved for so many seconds; gives
    the messages of all conversations. A queue that moves is right to take its time: people's limits."""
    def on_its_way(row):
        if row["status"] != "sending":
            return row["status"] in also
        # What a kill cut off stays so for ten minutes, should word of it still come; and it will come
        # of what the provider has.
        own = (row["client_id"] or "").startswith("reply-")
        return "sending" in also or own and taken[int(row["client_id"][6:])] > 0

    before, until, quiet = None, time.monotonic() + still, 0
    while True:
        load.fetch_calls(phone)
        taken = load.received()
        rows = every_message(client)
        busy = [row for row in rows if row["direction"] == "out" and on_its_way(row)
                or row["media"] and row["media"]["state"] == "waiting"]
        waiting = {row["id"] for row in busy}
        if waiting != before:
            before, until = waiting, time.monotonic() + still
        # Twice: a send may have been between the two readings, a conversation between two pages.
        quiet = quiet + 1 if not busy else 0
        if quiet == 2 or time.monotonic() > until:
            load.fetch_calls(phone)  # what was sent while the rows were read
            return rows
        time.sleep(1)


def settle_intake(client, load, phone, ledger, within):
    """Waits until all that was acknowledged is a message, a reply for later too, and the pictures are
    there; or no more has come for so many seconds: a webhook that met a kill comes again later."""
    acked = {str(i) for run in ledger for first, last in run["acked"] for i in range(first, last + 1)}
    before, until = None, time.monotonic() + within
    while True:
        load.fetch_calls(phone)
        own, driven, out, pictures = tally(every_message(client))
        missing = (len(load.taken - own.keys()), len(acked - driven.keys()),
                   len(load.replies.keys() - out.keys()), load.pictures - len(pictures))
        if missing != before:
            before, until = missing, time.monotonic() + within
        if not any(missing) or time.monotonic() > until:
            return
        time.sleep(1)


def every_message(client):
    return [row for conversation in client.all("/api/v1/conversations")
            for row in client.all(f"/api/v1/conversations/{conversation['id']}/messages")]


def tally(rows):
    """Our own webhooks, the driver's, our replies, each by number, and the pictures."""
    own, driven, out = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    for row in rows:
        if row["direction"] == "in" and f"{CANARY} masuk #" in row["text"]:
            own[int(row["text"].rsplit("#", 1)[1])] += 1
        elif row["direction"] == "in" and row["kind"] == "text":
            driven[row["text"].rsplit(" ", 1)[1]] += 1
        elif row["direction"] == "out" and (row["client_id"] or "").startswith("reply-"):
            out[int(row["client_id"][6:])].append(row)
    return own, driven, out, [row for row in rows if row["direction"] == "in" and row["media"]]


def compare_order(checks, load, client):
    """Whether each conversation's replies reached the provider in the order they were written in."""
    reached, wrong = {}, []
    for call in load.calls:
        if call["status"] == 200 and " balas #" in call["body"] and call["rule"] not in load.turned_away:
            number = int(json.loads(call["body"])["text"]["body"].rsplit("#", 1)[1])
            reached.setdefault(number, call["n"])
    for conversation in load.conversations:
        rows = [row for row in client.all(f"/api/v1/conversations/{conversation}/messages")
                if row["direction"] == "out" and (row["client_id"] or "").startswith("reply-")]
        written = [int(row["client_id"][6:]) for row in sorted(rows, key=lambda row: int(row["id"]))]
        times = [reached[number] for number in written if number in reached]
        if times != sorted(times):
            wrong.append(conversation)
    checks.check("each conversation's replies went out in their order", not wrong and reached,
                 f"{wrong[:5]} of {len(load.conversations)}, {len(reached)} replies")


def compare(checks, load, rows, ledger):
    own, driven, out, pictures = tally(rows)
    acked = {str(i) for run in ledger for first, last in run["acked"]
             for i in range(first, last + 1)}
    lost = [n for n in load.taken if own[n] == 0] + [n for n in acked if driven[n] == 0]
    twice = [n for n, times in own.items() if times > 1] + [n for n, t in driven.items() if t > 1]
    print(f"incoming: {len(load.taken) + len(acked)} acknowledged ({load.repeats} sent again), "
          f"{sum(own.values()) + sum(driven.values())} kept")
    checks.check("every acknowledged webhook is a message", not lost, f"lost {lost[:5]} of {len(lost)}")
    checks.check("no webhook became two messages", not twice, f"doubled {twice[:5]} of {len(twice)}")

    pictures = [row["media"]["state"] for row in pictures]
    checks.check("every picture is there once and whole", pictures == ["ready"] * load.pictures,
                 f"{pictures} of {load.pictures}")

    times = load.received()
    sent_twice = [n for n, count in times.items() if count > 1]
    checks.check("no reply reached the provider twice", not sent_twice, f"{sent_twice[:5]}")
    gone = [n for n in load.replies if not out[n]]
    checks.check("every acknowledged reply is kept", not gone, f"lost {gone[:5]} of {len(gone)}")
    copies = [n for n, found in out.items() if len(found) > 1]
    checks.check("no reply is kept twice", not copies, f"{copies[:5]}")
    states = collections.Counter(found[0]["status"] for found in out.values() if found)
    print(f"replies: {len(load.replies)} acknowledged, {sum(times.values())} taken by the provider, "
          f"now {dict(states)}; calls to the provider not seen: {load.missed}")
    waiting = [n for n, found in out.items() if found and found[0]["status"] == "queued"]
    checks.check("no reply waits for ever", not waiting, f"{waiting[:5]} of {len(waiting)}")
    unsure = [n for n, found in out.items() if found and found[0]["status"] == "sending"]
    word = [n for n in unsure if times[n]]
    print(f"cut off on their way to the provider: {len(unsure)}, shown as sending")
    checks.check("no reply the provider has is unsure", not word, f"{word[:5]} of {len(word)}")
    claimed = [n for n, found in out.items() if found and times[n] == 0
               and found[0]["status"] in ("sent", "delivered", "read", "played")]
    checks.check("no reply claims to be out without the provider having it", not claimed or load.missed,
                 f"{claimed[:5]} of {len(claimed)}")
    silent = [n for n, found in out.items() if found and times[n] and found[0]["status"] == "failed"]
    checks.check("no reply the provider has says it failed", not silent, f"{silent[:5]}")
