"""Every figure of the bench, each a function over a House and a Report."""
import errno, multiprocessing, os, select, signal, socket, threading, time

from kit import TOOL, KeptOpen, free_port, percentile, rss_kb, times_ms, webhook


# The machine

def sync_times(folder, seconds=2.0, pause=0.0):
    """Milliseconds of each fdatasync after 4 KiB appended."""
    path = folder / "sync"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    block, end, times = b"x" * 4096, time.perf_counter() + seconds, []
    while time.perf_counter() < end:
        os.write(fd, block)
        start = time.perf_counter()
        os.fdatasync(fd)
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(pause)
    os.close(fd)
    path.unlink()
    return times


def calibrate(house, report):
    report.take("machine: fdatasync of 4 KiB appended", lambda: len(sync_times(house.folder)) / 2, "/s")
    report.take("machine: one fdatasync, p99", lambda: percentile(sync_times(house.folder), 99), "ms")
    port = free_port()
    hello = house.start(TOOL, "hello", f"127.0.0.1:{port}")
    time.sleep(0.5)
    url = f"http://127.0.0.1:{port}/webhooks/whatsapp/hello"
    report.take("machine: webhooks answered and forgotten, 64 conn.",
                lambda: house.load(url, 3, rate=0, connections=64)["acks_per_second"], "/s")
    hello.terminate()


# Memory and streams

def idle(house, report):
    time.sleep(3)
    report.take("idle memory (resident)", lambda: rss_kb(house.server.pid) / 1024, "MB", ("<=", 15), runs=1)


def listen(house):
    s = socket.create_connection(("127.0.0.1", house.port))
    s.sendall(f"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {house.token}\r\n\r\n".encode())
    return s


def stream_delay(house, report):
    """From the first byte of a webhook sent to its message heard on an event stream."""
    heard, arrived = {}, threading.Condition()

    def hear(s):
        for line in s.makefile("rb"):
            now = time.perf_counter()
            if line.startswith(b"data:") and b"bench-delay-" in line:
                key = int(line.split(b"bench-delay-")[1].split(b"-")[0])
                with arrived:
                    heard.setdefault(key, now)
                    arrived.notify()

    s = listen(house)
    threading.Thread(target=hear, args=(s,), daemon=True).start()
    time.sleep(0.3)
    client, number = KeptOpen(house.port), 0
    delays, acks = [], []

    def burst(count=200):
        nonlocal number
        delays.clear(), acks.clear()
        for _ in range(count):
            number += 1
            body, headers = webhook(f"bench-delay-{number}-", number)
            start = time.perf_counter()
            if client.post(house.hook, body, headers) != 200:
                raise SystemExit("a delivery was refused")
            acks.append((time.perf_counter() - start) * 1000)
            with arrived:
                if not arrived.wait_for(lambda: number in heard, 10):
                    raise SystemExit("a message was not heard")
            delays.append((heard[number] - start) * 1000)
            time.sleep(0.005)
        return percentile(delays, 50)

    taken = {name: [] for name in ("p50", "p99", "ack")}
    for _ in range(3):
        report.machine.wait_quiet(report.patience)
        with report.machine.watched() as others:
            burst()
        taken["p50"].append((percentile(delays, 50), others()))
        taken["p99"].append((percentile(delays, 99), others()))
        taken["ack"].append((percentile(acks, 50), others()))
    report.note("webhook sent to message on the stream, p50", taken["p50"], "ms")
    report.note("webhook sent to message on the stream, p99", taken["p99"], "ms")
    report.note("  of which until the acknowledgement, p50", taken["ack"], "ms")

    beside = {"p50": [], "p99": []}
    for _ in range(3):
        house.begin_load(8, {"rate": 500, "connections": 16, "customers": 20_000})
        with report.machine.watched() as others:
            burst()
        for p in beside:
            beside[p].append((percentile(delays, int(p[1:])), others()))
        house.end_load()
    report.note("the same while 500 others come each second, p50", beside["p50"], "ms")
    report.note("the same while 500 others come each second, p99", beside["p99"], "ms", ("<=", 30))
    s.close()


