/** The words of inviting somebody. Pure. */
import type { ListedPerson } from "../protocol/names";
import type { Role } from "../protocol/ws";
import { actRefused } from "./people";

export const INVITED_NAME_NEEDED = "Enter a name";
export const EMAIL_NEEDED_OF = "Enter an e-mail address";
export const ORGANISATION_NEEDED = "Choose the organisation, or enter its code";
/** Said where the server knows no name of the organisation. */
export const ORGANISATION_UNKNOWN =
  "No event names this organisation yet. Check its code, or enter its name below";
export const LEAD_HINT =
  "A lead invites, changes and disables the others of this role at this organisation. The first person should lead.";

const TAKEN =
  "Somebody has this e-mail address already. An administrator can give that person another role, on the person\u2019s page.";

const HINTS: Readonly<Record<Role, string>> = {
  supplier: "Bids for an organisation",
  observer: "Sees what a trust saves",
  buyer: "Sets events up and runs them",
  auditor: "Reads everything, and changes nothing",
  admin: "Looks after people and e-mail, and runs no event",
};

export function roleHint(role: Role): string {
  return HINTS[role];
}

/** The first person of a supplier or a trust leads, unless the caller chooses otherwise. */
export function leadByDefault(role: Role | "", org: string | null, people: readonly ListedPerson[]): boolean {
  if (role !== "supplier" && role !== "observer") return false;
  return !people.some(({ places }) => places.some((place) => place.role === role && place.org === org));
}

type Refused = Parameters<typeof actRefused>[0];

/** Why nobody was invited. */
export function inviteRefused(refused: Refused): string {
  return refused.status === 409 ? TAKEN : actRefused(refused);
}

interface MadeInvitation {
  readonly state: string;
  readonly link?: string | null;
}

/** What became of an invitation that was just made. The link itself is shown beside it. */
export function invitedSentence(
  { email }: { email?: string },
  invitation: MadeInvitation,
  is_admin: boolean,
): string {
  if (invitation.state === "sent")
    return `A link is on its way to ${email ?? "the address"}. It works once, within 72 hours.`;
  if (invitation.link) return "The invitation is made. Its link has to be handed over by you.";
  if (is_admin)
    return "The invitation is made. Its link was shown once and cannot be shown again: make another one on the person\u2019s page if you did not keep it.";
  return "The invitation is made, but e-mail is not set up here, so nothing was sent. Ask an administrator to hand the link over.";
}

/** What became of another link for a person. */
export function sentAgainSentence(
  { email }: { email?: string },
  { state }: MadeInvitation,
  is_admin: boolean,
): string {
  if (state === "sent") return `A new link is on its way to ${email ?? "the address"}.`;
  return is_admin
    ? "A new link was made, but it was shown before and cannot be shown again. Make another one."
    : "A new link was made, but e-mail is not set up here, so nothing was sent. Ask an administrator to hand one over.";
}
