/** The person's own name and telephone number. */
import { useState } from "preact/hooks";
import { saveDetails } from "../../api/account";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { useSession } from "../../parts/page/session-context";
import type { Person } from "../../protocol/names";
import { DETAILS_SAVED, NAME_NEEDED } from "../../words/settings";
import { type Field, faultsOf } from "../../parts/form/faults";
import { Section } from "../../parts/page/section";

const NAME: Field = { id: "own-name", label: "Name", member: "name" };
const TELEPHONE: Field = { id: "own-telephone", label: "Telephone", member: "telephone" };

export function OwnDetails({ person }: { person: Person }) {
  const session = useSession();
  const [name, setName] = useState(person.name ?? "");
  const [telephone, setTelephone] = useState(person.telephone ?? "");
  const sending = useSending();
  const save = async (): Promise<Outcome> => {
    const details = { name: name.trim(), telephone: telephone.trim() === "" ? null : telephone.trim() };
    const answer = await saveDetails(details);
    if (!answer.ok) return faultsOf(answer, [NAME, TELEPHONE]);
    session.changed(answer.value);
    return { said: DETAILS_SAVED };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(name.trim() === "" ? [{ field: NAME.id, text: NAME_NEEDED }] : [], save);
  };
  return (
    <Section id="own-details" heading="Name and telephone">
      <form noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={sending.problems} level={3} />
        <Said text={sending.said} />
        {person.email !== null && (
          <p>
            You sign in as <strong>{person.email}</strong>.
          </p>
        )}
        <TextField
          id={NAME.id}
          label={NAME.label}
          autocomplete="name"
          value={name}
          typed={setName}
          problem={problemOf(sending.problems, NAME.id)}
        />
        <TextField
          id={TELEPHONE.id}
          label={TELEPHONE.label}
          hint="The buyer rings it when you are needed in an auction. You may leave it out."
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          value={telephone}
          typed={setTelephone}
          problem={problemOf(sending.problems, TELEPHONE.id)}
        />
        <button type="submit" class="nhsuk-button nhsuk-button--secondary" aria-disabled={sending.waits}>
          Save name and telephone
        </button>
      </form>
    </Section>
  );
}
