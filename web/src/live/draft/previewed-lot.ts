/**
 * A lot as one party would see it, for a preview. It has the state of a live lot and never more: nothing is sent,
 * loaded, announced or kept.
 */
import type { LotMessage, Person } from "../../protocol/names";
import { LiveLot } from "../live-lot";
import { start } from "../state/state";

const SILENT = { polite: () => {}, assertive: () => {} };

export class PreviewedLot extends LiveLot {
  constructor(lot: LotMessage, person: Person) {
    super(lot.lot, person, SILENT, () => {});
    const local = Date.now();
    const empty = { status: "loaded", next_try_local: null } as const;
    const begun = start(person, local);
    this.state = {
      ...begun,
      lot,
      link: { ...begun.link, status: "joined", last_frame_local: local },
      clock: { offset: Date.parse(lot.now) - local, measurements: [] },
      offers_load: empty,
      history_load: empty,
    };
  }

  override start(): void {}

  override dispatch(): void {}

  override send(): void {}

  override confirm(): void {}

  override async acceptTerms(): Promise<boolean> {
    return false;
  }

  override async leadsAfter(): Promise<{ ok: true; value: { items: []; next: null } }> {
    return { ok: true, value: { items: [], next: null } };
  }

  override async askForAnnulment(): Promise<{ ok: false; status: number }> {
    return { ok: false, status: 0 };
  }
}
