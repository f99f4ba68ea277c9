#!/usr/bin/env bash
# Order lists show a pack's unit by the cell's number format: 24 as `24 boxes`, by `0 "boxes"`. Two readers of XLSX take
# the letters of that text for parts of a date. xlsx2csv 0.8.6 writes the format in place of the number, so the quantity
# is gone. pylightxl 1.61 gives a date or a time of day; the colour in `[Red]0` and the currency in `[$USD] 0` are enough.
# Who trips: whoever turns suppliers' or trusts' workbooks into CSV or rows before a purchase is added up.
# openpyxl 3.1.5 and python-calamine 0.9.1 read 24 from each of these cells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
    openpyxl==3.1.5 xlsx2csv==0.8.6 pylightxl==1.61 python-calamine==0.9.1
env/bin/python - <<'PYTHON' | tee seen
import csv, io, subprocess
import openpyxl, pylightxl
from python_calamine import CalamineWorkbook

FORMATS = ['0', '0 "boxes"', '0 "dozen"', '"Pack of "0', '0 "days"', '[Red]0', '[$USD] 0']
book = openpyxl.Workbook()
for number, shown in enumerate(FORMATS, 1):
    cell = book.active.cell(number, 1, 24)
    cell.number_format = shown
book.save("orders.xlsx")

text = subprocess.run(["env/bin/xlsx2csv", "orders.xlsx"], check=True, capture_output=True, text=True).stdout
columns = {
    "format": FORMATS,
    "openpyxl": [cell.value for (cell,) in openpyxl.load_workbook("orders.xlsx").active.iter_rows()],
    "calamine": [row[0] for row in CalamineWorkbook.from_path("orders.xlsx").get_sheet_by_index(0).to_python()],
    "xlsx2csv": [row[0] for row in csv.reader(io.StringIO(text))],
    "pylightxl": [row[0] for row in (lambda book: book.ws(book.ws_names[0]).rows)(pylightxl.readxl("orders.xlsx"))],
}
print(*columns, sep=" | ")
for row in zip(*columns.values()):
    print(*row, sep=" | ")
PYTHON
diff - seen <<'EXPECTED'
format | openpyxl | calamine | xlsx2csv | pylightxl
0 | 24 | 24.0 | 24 | 24
0 "boxes" | 24 | 24.0 | 0 "boxes" | 00:00:00
0 "dozen" | 24 | 24.0 | 0 "23ozen" | 1900/01/23
"Pack of "0 | 24 | 24.0 | 24 | 24
0 "days" | 24 | 24.0 | 0 "23ays" | 1900/01/23 00:00:00
[Red]0 | 24 | 24.0 | 24 | 1900/01/23
[$USD] 0 | 24 | 24.0 | 24 | 1900/01/23 00:00:00
EXPECTED
