/** Erases a person: says what goes, what stays, and that nothing brings it back. */
import { erase, onePerson } from "../../api/people";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { useLoaded } from "../../parts/page/use-loaded";
import { actRefused, personAddress, personName } from "../../words/people";
import { CannotSeePeople } from "./cannot-see";

interface ErasePageProps {
  id: string;
  /** Leads to another page, which says what was done. */
  goOn(address: string, said: string): void;
}

export function ErasePage({ id, goOn }: ErasePageProps) {
  const loaded = useLoaded(id, () => onePerson(id));
  const sending = useSending();
  if (loaded.refused !== null) return <CannotSeePeople />;
  if (loaded.value === null) {
    return (
      <>
        <Heading>Loading the person</Heading>
        <LoadState what="the person" loaded={loaded} />
      </>
    );
  }
  const person = loaded.value;
  const name = personName(person);
  if (!person.may.includes("erase")) return <CannotSeePeople />;
  const send = async (): Promise<Outcome> => {
    const answer = await erase(id);
    if (!answer.ok) return { said: actRefused(answer) };
    goOn("/people", `${name} is erased.`);
    return { problems: [] };
  };
  return (
    <div class="reading">
      <Heading>{`Erase ${name} for good`}</Heading>
      <div class="card">
        <LoadState what="the person" loaded={loaded} />
        <Said text={sending.said} />
        <p>
          <strong>This cannot be undone.</strong> To keep somebody out for a time,{" "}
          <a href={personAddress(id, "disable")}>disable them</a>.
        </p>
        <ul class="nhsuk-list nhsuk-list--bullet">
          <li>
            Name, e-mail address, telephone number, password, code from an app, sessions, invitations and
            e-mails of {name} are removed. All sessions end now.
          </li>
          <li>
            Offers and acts of {name} stay in the records of lots and events, and count as before. The records
            name a person by a number only; nothing tells any more whose number it was.
          </li>
        </ul>
        <button
          type="button"
          class="nhsuk-button nhsuk-button--warning"
          aria-disabled={sending.waits}
          onClick={() => sending.send([], send)}
        >
          Erase {name} for good
        </button>
      </div>
      <p>
        <a href={personAddress(id)}>Back to {name}, without a change</a>
      </p>
    </div>
  );
}
