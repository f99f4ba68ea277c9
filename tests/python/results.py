"""Plays a lot on a running fairlot server, and opens its files with other programs: each figure and instant is the same.

At the first deviation it prints one line and exits with 1.
"""

import argparse
import csv
import datetime
import decimal
import io
import json
import sys
import urllib.error
import urllib.request

from openpyxl import load_workbook

EVENT = {
    "title": "Gloves",
    "reference": "WTP-2026-014",
    "profile": "custom",
    "justification": "a test",
    "trusts": [{"ods": "RFS", "name": "=Chesterfield"}, {"ods": "RHQ", "name": "Sheffield"}],
    "bidders": [{"id": "acme", "name": "Acme"}, {"id": "bolt", "name": "Bolt"}, {"id": "crux", "name": "Crux"}],
    "lots": [
        {
            "title": "Nitrile",
            "opens_at": "now",
            "duration_s": 3600,
            "decimals": 3,
            "items": [
                {
                    "id": "m",
                    "description": "Nitrile glove, medium\nblue",
                    "unit": "box of 100",
                    "volumes": {"RFS": "12000", "RHQ": "0.5"},
                    "baselines": {"RFS": "3.105"},
                },
                {
                    "id": "l",
                    "description": "-large",
                    "unit": "box of 100",
                    "volumes": {"RHQ": "7000"},
                    "baselines": {"RHQ": "2.9"},
                },
            ],
            "bidders": [
                {"bidder": "acme"},
                {"bidder": "bolt", "factor": "1.003", "opening": {"m": "3.1", "l": "3"}},
                {"bidder": "crux"},
            ],
        }
    ],
}
FIGURES = {"limit", "total", "evaluated", "score", "volume", "baseline", "price", "today", "offer", "saving", "percent"}
COUNTS = {"seq", "rank"}


def expect(is_right, what):
    if not is_right:
        print(f"deviation: {what}")
        sys.exit(1)


