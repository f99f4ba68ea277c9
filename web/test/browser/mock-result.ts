// The routes of a lot's result, for the tests of the pages only.
import type { ResultAnswer } from "../../src/protocol/http";
import type { LotMessage, Refusal } from "../../src/protocol/names";
import { LOT } from "../fixtures";
import type { Answered, Asked } from "./mock-account";

export class MockResult {
  /** The result; null while the lot has not ended. */
  result: ResultAnswer | null = null;
  refusals: Refusal[] = [];
  /** The next answers to a question for the result are this status. */
  fails: { status: number; times: number } | null = null;
  /** The answer ends in the middle. */
  is_cut = false;

  answer({ path }: Asked, query: URLSearchParams, lot: LotMessage | null): Answered | null {
    if (path === `/api/v1/lots/${LOT}/result`) return this.answered();
    if (path === `/api/v1/lots/${LOT}` && lot !== null) return { status: 200, body: lot };
    if (path === `/api/v1/lots/${LOT}/refusals`) return this.refused(query);
    return null;
  }

  private answered(): Answered {
    if (this.fails !== null && this.fails.times > 0) {
      this.fails.times -= 1;
      return { status: this.fails.status, body: { code: "unavailable" } };
    }
    return this.result === null
      ? { status: 409, body: { code: "not_ended" } }
      : { status: 200, body: this.result, is_cut: this.is_cut };
  }

  private refused(query: URLSearchParams): Answered {
    const after = Number(query.get("after") ?? 0);
    const left = this.refusals.filter(({ seq }) => seq > after);
    const items = left.slice(0, Number(query.get("limit") ?? 100));
    const next = items.length < left.length ? String(items.at(-1)?.seq) : null;
    return { status: 200, body: { items, next } };
  }
}
