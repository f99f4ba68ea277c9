"""Takes part in a whole lot on a running fairlot server, as a client in another language.

It is written from the contract, without the server's code. A buyer creates and publishes an event over HTTP, three
suppliers connect in three ways and bid, an observer and an auditor watch. After the close the auditor's history is
checked against all answers. At the first deviation it prints one line and exits with 1.
"""

import argparse
import hashlib
import html.parser
import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime
from decimal import Decimal

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE_S = 30
OPEN_S = 6
EXTEND_S = 3

EVENT = {
    "title": "Examination gloves",
    "reference": "WTP-2026-014",
    "currency": "GBP",
    "profile": "custom",
    "justification": "a rehearsal",
    "contract_months": 24,
    "terms": "By bidding you accept the conditions of the framework.",
    "trusts": [
        {"ods": "RFS", "name": "Chesterfield Royal Hospital"},
        {"ods": "RHQ", "name": "Sheffield Teaching Hospitals"},
    ],
    "bidders": [
        {"id": "acme", "name": "Acme Medical Ltd"},
        {"id": "bolt", "name": "Bolt Gloves plc"},
        {"id": "cura", "name": "Cura Hygiene Ltd"},
    ],
    "lots": [
        {
            "title": "Nitrile, powder free",
            "decimals": 2,
            "opens_at": "now",
            "duration_s": OPEN_S,
            "items": [
                {
                    "id": "nitrile-m",
                    "description": "Nitrile glove, medium",
                    "unit": "box of 100",
                    "gtin": "05012345678900",
                    "volumes": {"RFS": "12000", "RHQ": "48000"},
                    "baselines": {"RFS": "3.19", "RHQ": "3.19"},
                }
            ],
            "rules": {
                "ceiling": "200000.00",
                "min_decrement": {"absolute": "250.00"},
                "max_decrement": {"percent": "25", "mode": "confirm"},
                "extension": {
                    "window_s": 600,
                    "extend_s": EXTEND_S,
                    "from": "bid",
                    "trigger": "rank_within",
                    "rank": 1,
                },
            },
            "bidders": [{"bidder": "acme", "opening": {"nitrile-m": "3.10"}}, {"bidder": "bolt"}, {"bidder": "cura"}],
        }
    ],
}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Returns a redirection to the caller, as any other answer."""

    def redirect_request(self, *_):
        return None


# A proxy in the environment must not handle requests for this machine.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)


class Deviation(Exception):
    """The server did something else than the contract says."""


def must(holds, *words):
    if not holds:
        raise Deviation(" ".join(str(word) for word in words))


def instant(text):
    must(text.endswith("Z"), "an instant is in UTC:", text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Form(html.parser.HTMLParser):
    """The form of a page: its address and its fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.method, self.inputs = None, "get", {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.action, self.method = given.get("action"), given.get("method", "get").lower()
        if tag == "input" and given.get("name"):
            self.inputs[given["name"]] = given.get("value", "")


class Http:
    """A caller over HTTP, with a token or a cookie."""

    def __init__(self, url, headers):
        self.url, self.headers = url, headers

    def ask(self, method, path, body=None, form=None):
        """Returns status, headers and text; a refusal is an answer too."""
        data, kind = None, None
        if body is not None:
            data, kind = json.dumps(body).encode(), "application/json"
        if form is not None:
            data, kind = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=self.headers)
        if kind is not None:
            request.add_header("Content-Type", kind)
        try:
            with DIRECT.open(request, timeout=PATIENCE_S) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read().decode()

    def expect(self, status, method, path, body=None):
        got, _, text = self.ask(method, path, body)
        must(got == status, f"{method} {path} was answered {got}, not {status}: {text}")
        return json.loads(text) if text else None


