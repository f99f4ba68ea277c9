/** The figures of the graph as a table, newest first, in pages of 25 rows, so that thousands of offers stay fast. */
import { useState } from "preact/hooks";
import type { Offer } from "../../api/answers";
import { money, ordinal } from "../../words/numbers";
import { clockTimeToSecond, millis } from "../../words/time";

const PAGE_ROWS = 25;

export function OffersTable({ offers, currency }: { offers: readonly Offer[]; currency: string }) {
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(0);
  const pages = Math.ceil(offers.length / PAGE_ROWS);
  const shown_page = Math.min(page, pages - 1);
  const newest_first = offers.toReversed();
  const shown = newest_first.slice(shown_page * PAGE_ROWS, (shown_page + 1) * PAGE_ROWS);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The same as a table</summary>
      {open && (
        <>
          <div class="scroll" tabIndex={0} role="group" aria-label="All offers as a table">
            <table class="list">
              <caption class="nhsuk-u-visually-hidden">All offers, newest first</caption>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">Bidder</th>
                  <th scope="col" class="number">
                    Total
                  </th>
                  <th scope="col" class="number">
                    As compared
                  </th>
                  <th scope="col" class="number">
                    Place then
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((offer) => (
                  <tr key={offer.seq}>
                    <td class="nowrap">{clockTimeToSecond(millis(offer.at))}</td>
                    <th scope="row">{offer.alias}</th>
                    <td class="number">{offer.total ? money(offer.total, currency) : "Not shown"}</td>
                    <td class="number">{money(offer.evaluated, currency)}</td>
                    <td class="number">{offer.rank ? ordinal(offer.rank) : "Not shown"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {pages > 1 && (
            <p class="pages">
              <button
                type="button"
                class="plain-button"
                aria-disabled={shown_page === 0}
                onClick={() => setPage(Math.max(0, shown_page - 1))}
              >
                Newer
              </button>
              <span>
                Page {shown_page + 1} of {pages}
              </span>
              <button
                type="button"
                class="plain-button"
                aria-disabled={shown_page === pages - 1}
                onClick={() => setPage(Math.min(pages - 1, shown_page + 1))}
              >
                Older
              </button>
            </p>
          )}
        </>
      )}
    </details>
  );
}
