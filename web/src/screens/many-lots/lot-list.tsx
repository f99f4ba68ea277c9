/** The lots in the order of the event, which never changes. Each draws itself again only when it changes. */
import type { BidderLots } from "../../live/many/bidder-lots";
import type { GoTo } from "./go-to";
import { LotCard } from "./lot-card";

interface LotListProps {
  live: BidderLots;
  narrow: boolean;
  /** The lot that is open on a narrow screen. */
  open: string | null;
  goTo: GoTo;
  toggle(lot: string): void;
}

export function LotList({ live, narrow, open, toggle }: LotListProps) {
  return (
    <div class="many__lots">
      {live.lots.map((one) => (
        <LotCard
          key={one.lot}
          live={live}
          one={one}
          open={!narrow || open === one.lot}
          toggle={narrow ? () => toggle(one.lot) : null}
        />
      ))}
    </div>
  );
}
