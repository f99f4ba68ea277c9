// A pasted sheet: split into cells, joined again, and put at a cell of the table.
import { expect, test } from "vitest";
import { blockAt, hasHeader, isBlock, joinSheet, splitSheet } from "./sheet-text";

test.each<[string, string[][]]>([
  [
    "a\tb\nc\td\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "a\tb\r\nc\t",
    [
      ["a", "b"],
      ["c", ""],
    ],
  ],
  ["\ta", [["", "a"]]],
  ["a\n\nb", [["a"], [""], ["b"]]],
  ['"two\nlines"\tb', [["two\nlines", "b"]]],
  ['"a ""quoted"" word"\tb', [['a "quoted" word', "b"]]],
  ['5" gauze\tb', [['5" gauze', "b"]]],
  ["", []],
])("%j is split into its cells", (text, rows) => {
  expect(splitSheet(text)).toEqual(rows);
});

test("cells that are joined split into the same cells", () => {
  const rows = [
    ["a", "", 'x"y'],
    ["two\nlines", '"quoted"', "tab\there"],
  ];

  expect(splitSheet(joinSheet(rows))).toEqual(rows);
});

test("a first row with a column's name is a header", () => {
  expect(hasHeader([["ID", "Description", "RFS volume"]])).toBe(true);
  expect(hasHeader([["12000", "48000"]])).toBe(false);
});

test("one cell is no block, also with the line break that a spreadsheet puts after it", () => {
  expect(isBlock("12000\r\n")).toBe(false);
  expect(isBlock("12000\t13000")).toBe(true);
});

const TABLE = { rows: 3, codes: ["A", "B", "C"], columns: "trusts", kind: "volumes" } as const;

test("a block of figures becomes a sheet whose items are named by their places", () => {
  const outcome = blockAt([["1", "2"], ["3"]], { row: 1, column: 1 }, { ...TABLE, kind: "baselines" });

  const sheet =
    "id\tdescription\tB baseline\tC baseline\n" +
    "row-1\tRow 1 of the paste\t1\t2\n" +
    "row-2\tRow 2 of the paste\t3\t";
  expect(outcome).toEqual({ block: { sheet, codes: ["B", "C"], rows: 2 } });
});

test("a block that does not fit says by how much, and changes nothing", () => {
  const wide = blockAt([["1", "2", "3"]], { row: 0, column: 1 }, TABLE);
  const tall = blockAt([["1"], ["2"]], { row: 2, column: 0 }, TABLE);

  expect(wide).toEqual({
    problem:
      "The paste has 1 column more than there are trusts to the right of this cell. Nothing was changed.",
  });
  expect(tall).toEqual({
    problem: "The paste has 1 row more than there are items from this cell down. Nothing was changed.",
  });
});
