/** The terms of the event: to read, to accept, and that they are accepted. Who accepts them does so in each lot. */
import { useRef, useState } from "preact/hooks";
import { acceptTerms } from "../../api/events";
import type { Voice } from "../../live/announcer/speaker";
import type { LobbyLot, TermsAcceptance } from "../../protocol/names";
import { acceptedWords, TERMS_FAILED, TERMS_NEEDED, TERMS_RECORDED, waitsForTerms } from "../../words/lobby";

interface TermsProps {
  event: string;
  terms: string | null;
  lots: readonly LobbyLot[];
  /** Who accepted them, and when; null while nobody has. */
  record: TermsAcceptance | null;
  /** The person who looks at the page. */
  self: string;
  now: number;
  voice: Voice;
  again(): void;
}

export function Terms({ event, terms, lots, record, self, now, voice, again }: TermsProps) {
  const [sends, setSends] = useState(false);
  const [failed, setFailed] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  if (terms === null) return null;
  const waits = waitsForTerms(lots) && !accepted;
  const accept = async (): Promise<void> => {
    if (sends) return;
    setSends(true);
    const answer = await acceptTerms(event);
    setSends(false);
    setFailed(!answer.ok);
    voice.polite(answer.ok ? acceptedWords(null, self, now) : TERMS_FAILED);
    if (!answer.ok) return;
    setAccepted(true);
    // The button goes: the focus stays in this part of the page.
    heading.current?.focus();
    again();
  };
  return (
    <section class="card" aria-labelledby="terms">
      <h2 class="card__heading" id="terms" tabIndex={-1} ref={heading}>
        Terms of this event
      </h2>
      <div class="terms terms--whole" tabIndex={0} role="region" aria-label="The text of the terms">
        {terms}
      </div>
      {waits ? (
        <>
          <p>{TERMS_NEEDED}</p>
          <button type="button" class="nhsuk-button" aria-disabled={sends} onClick={() => void accept()}>
            Accept the terms
          </button>
          {failed && <p class="note">{TERMS_FAILED}</p>}
        </>
      ) : (
        <p>
          {acceptedWords(record, self, now)} {TERMS_RECORDED}
        </p>
      )}
    </section>
  );
}
