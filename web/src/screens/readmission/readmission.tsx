/** Lets a person back in who cannot sign in shortly before or during an event: who it is, why, and one button. */
import { useEffect, useState } from "preact/hooks";
import { type StoredEvent, readEvent } from "../../api/drafts";
import { allPeople } from "../../api/people";
import { readmit } from "../../api/readmission";
import { textOf } from "../../json";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { CannotSee, ServiceError } from "../../parts/page/error-pages";
import { Back } from "../../parts/page/back";
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { useAbout } from "../../parts/page/use-about";
import type { Person } from "../../protocol/names";
import {
  BE_SURE,
  NOBODY,
  PERSON_NEEDED,
  READMIT,
  type Readmissible,
  readmissible,
  readmittedSentence,
  REASON_NEEDED,
  refusedSentence,
  UNKNOWN,
  whatItDoes,
} from "../../words/readmission";
import { aboutField } from "../../words/settings";
import { WhoField } from "./who-field";

/** How often the page asks what became of a mail. */
const LOOK_MS = 10_000;
const WHO = "readmit-person";
const REASON = "readmit-reason";

interface ReadmissionProps {
  event: string;
  person: Person;
}

interface Known {
  readonly title: string;
  readonly people: readonly Readmissible[];
}

export function ReadmissionScreen({ event, person }: ReadmissionProps) {
  const [known, again] = useKnown(event, person.role === "buyer");
  return (
    <Page>
      {known === "unseen" && <CannotSee />}
      {known === "failed" && <ServiceError again={again} />}
      {(known === "loading" || typeof known === "object") && (
        <div class="reading">
          <Back to="/" words="Back to your events and lots" />
          <Heading>{READMIT}</Heading>
          {known === "loading" ? (
            <p>Loading the people of the event.</p>
          ) : (
            <Readmission event={event} known={known} />
          )}
        </div>
      )}
    </Page>
  );
}

/** The event and its people. Asked for again once the person is signed in again. */
function useKnown(event: string, may: boolean): [Known | "loading" | "failed" | "unseen", () => void] {
  const [known, setKnown] = useState<Known | "loading" | "failed" | "unseen">(may ? "loading" : "unseen");
  const { returns } = useSession();
  const load = async (): Promise<void> => {
    const [stored, people] = await Promise.all([readEvent(event), allPeople()]);
    if (stored.value !== null && people.ok) {
      setKnown({ title: titleOf(stored.value), people: readmissible(stored.value.document, people.value) });
    } else if (stored.status === 404 || stored.status === 403) setKnown("unseen");
    // The page asks for the session by itself.
    else if (stored.status !== 401) setKnown((was) => (typeof was === "object" ? was : "failed"));
  };
  useEffect(() => {
    if (!may) return;
    void load();
    const timer = setInterval(() => document.visibilityState === "visible" && void load(), LOOK_MS);
    return () => clearInterval(timer);
  }, [event, returns]);
  return [known, () => void load()];
}

function titleOf({ document }: StoredEvent): string {
  return [textOf(document["title"]), textOf(document["reference"])].filter(Boolean).join(", ");
}

function Readmission({ event, known }: { event: string; known: Known }) {
  const [who, setWho] = useState<Readmissible | null>(null);
  const [reason, setReason] = useState("");
  const sending = useSending();
  const about = useAbout();
  if (known.people.length === 0) return <p>{NOBODY}</p>;
  const act = async (chosen: Readmissible): Promise<Outcome> => {
    const answer = await readmit(event, chosen.id, reason.trim());
    if (answer.ok) {
      setReason("");
      return { said: readmittedSentence(chosen.name, answer.value) };
    }
    const { status, problem } = answer;
    if (status === 0) return { said: UNKNOWN };
    const fault = (path: string): string | undefined =>
      problem?.errors?.find((one) => one.path === path)?.message;
    const problems = [
      { field: WHO, label: "Person", text: fault("/person") },
      { field: REASON, label: "Reason", text: fault("/reason") },
    ].flatMap(({ field, label, text }) =>
      text === undefined ? [] : [{ field, text: aboutField(label, text) }],
    );
    return problems.length > 0 ? { problems } : { said: refusedSentence(problem?.detail) };
  };
  const submit = (submitted: Event): void => {
    submitted.preventDefault();
    const missing = [
      ...(who === null ? [{ field: WHO, text: PERSON_NEEDED }] : []),
      ...(reason.trim() === "" ? [{ field: REASON, text: REASON_NEEDED }] : []),
    ];
    sending.send(missing, async () => (who === null ? { problems: missing } : act(who)));
  };
  return (
    <form class="card" noValidate method="post" onSubmit={submit}>
      <p class="quiet">{known.title}</p>
      <p>{whatItDoes(about?.mail === true)}</p>
      <p>{BE_SURE}</p>
      <ErrorSummary problems={sending.problems} />
      <Said text={sending.said} />
      <WhoField
        id={WHO}
        people={known.people}
        chosen={who}
        choose={setWho}
        problem={problemOf(sending.problems, WHO)}
      />
      <TextField
        id={REASON}
        label="Reason"
        hint="For example, locked out after wrong tries, rang back at 10:05am"
        value={reason}
        typed={setReason}
        problem={problemOf(sending.problems, REASON)}
      />
      <button type="submit" class="nhsuk-button" aria-disabled={sending.waits}>
        Let back in
      </button>
    </form>
  );
}
