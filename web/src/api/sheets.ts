/** Sheets that a person pastes or chooses as a file, and what the server could not read in them. */
import type { Prices } from "../protocol/names";
import { exchange, type Reply, type Request } from "./exchange";

/** A sheet: pasted text, or a file. */
export interface Sheet {
  readonly body: string | Blob;
  readonly type: string;
}

export const PASTED_TYPE = "text/tab-separated-values";

/** A cell of a sheet that could not be read. Row and column are null where the fault is of the whole row or file. */
export interface BadCell {
  readonly path: string;
  /** Counts every record of the sheet from 1. */
  readonly row: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly value: string | null;
  readonly message: string;
}

export function withSheet({ body, type }: Sheet): Request {
  return { method: "POST", body, headers: { "content-type": type } };
}

/** The prices of a sheet, and what they come to. */
export interface SheetPrices {
  readonly prices: Prices;
  readonly total: string;
  readonly evaluated: string;
  readonly warnings: readonly BadCell[];
}

/** Reads a price for each item of a lot. Nothing is bid. */
export function readPrices(lot: string, sheet: Sheet): Promise<Reply<SheetPrices>> {
  return exchange(`/api/v1/lots/${encodeURIComponent(lot)}/sheet`, withSheet(sheet));
}
