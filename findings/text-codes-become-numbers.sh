#!/usr/bin/env bash
# In a workbook the code of an organisation such as `5E1`, or a maker's product number such as `12E4`, is a text cell.
# pyexcel-xlsxr 0.6.2 guesses at texts as it does in CSV files: it reads 50.0 and 120000.0, and ` 7 ` as 7. A text of
# zeros first stays a text, so a look at product numbers (GTIN) shows nothing wrong.
# Who trips: whoever joins the lines of trusts or catalogues by such a code: lines are missing, or belong to another one.
# openpyxl 3.1.5 and python-calamine 0.9.1 read the texts as they are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
    openpyxl==3.1.5 pyexcel-xlsxr==0.6.2 pyexcel-io==0.6.8 python-calamine==0.9.1
env/bin/python - <<'PYTHON' | tee seen
import openpyxl, pyexcel_xlsxr
from python_calamine import CalamineWorkbook

CODES = ["5E1", "12E4", " 7 ", "05000456789012", "RJ1"]
book = openpyxl.Workbook()
for number, code in enumerate(CODES, 1):
    cell = book.active.cell(number, 1, code)
    assert cell.data_type == "s", "a text"
book.save("codes.xlsx")

columns = {
    "text cell": CODES,
    "openpyxl": [cell.value for (cell,) in openpyxl.load_workbook("codes.xlsx").active.iter_rows()],
    "calamine": [row[0] for row in CalamineWorkbook.from_path("codes.xlsx").get_sheet_by_index(0).to_python()],
    "pyexcel-xlsxr": [row[0] for row in next(iter(pyexcel_xlsxr.get_data("codes.xlsx").values()))],
}
print(*columns, sep=" | ")
for row in zip(*columns.values()):
    print(*map(repr, row), sep=" | ")
PYTHON
diff - seen <<'EXPECTED'
text cell | openpyxl | calamine | pyexcel-xlsxr
'5E1' | '5E1' | '5E1' | 50.0
'12E4' | '12E4' | '12E4' | 120000.0
' 7 ' | ' 7 ' | ' 7 ' | 7
'05000456789012' | '05000456789012' | '05000456789012' | '05000456789012'
'RJ1' | 'RJ1' | 'RJ1' | 'RJ1'
EXPECTED
