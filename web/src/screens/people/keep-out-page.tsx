/** Disables a person, or enables one again: says what that does, and asks why. */
import { useState } from "preact/hooks";
import { disable, enable, onePerson, sessionsOf } from "../../api/people";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { type Field, faultsOf } from "../../parts/form/faults";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { useLoaded } from "../../parts/page/use-loaded";
import type { ListedPerson } from "../../protocol/names";
import { count } from "../../words/numbers";
import { actRefused, personAddress, personName, sessionsEnd } from "../../words/people";
import { CannotSeePeople } from "./cannot-see";

const REASON: Field = { id: "reason", label: "Reason", member: "reason" };

interface KeepOutPageProps {
  id: string;
  act: "disable" | "enable";
  /** Leads to another page, which says what was done. */
  goOn(address: string, said: string): void;
}

export function KeepOutPage({ id, act, goOn }: KeepOutPageProps) {
  const loaded = useLoaded(id, async () => {
    const [person, sessions] = await Promise.all([onePerson(id), sessionsOf(id)]);
    if (!person.ok) return person;
    return {
      ok: true,
      value: { person: person.value, sessions: sessions.ok ? sessions.value.length : null },
    };
  });
  if (loaded.refused !== null) return <CannotSeePeople />;
  if (loaded.value === null) {
    return (
      <>
        <Heading>Loading the person</Heading>
        <LoadState what="the person" loaded={loaded} />
      </>
    );
  }
  const { person, sessions } = loaded.value;
  if (!person.may.includes("disable")) return <CannotSeePeople />;
  return (
    <div class="reading">
      <LoadState what="the person" loaded={loaded} />
      <KeepOutForm {...{ person, sessions, act, goOn }} />
      <p>
        <a href={personAddress(id)}>Back to {personName(person)}, without a change</a>
      </p>
    </div>
  );
}

interface KeepOutFormProps extends Omit<KeepOutPageProps, "id"> {
  person: ListedPerson;
  sessions: number | null;
}

function KeepOutForm({ person, sessions, act, goOn }: KeepOutFormProps) {
  const [reason, setReason] = useState("");
  const sending = useSending();
  const name = personName(person);
  const { problems } = sending;
  const disables = act === "disable";
  const done = disables
    ? `${name} is disabled. ${sessions ? `${count(sessions, "session")} ${sessions === 1 ? "has" : "have"} ended.` : "No session is open."}`
    : `${name} is enabled, and can sign in again.`;
  const send = async (): Promise<Outcome> => {
    const answer = await (disables ? disable : enable)(person.id, reason.trim());
    if (!answer.ok) {
      const found = faultsOf(answer, [REASON]);
      return "problems" in found ? found : { said: actRefused(answer) };
    }
    goOn(personAddress(person.id), done);
    return { problems: [] };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(reason.trim() === "" ? [{ field: REASON.id, text: "Enter a reason" }] : [], send);
  };
  return (
    <>
      <Heading error={problems.length > 0}>{`${disables ? "Disable" : "Enable"} ${name}`}</Heading>
      <form class="card" noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={problems} />
        <Said text={sending.said} />
        {disables ? (
          <>
            <p>
              <strong>{sessionsEnd(sessions)}</strong>
            </p>
            <p>
              {name} cannot sign in any more, until somebody enables them again. Offers that they made still
              count.
            </p>
          </>
        ) : (
          <p>{name} can sign in again, with the password and the code from before.</p>
        )}
        <TextField
          id={REASON.id}
          label={REASON.label}
          hint="It is kept in the security events, beside your name."
          value={reason}
          typed={setReason}
          problem={problemOf(problems, REASON.id)}
        />
        <button
          type="submit"
          class={`nhsuk-button${disables ? " nhsuk-button--warning" : ""}`}
          aria-disabled={sending.waits}
        >
          {disables ? "Disable" : "Enable"} {name}
          {disables && sessions ? ` and end ${count(sessions, "session")}` : ""}
        </button>
      </form>
    </>
  );
}