def slab_kb():
    for line in open("/proc/meminfo"):
        if line.startswith("Slab:"):
            return int(line.split()[1])


def streams(house, report, count=10_000):
    before, kernel = rss_kb(house.server.pid), slab_kb()
    by_fd = {}
    poll = select.epoll()
    open_ones = set()
    while len(by_fd) < count:
        # A few hundred at a time: the server turns away what it cannot begin at once.
        for _ in range(500):
            s = listen(house)
            s.setblocking(False)
            poll.register(s.fileno(), select.EPOLLIN)
            by_fd[s.fileno()] = s
        end = time.time() + 20
        while len(open_ones) < len(by_fd) and time.time() < end:
            for fd, _ in poll.poll(0.2):
                if fd not in open_ones and by_fd[fd].recv(65536).startswith(b"HTTP/1.1 200"):
                    open_ones.add(fd)
    if len(open_ones) < count:
        raise SystemExit(f"only {len(open_ones)} of {count} streams were opened")
    time.sleep(2)
    report.note(f"idle event stream of {len(open_ones):,}, memory each",
                [((rss_kb(house.server.pid) - before) / count, 0)], "KB", ("<=", 4))
    report.note("  kernel memory each, both ends of the connection", [((slab_kb() - kernel) / count, 0)], "KB")
    client = KeptOpen(house.port, house.token)

    def read(fd):
        text = by_fd[fd].recv(65536)
        if not text:
            poll.unregister(fd)
            by_fd.pop(fd).close()
        return text

    def drain():
        while ready := poll.poll(0):
            for fd, _ in ready:
                read(fd)

    report.take("  inbox page beside them, p99",
                lambda: percentile(times_ms(200, lambda _: client.get("/api/v1/conversations?limit=50")), 99), "ms")

    def spread():
        drain()
        number = time.time_ns() % 10**9
        body, headers = webhook(f"bench-spread-{number}-", number)
        start = time.perf_counter()
        KeptOpen(house.port).post(house.hook, body, headers)
        missing, mark = set(by_fd), f"bench-spread-{number}-".encode()
        while missing and time.perf_counter() - start < 30:
            for fd, _ in poll.poll(1):
                if mark in read(fd) or fd not in by_fd:
                    missing.discard(fd)
        return (time.perf_counter() - start) * 1000

    report.take("  one message to all of them, the last has it", spread, "ms", ("<=", 60), runs=5)
    report.note("  streams that the server ended meanwhile", [(count - len(by_fd), 0)], "")
    for s in by_fd.values():
        s.close()
    time.sleep(3)


# Slow clients

def be_slow(port, hook, count, ready):
    """A third writes its head, a third its body, byte by byte; a third never reads its answer."""
    big = f"POST {hook} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\n".encode()
    heads = {0: b"GET /healthz HTTP/1.1\r\nHost: 127", 1: big, 2: b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 8}
    held = {}

    def one(kind):
        s = socket.socket()
        if kind == 2:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(("127.0.0.1", port))
        s.setblocking(False)
        s.send(heads[kind])
        held[s] = kind

    for i in range(count):
        one(i % 3)
    ready.set()
    while True:
        for s, kind in list(held.items()):
            try:
                if kind != 2:
                    s.send(b"a")
                elif s.recv(1) == b"":
                    raise OSError(errno.EPIPE, "closed")
            except BlockingIOError:
                pass
            except OSError:
                s.close()
                del held[s]
                one(kind)
        time.sleep(1)


