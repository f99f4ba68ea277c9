/** The properties that every part of a lot's page takes. */
import type { ComponentChildren } from "preact";
import type { LiveLot } from "../../live/live-lot";
import type { State } from "../../live/state/state";
import type { LotMessage } from "../../protocol/names";
import type { Role } from "../../protocol/ws";

export interface PartProps {
  live: LiveLot;
  state: State;
  lot: LotMessage;
  /**
   * Set where a moment of the past is drawn: what no past view has is left out, and the graph is drawn only while the
   * moment rests.
   */
  replayed?: "moving" | "resting";
}

/** Draws the parts of a lot's page as a person of that role has them. */
export type PartyParts = (role: Role, part: PartProps) => ComponentChildren;
