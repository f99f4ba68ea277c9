/** A published event: its digest, its lots, what comes next, and a copy as the way to change it. */
import { useState } from "preact/hooks";
import { copyEvent, deleteDraft } from "../../api/drafts";
import { freshKey } from "../../api/exchange";
import type { JsonObject } from "../../json";
import type { Editor } from "../../live/draft/editor";
import { changedPaths } from "../../live/draft/merge";
import { at } from "../../json";
import { listAddress, TEMPLATES } from "../../words/draft/address";
import { consoleAddress } from "../../words/console/address";
import { fieldName, lotName } from "../../words/draft/names";
import { partiesOf } from "../../words/draft/people";
import { AskAgain, useOpener } from "./ask-again";
import { shortly } from "./frame";
import { PeopleOfParties } from "./people-of-event";

interface AfterProps {
  event: string;
  digest: string | null;
  document: JsonObject;
  lots: readonly string[];
}

export function AfterPublication({ event, digest, document, lots }: AfterProps) {
  return (
    <>
      <section class="card">
        <h2 class="card__heading">What is frozen</h2>
        <p>The rules, the bidders, the volumes and today's prices no longer change.</p>
        {digest !== null && (
          <p>
            Digest of the frozen document: <code class="set-up__digest">{digest}</code>
          </p>
        )}
      </section>
      <section class="card">
        <h2 class="card__heading">What comes next</h2>
        <p>Each bidder reads the rules and accepts the terms before its lot opens.</p>
        <p>
          While the lots are open, run the event from <a href={consoleAddress(event)}>its console</a>.
        </p>
        <ul class="nhsuk-list nhsuk-list--bullet">
          {lots.map((lot, nth) => (
            <li key={lot}>
              <a href={`/lots/${encodeURIComponent(lot)}`}>{lotName(document, nth)}</a>
            </li>
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="people">
        <h2 class="card__heading" id="people">
          Who can sign in
        </h2>
        <PeopleOfParties parties={partiesOf(document)} />
        <p>
          <a href="/people">See all people</a>
        </p>
      </section>
      <div class="ways">
        <Copy event={event} words="Make a copy as a new draft" as="draft" />
        <Copy event={event} words="Make a template of this event" as="template" />
      </div>
    </>
  );
}

/** An event that is no longer edited. What was typed and came too late is still shown. */
export function Frozen({ event, editor, lots }: { event: string; editor: Editor; lots: readonly string[] }) {
  const { state } = editor;
  const late = changedPaths(state.base, state.own);
  const gone = state.status === "deleted";
  return (
    <>
      <p class="lead">{gone ? "This draft has been deleted." : "Published; make a copy to change it."}</p>
      {late.length > 0 && (
        <section class="card">
          <h2 class="card__heading">What you typed is not part of it</h2>
          <p>
            It came after the {gone ? "draft was deleted" : "publication"}. It is kept here until you close
            this tab.
          </p>
          <ul class="nhsuk-list nhsuk-list--bullet">
            {late.map((path) => (
              <li key={path}>
                {fieldName(state.own, path)}: {shortly(at(state.own, path))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {!gone && <AfterPublication event={event} digest={state.digest} document={state.base} lots={lots} />}
    </>
  );
}

/** Takes a draft away for everybody, after a second press. */
export function Delete({ event, editor }: { event: string; editor: Editor }) {
  const [key] = useState(freshKey);
  const [asked, setAsked] = useState(false);
  const opener = useOpener(asked);
  const [said, setSaid] = useState<string | null>(null);
  const what = editor.state.status === "template" ? "template" : "draft";
  const remove = async (): Promise<void> => {
    setSaid("Deleting.");
    const reply = await deleteDraft(event, editor.state.revision, key);
    // Without what was typed nothing is kept on this machine either.
    if (reply.status === 204) location.assign(what === "template" ? TEMPLATES : "/");
    else if (reply.status === 412) setSaid("Another buyer has changed it. Read what changed first.");
    else setSaid(reply.problem?.detail ?? "It could not be deleted just now. Try again.");
    if (reply.status === 412) void editor.look();
  };
  if (!asked) {
    return (
      <p>
        <button type="button" class="plain-button" ref={opener} onClick={() => setAsked(true)}>
          Delete this {what}
        </button>
      </p>
    );
  }
  return (
    <AskAgain said={said} remove={() => void remove()} keep={() => setAsked(false)}>
      The {what} is deleted for everybody, and cannot be brought back.
    </AskAgain>
  );
}

interface CopyProps {
  event: string;
  words: string;
  /** Which event it is, where the page has several. */
  of?: string;
  as: "draft" | "template";
}

export function Copy({ event, words, of, as }: CopyProps) {
  const [key] = useState(freshKey);
  const [said, setSaid] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    setSaid("Copying.");
    const reply = await copyEvent(event, { title: null, as }, key);
    if (reply.value !== null) location.assign(listAddress(reply.value.id));
    else setSaid(reply.problem?.detail ?? "It could not be copied just now. Try again.");
  };
  return (
    <p>
      <button type="button" class="plain-button" onClick={() => void copy()}>
        {words}
        {of !== undefined && <span class="nhsuk-u-visually-hidden"> {of}</span>}
      </button>{" "}
      {said}
    </p>
  );
}