def slow_clients(house, report, count=2000):
    ready = multiprocessing.Event()
    crowd = multiprocessing.Process(target=be_slow, args=(house.port, house.hook, count, ready), daemon=True)
    crowd.start()
    house.machine.pids.add(crowd.pid)
    ready.wait(60)
    client = KeptOpen(house.port, house.token)
    numbers = iter(range(10**9))

    def deliver(_):
        body, headers = webhook("beside slow ones", next(numbers))
        client.post(house.hook, body, headers)

    for name, what in (
        ("inbox page beside 2,000 slow clients, p99", lambda _: client.get("/api/v1/conversations?limit=50")),
        ("new connection and answer beside them, p99", lambda _: KeptOpen(house.port).get("/healthz")),
        ("webhook acknowledged beside them, p99", deliver),
    ):
        report.take(name, lambda: percentile(times_ms(300, what), 99), "ms", ("<=", 10))
    crowd.terminate()
    crowd.join()
    time.sleep(1)


# Intake

def intake(house, report, connections=(1, 64, 1000), where=""):
    syncs = report.value("machine: fdatasync of 4 KiB appended")
    memory = report.value("machine: webhooks answered and forgotten, 64 conn.")
    understood = []
    for many in connections:
        def run():
            got = house.load(rate=0, connections=many, customers=20_000)
            if got["lost"] or got["refused"]:
                raise SystemExit(f"deliveries were lost or refused: {got}")
            with report.machine.watched() as others:
                after = house.settle()
            if many > 1:
                understood.append((got["acked"] / (got["seconds"] + after), others()))
            return got["acks_per_second"]
        rate = report.take(f"durable intake{where}, {many:,} connections", run, "/s", (">=", 20_000) if many > 1 else None)
        if syncs:
            report.note(f"  {many:,} connections{where}: times fdatasync", [(rate / syncs, 0)], "x", (">=", 6) if many > 1 else None)
        if memory:
            report.note(f"  {many:,} connections{where}: times answered and forgotten", [(rate / memory, 0)], "x")
    if understood:
        report.note(f"kept and understood, sustained{where}", understood, "/s")
    taken = {"p50": [], "p99": [], "max": [], "disk": []}
    for _ in range(4):
        report.machine.wait_quiet(report.patience)
        with report.machine.watched() as others:
            disk = percentile(sync_times(house.folder, 3, 0.001), 99)
        taken["disk"].append((disk, others()))
        with report.machine.watched() as others:
            latency = house.load(seconds=10, rate=1000, connections=64, customers=20_000)["latency_ms"]
        for name in ("p50", "p99", "max"):
            taken[name].append((float(latency[name]), others()))
        house.settle()
    report.note(f"acknowledgement at 1,000/s{where}, p50", taken["p50"], "ms")
    report.note(f"acknowledgement at 1,000/s{where}, p99", taken["p99"], "ms", ("<=", 2))
    report.note(f"acknowledgement at 1,000/s{where}, longest", taken["max"], "ms")
    report.note(f"  one fdatasync just before each run{where}, p99", taken["disk"], "ms")


# Reading

def deep(house, path, pages=100):
    """The cursor some thousand rows down a list, or the last there is."""
    cursor = None
    for _ in range(pages):
        page = house.get(path + "&limit=100" + (f"&cursor={cursor}" if cursor else ""))
        if not page.get("next"):
            break
        cursor = page["next"]
    return cursor


