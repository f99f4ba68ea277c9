/** How far the person's invitation has come: sent again, withdrawn, or its link handed over. */
import { useEffect, useState } from "preact/hooks";
import { mailsSince } from "../../api/administration";
import { inviteAgain, withdrawInvitation } from "../../api/people";
import { Said } from "../../parts/form/said";
import { useKey } from "../../parts/form/use-key";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { useAbout } from "../../parts/page/use-about";
import { Section } from "../../parts/page/section";
import type { InvitationView } from "../../protocol/http";
import type { ListedPerson, Mail } from "../../protocol/names";
import { actRefused, invitationSentence, mailSentence, personName, seenAt } from "../../words/people";
import { sentAgainSentence } from "../../words/inviting";
import { LinkOnce } from "./link-once";
import type { PersonSectionProps } from "./person-section";

const LIVING: readonly string[] = ["sent", "to_hand_over", "opened"];

export function PersonInvitation({ person, caller, changed }: PersonSectionProps) {
  const sending = useSending();
  const key = useKey();
  const about = useAbout();
  const [made, setMade] = useState<InvitationView | null>(null);
  const { invitation, state } = person;
  const name = personName(person);
  if (state === "disabled") return null;
  const again = async (): Promise<Outcome> => {
    const answer = await inviteAgain(person.id, key.of(person.id));
    if (answer.ok || (answer.status !== 0 && answer.status < 500)) key.answered();
    if (!answer.ok) return { said: actRefused(answer) };
    setMade(answer.value);
    changed();
    return answer.value.link
      ? { problems: [] }
      : { said: sentAgainSentence(person, answer.value, caller.role === "admin") };
  };
  const withdraw = async (): Promise<Outcome> => {
    const answer = await withdrawInvitation(person.id);
    setMade(null);
    changed();
    return {
      said: answer.ok ? "The invitation is withdrawn. Its link does not work any more." : actRefused(answer),
    };
  };
  const is_invited = state === "invited";
  return (
    <Section id="invitation" heading={is_invited ? "Invitation" : "A new link"}>
      {is_invited && invitation && <p>{invitationSentence(invitation, Date.now())}</p>}
      {caller.role === "admin" && !person.mail_failed && <LastMail person={person} />}
      {!is_invited && (
        <p>
          For somebody who has forgotten the password: the link works once, within 1 hour, and asks for a new
          password. It does not take the place of the code from an app.
        </p>
      )}
      <Said text={sending.said} />
      {made?.link && <LinkOnce level={3} name={name} link={made.link} expires_at={made.expires_at} />}
      <p class="ways">
        <button
          type="button"
          class="nhsuk-button nhsuk-button--secondary"
          aria-disabled={sending.waits}
          onClick={() => sending.send([], again)}
        >
          {about?.mail === false
            ? "Make a new link"
            : is_invited
              ? "Send the invitation again"
              : "Send a link"}
        </button>
        {is_invited && LIVING.includes(invitation?.state ?? "") && (
          <button
            type="button"
            class="plain-button"
            aria-disabled={sending.waits}
            onClick={() => sending.send([], withdraw)}
          >
            Withdraw the invitation
          </button>
        )}
      </p>
      <p class="quiet">A new link ends the one before it.</p>
    </Section>
  );
}

/** What became of the mail with the newest invitation. */
function LastMail({ person: { email, invitation } }: { person: ListedPerson }) {
  const [mail, setMail] = useState<Mail | null>(null);
  const since = invitation?.state === "sent" ? invitation.sent_at : null;
  useEffect(() => {
    let over = false;
    setMail(null);
    if (since === null || email === undefined) return;
    const is_to = (one: Mail): boolean => one.to.toLowerCase() === email.toLowerCase();
    void mailsSince(since).then((answer) => {
      if (!over && answer.ok) setMail(answer.value.find(is_to) ?? null);
    });
    return () => {
      over = true;
    };
  }, [since, email]);
  if (mail === null) return null;
  return (
    <p>
      The e-mail of {seenAt(mail.queued_at, Date.now())}: {mailSentence(mail)}
    </p>
  );
}
