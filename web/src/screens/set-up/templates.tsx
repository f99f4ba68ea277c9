/** The list of templates: set up an event from one; make, rename, change and delete one. */
import { useEffect, useState } from "preact/hooks";
import { copyEvent, deleteDraft, readEvent, reviseDraft, templates } from "../../api/drafts";
import { events } from "../../api/events";
import { freshKey, type Reply } from "../../api/exchange";
import { Said } from "../../parts/form/said";
import { Back } from "../../parts/page/back";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { Pages } from "../../parts/page/pages";
import { useSession } from "../../parts/page/session-context";
import type { EventListed } from "../../protocol/names";
import { listAddress } from "../../words/draft/address";
import { notDone, templatesSentence } from "../../words/draft/templates";
import { AskAgain, useOpener } from "./ask-again";
import { Copy } from "./published";

type List = readonly EventListed[] | "loading" | "failed";

export function TemplatesPage() {
  const [list, setList] = useState<List>("loading");
  const [said, setSaid] = useState<string | null>(null);
  const { returns } = useSession();
  const load = async (): Promise<void> => {
    const reply = await templates();
    setList((known) => reply.value?.events ?? (typeof known === "string" ? "failed" : known));
  };
  useEffect(() => void load(), [returns]);
  const done = (words: string): void => {
    setSaid(words);
    void load();
  };
  return (
    <Page>
      <div class="set-up reading">
        <Back to="/events/new" words="Back to setting up an event" />
        <Heading>Templates</Heading>
        {list === "loading" && <p>Loading the templates.</p>}
        {list === "failed" && (
          <p>
            The templates could not be loaded just now.{" "}
            <button type="button" class="link-button" onClick={() => void load()}>
              Try again
            </button>
          </p>
        )}
        {typeof list !== "string" && <p class="lead">{templatesSentence(list.length)}</p>}
        <Said key={said} text={said} />
        {typeof list !== "string" && (
          <Pages rows={list} before="Previous page" after="Next page">
            {(shown) => (
              <>
                {shown.map((template) => (
                  <Template key={template.id} template={template} done={done} />
                ))}
              </>
            )}
          </Pages>
        )}
        <Make done={done} />
      </div>
    </Page>
  );
}

interface TemplateProps {
  template: EventListed;
  done: (words: string) => void;
}

function Template({ template, done }: TemplateProps) {
  const [act, setAct] = useState<"none" | "rename" | "delete">("none");
  const [rename, remove] = [useOpener(act === "rename"), useOpener(act === "delete")];
  const { id, title } = template;
  const named = title || "Without a title";
  const after = (words: string): void => {
    setAct("none");
    done(words);
  };
  return (
    <section class="card" aria-labelledby={`template-${id}`}>
      <h2 class="card__heading" id={`template-${id}`}>
        {named}
      </h2>
      <Copy event={id} words="Set up an event from this template" of={named} as="draft" />
      {act === "none" && (
        <p class="set-up__acts set-up__level">
          <a href={listAddress(id)}>
            Change<span class="nhsuk-u-visually-hidden"> {named}</span>
          </a>
          <button type="button" class="plain-button" ref={rename} onClick={() => setAct("rename")}>
            Rename<span class="nhsuk-u-visually-hidden"> {named}</span>
          </button>
          <button type="button" class="plain-button" ref={remove} onClick={() => setAct("delete")}>
            Delete<span class="nhsuk-u-visually-hidden"> {named}</span>
          </button>
        </p>
      )}
      {act === "rename" && <Rename template={template} done={after} leave={() => setAct("none")} />}
      {act === "delete" && <Remove template={template} done={after} leave={() => setAct("none")} />}
    </section>
  );
}

interface ActProps extends TemplateProps {
  leave: () => void;
}