def inbox_pages(house):
    inbox = "/api/v1/conversations?limit=50"
    labels = [one["id"] for one in house.get("/api/v1/labels")["data"]]
    labels.sort(key=int)
    channel = house.get("/api/v1/channels")["data"][0]["id"]
    pages = [("inbox", inbox)]
    for view in ("mine", "unassigned", "snoozed", "done", "spam"):
        pages.append((f"inbox: {view}", f"{inbox}&view={view}"))
    for state in ("open", "done"):
        at = f"{inbox}&view={state}"
        pages += [
            (f"inbox: {state}, a member's", f"{at}&assignee_id=1003"),
            (f"inbox: {state}, of a member nobody knows", f"{at}&assignee_id=4711"),
            (f"inbox: {state}, of the channel", f"{at}&channel_id={channel}"),
            (f"inbox: {state}, label on a third", f"{at}&label_id={labels[0]}"),
            (f"inbox: {state}, label on one in 400", f"{at}&label_id={labels[7]}"),
            (f"inbox: {state}, rare label", f"{at}&label_id={labels[14]}"),
            (f"inbox: {state}, unread", f"{at}&unread=true"),
            (f"inbox: {state}, unread, a member's", f"{at}&unread=true&assignee_id=1003"),
            (f"inbox: {state}, unread, label on a third", f"{at}&unread=true&label_id={labels[0]}"),
            (f"inbox: {state}, unread, a member's, rare label", f"{at}&unread=true&assignee_id=1003&label_id={labels[14]}"),
            (f"inbox: {state}, window open", f"{at}&window=open"),
            (f"inbox: {state}, window closing", f"{at}&window=closing"),
            (f"inbox: {state}, window closed", f"{at}&window=closed"),
            (f"inbox: {state}, waiting longest", f"{at}&sort=waiting"),
            (f"inbox: {state}, window ends first", f"{at}&sort=window"),
            (f"inbox: {state}, most urgent first", f"{at}&sort=priority"),
            (f"inbox: {state}, most urgent first, a member's, rare label", f"{at}&sort=priority&assignee_id=1003&label_id={labels[14]}"),
            (f"inbox: {state}, urgent", f"{at}&priority=urgent"),
            (f"inbox: {state}, urgent, waiting longest", f"{at}&priority=urgent&sort=waiting"),
            (f"inbox: {state}, no priority", f"{at}&priority=none"),
            (f"inbox: {state}, waiting, a member's, label on one in 400", f"{at}&sort=waiting&assignee_id=1003&label_id={labels[7]}"),
        ]
    for name, more in (("open", "&view=open"), ("done", "&view=done"), ("done, label on a third", f"&view=done&label_id={labels[0]}"),
                       ("done, a member's", "&view=done&assignee_id=1003"), ("open, waiting longest", "&view=open&sort=waiting"),
                       ("done, most urgent first", "&view=done&sort=priority")):
        if cursor := deep(house, "/api/v1/conversations?" + more[1:]):
            pages.append((f"inbox: {name}, 10,000 rows down", f"{inbox}{more}&cursor={cursor}"))
    pages.append(("counts beside the views", "/api/v1/conversations/counts"))
    pages.append(("labels with their counts", "/api/v1/labels"))
    return pages


def other_pages(house, messages):
    # The first conversation has the long thread; the first row of each table has the same number.
    thread = house.get("/api/v1/channels")["data"][0]["id"]
    at = f"/api/v1/conversations/{thread}/messages?limit=50"
    newest = int(house.get(at)["data"][0]["id"])
    half = newest - messages // 2
    other = house.get("/api/v1/conversations?limit=50")["data"][-1]["id"]
    word = "/api/v1/search?limit=20&q="
    return [
        ("thread of 50", f"/api/v1/conversations/{other}/messages?limit=50"),
        ("thread, the long one", at),
        ("thread, half way up the long one", f"{at}&cursor={half}"),
        ("thread, around a message", f"{at}&around={half}"),
        ("thread, after a message", f"{at}&after={half}"),
        ("search: a word in a quarter of all messages", word + "pesanan"),
        ("search: two such words", word + "pesanan%20besok"),
        ("search: five such words", word + "pesanan%20besok%20halo%20stok%20harga"),
        ("search: Arabic", word + "%D8%B4%D9%83%D8%B1%D8%A7"),
        ("search: a rare word", word + "needle50007"),
        ("search: rare and common", word + "w12345%20pesanan"),
        ("search: two rare words that never meet", word + "needle50007%20needle100007"),
        ("search: start of a word", word + "pes"),
        ("search: word and start of a word", word + "besok%20pes"),
        ("search: no such word", word + "xylophone"),
        ("search: common word, far back", f"{word}pesanan&cursor={half}"),
        ("contacts", "/api/v1/contacts?limit=50"),
        ("contacts by name", "/api/v1/contacts?limit=50&sort=name"),
        ("contacts by when they wrote", "/api/v1/contacts?limit=50&sort=last_seen"),
        ("contacts: a name", "/api/v1/contacts?limit=50&q=Customer%201999"),
        ("contacts: in every name", "/api/v1/contacts?limit=50&q=Customer"),
        ("contacts: two letters", "/api/v1/contacts?limit=50&q=cu"),
        ("contacts: digits of a phone", "/api/v1/contacts?limit=50&q=1012345"),
        ("deliveries kept", "/api/v1/events?limit=50"),
        ("deliveries kept: dead", "/api/v1/events?limit=50&state=dead"),
    ]


