"""Reads the rows of a workbook, or writes a workbook of such rows with openpyxl, and says what that took as JSON.

    write.py read FILE ROWS              keeps the rows of all sheets
    write.py write ROWS FILE             writes them; the rows lie in memory before the time begins to count
    write.py write-row-by-row ROWS FILE  writes each row as soon as it is read, for which less memory is needed
    write.py compare ROWS FILE           fails unless FILE has these rows
"""

import datetime
import itertools
import json
import pickle
import sys
import time

from openpyxl import LXML, Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

# Cells look the same without these formats, and are written faster.
PLAIN = {"General", "@", "0"}


def kept(cell):
    value = cell.value
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        value += datetime.timedelta(microseconds=500)
        value = value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value, None if cell.number_format in PLAIN else sys.intern(cell.number_format)


def rows_of(file):
    for sheet in load_workbook(file, read_only=True).worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            cells = [kept(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            yield cells


def read(file, rows):
    with open(rows, "wb") as out:
        for row in rows_of(file):
            pickle.dump(row, out)


def stored(rows):
    with open(rows, "rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def write(rows, file):
    book = Workbook(write_only=True)
    sheet = None

    def made(cell):
        if cell is None or cell[1] is None:
            return cell and cell[0]
        styled = WriteOnlyCell(sheet, cell[0])
        styled.number_format = cell[1]
        return styled

    for row in rows:
        if isinstance(row, str):
            sheet = book.create_sheet(row)
            sheet.freeze_panes = "A2"
        else:
            sheet.append([made(cell) for cell in row])
    book.save(file)


def compare(rows, file):
    for expected, found in itertools.zip_longest(stored(rows), rows_of(file)):
        if expected != found:
            sys.exit(f"a row is {found} in place of {expected}")


def peak_bytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def main(what, source, file):
    if what == "read":
        read(source, file)
        return
    if what == "compare":
        compare(source, file)
        return
    rows = stored(source) if what == "write-row-by-row" else list(stored(source))
    start, cpu_before = time.perf_counter(), time.process_time()
    write(rows, file)
    took, cpu = time.perf_counter() - start, time.process_time() - cpu_before
    json.dump({"seconds": took, "cpu_seconds": cpu, "peak_bytes": peak_bytes(), "has_lxml": LXML}, sys.stdout)


main(*sys.argv[1:])
