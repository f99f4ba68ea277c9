/** Says what became of an invitation that was just made, with its link where it has to be handed over. */
import { Heading } from "../../parts/page/heading";
import { useAbout } from "../../parts/page/use-about";
import type { ListedPerson, Person } from "../../protocol/names";
import { invitedSentence } from "../../words/inviting";
import { personAddress, personName } from "../../words/people";
import { LinkOnce } from "./link-once";

interface InvitedProps {
  person: ListedPerson;
  caller: Person;
  another(): void;
}

export function Invited({ person, caller, another }: InvitedProps) {
  const name = personName(person);
  const about = useAbout();
  // A buyer is not told how far an invitation has come.
  const invitation =
    person.invitation ?? (about === null ? null : { state: about.mail ? "sent" : "to_hand_over" });
  return (
    <div class="reading">
      <Heading>{`${name} is invited`}</Heading>
      <div class="card">
        {invitation !== null && <p>{invitedSentence(person, invitation, caller.role === "admin")}</p>}
        {person.invitation?.link && (
          <LinkOnce
            level={2}
            name={name}
            link={person.invitation.link}
            expires_at={person.invitation.expires_at}
          />
        )}
        <p class="ways">
          <button type="button" class="link-button" onClick={another}>
            Invite somebody else
          </button>
          <a href={personAddress(person.id)}>See {name}</a>
          <a href="/people">See all people</a>
        </p>
      </div>
    </div>
  );
}
