"""What goes on at the same time, for long, and in quantity: mixed load, bulk outbound, cost curves."""
import collections, json, multiprocessing, queue, random, re, subprocess, threading, time

from kit import PHONE, TOOL, KeptOpen, call, percentile, rss_kb, times_ms, webhook

QUIET_PHONE = "440022330055663"
MARK = "bench-delay-"
ACTIONS = (("inbox page", 30), ("thread", 30), ("search", 15), ("reply accepted", 25))
WORDS = "pesanan stok harga kirim alamat besok zipper needle50007 w12345 شكرا".split()


# Mixed load

class Listeners:
    """Event streams of a process of their own that reads what comes; `crowds`: pairs of token and how
    many. On the very last one it hears marks, and when."""

    def __init__(self, port, crowds):
        self.process = subprocess.Popen([TOOL, "listen", str(port), MARK], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write("".join(f"{token} {count}\n" for token, count in crowds) + "\n")
        self.process.stdin.flush()
        self.heard, self.ended = {}, None
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit("the streams were not opened")
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            what, *numbers = line.split()
            if what == "heard":
                self.heard[int(numbers[0])] = int(numbers[1]) / 1e6
            else:
                self.ended = int(numbers[0])

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.reader.join(5)
        return self.ended


def be_agent(number, port, token, told, pause):
    """Looks at the inbox, reads, searches, answers; says how long each took."""
    chance, client = random.Random(number), KeptOpen(port, token)
    names, weights = zip(*ACTIONS)
    rows, count = [], 0
    while True:
        what = chance.choices(names, weights)[0] if rows else "inbox page"
        start = time.perf_counter()
        if what == "inbox page":
            rows = [one["id"] for one in json.loads(client.get("/api/v1/conversations?limit=50"))["data"]]
        elif what == "thread":
            client.get(f"/api/v1/conversations/{chance.choice(rows)}/messages?limit=50")
        elif what == "search":
            client.get("/api/v1/search?limit=20&q=" + "".join(f"%{b:02x}" for b in chance.choice(WORDS).encode()))
        else:
            count += 1
            body = json.dumps({"text": f"baik kak, kami cek dulu {number} {count}", "client_id": f"a{number}-{time.time_ns()}"})
            status = client.post(f"/api/v1/conversations/{chance.choice(rows)}/messages", body,
                                 client.headers | {"Content-Type": "application/json"})
            if status not in (200, 201):
                what = f"reply refused with {status}"
        told.put((what, (time.perf_counter() - start) * 1000))
        time.sleep(chance.uniform(0.5, 1.5) * pause)


def agents(count, port, token, told, pause):
    for number in range(count):
        threading.Thread(target=be_agent, args=(number, port, token, told, pause), daemon=True).start()
    while True:
        time.sleep(60)


def probe(port, hook, quiet_hook, told, quiet_every):
    """Ten times a second a marked webhook, to be heard on a stream; and news for the quiet crowd."""
    client, number = KeptOpen(port), 0
    while True:
        number += 1
        body, headers = webhook(f"{MARK}{number}-", number, customer=number % 5000)
        start = time.perf_counter()
        client.post(hook, body, headers)
        told.put(("probe acknowledged", (time.perf_counter() - start) * 1000))
        told.put(("sent", (number, start)))
        if number % quiet_every == 0:
            body, headers = webhook("for the quiet crowd", number, account=QUIET_PHONE)
            client.post(quiet_hook, body, headers)
        time.sleep(0.1)


def wal_mb(house):
    return sum(file.stat().st_size for file in (house.folder / "data").rglob("*-wal")) / 2**20


class Metrics:
    def __init__(self, house):
        self.client = KeptOpen(house.port, house.metrics_token())

    def value(self, name, **labels):
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        total = 0.0
        for line in self.client.get("/metrics").decode().splitlines():
            if line.startswith(name + "{") and all(one in line for one in wanted):
                total += float(line.rsplit(" ", 1)[1])
        return total


def mixed(house, report, seconds, rate, streams=5000, people=20):
    token, quiet_hook = house.workspace("quiet", QUIET_PHONE)
    house.point_channel()
    time.sleep(2)
    metrics, told = Metrics(house), multiprocessing.Queue()
    start_rss = rss_kb(house.server.pid) / 1024
    crew = [
        multiprocessing.Process(target=agents, args=(people, house.port, house.token, told, 0.5)),
        multiprocessing.Process(target=probe, args=(house.port, house.hook, quiet_hook, told, 5)),
    ]

    def begin(one):
        one.daemon = True
        one.start()
        house.machine.pids.add(one.pid)

    listeners = Listeners(house.port, [(token, streams - people), (house.token, people)])
    house.machine.pids.add(listeners.process.pid)
    with_streams = rss_kb(house.server.pid) / 1024
    with report.machine.watched() as others:
        house.begin_load(seconds, {"rate": rate, "connections": 64, "customers": 5000})
        for one in crew:
            begin(one)
        times, samples, sent = collections.defaultdict(list), [], {}
        end, next_sample = time.time() + seconds, time.time() + 10
        while time.time() < end:
            try:
                what, took = told.get(timeout=0.5)
                if what == "sent":
                    sent[took[0]] = took[1]
                else:
                    times[what].append(took)
            except queue.Empty:
                pass
            if time.time() >= next_sample or time.time() >= end:
                next_sample += 10
                samples.append({"rss_mb": rss_kb(house.server.pid) / 1024, "wal_mb": wal_mb(house),
                                "backlog": metrics.value("sapa_deliveries", state="waiting"),
                                "queued": metrics.value("sapa_sends", state="queued")})
    got = house.end_load()
    for one in crew:
        one.terminate()
    after = house.settle()
    ended = listeners.stop()
    times["webhook to stream"] = [(listeners.heard[one] - start) * 1000 for one, start in sent.items() if one in listeners.heard]
    report.note(f"mixed load, {seconds} s: marked webhooks nobody heard of", [(sum(one not in listeners.heard for one in sent), 0)], "", ("<=", 0))
    note_mixed(report, rate, seconds, got, times, samples, others())
    report.note("  until the backlog was understood", [(after, 0)], "s")
    report.note("  memory before streams", [(start_rss, 0)], "MB")
    report.note(f"  memory with {streams:,} streams, before the load", [(with_streams, 0)], "MB")
    report.note("  streams that ended", [(ended, 0)], "", ("<=", 0))
    report.figures["mixed: samples"] = [{key: round(value, 1) for key, value in one.items()} for one in samples]


def note_mixed(report, rate, seconds, got, times, samples, others):
    name = f"mixed load, {seconds} s"
    report.note(f"{name}: webhooks acknowledged (asked {rate:,}/s)", [(got["acks_per_second"], others)], "/s", (">=", rate * 0.98))
    report.note(f"{name}: webhooks lost or refused", [(got["lost"] + got["refused"], 0)], "", ("<=", 0))
    for p in ("p50", "p99", "p999"):
        report.note(f"{name}: acknowledgement, {p}", [(float(got["latency_ms"][p]), others)], "ms")
    aims = {"inbox page": 10, "thread": 5, "search": 20, "webhook to stream": 30}
    for what, taken in sorted(times.items()):
        report.note(f"{name}: {what}, count", [(len(taken), others)], "")
        for p in (50, 99):
            aim = ("<=", aims[what]) if what in aims and (p == 50 or what == "webhook to stream") else None
            report.note(f"{name}: {what}, p{p}", [(percentile(taken, p), others)], "ms", aim)
    # Without end is what still grows when the first third is over.
    third = max(1, len(samples) // 3)
    for key, least in (("rss_mb", 8), ("wal_mb", 40), ("backlog", rate * 2)):
        values = [one[key] for one in samples]
        early, late = max(values[:2 * third] or values), max(values[-third:])
        report.note(f"{name}: {key}, most", [(max(values), others)], "")
        report.note(f"{name}: {key}, at the end", [(values[-1], others)], "")
        report.note(f"{name}: {key}, last third beyond the first two", [(max(0.0, late - early), others)], "",
                    ("<=", max(least, early * 0.1)))


# Bulk outbound

def post_replies(port, token, ids, count, first, told):
    client, times = KeptOpen(port, token), []
    headers = client.headers | {"Content-Type": "application/json"}
    for i in range(first, first + count):
        body = json.dumps({"text": f"bulk #{i}", "client_id": f"bulk-{i}"})
        start = time.perf_counter()
        status = client.post(f"/api/v1/conversations/{ids[i % len(ids)]}/messages", body, headers)
        times.append((time.perf_counter() - start) * 1000)
        if status not in (200, 201):
            raise SystemExit(f"a reply was refused with {status}")
    told.put(times)


class Provider:
    """What the simulator was asked to send. It keeps its last 500 calls: they are fetched as they come."""

    def __init__(self, house):
        self.client, self.last, self.missed, self.taken = KeptOpen(house.sim_port), 0, 0, collections.Counter()
        self.fetch()
        self.missed, self.turned_away = 0, 0

    def fetch(self):
        for one in json.loads(self.client.get(f"/sim/requests?after={self.last}"))["data"]:
            self.missed += one["n"] - self.last - 1
            self.last = one["n"]
            if one["method"] == "POST" and one["path"].endswith("/messages") and (found := re.search(r"bulk #(\d+)", one["body"])):
                if one["status"] == 200:
                    self.taken[int(found.group(1))] += 1
                else:
                    self.turned_away += 1


def all_conversations(house):
    ids, cursor = [], ""
    while cursor is not None:
        page = house.get("/api/v1/conversations?limit=100" + (f"&cursor={cursor}" if cursor else ""))
        ids += [one["id"] for one in page["data"]]
        cursor = page.get("next")
    return ids


def outbound(house, report, count=20_000, customers=2000):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    for first in range(0, customers, 500):
        call("POST", house.sim + "/sim/customers", {"customers": [
            {"name": f"Load {i:07}", "phone": f"62899{i:07}", "user_id": f"ID.9000000000000{i:07}", "last_inbound_at": now}
            for i in range(first, first + 500)]})
    call("POST", house.sim + "/sim/config", {"throughput_limit": True, "high_throughput": True, "statuses": True, "reading": "never"})
    house.load(seconds=4, rate=customers / 4, connections=16, customers=customers)
    house.settle()
    channel = house.get("/api/v1/channels")["data"][0]["id"]
    at = f"{house.url}/api/v1/channels/{channel}"
    house.get(f"/api/v1/channels/{channel}/number")  # learns the number's throughput
    ids = all_conversations(house)
    if len(ids) < customers:
        raise SystemExit(f"only {len(ids)} of {customers} conversations")
    call("PATCH", at, {"state": "paused"}, token=house.token)
    told, crew, share = multiprocessing.Queue(), [], count // 4
    with report.machine.watched() as others:
        start = time.perf_counter()
        for i in range(4):
            crew.append(multiprocessing.Process(target=post_replies, args=(house.port, house.token, ids, share, i * share, told), daemon=True))
            crew[-1].start()
            house.machine.pids.add(crew[-1].pid)
        times = [took for _ in crew for took in told.get(timeout=600)]
        accepting = time.perf_counter() - start
    report.note("bulk outbound: replies accepted while paused", [(count / accepting, others())], "/s")
    report.note("bulk outbound: reply accepted, p99, 4 at once", [(percentile(times, 99), others())], "ms")

    provider, series = Provider(house), []
    with report.machine.watched() as others:
        start = time.perf_counter()
        call("PATCH", at, {"state": "active"}, token=house.token)
        while len(provider.taken) + provider.missed < count and time.perf_counter() - start < 600:
            provider.fetch()
            series.append((time.perf_counter() - start, provider.taken.total() + provider.missed))
            time.sleep(0.05)
        took = time.perf_counter() - start
    time.sleep(1)
    provider.fetch()
    half = [one for one in series if count * 0.1 < one[1] < count * 0.9] or series
    sustained = (half[-1][1] - half[0][1]) / max(0.001, half[-1][0] - half[0][0])
    report.note(f"bulk outbound: {count:,} replies, until all are sent", [(took, others())], "s")
    report.note("bulk outbound: sustained, the provider allows 1,000/s", [(sustained, others())], "/s", (">=", 900))
    report.note("bulk outbound: sent twice", [(sum(n - 1 for n in provider.taken.values()), 0)], "", ("<=", 0))
    report.note("bulk outbound: turned away by the provider's limit", [(provider.turned_away, 0)], "")
    report.note("bulk outbound: calls not seen", [(provider.missed, 0)], "")
    report.note("bulk outbound: memory after", [(rss_kb(house.server.pid) / 1024, 0)], "MB")
    house.settle()
    call("POST", house.sim + "/sim/config", {"throughput_limit": False, "high_throughput": False, "reading": "page"})


# Cost curves

def plain_rate(house, conversations, messages):
    path = house.folder / "plain.db"
    path.unlink(missing_ok=True)
    out = subprocess.run([TOOL, "plain", path, str(conversations), str(messages)], check=True, capture_output=True, text=True)
    size = path.stat().st_size / 2**20
    for file in house.folder.glob("plain.db*"):
        file.unlink()
    return float(out.stdout), size


def curve(house, report, conversations, messages, fill_rate):
    """One point of the curves; the house is filled, and stopped."""
    at = f"at {conversations:,} conversations"
    aimed = conversations >= 1_000_000
    file = max((house.folder / "data" / "workspaces").iterdir(), key=lambda one: one.stat().st_size)
    size = file.stat().st_size / 2**20
    plain, plain_size = plain_rate(house, conversations, min(messages, 1_000_000))
    report.note(f"plain SQLite bulk insert, the same rows, {at}", [(plain, 0)], "/s")
    if fill_rate:
        report.note(f"filling {at}", [(fill_rate, 0)], "/s")
        report.note(f"  plain insert over filling {at}", [(plain / fill_rate, 0)], "x")
    report.note(f"file {at}", [(size, 0)], "MB")
    report.note(f"  file over plain file {at}", [(size / messages / (plain_size / min(messages, 1_000_000)), 0)], "x")
    report.take(f"restart until ready {at}", lambda: house.serve() if house.server.poll() is not None else (house.stop(), house.serve())[1],
                "ms", ("<=", 300), runs=3)
    time.sleep(3)
    report.note(f"idle memory {at}", [(rss_kb(house.server.pid) / 1024, 0)], "MB", ("<=", 64))
    client = KeptOpen(house.port, house.token)
    ids = [one["id"] for one in json.loads(client.get("/api/v1/conversations?limit=100"))["data"]]
    pages = (("inbox page", 10, lambda _: client.get("/api/v1/conversations?limit=50")),
             ("thread", 5, lambda i: client.get(f"/api/v1/conversations/{ids[i % len(ids)]}/messages?limit=50")),
             ("search, a rare word", 20, lambda i: client.get(f"/api/v1/search?limit=20&q=w{i * 37}")),
             ("search, a common word", None, lambda _: client.get("/api/v1/search?limit=20&q=pesanan")))
    for name, aim, what in pages:
        with report.machine.watched() as others:
            times = times_ms(200, what)
        report.note(f"{name} {at}, p50", [(percentile(times, 50), others())], "ms", aim and ("<=", aim))
        report.note(f"{name} {at}, p99", [(percentile(times, 99), others())], "ms")
    syncs, understood = report.value("machine: fdatasync of 4 KiB appended"), []

    def rush():
        got = house.load(rate=0, connections=64, customers=min(conversations, 20_000))
        with report.machine.watched() as others:
            after = house.settle()
        understood.append((got["acked"] / (got["seconds"] + after), others()))
        return got["acks_per_second"]

    rate = report.take(f"durable intake {at}", rush, "/s", runs=2)
    if syncs:
        report.note(f"  times fdatasync {at}", [(rate / syncs, 0)], "x")
    known = report.note(f"kept and understood {at}", understood, "/s")
    report.note(f"  plain insert over kept and understood {at}", [(plain / known, 0)], "x")
    with report.machine.watched() as others:
        latency = house.load(seconds=8, rate=1000, connections=64, customers=20_000)["latency_ms"]
    report.note(f"acknowledgement at 1,000/s {at}, p99", [(float(latency["p99"]), others())], "ms", ("<=", 2))
    house.settle()
    report.note(f"memory after all this {at}", [(rss_kb(house.server.pid) / 1024, 0)], "MB", ("<=", 64) if aimed else None)
