/** The lot's public notices, newest first: the buyer's acts with their reasons, extensions, messages. */
import { isCurrent, isSupplier, shownLot } from "../../live/state/state";
import { noticeSentence } from "../../words/notices";
import { clockTimeToSecond, millis } from "../../words/time";
import { FreezeControl } from "./freeze";
import type { PartProps } from "./part";

export function Notices(part: PartProps) {
  const { state } = part;
  const lot = shownLot(state) ?? part.lot;
  const newest_first = lot.notices.toReversed();
  return (
    <section class={`card${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="notices">
      <h2 class="card__heading" id="notices">
        Notices
      </h2>
      {isSupplier(state) && <FreezeControl {...part} />}
      {newest_first.length === 0 ? (
        <p class="quiet">There are no notices yet.</p>
      ) : (
        <div class="scroll scroll--tall" tabIndex={0} role="group" aria-labelledby="notices">
          <ul class="notices">
            {newest_first.map((notice) => (
              <li key={notice.seq}>
                <span class="notices__time">{clockTimeToSecond(millis(notice.at))}</span>
                <span>{noticeSentence(lot, notice)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