class Peer:
    """A WebSocket connection. Keeps each message, and the newest state of its lot."""

    def __init__(self, name, url, lot, **how):
        self.name, self.lot, self.view, self.waiting, self.texts = name, lot, None, [], []
        self.socket = connect(url.replace("http", "ws", 1) + "/ws", open_timeout=PATIENCE_S, proxy=None, **how)
        welcome = self.take("the welcome", lambda message: message["type"] == "welcome")
        must(welcome["protocol"] == 1, "this client speaks protocol 1:", welcome)
        self.org = welcome["org"]
        self.send({"type": "join", "lot": lot})
        self.sees("the lot", lambda view: True)

    def send(self, message):
        self.socket.send(json.dumps(message))

    def read(self, what):
        try:
            text = self.socket.recv(timeout=PATIENCE_S)
        except TimeoutError:
            raise Deviation(f"{self.name} waited in vain for {what}; it heard", self.texts) from None
        except ConnectionClosed as closed:
            raise Deviation(f"{self.name} was cut off before {what}: {closed}") from None
        self.keep(text)

    def keep(self, text):
        self.texts.append(text)
        message = json.loads(text)
        if message["type"] == "lot":
            self.view = message
        elif message["type"] == "update":
            must(message["seq"] > self.view["seq"], f"{self.name} got an old state:", text)
            self.view = {**self.view, **message}
        else:
            self.waiting.append(message)

    def listens(self, seconds):
        """Reads the messages that arrive in this time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.keep(self.socket.recv(timeout=left))
            except TimeoutError:
                return

    def take(self, what, wanted):
        while True:
            for message in self.waiting:
                if wanted(message):
                    self.waiting.remove(message)
                    return message
            self.read(what)

    def sees(self, what, holds):
        while self.view is None or not holds(self.view):
            self.read(what)
        return self.view

    def bid(self, ref, price, **more):
        self.send({"type": "bid", "lot": self.lot, "ref": ref, "prices": {"nitrile-m": price}, **more})
        return self.take(
            f"the answer to {ref}",
            lambda message: message["type"] in ("accepted", "refused", "error") and message.get("ref") == ref,
        )


class Play:
    """One lot from its publication to the check of its history."""

    def __init__(self, url, fairlot, database):
        self.url, self.fairlot, self.database = url, fairlot, database
        self.answers = []

    def run(self):
        self.publish()
        self.come_in()
        self.bid()
        self.close()
        self.check_history()
        self.check_secrets()

    def command(self, *arguments):
        command = [self.fairlot, *arguments, "--database", self.database]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        must(ran.returncode == 0, f"{' '.join(arguments)} ended with {ran.returncode}: {ran.stderr}")
        return ran.stdout.strip()

    def token(self, role, org, user):
        return self.command("token", "--role", role, "--org", org, "--user", user)

    def person(self, role, org, user):
        return Http(self.url, {"Authorization": f"Bearer {self.token(role, org, user)}"})

    def publish(self):
        self.buyer = self.person("buyer", "north", "bea")
        draft = self.buyer.expect(201, "POST", "/api/v1/events", EVENT)
        must(draft["status"] == "draft" and len(draft["lots"]) == 1, "a draft of one lot:", draft)
        self.event, self.lot = draft["id"], draft["lots"][0]
        published = self.buyer.expect(200, "POST", f"/api/v1/events/{self.event}/publish", {})
        self.digest = published["digest"]
        must(self.digest.startswith("sha256:") and len(self.digest) == 71, "a digest:", self.digest)

    def come_in(self):
        acme = self.token("supplier", "acme", "ann")
        bolt = self.token("supplier", "bolt", "bob")
        cookie = self.sign_in("carl@cura.example", "supplier", "cura")
        for headers in ({"Authorization": f"Bearer {acme}"}, {"Authorization": f"Bearer {bolt}"}, cookie):
            Http(self.url, headers).expect(200, "POST", f"/api/v1/events/{self.event}/accept-terms", {})
        self.acme = Peer("acme", self.url, self.lot, additional_headers={"Authorization": f"Bearer {acme}"})
        self.bolt = Peer("bolt", self.url, self.lot, subprotocols=["fairlot.v1", f"bearer.{bolt}"])
        must(self.bolt.socket.subprotocol == "fairlot.v1", "the subprotocol:", self.bolt.socket.subprotocol)
        self.cura = Peer("cura", self.url, self.lot, additional_headers={"Cookie": cookie["Cookie"]}, origin=self.url)
        must(self.cura.org == "cura", "the cookie says who one is:", self.cura.org)
        for name, role, org in (("observer", "observer", "RHQ"), ("auditor", "auditor", "north")):
            bearer = {"Authorization": f"Bearer {self.token(role, org, name)}"}
            setattr(self, name, Peer(name, self.url, self.lot, additional_headers=bearer))

    def sign_in(self, email, role, org):
        """Redeems a one-time link as a browser does, and returns the headers of its session."""
        said = self.command("user", "add", "--email", email, "--role", role, "--org", org)
        must("/enter/" in said, "a one-time link:", said)
        link = "/enter/" + said.split("/enter/")[1].split()[0]
        browser = Http(self.url, {"Origin": self.url})
        status, _, page = browser.ask("GET", link)
        must(status == 200, f"the link was answered {status}: {page}")
        form = Form(page)
        action = urllib.parse.urljoin(self.url + link, form.action or "")
        must(form.method == "post" and action.startswith(self.url), "a form that posts here:", page)
        status, headers, text = browser.ask("POST", action[len(self.url) :], form=form.inputs)
        must(status == 303, f"the form was answered {status}: {text}")
        cookie = headers["Set-Cookie"] or ""
        must("httponly" in cookie.lower() and "samesite=strict" in cookie.lower(), "a safe cookie:", cookie)
        return {"Cookie": cookie.split(";")[0], "Origin": self.url}

    def accepted(self, peer, ref, price, rank, **more):
        answer = peer.bid(ref, price, **more)
        must(answer["type"] == "accepted", f"{peer.name} bids {price}:", answer)
        must(answer["rank"] == rank, f"{peer.name} has rank {rank} at {price}:", answer)
        must(Decimal(answer["total"]) == Decimal(price) * 60000, "price times volume:", answer)
        self.answers.append((peer.name, answer))
        return answer

    def refused(self, peer, ref, price, reason, limit=None):
        answer = peer.bid(ref, price)
        must(answer["type"] == "refused" and answer["reason"] == reason, f"{peer.name} bids {price}:", answer)
        said = answer.get("limit")
        must((said is None) == (limit is None), "a limit where there is one:", answer)
        must(limit is None or Decimal(said) == Decimal(limit), f"the limit is {limit}:", answer)
        self.answers.append((peer.name, answer))
        return answer

    def bid(self):
        must(self.acme.view["you"]["rank"] == 1, "the offer of the tender stands:", self.acme.view)
        must(self.bolt.view["you"].get("rank") is None, "no rank without an offer:", self.bolt.view)
        first_close = instant(self.acme.view["closes_at"])
        self.refused(self.bolt, "b0", "3.50", "above_ceiling", "200000")
        self.accepted(self.bolt, "b1", "3.00", 1)
        self.acme.sees("being overtaken", lambda view: view["you"]["rank"] == 2)
        # A penny less for each box is 600 pounds; the decrement is 250, so that 185750 is the most that acme may bid.
        self.refused(self.acme, "a1", "3.10", "not_improved", "185750")
        self.accepted(self.acme, "a2", "2.98", 1)
        self.accepted(self.cura, "c1", "2.99", 2)
        self.refused(self.cura, "c2", "1.00", "needs_confirmation", Decimal("2.99") * 60000 * 3 / 4)
        again = self.cura.bid("c2", "1.0", confirmed=True)
        must(again == self.answers[-1][1], "the same ref has the same answer:", again)
        self.refused(self.cura, "c1", "2.50", "ref_reused")
        self.acme.sees("the lead", lambda view: Decimal(view["market"]["lead"]) == Decimal("2.98") * 60000)
        view = self.acme.sees("its own state", lambda view: view["you"]["rank"] == 1)
        must(Decimal(view["you"]["highest_allowed"]) == Decimal("178550"), "what acme may bid next:", view)
        suggested = view["you"]["suggested"]
        must(suggested["prices"] == {"nitrile-m": "2.97"}, "what can be typed:", suggested)
        watched = self.observer.sees("all offers", lambda view: len(view["market"]["offers"]) == 3)
        ranks = [offer["rank"] for offer in watched["market"]["offers"]]
        must(sorted(ranks) == [1, 2, 3], "the ranks that the observer sees:", ranks)
        # A late lead extends the lot, so that the others have time to answer.
        extended = self.bolt.sees("an extension", lambda view: instant(view["closes_at"]) >= first_close)
        must(extended["state"] == "open", "still open:", extended)
        self.wait_for_the_last_seconds()
        before = instant(self.acme.view["closes_at"])
        self.accepted(self.bolt, "b2", "2.90", 1)
        self.acme.sees("the later close", lambda view: instant(view["closes_at"]) > before)
        self.observer.sees("the extension", lambda view: view["extensions"] >= 1)

    def wait_for_the_last_seconds(self):
        """Reads until a new lead would extend the lot, by the server's clock."""
        self.acme.send({"type": "time", "id": 1})
        told = self.acme.take("the time", lambda message: message["type"] == "time" and message["id"] == 1)
        left = instant(self.acme.view["closes_at"]) - instant(told["now"])
        self.acme.listens(left.total_seconds() - EXTEND_S + 0.5)

    def close(self):
        for peer in (self.acme, self.bolt, self.cura, self.observer, self.auditor):
            peer.sees("the close", lambda view: view["state"] == "closed")
        self.refused(self.acme, "a3", "2.50", "closed")
        must(self.bolt.view["you"]["rank"] == 1, "the winner:", self.bolt.view)
        shown = self.observer.view["market"]["offers"]
        leader = next(offer for offer in shown if offer["rank"] == 1)
        must(leader.get("bidder") == "bolt", "after the close the observer sees who it is:", shown)
        over_http = self.person("supplier", "acme", "ann").expect(200, "GET", f"/api/v1/lots/{self.lot}")
        # The refused bid is counted in an update of its own, which may come after the answer.
        self.acme.sees("its own record", lambda view: view["you"]["bids"] == over_http["you"]["bids"])
        must(over_http["you"] == self.acme.view["you"], "the lot over HTTP is the lot over the WebSocket:", over_http)

    def check_history(self):
        auditor = self.person("auditor", "north", "auditor")
        status, _, text = auditor.ask("GET", f"/api/v1/lots/{self.lot}/history")
        must(status == 200, f"the history was answered {status}: {text}")
        hashes, kinds, prev = {}, [], "0" * 64
        for seq, line in enumerate(text.splitlines(), start=1):
            record = json.loads(line)
            open_body, rest = line.rsplit(',"prev":"', 1)
            must(rest == f'{prev}","hash":"{record["hash"]}"}}', f"the end of line {seq}:", rest)
            body = open_body + "}"
            digest = hashlib.sha256(bytes.fromhex(prev) + body.encode()).hexdigest()
            must(digest == record["hash"], f"the hash of record {seq}:", line)
            must(record["seq"] == seq, "sequence numbers have no gaps:", line)
            kinds.append(record["kind"])
            hashes[seq], prev = record["hash"], digest
        for name, answer in self.answers:
            must(hashes.get(answer["seq"]) == answer["hash"], f"an answer to {name} is not in the history:", answer)
        must(kinds[0] == "lot_published" and "lot_closed" in kinds, "the kinds of record:", kinds)
        for at, kind in enumerate(kinds):
            must(kind != "lot_extended" or kinds[at - 1] == "bid_accepted", "an extension follows its bid:", kinds)
        first = text.splitlines()[0]
        frozen = first[first.index('"event":') + len('"event":') :]
        _, end = json.JSONDecoder().raw_decode(frozen)
        digest = hashlib.sha256(frozen[:end].encode()).hexdigest()
        must(self.digest == f"sha256:{digest}", "the digest is the frozen document's:", self.digest, digest)

    def check_secrets(self):
        status, _, history = self.person("supplier", "acme", "ann").ask("GET", f"/api/v1/lots/{self.lot}/history")
        must(status == 200, f"a bidder's history was answered {status}: {history}")
        for text in [*self.acme.texts, history]:
            for secret in ("bolt", "Bolt", "cura", "Cura", '"3.19"', "a rehearsal"):
                must(secret not in text, f"acme reads {secret!r} in", text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="where the server listens, http://…")
    parser.add_argument("--fairlot", required=True, help="the binary, for tokens and people")
    parser.add_argument("--database", required=True, help="the server's database, as the binary takes it")
    given = parser.parse_args()
    try:
        Play(given.url.rstrip("/"), given.fairlot, given.database).run()
    except Deviation as deviation:
        sys.exit(f"deviation: {deviation}")
    print("a whole lot was played, and every answer stands in its history")


if __name__ == "__main__":
    main()
