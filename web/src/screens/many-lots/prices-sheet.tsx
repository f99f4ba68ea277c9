/** Takes the prices of a lot from a pasted table or a file. They go into the fields; nothing is sent. */
import { useState } from "preact/hooks";
import { readPrices, type SheetPrices } from "../../api/sheets";
import { type BidPartProps, idOf, inLot } from "../../parts/bid/bid-part";
import { SheetPanel, type Taken } from "../../parts/form/sheet-panel";
import { SHEET_HINT, sheetTaken } from "../../words/many-lots";

export function PricesSheet(part: BidPartProps) {
  const { live, state, lot } = part;
  // A hundred of these stand on the page, and few are opened.
  const [opened, setOpened] = useState(false);
  const take = ({ prices, total, warnings }: SheetPrices): Taken => {
    live.dispatch({ type: "filled", prices });
    return { words: sheetTaken(Object.keys(prices).length, total, lot.event.currency, warnings.length) };
  };
  return (
    <details class="more" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>
        Paste prices, or take them from a file<span class="nhsuk-u-visually-hidden">{inLot(part)}</span>
      </summary>
      {opened && (
        <SheetPanel<SheetPrices>
          id={idOf(part, "sheet")}
          kept_as={`${state.person.person} ${lot.lot}`}
          level={3}
          heading={`Prices for ${lot.title}`}
          hint={SHEET_HINT}
          read={(sheet) => readPrices(lot.lot, sheet)}
          take={take}
        />
      )}
    </details>
  );
}
