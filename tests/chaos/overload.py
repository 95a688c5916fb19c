"""Far more requests than a server can answer: who is turned away first, and what becomes of the rest."""

import collections
import resource
import selectors
import socket
import threading
import time

import kit
import load

AT_ONCE = 4_500  # more than wait in line (4,096)
REPORTS_WAIT, AGENTS_WAIT = 1_024, 3_072  # of those 4,096, from when on they are turned away


def storm(port, requests, within):
    """Sends each request on a connection of its own, all at once; (request's name, status) of those that
    were answered, and whether each refusal said when to come again."""
    selector, statuses, untold = selectors.DefaultSelector(), collections.Counter(), 0
    for name, raw in requests:
        link = socket.socket()
        link.setblocking(False)
        link.connect_ex(("127.0.0.1", port))
        selector.register(link, selectors.EVENT_WRITE, [name, raw, b""])
    until = time.monotonic() + within
    while selector.get_map() and time.monotonic() < until:
        for key, event in selector.select(0.5):
            state, link = key.data, key.fileobj
            try:
                if event & selectors.EVENT_WRITE:
                    link.send(state[1])
                    selector.modify(link, selectors.EVENT_READ, state)
                    continue
                got = link.recv(65536)
                state[2] += got
                if got and b"\r\n\r\n" not in state[2]:
                    continue
                status = int(state[2].split(b" ", 2)[1]) if state[2] else 0
                untold += status in (429, 503) and b"retry-after" not in state[2].lower()
                statuses[(state[0], status)] += 1
            except (OSError, ValueError, IndexError):
                statuses[(state[0], 0)] += 1
            selector.unregister(link)
            link.close()
    for key in list(selector.get_map().values()):
        statuses[(key.data[0], "none")] += 1
        key.fileobj.close()
    return statuses, untold


def slow_reader(checks, house, token, door, hook, news=150):
    """A browser on a bad line: it reads nothing while much happens, then everything; nothing is missing."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.connect(("127.0.0.1", house.port))
    link.sendall(f"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    for n in range(news):
        body = kit.incoming(load.person(n), f"wamid.SLOW{n}", f"pelan #{n}.")
        if door.post(hook, raw=body, headers=kit.signed(body)).status != 200:
            raise SystemExit("a webhook was refused")
    time.sleep(1)
    link.settimeout(1)
    heard, until = b"", time.monotonic() + 30
    while time.monotonic() < until and any(f"pelan #{n}.".encode() not in heard for n in range(news)):
        try:
            got = link.recv(65536)
        except TimeoutError:
            continue
        if not got:
            break
        heard += got
    link.close()
    missing = sum(f"pelan #{n}.".encode() not in heard for n in range(news))
    checks.check("a stream nobody read for a while misses nothing and is not ended", not missing and
                 b"event: reset" not in heard, f"{missing} of {news} are missing after {len(heard)} bytes")


def overload(checks, options, chance):
    """Thousands of requests of agents at once: they are told to come again, webhooks are taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 12_000:
        print("skip chaos: overload: too few open files are allowed here")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    house = kit.House("chaos-overload")
    try:
        house.simulate("--speed", "20")
        house.workspace("toko", "owner@example.com")
        token = house.token("toko")
        house.serve()
        hook = "/webhooks/whatsapp/" + house.channel("toko")["webhook_url"].rsplit("/", 1)[1]
        client, door = house.client(token), house.client(timeout=30)
        slow_reader(checks, house, token, door, hook)
        taken, refused, slowest = [], collections.Counter(), 0.0
        stop = threading.Event()

        def write_in(sent=0):
            nonlocal slowest
            while not stop.is_set():
                body = kit.incoming(load.person(sent % 20), f"wamid.STORM{sent}", f"masuk #{sent}")
                begun = time.monotonic()
                try:
                    got = door.post(hook, raw=body, headers=kit.signed(body))
                    if got.status == 200:
                        taken.append(sent)
                    else:
                        refused[got.status] += 1
                except OSError:
                    refused["no answer"] += 1
                slowest = max(slowest, time.monotonic() - begun)
                sent += 1
                time.sleep(0.002)

        writer = threading.Thread(target=write_in, daemon=True)
        writer.start()
        until = time.monotonic() + 15
        while len(taken) < 100 and time.monotonic() < until:
            time.sleep(0.1)
        asked = (f"GET /api/v1/conversations?limit=100 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                 f"Authorization: Bearer {token}\r\nConnection: close\r\n\r\n").encode()
        answers, untold = collections.Counter(), 0
        for _ in range(20 if options.long else 1):
            before = len(taken)
            got, silent = storm(house.port, [("agent", asked)] * AT_ONCE, 60)
            answers.update(got)
            untold += silent
        during = len(taken) - before
        stop.set()
        writer.join(30)
        print(f"agents: {dict(answers)}; webhooks meanwhile: {during} taken, refused {dict(refused)}, "
              f"slowest {slowest * 1000:.0f} ms")
        checks.check("the server lives", house.server.alive(), "it ended")
        checks.check("every agent was answered, or told to come again",
                     set(answers) <= {("agent", 200), ("agent", 503)}, str(dict(answers)))
        checks.check("a line that is too long turns agents away", answers[("agent", 503)] > 0)
        checks.check("but not all of them", answers[("agent", 200)] > AGENTS_WAIT // 2)
        checks.check("and says when to come again", not untold, f"{untold} without Retry-After")
        checks.check("webhooks are taken all the while", during > 0 and not refused, str(dict(refused)))
        calm = client.get("/api/v1/conversations")
        checks.check("after it all is as before", calm.status == 200, str(calm.status))
        until, rows = time.monotonic() + 30, []
        while time.monotonic() < until and len(rows) < len(taken):
            rows = [row["text"] for talk in client.all("/api/v1/conversations")
                    for row in client.all(f"/api/v1/conversations/{talk['id']}/messages")
                    if row["text"].startswith("masuk")]
            time.sleep(0.5)
        checks.check("every acknowledged webhook is a message, once",
                     sorted(rows) == sorted(f"masuk #{n}" for n in taken), f"{len(rows)} of {len(taken)}")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        house.close(options.keep)