function Rename({ template: { id, title }, done, leave }: ActProps) {
  const [typed, setTyped] = useState(title);
  const [said, setSaid] = useState<string | null>(null);
  const field = `rename-${id}`;
  useEffect(() => document.getElementById(field)?.focus(), []);
  const rename = async (submitted: Event): Promise<void> => {
    submitted.preventDefault();
    const name = typed.trim();
    if (name === "") return setSaid("Enter a name.");
    setSaid("Saving.");
    const reply = await renamed(id, name);
    if (reply.value === null) setSaid(notDone(reply.status, reply.problem?.detail));
    else done(`The template is now called ${name}.`);
  };
  return (
    <form noValidate autoComplete="off" onSubmit={(event) => void rename(event)}>
      <label class="nhsuk-label set-up__label" for={field}>
        Name
      </label>
      <input
        class="nhsuk-input"
        id={field}
        type="text"
        aria-describedby={`${field}-said`}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <p id={`${field}-said`}>{said}</p>
      <p class="set-up__acts">
        <button type="submit" class="nhsuk-button nhsuk-button--secondary set-up__button">
          Save the name
        </button>
        <button type="button" class="plain-button" onClick={leave}>
          Leave it as it is
        </button>
      </p>
    </form>
  );
}

/** Changes the title alone, in what stands now. */
async function renamed(id: string, title: string): Promise<Reply<unknown>> {
  const stored = await readEvent(id);
  if (stored.value === null) return stored;
  return reviseDraft(id, { ...stored.value.document, title }, stored.value.revision ?? 0, freshKey());
}

function Remove({ template: { id, title, revision }, done, leave }: ActProps) {
  const [key] = useState(freshKey);
  const [said, setSaid] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    setSaid("Deleting.");
    const reply = await deleteDraft(id, revision ?? 0, key);
    if (reply.status === 204 || reply.status === 404) done(`The template ${title} is deleted.`);
    else setSaid(notDone(reply.status, reply.problem?.detail));
  };
  return (
    <AskAgain said={said} remove={() => void remove()} keep={leave}>
      The template is deleted for everybody, and cannot be brought back. Events that were set up from it stay.
    </AskAgain>
  );
}

/** A template is made from an event: from a draft, or from one that was published. */
function Make({ done }: { done: (words: string) => void }) {
  const [list, setList] = useState<readonly EventListed[]>([]);
  const [source, setSource] = useState("");
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [key, setKey] = useState(freshKey);
  useEffect(() => {
    let over = false;
    void events().then((answer) => {
      if (answer.ok && !over) setList(answer.value.events.filter(({ status }) => status !== "deleted"));
    });
    return () => {
      over = true;
    };
  }, []);
  const chosen = list.find(({ id }) => id === source) ?? list[0];
  const make = async (submitted: Event): Promise<void> => {
    submitted.preventDefault();
    if (chosen === undefined) return;
    setSaid("Making the template.");
    const title = typed.trim() || null;
    const reply = await copyEvent(chosen.id, { title, as: "template" }, key);
    if (reply.value === null) return setSaid(notDone(reply.status, reply.problem?.detail));
    setSaid(null);
    setTyped("");
    setKey(freshKey());
    done(`The template ${title ?? chosen.title} is made.`);
  };
  // Another content needs another key: the same key with the same content makes one template.
  const change = (act: () => void): void => {
    act();
    setKey(freshKey());
  };
  return (
    <section class="card" aria-labelledby="make-template">
      <h2 class="card__heading" id="make-template">
        Make a template
      </h2>
      {chosen === undefined ? (
        <p>A template is made from an event. There is none yet.</p>
      ) : (
        <form noValidate autoComplete="off" onSubmit={(event) => void make(event)}>
          <p class="quiet">
            It has the items, bidders and rules of the event, and neither its reference nor its times.
          </p>
          <div class="nhsuk-form-group">
            <label class="nhsuk-label set-up__label" for="template-source">
              From the event
            </label>
            <select
              class="nhsuk-input set-up__select"
              id="template-source"
              value={chosen.id}
              onChange={(event) => change(() => setSource(event.currentTarget.value))}
            >
              {list.map(({ id, title, reference }) => (
                <option key={id} value={id}>
                  {[title || "Without a title", reference].filter(Boolean).join(", ")}
                </option>
              ))}
            </select>
          </div>
          <label class="nhsuk-label set-up__label" for="template-name">
            Name
          </label>
          <div class="nhsuk-hint set-up__hint" id="template-name-hint">
            Leave it empty to keep the title of the event.
          </div>
          <input
            class="nhsuk-input"
            id="template-name"
            type="text"
            aria-describedby="template-name-hint"
            value={typed}
            onInput={(event) => change(() => setTyped(event.currentTarget.value))}
          />
          <p class="set-up__acts">
            <button type="submit" class="nhsuk-button nhsuk-button--secondary set-up__button">
              Make the template
            </button>
            <span>{said}</span>
          </p>
        </form>
      )}
    </section>
  );
}
