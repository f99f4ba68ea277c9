/** The person's name, telephone and, for an administrator, e-mail address. */
import { useState } from "preact/hooks";
import { changePerson } from "../../api/people";
import type { Failure } from "../../api/request";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { type Field, faultsOf } from "../../parts/form/faults";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Section } from "../../parts/page/section";
import { useSession } from "../../parts/page/session-context";
import { EMAIL_NEEDED_OF, INVITED_NAME_NEEDED } from "../../words/inviting";
import { actRefused } from "../../words/people";
import type { PersonSectionProps } from "./person-section";

const NAME: Field = { id: "person-name", label: "Name", member: "name" };
const EMAIL: Field = { id: "person-email", label: "E-mail address", member: "email" };
const TELEPHONE: Field = { id: "person-telephone", label: "Telephone", member: "telephone" };

export function PersonDetails({ person, caller, changed }: PersonSectionProps) {
  const session = useSession();
  const [name, setName] = useState(person.name ?? "");
  const [email, setEmail] = useState(person.email ?? "");
  const [telephone, setTelephone] = useState(person.telephone ?? "");
  const sending = useSending();
  const may_email = person.may.includes("change_email");
  const save = async (): Promise<Outcome> => {
    const details = { name: name.trim(), telephone: telephone.trim() === "" ? null : telephone.trim() };
    const answer = await changePerson(person.id, may_email ? { ...details, email: email.trim() } : details);
    if (!answer.ok) return refused(answer);
    if (person.id === caller.person) session.ask();
    changed();
    return { said: `The details of ${details.name} are saved.` };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const missing = [
      ...(name.trim() === "" ? [{ field: NAME.id, text: INVITED_NAME_NEEDED }] : []),
      ...(may_email && email.trim() === "" ? [{ field: EMAIL.id, text: EMAIL_NEEDED_OF }] : []),
    ];
    sending.send(missing, save);
  };
  const { problems } = sending;
  return (
    <Section id="details" heading="Name and contact details">
      <form noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={problems} level={3} />
        <Said text={sending.said} />
        <TextField
          id={NAME.id}
          label={NAME.label}
          value={name}
          typed={setName}
          problem={problemOf(problems, NAME.id)}
        />
        {may_email && (
          <TextField
            id={EMAIL.id}
            label={EMAIL.label}
            hint="The person signs in with it, and links are sent to it."
            type="email"
            inputmode="email"
            value={email}
            typed={setEmail}
            problem={problemOf(problems, EMAIL.id)}
          />
        )}
        <TextField
          id={TELEPHONE.id}
          label={TELEPHONE.label}
          hint="You may leave it out."
          type="tel"
          inputmode="tel"
          value={telephone}
          typed={setTelephone}
          problem={problemOf(problems, TELEPHONE.id)}
        />
        <button type="submit" class="nhsuk-button nhsuk-button--secondary" aria-disabled={sending.waits}>
          Save the details
        </button>
      </form>
    </Section>
  );
}

function refused(failure: Failure): Outcome {
  if (failure.status === 409) {
    return { problems: [{ field: EMAIL.id, text: "Another person has this e-mail address" }] };
  }
  const found = faultsOf(failure, [NAME, EMAIL, TELEPHONE]);
  return "problems" in found ? found : { said: actRefused(failure) };
}
