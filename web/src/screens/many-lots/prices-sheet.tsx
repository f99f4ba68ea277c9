/** Takes the prices of a lot from a pasted table or a file. They go into the fields; nothing is sent. */
import { readPrices, type SheetPrices } from "../../api/sheets";
import { type BidPartProps, idOf } from "../../parts/bid/bid-part";
import { SheetPanel, type Taken } from "../../parts/form/sheet-panel";
import { SHEET_HINT, sheetTaken } from "../../words/many-lots";

export function PricesSheet(part: BidPartProps) {
  const { live, state, lot } = part;
  const take = ({ prices, total, warnings }: SheetPrices): Taken => {
    live.dispatch({ type: "filled", prices });
    return { words: sheetTaken(Object.keys(prices).length, total, lot.event.currency, warnings.length) };
  };
  return (
    <SheetPanel<SheetPrices>
      id={idOf(part, "sheet")}
      kept_as={`${state.person.person} ${lot.lot}`}
      level={3}
      heading={`Prices for ${lot.title}`}
      hint={SHEET_HINT}
      read={(sheet) => readPrices(lot.lot, sheet)}
      take={take}
    />
  );
}
