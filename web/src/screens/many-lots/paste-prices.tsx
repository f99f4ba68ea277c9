/** Opens the panel that takes prices from a table. It is loaded when a person opens it first. */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { type BidPartProps, inLot } from "../../parts/bid/bid-part";

export function PastePrices(part: BidPartProps) {
  const [Panel, setPanel] = useState<ComponentType<BidPartProps> | null>(null);
  const [said, setSaid] = useState("Loading this part.");
  const load = (): void => {
    if (Panel !== null) return;
    import("./prices-sheet").then(
      ({ PricesSheet }) => setPanel(() => PricesSheet),
      () => setSaid("This part could not be loaded just now. Close it and open it again."),
    );
  };
  return (
    <details class="more" onToggle={(event) => event.currentTarget.open && load()}>
      <summary>
        Paste prices, or take them from a file<span class="nhsuk-u-visually-hidden">{inLot(part)}</span>
      </summary>
      {Panel === null ? <p>{said}</p> : <Panel {...part} />}
    </details>
  );
}
