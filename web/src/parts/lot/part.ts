/** The properties that every part of a lot's page takes. */
import type { LiveLot } from "../../live/live-lot";
import type { State } from "../../live/state/state";
import type { LotMessage } from "../../protocol/names";

export interface PartProps {
  live: LiveLot;
  state: State;
  lot: LotMessage;
}
