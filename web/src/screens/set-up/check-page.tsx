/** Check and publish: what stops publication, what everybody will see, and the one button. */
import { useEffect, useState } from "preact/hooks";
import type { Finding } from "../../api/drafts";
import { same, textOf } from "../../json";
import type { Editor } from "../../live/draft/editor";
import type { Publication } from "../../live/draft/publication";
import { findingAddress, listAddress } from "../../words/draft/address";
import { findingText } from "../../words/draft/names";
import { alike, type FindingGroup, groupText } from "../../words/draft/alike";
import { checkSentence, invitedTo, publishWords, stops } from "../../words/draft/tasks";
import { count } from "../../words/numbers";
import { duration } from "../../words/time";
import { allFindings, type Form, FormContext } from "./form";
import { Frame } from "./frame";
import { PeopleOfTheEvent } from "./people-of-event";
import { PlayAuction } from "./play-auction";
import type { PartyParts } from "../../parts/lot/part";
import { Previews } from "./preview";
import { AfterPublication } from "./published";
import { Summary } from "./summary";

interface CheckPageProps {
  event: string;
  editor: Editor;
  publication: Publication;
  parts: PartyParts;
}

const NOTHING_SHOWN: Form["shown"] = new Map();

export function CheckPage({ event, editor, publication, parts }: CheckPageProps) {
  const { state } = editor;
  useEffect(() => {
    void editor.save();
  }, [editor]);
  const done = publication.state.kind === "done" ? publication.state.published : null;
  const form: Form = {
    event,
    editor,
    document: state.own,
    checked: state.checked,
    shown: NOTHING_SHOWN,
    wanted: null,
    show: () => {},
    waitFor: () => {},
    currency: textOf(state.own["currency"]) || "GBP",
  };
  const findings = allFindings(state.checked);
  return (
    <FormContext.Provider value={form}>
      <Frame
        heading={done === null ? "Check and publish" : "The event is published"}
        editor={editor}
        back={
          done === null
            ? { address: listAddress(event), words: "Back to the list of tasks" }
            : { address: "/", words: "Back to your events and lots" }
        }
        wide
      >
        {done !== null ? (
          <AfterPublication
            event={event}
            digest={done.digest}
            document={state.own}
            lots={lotIds(done.lots)}
          />
        ) : (
          <>
            <p class="lead">{state.checked === null ? "Checking the draft." : checkSentence(findings)}</p>
            <Findings form={form} heading="What stops publication" findings={findings.filter(stops)} />
            <Findings form={form} heading="Warnings" findings={findings.filter((one) => !stops(one))} />
            <Summary />
            {state.checked?.complete && (
              <section class="card" aria-labelledby="preview">
                <h2 class="card__heading" id="preview">
                  What each party will see
                </h2>
                <Previews parts={parts} />
              </section>
            )}
            <section class="card" aria-labelledby="people">
              <h2 class="card__heading" id="people">
                Who can sign in
              </h2>
              <PeopleOfTheEvent />
            </section>
            {state.checked?.complete && <PlayAuction />}
            <Publish form={form} publication={publication} findings={findings} />
          </>
        )}
      </Frame>
    </FormContext.Provider>
  );
}

function lotIds(lots: ReadonlyArray<string | { readonly id: string }>): string[] {
  return lots.map((lot) => (typeof lot === "string" ? lot : lot.id));
}

interface FindingsProps {
  form: Form;
  heading: string;
  findings: readonly Finding[];
}

function Findings({ form, heading, findings }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <section class="card">
      <h2 class="card__heading">
        {heading} ({findings.length})
      </h2>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {alike(findings).map((group) => (
          <li key={keyOf(group[0])}>
            {group.length === 1 ? (
              <OneFinding form={form} finding={group[0]} />
            ) : (
              <Group {...{ form, group }} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneFinding({ form, finding }: { form: Form; finding: Finding }) {
  return <a href={findingAddress(form.event, finding)}>{findingText(form.document, finding)}</a>;
}

/** What is the same in several lots is said once, with a link for each. */
function Group({ form, group }: { form: Form; group: FindingGroup<Finding> }) {
  return (
    <details class="more">
      <summary>{groupText(group)}</summary>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {group.map((finding) => (
          <li key={keyOf(finding)}>
            <OneFinding form={form} finding={finding} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function keyOf({ path, code, message }: Finding): string {
  return `${path} ${code} ${message}`;
}

interface PublishProps {
  form: Form;
  publication: Publication;
  findings: readonly Finding[];
}

function Publish({ form, publication, findings }: PublishProps) {
  const { state } = form.editor;
  const [refused, setRefused] = useState<string | null>(null);
  useEffect(() => {
    // The own changes are put on top of what stands, and the page says what changed.
    if (publication.state.kind === "stale") void form.editor.look();
  }, [publication.state.kind]);
  const invited = invitedTo(form.document);
  const why = whyNot(form, findings);
  const publish = (): void => {
    setRefused(why);
    if (why === null) void publication.publish(state.revision);
  };
  return (
    <section class="card" aria-labelledby="publish">
      <h2 class="card__heading" id="publish">
        Publish
      </h2>
      <p>
        Publication freezes the rules, the bidders, the volumes and today's prices, and{" "}
        {invited === 0 ? "invites the bidders" : `invites ${count(invited, "bidder")}`}.
        {form.document["four_eyes"] === true &&
          " After it a second buyer has to approve before an offer is annulled, a bidder excluded or a lot cancelled."}
      </p>
      <Outcome publication={publication} />
      <button
        type="button"
        class="nhsuk-button set-up__button"
        aria-disabled={why !== null || ["publishing", "unknown"].includes(publication.state.kind)}
        aria-describedby="publish-blocked"
        onClick={publish}
      >
        {publishWords(invited)}
      </button>
      <p id="publish-blocked">{refused ?? why ?? ""}</p>
    </section>
  );
}

/** Why the event cannot be published now. */
function whyNot({ editor, checked }: Form, findings: readonly Finding[]): string | null {
  const { state } = editor;
  if (state.status === "template") return "A template is not published: make a draft from it.";
  if (checked === null) return "The draft is still being checked.";
  if (findings.some(stops)) return "First correct what stops publication.";
  if (state.disputed !== null) return "First choose above what counts.";
  return same(state.base, state.own) ? null : "Your last changes are not saved yet.";
}

function Outcome({ publication }: { publication: Publication }) {
  const { state } = publication;
  switch (state.kind) {
    case "idle":
    case "done":
      return null;
    case "publishing":
      return <p class="answer">Publishing.</p>;
    case "unknown":
      return (
        <p class="answer answer--unknown">
          We do not know yet whether the event is published. We ask again with the same key, so it cannot be
          published twice. Next try in {duration(Math.max(1_000, state.next_try - Date.now()))}.
        </p>
      );
    case "stale":
      return (
        <p class="answer answer--unknown">
          {state.by ?? "Another buyer"} changed the draft after you read it. Nothing was published. Read what
          changed, then publish.
        </p>
      );
    case "signed_out":
      return (
        <p class="answer answer--unknown">
          You are signed out.{" "}
          <a href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}>Sign in again</a>, then the same
          question is asked once more.
        </p>
      );
    case "refused":
      return (
        <div class="answer answer--unknown">
          <p>The event was not published: {state.message}</p>
          <ul class="nhsuk-list nhsuk-list--bullet">
            {state.faults.map(({ path, message }) => (
              <li key={`${path} ${message}`}>{message}</li>
            ))}
          </ul>
        </div>
      );
  }
}