def people_pages(house):
    """Pages and counts of people by conditions; each a body to post."""
    labels = sorted((one["id"] for one in house.get("/api/v1/labels")["data"]), key=int)
    points = house.get("/api/v1/contact-fields")["data"][0]["id"]
    channel = house.get("/api/v1/channels")["data"][0]["id"]

    def label(n, op="is"):
        return {"field": "label", "op": op, "value": labels[n]}

    own = {"field": "field", "field_id": points}
    asked = [
        ("label on a third", [label(0)]), ("label on one in 400", [label(7)]), ("rare label", [label(14)]),
        ("without a label", [label(0, "is_not")]), ("label on a third, another on a sixth", [label(0), label(1)]),
        ("a language most have", [{"field": "language", "op": "is", "value": "id"}]),
        ("a language nobody has", [{"field": "language", "op": "is", "value": "ja"}]),
        ("of the channel", [{"field": "channel", "op": "is", "value": channel}]),
        ("heard of within a week", [{"field": "last_seen", "op": "within_days", "value": "7"}]),
        ("not heard of for 300 days", [{"field": "last_seen", "op": "over_days", "value": "300"}]),
        ("points above 990", [own | {"op": "more", "value": "990"}]), ("points unknown", [own | {"op": "not_set"}]),
        ("five conditions", [label(0), label(1, "is_not"), own | {"op": "less", "value": "500"},
                             {"field": "language", "op": "is", "value": "id"}, {"field": "phone", "op": "set"}]),
    ]
    for name, conditions in asked:
        for sort in ("last_seen", "name"):
            yield f"people: {name}, by {sort}", "search", {"conditions": conditions, "sort": sort, "limit": 50}
        yield f"count of people: {name}", "count", {"conditions": conditions}
    yield "count of people: everybody", "count", {}


def aim_of(name):
    """What a person waits for: a page of the inbox, a thread, what a search finds."""
    aims = {"inbox": 10, "thread": 5, "search": 20, "people": 10}
    most = aims.get(name.replace(",", ":").split(":")[0].split()[0])
    return most and ("<=", most)


def reading(house, report, messages, count=60):
    client = KeptOpen(house.port, house.token)
    asked = [(name, lambda _, path=path: client.get(path)) for name, path in inbox_pages(house) + other_pages(house, messages)]
    asked += [(name, lambda _, what=what, body=body: client.ask(f"/api/v1/contacts/{what}", body))
              for name, what, body in people_pages(house)]
    for name, ask in asked:
        taken = {50: [], 99: []}
        for _ in range(2):
            report.machine.wait_quiet(report.patience)
            with report.machine.watched() as others:
                times = times_ms(count, ask)
            for p, values in taken.items():
                values.append((percentile(times, p), others()))
        report.note(f"{name}, p50", taken[50], "ms", aim_of(name))
        report.note(f"{name}, p99", taken[99], "ms")
    report.note("memory after reading", [(rss_kb(house.server.pid) / 1024, 0)], "MB")


def restarts(house, report, where):
    def once():
        house.stop()
        return house.serve()

    def after_kill():
        house.begin_load(3, {"rate": 0, "connections": 64, "customers": 20_000})
        time.sleep(2)
        house.stop(signal.SIGKILL)
        ready = house.serve()
        house.end_load()
        house.settle()
        return ready

    report.take(f"restart until ready{where}", once, "ms", ("<=", 300), runs=5)
    report.take(f"restart until ready{where}, killed under load", after_kill, "ms", ("<=", 300))
