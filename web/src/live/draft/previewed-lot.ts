/** A lot as one party would see it, for a preview. */
import type { LotMessage, Person } from "../../protocol/names";
import { start } from "../state/state";
import { StillLot } from "../still-lot";

export class PreviewedLot extends StillLot {
  constructor(lot: LotMessage, person: Person) {
    super(lot.lot, person);
    const local = Date.now();
    const empty = { status: "loaded", next_try_local: null } as const;
    const begun = start(person, local);
    this.state = {
      ...begun,
      lot,
      link: { ...begun.link, status: "joined", last_frame_local: local },
      clock: { offset: Date.parse(lot.now) - local, measurements: [] },
      offers_load: empty,
      record_load: empty,
    };
  }
}
