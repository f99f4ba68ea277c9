/** The names of organisations, each with a form that gives it another one. */
import { useState } from "preact/hooks";
import { nameOrganisation, organisations } from "../../api/people";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { faultsOf } from "../../parts/form/faults";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Pages } from "../../parts/page/pages";
import { useSession } from "../../parts/page/session-context";
import { useLoaded } from "../../parts/page/use-loaded";
import type { Organisation } from "../../protocol/names";
import { PAGE_NAMES } from "../../words/administration";
import { actRefused, kindName, organisationName } from "../../words/people";

export function OrganisationsPage() {
  const list = useLoaded("organisations", organisations);
  const [said, setSaid] = useState<string | null>(null);
  const session = useSession();
  const sorted = [...(list.value ?? [])].sort((a, b) =>
    organisationName(a).localeCompare(organisationName(b)),
  );
  return (
    <div class="reading">
      <Heading>{PAGE_NAMES.organisations}</Heading>
      <div class="card">
        <p>
          People read these names on pages, in invitations and in e-mails. An organisation without a name is
          called what the newest event calls it, or else by its code.
        </p>
        <Said text={said} />
        <LoadState what="the organisations" loaded={list} />
        <Pages rows={sorted} before="Previous page" after="Next page">
          {(shown) => (
            <ul class="nhsuk-list lots lots--ends">
              {shown.map((one) => (
                <li key={`${one.kind} ${one.id}`}>
                  <OneOrganisation
                    organisation={one}
                    begun={() => setSaid(null)}
                    named={(name) => {
                      setSaid(`${one.id} is called ${name} now.`);
                      list.again();
                      // The header names the person's own organisation.
                      session.ask();
                    }}
                  />
                </li>
              ))}
            </ul>
          )}
        </Pages>
      </div>
    </div>
  );
}

interface OneOrganisationProps {
  organisation: Organisation;
  begun(): void;
  named(name: string): void;
}

function OneOrganisation({ organisation, begun, named }: OneOrganisationProps) {
  const [edits, setEdits] = useState(false);
  const { id, kind, may_name } = organisation;
  return (
    <>
      <strong>{organisationName(organisation)}</strong>
      <span class="quiet">
        {kindName(kind)}, code {id}
      </span>
      {may_name && !edits && (
        <button
          type="button"
          class="plain-button"
          onClick={() => {
            begun();
            setEdits(true);
          }}
        >
          {organisation.name === null ? "Give a name" : "Rename"}
          <span class="nhsuk-u-visually-hidden"> {organisationName(organisation)}</span>
        </button>
      )}
      {edits && (
        <Rename
          organisation={organisation}
          done={(name) => {
            setEdits(false);
            if (name !== null) named(name);
          }}
        />
      )}
    </>
  );
}

function labelOf({ id, name }: Organisation): string {
  return name === null ? `Name of ${id}` : `New name of ${name}`;
}

interface RenameProps {
  organisation: Organisation;
  /** Null where nothing was changed. */
  done(name: string | null): void;
}

function Rename({ organisation, done }: RenameProps) {
  const { id, kind } = organisation;
  const field = { id: `name-of-${kind}-${id}`, label: labelOf(organisation) };
  const [name, setName] = useState(organisation.name ?? "");
  const sending = useSending();
  const { problems } = sending;
  const save = async (): Promise<Outcome> => {
    const answer = await nameOrganisation(id, name.trim());
    if (!answer.ok) {
      const found = faultsOf(answer, [{ ...field, label: "Name", member: "name" }]);
      return "problems" in found ? found : { said: actRefused(answer) };
    }
    done(answer.value.name);
    return { problems: [] };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(name.trim() === "" ? [{ field: field.id, text: "Enter a name" }] : [], save);
  };
  return (
    <form class="whole-line" noValidate method="post" onSubmit={submit}>
      <ErrorSummary problems={problems} />
      <Said text={sending.said} />
      <TextField {...field} focused value={name} typed={setName} problem={problemOf(problems, field.id)} />
      <p class="ways">
        <button type="submit" class="nhsuk-button nhsuk-button--secondary" aria-disabled={sending.waits}>
          Save the name
        </button>
        <button type="button" class="link-button" onClick={() => done(null)}>
          Leave it as it is
        </button>
      </p>
    </form>
  );
}
