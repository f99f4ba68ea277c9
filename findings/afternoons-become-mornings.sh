#!/usr/bin/env bash
# Excel gives a typed moment the built-in number format 22, and a date format 14: both show in the reader's own order, in
# Britain 09/12/2025 18:00. xlsx2csv 0.8.6 writes 12/09/25 06:00: month first, and a 12-hour clock without am or pm. So
# does `dd/mm/yyyy h:mm`, while `h:mm` alone and `hh:mm` keep 18:00. Nothing in the CSV shows that hours were lost.
# Who trips: whoever turns order, delivery or tender times of a British workbook into CSV, and compares them afterwards.
# openpyxl 3.1.5 and python-calamine 0.9.1 read 18:00 on 9 December from each of these cells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
    XlsxWriter==3.3.1 openpyxl==3.1.5 xlsx2csv==0.8.6 python-calamine==0.9.1
env/bin/python - <<'PYTHON' | tee seen
import csv, io, subprocess
import openpyxl, xlsxwriter
from python_calamine import CalamineWorkbook

FORMATS = [14, 22, "dd/mm/yyyy h:mm", "dd/mm/yyyy hh:mm", "h:mm"]
SIX_IN_THE_AFTERNOON = 46000.75
book = xlsxwriter.Workbook("orders.xlsx")
sheet = book.add_worksheet()
for row, shown in enumerate(FORMATS):
    sheet.write_number(row, 0, SIX_IN_THE_AFTERNOON, book.add_format({"num_format": shown}))
book.close()

text = subprocess.run(["env/bin/xlsx2csv", "orders.xlsx"], check=True, capture_output=True, text=True).stdout
columns = {
    "format": FORMATS,
    "openpyxl": [cell.value for (cell,) in openpyxl.load_workbook("orders.xlsx").active.iter_rows()],
    "calamine": [row[0] for row in CalamineWorkbook.from_path("orders.xlsx").get_sheet_by_index(0).to_python()],
    "xlsx2csv": [row[0] for row in csv.reader(io.StringIO(text))],
}
print(*columns, sep=" | ")
for row in zip(*columns.values()):
    print(*row, sep=" | ")
PYTHON
diff - seen <<'EXPECTED'
format | openpyxl | calamine | xlsx2csv
14 | 2025-12-09 18:00:00 | 2025-12-09 18:00:00 | 12-09-25
22 | 2025-12-09 18:00:00 | 2025-12-09 18:00:00 | 12/09/25 06:00
dd/mm/yyyy h:mm | 2025-12-09 18:00:00 | 2025-12-09 18:00:00 | 09/12/2025 06:00
dd/mm/yyyy hh:mm | 2025-12-09 18:00:00 | 2025-12-09 18:00:00 | 09/12/2025 18:00
h:mm | 2025-12-09 18:00:00 | 2025-12-09 18:00:00 | 18:00
EXPECTED
