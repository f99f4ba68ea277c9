/** Takes from the state the facts for the sentence about an absence. Pure. */
import type { AwayFacts } from "../../words/lot";
import type { Away } from "./state";

export function awayFacts(away: Away): AwayFacts {
  return {
    away_ms: away.back_at - away.lost.at,
    was_state: away.lost.state,
    state: away.state,
    was_rank: away.lost.rank,
    rank: away.rank,
    was_closes_at: away.lost.closes_at,
    closes_at: away.closes_at,
    was_lead: away.lost.lead,
    lead: away.lead,
    new_offers: away.new_offers,
    notices: away.notices,
  };
}
