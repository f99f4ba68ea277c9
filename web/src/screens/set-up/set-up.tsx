/** The screen of an event's set-up: holds the draft's editor, and shows the page that the address names. */
import { useEffect, useState } from "preact/hooks";
import { checkDocument, publishEvent, readEvent, reviseDraft } from "../../api/drafts";
import { freshKey } from "../../api/exchange";
import { textOf } from "../../json";
import { Editor } from "../../live/draft/editor";
import { keepIn } from "../../live/draft/kept";
import { Publication } from "../../live/draft/publication";
import { isEditable } from "../../live/draft/state";
import { CannotSee, NoSuchPage, ServiceError } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import type { Person } from "../../protocol/names";
import { placeOf, TEMPLATES } from "../../words/draft/address";
import { CheckPage } from "./check-page";
import { type Form, FormContext } from "./form";
import { Frame } from "./frame";
import { NewEvent } from "./new-event";
import type { PartyParts } from "../../parts/lot/part";
import { Copy, Delete, Frozen } from "./published";
import { TaskList } from "./task-list";
import { TaskPage } from "./task-page";
import { TemplatesPage } from "./templates";
import "../../styles/set-up.scss";

export interface SetUpProps {
  /** The address with its query. */
  address: string;
  person: Person;
  go: (address: string) => void;
  parts: PartyParts;
}

const TO_TEMPLATES = { address: TEMPLATES, words: "Back to the templates" };
/** How often the page asks whether another person has changed the draft. */
const LOOK_MS = 15_000;

export function SetUpScreen({ address, person, go, parts }: SetUpProps) {
  const place = placeOf(address);
  if (person.role !== "buyer") {
    return (
      <Page>
        <CannotSee />
      </Page>
    );
  }
  if (place === null) {
    return (
      <Page>
        <NoSuchPage />
      </Page>
    );
  }
  if (place.page === "new") return <NewEvent person={person} go={go} />;
  if (place.page === "templates") return <TemplatesPage />;
  return <OneDraft key={place.event} event={place.event} {...{ address, person, go, parts }} />;
}

function OneDraft({ event, address, person, go, parts }: SetUpProps & { event: string }) {
  const editor = useEditor(event, person);
  const publication = usePublication(event, editor);
  const { state } = editor;
  const place = placeOf(address);
  if (state.load !== "ready" || place === null || place.page === "new" || place.page === "templates") {
    return <NotReady load={state.load} again={() => void editor.load()} />;
  }
  const checking = place.page === "task" && place.task === "check";
  if (!isEditable(state) && !(checking && publication.state.kind === "done")) {
    return (
      <Frame heading="Set-up of the event" editor={editor}>
        <Frozen event={event} editor={editor} lots={state.lots} />
      </Frame>
    );
  }
  if (checking) return <CheckPage {...{ event, editor, publication, parts }} />;
  if (place.page === "task") return <TaskPage key={place.task} {...{ place, editor, go }} />;
  const form: Form = {
    event,
    editor,
    document: state.own,
    checked: state.checked,
    shown: new Map(),
    wanted: null,
    show: () => {},
    waitFor: () => {},
    currency: textOf(state.own["currency"]) || "GBP",
  };
  return (
    <FormContext.Provider value={form}>
      <Frame
        heading={state.status === "template" ? "Template" : "Set up the event"}
        editor={editor}
        {...(state.status === "template" ? { back: TO_TEMPLATES } : {})}
      >
        {state.status === "template" && (
          <>
            <p>A template is never published. Events are set up from it.</p>
            <Copy event={event} words="Set up an event from this template" as="draft" />
          </>
        )}
        <TaskList />
        {state.status === "draft" && (
          <div class="ways">
            <Copy event={event} words="Make a copy of this draft" as="draft" />
            <Copy event={event} words="Make a template of this draft" as="template" />
          </div>
        )}
        <Delete event={event} editor={editor} />
      </Frame>
    </FormContext.Provider>
  );
}

function NotReady({ load, again }: { load: Editor["state"]["load"]; again: () => void }) {
  return (
    <Page>
      {load === "failed" && <ServiceError again={again} />}
      {(load === "not_found" || load === "forbidden") && <CannotSee />}
      {(load === "loading" || load === "signed_out") && (
        <>
          <Heading>Loading the draft</Heading>
          <p>Loading the draft.</p>
        </>
      )}
    </Page>
  );
}

/** The editor of the draft, drawn again with each change, and saved when the tab is hidden. */
function useEditor(event: string, person: Person): Editor {
  const [, redraw] = useState(0);
  const [editor] = useState(
    () =>
      new Editor({
        person: person.person,
        read: () => readEvent(event),
        revise: (document, revision, key) => reviseDraft(event, document, revision, key),
        check: checkDocument,
        keep: keepIn(() => sessionStorage, person.person, event),
        freshKey,
        now: () => Date.now(),
      }),
  );
  const { returns } = useSession();
  useEffect(() => {
    // The person is signed in again on this very page.
    if (returns > 0) void (editor.state.load === "ready" ? editor.save() : editor.load());
  }, [returns]);
  useEffect(() => {
    const unwatch = editor.watch(() => redraw((n) => n + 1));
    const hidden = (): void => {
      if (document.visibilityState === "hidden") {
        editor.keepNow();
        void editor.save();
      } else void editor.look();
    };
    const leaving = (): void => editor.keepNow();
    const online = (): void => void editor.save();
    void editor.load();
    const timer = setInterval(() => document.visibilityState === "visible" && void editor.look(), LOOK_MS);
    document.addEventListener("visibilitychange", hidden);
    addEventListener("pagehide", leaving);
    addEventListener("online", online);
    return () => {
      unwatch();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("pagehide", leaving);
      removeEventListener("online", online);
      void editor.save().finally(() => editor.stop());
    };
  }, [editor]);
  return editor;
}

function usePublication(event: string, editor: Editor): Publication {
  const [, redraw] = useState(0);
  const [publication] = useState(
    () =>
      new Publication({
        publish: (revision, key) => publishEvent(event, revision, key),
        storage: () => sessionStorage,
        kept_as: `fairlot publish ${event}`,
        freshKey,
        now: () => Date.now(),
      }),
  );
  const { returns } = useSession();
  useEffect(() => publication.resume(), [returns]);
  useEffect(() => {
    const unwatch = publication.watch(() => {
      redraw((n) => n + 1);
      if (publication.state.kind === "done") void editor.look();
    });
    return () => {
      unwatch();
      publication.stop();
    };
  }, [publication, editor]);
  return publication;
}
