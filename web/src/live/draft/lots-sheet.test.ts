// A sheet of several lots: its rows by lot, and faults by their rows in the whole sheet.
import { expect, test } from "vitest";
import type { SheetItems } from "../../api/drafts";
import type { BadCell } from "../../api/sheets";
import type { Reply } from "../../api/exchange";
import { readLots } from "./lots-sheet";
import { splitSheet } from "./sheet-text";

/** Reads a sheet as a server does whose figures have to be digits. */
function reader(): { sheets: string[]; read: (text: string) => Promise<Reply<SheetItems>> } {
  const sheets: string[] = [];
  const read = async (text: string): Promise<Reply<SheetItems>> => {
    sheets.push(text);
    const [header = [], ...rows] = splitSheet(text);
    const errors = rows.flatMap((cells, nth): BadCell[] => {
      const column = header[1] ?? "";
      const value = cells[1] ?? "";
      const row = nth + 2;
      if (/^\d*$/.test(value)) return [];
      return [{ path: `/rows/${row}/${column}`, row, column, code: "not_a_number", value, message: "no" }];
    });
    if (header[1] !== "RFS volume") {
      errors.push({
        path: "/rows/1/x",
        row: 1,
        column: "x",
        code: "unknown_column",
        value: "x",
        message: "",
      });
    }
    if (errors.length > 0) return { status: 422, value: null, problem: { errors }, revision: null };
    const items = rows.map(([description = ""]) => ({ description }));
    return {
      status: 200,
      value: { items, rows: rows.length, skipped: 0, warnings: [] },
      problem: null,
      revision: null,
    };
  };
  return { sheets, read };
}

const HEADER = "Lot\tdescription\tRFS volume";

// G153
test("the rows of a sheet go to their lots, and a blank cell belongs to the lot above it", async () => {
  const { sheets, read } = reader();
  const sheet = `${HEADER}\nNitrile\tSmall\t1\n\tLarge\t2\n\t\t\nVinyl\tSmall\t3\n Nitrile \tMedium\t4\n`;

  const { value } = await readLots(sheet, read);

  const titles = value?.lots.map(({ title, items }) => [title, items.map(({ description }) => description)]);
  expect(titles).toEqual([
    ["Nitrile", ["Small", "Large", "Medium"]],
    ["Vinyl", ["Small"]],
  ]);
  expect(sheets[0]).toBe("description\tRFS volume\nSmall\t1\nLarge\t2\nMedium\t4");
});

// G153
test("the bad cells of all lots are told at once, by their rows in the whole sheet", async () => {
  const { read } = reader();
  const sheet = `${HEADER}\n\tTiny\t0\nNitrile\tSmall\tx\nVinyl\tSmall\t3\nNitrile\tLarge\ty\nVinyl\tLarge\tz`;

  const { status, problem } = await readLots(sheet, read);

  const places = ((problem?.errors ?? []) as BadCell[]).map(({ row, column }) => [row, column]);
  expect(status).toBe(422);
  expect(places).toEqual([
    [2, "lot"],
    [3, "RFS volume"],
    [5, "RFS volume"],
    [6, "RFS volume"],
  ]);
});

test("a fault of the header is told once, and a sheet without the column says so", async () => {
  const { read } = reader();
  const twice = "lot\tdescription\tx\nNitrile\tSmall\t1\nVinyl\tSmall\t1";

  const [header, none] = [
    await readLots(twice, read),
    await readLots("description\tRFS volume\nSmall\t1", read),
  ];

  expect(header.problem?.errors).toHaveLength(1);
  expect(none.problem?.errors?.[0]).toMatchObject({ path: "/rows/1/lot", code: "column_missing" });
});

test("without an answer to one lot nothing is read", async () => {
  const busy: Reply<SheetItems> = { status: 503, value: null, problem: { detail: "later" }, revision: null };

  const reply = await readLots(`${HEADER}\nNitrile\tSmall\t1`, async () => busy);

  expect(reply).toMatchObject({ status: 503, value: null, problem: { detail: "later" } });
});
