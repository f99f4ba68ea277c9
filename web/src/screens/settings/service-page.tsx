/** What the service says of itself, whether mail works, and what became of each mail. */
import { useState } from "preact/hooks";
import { mails, testMail } from "../../api/administration";
import type { About } from "../../api/answers";
import { about } from "../../api/person";
import { Said } from "../../parts/form/said";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Section } from "../../parts/page/section";
import { type Column, Table } from "../../parts/page/table";
import { useLoaded } from "../../parts/page/use-loaded";
import type { Mail } from "../../protocol/names";
import { mailKind, PAGE_NAMES } from "../../words/administration";
import { actRefused, mailSentence, seenAt } from "../../words/people";
import { sentenceCase } from "../../words/numbers";
import { Cursor } from "./cursor";

export function ServicePage() {
  const known = useLoaded("about", about);
  return (
    <div class="reading">
      <Heading>{PAGE_NAMES.service}</Heading>
      <Section id="name-and-contact" heading="Name and contact">
        <LoadState what="name and contact" loaded={known} />
        {known.value !== null && <Facts about={known.value} />}
      </Section>
      {known.value !== null && <MailSection mail={known.value.mail} />}
    </div>
  );
}

function Facts({ about: { name, contact } }: { about: About }) {
  const none = "Not given";
  const facts: ReadonlyArray<[string, string]> = [
    ["Name", name],
    ["Contact", contact?.name ?? none],
    ["Telephone", contact?.telephone ?? none],
    ["E-mail address", contact?.email ?? none],
    ["Hours", contact?.hours ?? none],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        Pages with help show this contact. It is set where the server is started, by <code>--name</code> and{" "}
        <code>--contact-name</code>, <code>--contact-telephone</code>, <code>--contact-email</code>,{" "}
        <code>--contact-hours</code>, and cannot be changed here.
      </p>
    </>
  );
}

function MailSection({ mail }: { mail: boolean }) {
  const sending = useSending();
  const [tries, setTries] = useState(0);
  const test = async (): Promise<Outcome> => {
    const answer = await testMail();
    if (!answer.ok) return { said: actRefused(answer) };
    setTries((n) => n + 1);
    return {
      said: "An e-mail is on its way to your own address. The list below shows whether it arrives at your mail server.",
    };
  };
  return (
    <Section id="mail" heading="E-mail">
      {mail ? (
        <>
          <p>E-mail is set up. Invitations and links are sent by e-mail, and nobody is shown a link.</p>
          <Said text={sending.said} />
          <button
            type="button"
            class="nhsuk-button nhsuk-button--secondary"
            aria-disabled={sending.waits}
            onClick={() => sending.send([], test)}
          >
            Send a test e-mail to myself
          </button>
        </>
      ) : (
        <p>
          E-mail is not set up. An administrator who invites somebody is shown the link once, and hands it
          over. E-mail is set up where the server is started, by <code>--mail-url</code>.
        </p>
      )}
      <Outbox tries={tries} />
    </Section>
  );
}

const WATCHED_MS = 10_000;

function Outbox({ tries }: { tries: number }) {
  const [after, setAfter] = useState<string | null>(null);
  const list = useLoaded(`${tries} ${after ?? ""}`, () => mails(after), WATCHED_MS);
  const now = Date.now();
  const columns: Array<Column<Mail>> = [
    { name: "To", names_row: true, cell: ({ to }) => to },
    { name: "What", cell: ({ kind }) => mailKind(kind) },
    { name: "When", cell: ({ queued_at }) => sentenceCase(seenAt(queued_at, now)) },
    { name: "Result", cell: mailSentence },
  ];
  return (
    <>
      <h3 class="more__heading">Outbox</h3>
      <LoadState what="the outbox" loaded={list} />
      {list.value !== null &&
        (list.value.items.length === 0 ? (
          <p>{after === null ? "No e-mail was sent yet." : "No older e-mails."}</p>
        ) : (
          <Table
            caption="E-mails, the newest first"
            columns={columns}
            rows={list.value.items}
            keyOf={({ id }) => id}
          />
        ))}
      <Cursor next={list.value?.next ?? null} after={after} goTo={setAfter} what="e-mails" />
      <p class="quiet">
        E-mails are listed for 90 days. The text of an e-mail is deleted once it was sent or given up.
      </p>
    </>
  );
}
