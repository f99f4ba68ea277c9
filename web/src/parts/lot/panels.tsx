/**
 * The panels above a screen of a lot: no connection, paused, closed, cancelled, excluded, terms, an annulled offer,
 * and what changed during an absence. A panel stays until its reason is gone; none fades by itself.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { LiveLot } from "../../live/live-lot";
import type { Act } from "../../live/state/acts";
import { awayFacts } from "../../live/state/away";
import { asAt, isCurrent, isFresh, isSupplier, now, shownAsAt } from "../../live/state/state";
import { resultAddress } from "../../words/address";
import {
  annulledSentence,
  awaySentence,
  cancelledWords,
  closedWords,
  excludedWords,
  failedWords,
  lostWords,
  pausedWords,
  scheduledWords,
  type StateWords,
  termsWords,
} from "../../words/lot";
import { lastExtension } from "../../words/notices";
import type { PartProps } from "./part";

interface PanelProps {
  name: string;
  say: StateWords;
  children?: ComponentChildren;
}

export function Panel({ name, say, children }: PanelProps) {
  return (
    <section class={`panel panel--${name}`}>
      <h2 class="panel__heading">{say.heading}</h2>
      <p>{say.text}</p>
      {children}
    </section>
  );
}

export function Panels(part: PartProps) {
  const { state, lot } = part;
  const supplier = isSupplier(state);
  const at = now(state);
  const as_at = shownAsAt(state);
  return (
    <>
      <Link {...part} />
      <BackAgain {...part} />
      {lot.state === "paused" && <Panel name="paused" say={pausedWords(lot, at, supplier, as_at)} />}
      {lot.state === "scheduled" && <Panel name="scheduled" say={scheduledWords(lot, at, supplier, as_at)} />}
      {lot.state === "closed" && (
        <Panel name="closed" say={closedWords(lot, at, supplier)}>
          <ResultLink lot={lot} />
        </Panel>
      )}
      {lot.state === "cancelled" && (
        <Panel name="cancelled" say={cancelledWords(lot)}>
          <ResultLink lot={lot} />
        </Panel>
      )}
      {lot.you?.excluded && <Panel name="excluded" say={excludedWords(lot)} />}
      <OwnAnnulment {...part} />
      <Terms {...part} />
      {!supplier && <Extended {...part} />}
    </>
  );
}

function ResultLink({ lot }: Pick<PartProps, "lot">) {
  return (
    <p>
      <a href={resultAddress(lot.lot)}>
        {lot.state === "closed" ? "The result in full" : "How it came to that"}
      </a>
    </p>
  );
}

/** Why the closing time moved last. A bidder reads it below the form, which must not move while it is used. */
export function Extended({ state, lot }: Pick<PartProps, "state" | "lot">) {
  const extension = isCurrent(state) && !lot.you?.excluded ? lastExtension(lot) : null;
  return (
    extension !== null && (
      <p class="extension">
        <strong class="tag tag--note">Extended</strong> {extension}
      </p>
    )
  );
}

/** Moves the focus first, because the focused button disappears together with its panel. */
function hide(live: LiveLot, act: Act): void {
  focusStanding();
  live.dispatch(act);
}

function focusStanding(): void {
  document.getElementById("stand")?.focus();
}

function Link({ state, lot }: PartProps) {
  // The page itself says that the session has ended.
  if (isCurrent(state) || state.link.status === "signed_out") return null;
  if (state.link.status === "connecting" && state.lost === null) return null;
  if (state.link.status === "failed") return <Panel name="lost" say={failedWords(lot.title, lot.event)} />;
  const { next_try_local } = state.link;
  const next = next_try_local === null ? null : next_try_local - state.local;
  return <Panel name="lost" say={lostWords(lot, asAt(state), next)} />;
}

function BackAgain({ live, state, lot }: PartProps) {
  if (state.away === null || !isFresh(state)) return null;
  const say = {
    heading: "While you were away",
    text: awaySentence(awayFacts(state.away), lot),
  };
  return (
    <Panel name="away" say={say}>
      <button type="button" class="plain-button" onClick={() => hide(live, { type: "away_read" })}>
        Hide this
      </button>
    </Panel>
  );
}

function OwnAnnulment({ live, state, lot }: PartProps) {
  const text = annulledSentence(lot);
  const annulled_at = lot.you?.annulled?.annulled_at ?? null;
  if (text === null || annulled_at === null || annulled_at === state.annulment_read || lot.you?.excluded)
    return null;
  const say = { heading: "Your offer was annulled", text };
  return (
    <Panel name="excluded" say={say}>
      <button
        type="button"
        class="plain-button"
        onClick={() => hide(live, { type: "annulment_read", annulled_at })}
      >
        Hide this
      </button>
    </Panel>
  );
}

function Terms({ live, lot }: PartProps) {
  const [failed, setFailed] = useState(false);
  if (lot.you?.terms_accepted !== false || lot.state === "closed" || lot.state === "cancelled") return null;
  const accept = async (): Promise<void> => {
    const accepted = await live.acceptTerms();
    setFailed(!accepted);
    if (accepted) focusStanding();
  };
  return (
    <Panel name="terms" say={termsWords()}>
      {lot.event.terms && (
        <div class="terms" tabIndex={0} role="region" aria-label="Terms of this event">
          {lot.event.terms}
        </div>
      )}
      <button type="button" class="nhsuk-button" onClick={() => void accept()}>
        Accept the terms
      </button>
      {failed && <p class="beside">They could not be accepted just now. Try again.</p>}
    </Panel>
  );
}
