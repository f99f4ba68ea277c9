/** Opens the panel that takes prices from a table. It is loaded when a person opens it first. */
import { useState } from "preact/hooks";
import { type BidPartProps, inLot } from "../../parts/bid/bid-part";
import { later } from "../../parts/page/later";

const PricesSheet = later(() => import("./prices-sheet").then((part) => part.PricesSheet));

export function PastePrices(part: BidPartProps) {
  const [opened, setOpened] = useState(false);
  return (
    <details class="more" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>
        Paste prices, or take them from a file<span class="nhsuk-u-visually-hidden">{inLot(part)}</span>
      </summary>
      {opened && <PricesSheet {...part} />}
    </details>
  );
}