class Server:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def ask(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def done(self, method, path, body=None):
        status, answer = self.ask(method, path, body)
        expect(200 <= status < 300, f"{method} {path} is answered {status}: {answer[:300]}")
        return answer

    def json(self, method, path, body=None):
        return json.loads(self.done(method, path, body))


def a_lot_that_has_ended(buyer, acme, bolt):
    event = buyer.json("POST", "/api/v1/events", EVENT)["id"]
    lot = buyer.json("POST", f"/api/v1/events/{event}/publish", {})["lots"][0]
    path = f"/api/v1/lots/{lot}"
    bids = [
        (acme, "=a1", {"m": "3.05", "l": "2.95"}),
        (bolt, "b1", {"m": "3.9", "l": "2.95"}),
        (bolt, "b2", {"m": "2.999", "l": "2.8"}),
        (acme, "a2", {"m": "2.5", "l": "2.5"}),
        (acme, "a3", {"m": "2.5"}),
    ]
    for bidder, ref, prices in bids:
        status, answer = bidder.ask("POST", path + "/bids", {"ref": ref, "prices": prices})
        expect(status in (200, 422), f"{ref} is answered {status}: {answer}")
    buyer.done("POST", path + "/commands", {"type": "annul", "bidder": "acme", "reason": "@typed wrong"})
    status, answer = buyer.ask("GET", path + "/result")
    expect(status == 409 and json.loads(answer)["code"] == "not_ended", f"before the end: {status} {answer}")
    buyer.done("POST", path + "/commands", {"type": "close", "reason": "all have offered"})
    return event, lot


def text_rows(file):
    expect(file.startswith(b"\xef\xbb\xbf"), "a text file has no mark")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def workbook_rows(sheet):
    rows = list(sheet.iter_rows())
    names = [cell.value for cell in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def without_mark(text):
    return text[1:] if text.startswith("'") and text[1:2] in "=+-@\t\r" else text


def same_cell(name, text, cell):
    if text == "":
        return cell.value is None
    if name in COUNTS:
        return cell.data_type == "n" and int(cell.value) == int(text)
    if name in FIGURES or name.startswith("price "):
        return cell.data_type == "n" and decimal.Decimal(repr(cell.value)) == decimal.Decimal(text)
    if name.endswith("_uk"):
        milliseconds = round(cell.value.microsecond / 1000)
        at = cell.value.replace(microsecond=0) + datetime.timedelta(milliseconds=milliseconds)
        return cell.is_date and at == datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f")
    return cell.data_type == "s" and cell.value == without_mark(text)


def each_workbook_says_what_the_text_file_says(reader, lot, parts):
    files = {}
    report = load_workbook(io.BytesIO(reader.done("GET", f"/api/v1/lots/{lot}/report.xlsx")))
    for part in parts:
        path = f"/api/v1/lots/{lot}/{part}"
        rows = text_rows(reader.done("GET", path + ".csv"))
        alone = load_workbook(io.BytesIO(reader.done("GET", path + ".xlsx")))
        for sheet in (alone[part.title()], report[part.title()]):
            written = workbook_rows(sheet)
            expect(len(written) == len(rows), f"{part} has {len(written)} rows in place of {len(rows)}")
            for row, cells in zip(rows, written, strict=True):
                for name, text in row.items():
                    expect(same_cell(name, text, cells[name]), f"{part} {name}: {text!r} is {cells[name].value!r}")
        files[part] = rows
    return files


def the_files_say_what_the_result_says(files, result):
    def figures(rows, names):
        return [tuple(row[name] for name in names) for row in rows]

    ranking = [(str(place["rank"]), place["bidder"], place["total"], place["evaluated"]) for place in result["ranking"]]
    expect(figures(files["ranking"], ["rank", "bidder", "total", "evaluated"]) == ranking, f"ranking: {ranking}")
    lines = [
        tuple("" if value is None else value for value in (trust["ods"], line["item"], line["today"], line["saving"]))
        for trust in result["savings"]["trusts"]
        for line in trust["items"]
    ]
    expect(figures(files["savings"], ["ods", "item", "today", "saving"]) == lines, f"savings: {lines}")
    acts = [(str(act["seq"]), act["at"], act["kind"]) for act in result["acts"]]
    expect(figures(files["acts"], ["seq", "at", "kind"]) == acts, f"acts: {acts}")
    outcomes = [row["outcome"] for row in files["bids"]]
    expect(outcomes == ["opening", "accepted", "refused", "accepted", "accepted", "refused"], f"bids: {outcomes}")
    sums = [sum(decimal.Decimal(line["saving"] or 0) for line in trust["items"]) for trust in result["savings"]["trusts"]]
    whole = [decimal.Decimal(trust["saving"]) for trust in result["savings"]["trusts"]]
    expect(sums == whole and sum(sums) == decimal.Decimal(result["savings"]["total"]["saving"]), f"sums: {sums}, {whole}")


def the_bids_are_those_of_the_journal(files, history):
    records = [json.loads(line) for line in history.splitlines()]
    bids = [record for record in records if record["kind"] in ("bid_accepted", "bid_refused")]
    rows = [row for row in files["bids"] if row["outcome"] != "opening"]
    expect(len(bids) == len(rows) == 5, f"{len(rows)} rows about {len(bids)} bids")
    for row, record in zip(rows, bids, strict=True):
        bid = record["data"]
        expected = {"seq": record["seq"], "at": record["at"], "received_at": bid["received_at"], "limit": bid.get("limit")}
        expected |= {"rank": bid.get("rank")} | {f"price {item}": price for item, price in bid["prices"].items()}
        if record["kind"] == "bid_accepted":
            expected |= {"total": bid["total"], "evaluated": bid["evaluated"]}
        for name, value in expected.items():
            expect(row[name] == ("" if value is None else str(value)), f"{name} of {record} is {row[name]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    for role in ("buyer", "acme", "bolt", "observer", "auditor"):
        parser.add_argument(f"--{role}", required=True)
    args = parser.parse_args()
    buyer, acme, bolt, observer = (Server(args.url, token) for token in (args.buyer, args.acme, args.bolt, args.observer))
    auditor = Server(args.url, args.auditor)
    event, lot = a_lot_that_has_ended(buyer, acme, bolt)

    parts = ["bids", "ranking", "savings", "acts"]
    files = each_workbook_says_what_the_text_file_says(buyer, lot, parts)
    the_files_say_what_the_result_says(files, buyer.json("GET", f"/api/v1/lots/{lot}/result"))
    the_bids_are_those_of_the_journal(files, auditor.done("GET", f"/api/v1/lots/{lot}/history"))
    each_workbook_says_what_the_text_file_says(observer, lot, parts)
    own = each_workbook_says_what_the_text_file_says(acme, lot, ["bids", "ranking", "acts"])
    expect([row["ref"] for row in own["bids"]] == ["'=a1", "a2", "a3"], f"own bids: {own['bids']}")
    report = load_workbook(io.BytesIO(buyer.done("GET", f"/api/v1/events/{event}/report.xlsx")))
    expect(report.sheetnames == ["About", "Ranking", "Bids", "Savings", "Acts"], f"sheets: {report.sheetnames}")


main()
