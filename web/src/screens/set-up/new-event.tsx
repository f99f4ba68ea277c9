/** The beginning of a set-up: a title, or a copy of an earlier event. */
import { useEffect, useState } from "preact/hooks";
import { createDraft, templates } from "../../api/drafts";
import { events } from "../../api/events";
import { freshKey } from "../../api/exchange";
import { load, save } from "../../live/draft/kept";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { Pages } from "../../parts/page/pages";
import type { EventListed, Person } from "../../protocol/names";
import { listAddress, TEMPLATES } from "../../words/draft/address";
import { Copy } from "./published";

interface Begun {
  readonly title: string;
  readonly reference: string;
  readonly key: string;
}

const tab = (): Storage => sessionStorage;

export function NewEvent({ person, go }: { person: Person; go: (address: string) => void }) {
  const kept_as = `fairlot new event ${person.person}`;
  const [begun, setBegun] = useState<Begun>(
    () => load<Begun>(tab, kept_as) ?? { title: "", reference: "", key: freshKey() },
  );
  const [said, setSaid] = useState<string | null>(null);
  const type = (change: Partial<Begun>): void => {
    // Another content needs another key: the same key with the same content creates one draft.
    const next = { ...begun, ...change, key: freshKey() };
    setBegun(next);
    save(tab, kept_as, next);
  };
  const create = async (submitted: Event): Promise<void> => {
    submitted.preventDefault();
    setSaid("Creating the draft.");
    const { title, reference, key } = begun;
    const document = {
      ...(title.trim() && { title: title.trim() }),
      ...(reference.trim() && { reference: reference.trim() }),
    };
    const reply = await createDraft(document, key);
    if (reply.value === null) {
      setSaid(failed(reply.status, reply.problem?.detail));
      return;
    }
    save(tab, kept_as, null);
    go(listAddress(reply.value.id));
  };
  return (
    <Page>
      <div class="set-up reading">
        <Heading>Set up an event</Heading>
        <form class="card" noValidate autoComplete="off" onSubmit={(event) => void create(event)}>
          <div class="nhsuk-form-group">
            <label class="nhsuk-label set-up__label" for="new-title">
              Title
            </label>
            <div class="nhsuk-hint set-up__hint" id="new-title-hint">
              For example, Examination gloves 2027. You can change it until the event is published.
            </div>
            <input
              class="nhsuk-input"
              id="new-title"
              type="text"
              aria-describedby="new-title-hint"
              value={begun.title}
              onInput={(event) => type({ title: event.currentTarget.value })}
            />
          </div>
          <div class="nhsuk-form-group">
            <label class="nhsuk-label set-up__label" for="new-reference">
              Your reference
            </label>
            <input
              class="nhsuk-input set-up__medium"
              id="new-reference"
              type="text"
              value={begun.reference}
              onInput={(event) => type({ reference: event.currentTarget.value })}
            />
          </div>
          <button type="submit" class="nhsuk-button set-up__button">
            Create the draft
          </button>
          {said !== null && <p class="answer answer--unknown">{said}</p>}
        </form>
        <Earlier />
      </div>
    </Page>
  );
}

function failed(status: number, detail: string | undefined): string {
  if (status === 0)
    return "There was no answer. What you typed is kept; try again. No second draft comes of it.";
  if (status === 401) return "You are signed out. What you typed is kept on this computer.";
  return detail ?? "The draft could not be created just now. Try again.";
}

/** The templates, and the events that can be copied. */
function Earlier() {
  const [list, setList] = useState<readonly EventListed[]>([]);
  useEffect(() => {
    let over = false;
    void Promise.all([templates(), events()]).then(([kept, all]) => {
      const found = [kept.value?.events ?? [], all.ok ? all.value.events : []].flat();
      if (!over) setList(found);
    });
    return () => {
      over = true;
    };
  }, []);
  const kept = list.filter(({ status }) => status === "template");
  const earlier = list.filter(({ status }) => status === "draft" || status === "published");
  return (
    <>
      <section class="card">
        <h2 class="card__heading">Or set up from a template</h2>
        {kept.length === 0 ? <p>No template yet.</p> : <Copies list={kept} verb="Use" />}
        <p>
          <a href={TEMPLATES}>Make, rename and delete templates</a>
        </p>
      </section>
      {earlier.length > 0 && (
        <section class="card">
          <h2 class="card__heading">Or begin with a copy</h2>
          <p class="quiet">
            A copy has no reference and no times. Items, bidders and rules are those of the earlier event.
          </p>
          <Copies list={earlier} verb="Copy" />
        </section>
      )}
    </>
  );
}

function Copies({ list, verb }: { list: readonly EventListed[]; verb: string }) {
  return (
    <Pages rows={list} before="Previous page" after="Next page">
      {(shown) => (
        <ul class="nhsuk-list lots copies">
          {shown.map(({ id, title, reference }) => {
            const named = title || "Without a title";
            return (
              <li key={id}>
                <span>
                  {named} {reference && <span class="quiet">{reference}</span>}
                </span>
                <Copy event={id} words={verb} of={named} as="draft" />
              </li>
            );
          })}
        </ul>
      )}
    </Pages>
  );
}
