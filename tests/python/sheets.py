"""Sends sheets that another program wrote to a running fairlot server, and opens with it what the server writes.

At the first deviation it prints one line and exits with 1.
"""

import argparse
import csv
import datetime
import io
import json
import sys
import urllib.error
import urllib.request

from openpyxl import Workbook, load_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EVENT = {
    "title": "Gloves",
    "trusts": [{"ods": "RFS", "name": "Chesterfield"}, {"ods": "RHQ", "name": "Sheffield"}],
    "bidders": [{"id": "acme", "name": "Acme"}, {"id": "bolt", "name": "Bolt"}, {"id": "crux", "name": "Crux"}],
    "lots": [
        {
            "title": "Nitrile",
            "opens_at": "2030-11-20T14:00:00Z",
            "closes_at": "2030-11-20T14:30:00Z",
            "items": [
                {
                    "id": "=1+1",
                    "description": "Nitrile glove, medium\nblue",
                    "unit": "box of 100",
                    "gtin": "05012345678900",
                    "volumes": {"RFS": "12000", "RHQ": "0.5"},
                    "baselines": {"RFS": "3.10"},
                },
                {
                    "id": "none",
                    "description": "'-",
                    "unit": "each",
                    "gtin": None,
                    "volumes": {"RHQ": "7"},
                    "baselines": {},
                },
            ],
        }
    ],
}


def expect(is_right, what):
    if not is_right:
        print(f"deviation: {what}")
        sys.exit(1)


class Server:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def ask(self, method, path, body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def items_of(self, file, kind):
        status, body = self.ask("POST", "/api/v1/sheets/items?trusts=RFS,RHQ&figures=both", file, kind)
        return status, json.loads(body)


def saved(workbook):
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def a_workbook_of_another_program_is_read(server):
    workbook = Workbook()
    workbook.active.title = "Notes"
    workbook.active.sheet_state = "hidden"
    sheet = workbook.create_sheet("Items")
    workbook.active = 1
    sheet.append(["ID", "Description", "Unit", "GTIN", "RFS volume", "RFS baseline"])
    sheet.append(["m", "Nitrile glove", "box", 5012345678900, 12000, 3.1999999999999997])
    sheet.append([])
    sheet.append([7, "Vinyl glove", None, "36000291452", "1,000", "£2.50"])
    status, read = server.items_of(saved(workbook), XLSX)
    expect(status == 200, f"a workbook is answered {status}: {read}")
    expect(
        read["items"]
        == [
            {
                "id": "m",
                "description": "Nitrile glove",
                "unit": "box",
                "gtin": "5012345678900",
                "volumes": {"RFS": "12000"},
                "baselines": {"RFS": "3.2"},
            },
            {
                "id": "7",
                "description": "Vinyl glove",
                "unit": None,
                "gtin": "00036000291452",
                "volumes": {"RFS": "1000"},
                "baselines": {"RFS": "2.50"},
            },
        ],
        f"a workbook is read as {read}",
    )
    expect((read["rows"], read["skipped"]) == (2, 1), f"rows and skipped rows: {read}")
    expect([warning["code"] for warning in read["warnings"]] == ["leading_zeros_lost"], f"warnings: {read}")


def bad_cells_of_a_workbook_are_named(server):
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["description", "gtin", "RFS volume", "RFS baseline"])
    sheet.append([datetime.date(2026, 12, 1), "5.01235E+12", -1, "=1/0"])
    sheet["D3"] = "#N/A"
    sheet["A3"] = "Glove"
    status, read = server.items_of(saved(workbook), XLSX)
    found = [(error["row"], error["column"], error["code"]) for error in read["errors"]]
    expect(status == 422 and read["code"] == "sheet_refused", f"bad cells are answered {status}: {read}")
    # A formula that no program has computed yet has no value.
    expect(
        found
        == [
            (2, "description", "bad_text"),
            (2, "gtin", "scientific"),
            (2, "RFS volume", "negative"),
            (3, "RFS baseline", "cell_error"),
        ],
        f"bad cells: {found}",
    )


def what_comes_out_opens_and_goes_in_again(server):
    status, body = server.ask("POST", "/api/v1/events", json.dumps(EVENT).encode())
    expect(status == 201, f"a draft is answered {status}: {body}")
    path = f"/api/v1/events/{json.loads(body)['id']}/lots/0/items"

    status, file = server.ask("GET", path + ".xlsx")
    sheet = load_workbook(io.BytesIO(file)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    expect(status == 200 and len(cells) == 11, f"{len(cells)} cells in the workbook")
    expect(all(cell.data_type == "s" and cell.number_format == "@" for cell in cells), "a cell is no text")
    expect(sheet["A2"].value == "=1+1" and sheet["A3"].value == "'none", f"ids: {sheet['A2'].value}, {sheet['A3'].value}")

    for name, kind in [(".xlsx", XLSX), (".csv", "text/csv")]:
        _, file = server.ask("GET", path + name)
        status, read = server.items_of(file, kind)
        expect(status == 200 and read["items"] == EVENT["lots"][0]["items"], f"{name} goes in again as {read}")

    _, file = server.ask("GET", path + ".csv")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    expect(rows[1][0] == "'=1+1" and rows[1][1] == "Nitrile glove, medium\nblue", f"the text file: {rows}")

    # Another program opens the file, changes nothing, and saves it.
    _, file = server.ask("GET", path + ".xlsx")
    workbook = load_workbook(io.BytesIO(file))
    for row in workbook.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else cell.data_type
    status, read = server.items_of(saved(workbook), XLSX)
    expect(status == 200 and read["items"] == EVENT["lots"][0]["items"], f"saved again it goes in as {read}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    args = parser.parse_args()
    server = Server(args.url, args.token)
    a_workbook_of_another_program_is_read(server)
    bad_cells_of_a_workbook_are_named(server)
    what_comes_out_opens_and_goes_in_again(server)


main()
