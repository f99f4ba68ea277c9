/** Invites somebody: who, in which role, for which organisation. Afterwards says what became of the invitation. */
import { useState } from "preact/hooks";
import { invite } from "../../api/people";
import type { Failure } from "../../api/request";
import { ErrorSummary, type FieldProblem, problemOf } from "../../parts/form/error-summary";
import { type Field, faultsOf } from "../../parts/form/faults";
import { Radios, Select } from "../../parts/form/choice-field";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { useKey } from "../../parts/form/use-key";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Back } from "../../parts/page/back";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import type { Loading } from "../../parts/page/use-loaded";
import type { PersonInvited } from "../../protocol/http";
import type { ListedPerson, Person } from "../../protocol/names";
import type { Role } from "../../protocol/ws";
import { invitableRoles, kindOf, organisationName } from "../../words/people";
import { roleName } from "../../words/person";
import {
  EMAIL_NEEDED_OF,
  INVITED_NAME_NEEDED,
  inviteRefused,
  LEAD_HINT,
  leadByDefault,
  ORGANISATION_NEEDED,
  roleHint,
} from "../../words/inviting";
import { CannotSeePeople } from "./cannot-see";
import { Invited } from "./invited";
import type { KnownPeople } from "./known-people";
import { withUnknownOrganisation } from "./organisation-faults";

const NAME: Field = { id: "invited-name", label: "Name", member: "name" };
const EMAIL: Field = { id: "invited-email", label: "E-mail address", member: "email" };
const TELEPHONE: Field = { id: "invited-telephone", label: "Telephone", member: "telephone" };
const ROLE: Field = { id: "invited-role", label: "Role", member: "role" };
const ORG: Field = { id: "invited-org", label: "Organisation code", member: "org" };
const ORG_NAME: Field = { id: "invited-org-name", label: "Name of the organisation", member: "org_name" };
const KNOWN_ORG = "invited-known-org";
const FIELDS = [NAME, EMAIL, TELEPHONE, ROLE, ORG, ORG_NAME];

/** The choice of an organisation that is not in the list. */
const ANOTHER = " another";

interface InvitePageProps {
  known: Loading<KnownPeople>;
  caller: Person;
  /** What the link that led here asks for. */
  asked: { readonly role: string | null; readonly org: string | null };
  invited(): void;
}

interface Typed {
  readonly name: string;
  readonly email: string;
  readonly telephone: string;
  readonly role: Role | "";
  /** The id of a known organisation, `ANOTHER`, or nothing yet. */
  readonly known_org: string;
  readonly org: string;
  readonly org_name: string;
  /** Null until the person chooses. */
  readonly lead: boolean | null;
}

export function InvitePage({ known, caller, asked, invited }: InvitePageProps) {
  const roles = invitableRoles(caller);
  const [done, setDone] = useState<ListedPerson | null>(null);
  if (roles.length === 0 || known.refused !== null) return <CannotSeePeople />;
  if (done !== null) return <Invited person={done} caller={caller} another={() => setDone(null)} />;
  return (
    <div class="reading">
      {known.value === null ? (
        <>
          <Heading>Invite somebody</Heading>
          <LoadState what="the organisations" loaded={known} />
        </>
      ) : (
        <InviteForm
          known={known.value}
          {...{ roles, caller, asked }}
          done={(person) => {
            setDone(person);
            invited();
          }}
        />
      )}
    </div>
  );
}

interface InviteFormProps {
  known: KnownPeople;
  roles: readonly Role[];
  caller: Person;
  asked: InvitePageProps["asked"];
  done(person: ListedPerson): void;
}

function InviteForm({ known, roles, caller, asked, done }: InviteFormProps) {
  const [typed, setTyped] = useState<Typed>(() => startOf(roles, asked));
  const sending = useSending();
  const key = useKey();
  const set = (change: Partial<Typed>): void => setTyped((before) => ({ ...before, ...change }));
  const choices = choicesOf(known, typed.role, caller);
  const org = orgOf(typed, caller, choices);
  const lead = typed.lead ?? leadByDefault(typed.role, org, known.people);
  const send = async (): Promise<Outcome> => {
    const body = bodyOf(typed, org ?? "", lead);
    const answer = await invite(body, key.of(body));
    if (answer.ok || (answer.status !== 0 && answer.status < 500)) key.answered();
    if (!answer.ok) return refused(answer, choices.length > 0 && typed.known_org !== ANOTHER);
    done(answer.value);
    return { problems: [] };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    sending.send(missing(typed, org, choices.length > 0), send);
  };
  const { problems } = sending;
  const field = fieldOf(typed, problems, set);
  return (
    <>
      <Back to="/people" words="Back to the people" />
      <Heading error={problems.length > 0}>Invite somebody</Heading>
      <form class="card" noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={problems} />
        <Said text={sending.said} />
        <TextField {...field(NAME, "name")} />
        <TextField {...field(EMAIL, "email")} type="email" inputmode="email" />
        <TextField
          {...field(TELEPHONE, "telephone")}
          hint="The buyer rings it when the person is needed in an auction. You may leave it out."
          type="tel"
          inputmode="tel"
        />
        {roles.length > 1 && (
          <Radios
            id={ROLE.id}
            legend={ROLE.label}
            choices={roles.map((role) => ({ value: role, label: roleName(role), hint: roleHint(role) }))}
            value={typed.role}
            chosen={(role) => set({ role: role as Role, known_org: "", lead: null })}
            problem={problemOf(problems, ROLE.id)}
          />
        )}
        {typed.role !== "" && (
          <Organisation {...{ known, caller, typed, choices, problems, set }} role={typed.role} />
        )}
        {typed.role !== "" && <Lead lead={lead} chosen={(one) => set({ lead: one })} />}
        <button type="submit" class="nhsuk-button" aria-disabled={sending.waits}>
          {typed.name.trim() === "" ? "Invite" : `Invite ${typed.name.trim()}`}
        </button>
      </form>
    </>
  );
}

type TypedText = "name" | "email" | "telephone" | "org" | "org_name";

/** What a text field of the form is given. */
function fieldOf(typed: Typed, problems: readonly FieldProblem[], set: (change: Partial<Typed>) => void) {
  return (one: Field, member: TypedText) => ({
    id: one.id,
    label: one.label,
    value: typed[member],
    typed: (text: string) => set({ [member]: text }),
    problem: problemOf(problems, one.id),
  });
}

function Lead({ lead, chosen }: { lead: boolean; chosen(lead: boolean): void }) {
  return (
    <div class="choice">
      <input
        type="checkbox"
        id="invited-lead"
        checked={lead}
        aria-describedby="invited-lead-hint"
        onChange={(event) => chosen(event.currentTarget.checked)}
      />
      <div>
        <label for="invited-lead">Leads there</label>
        <div class="quiet" id="invited-lead-hint">
          {LEAD_HINT}
        </div>
      </div>
    </div>
  );
}

interface OrganisationProps {
  known: KnownPeople;
  caller: Person;
  typed: Typed;
  role: Role;
  choices: readonly { value: string; label: string }[];
  problems: readonly FieldProblem[];
  set(change: Partial<Typed>): void;
}

function Organisation({ known, caller, typed, role, choices, problems, set }: OrganisationProps) {
  const field = fieldOf(typed, problems, set);
  if (isOwn(role, caller)) {
    const own = known.organisations.find(
      ({ kind, id }) => kind === kindOf(caller.role) && id === caller.org,
    ) ?? { id: caller.org, name: caller.org_name ?? null };
    return (
      <p>
        For <strong>{organisationName(own)}</strong>, your own organisation.
      </p>
    );
  }
  return (
    <>
      {choices.length > 0 && (
        <Select
          id={KNOWN_ORG}
          label="Organisation"
          choices={[
            { value: "", label: "Choose an organisation" },
            ...choices,
            { value: ANOTHER, label: "Another one, which is not in this list" },
          ]}
          value={typed.known_org}
          chosen={(known_org) => set({ known_org, lead: null })}
          problem={problemOf(problems, KNOWN_ORG)}
        />
      )}
      {(choices.length === 0 || typed.known_org === ANOTHER) && (
        <>
          <TextField {...field(ORG, "org")} hint={codeHint(role)} short />
          <TextField
            {...field(ORG_NAME, "org_name")}
            hint="Needed where no event names the organisation yet."
          />
        </>
      )}
    </>
  );
}

/** Staff is invited to the caller's own partnership; a lead invites to its own organisation. */
function isOwn(role: Role, caller: Person): boolean {
  return kindOf(role) === "partnership" || caller.role === "supplier" || caller.role === "observer";
}

function startOf(roles: readonly Role[], { role, org }: InvitePageProps["asked"]): Typed {
  const [only] = roles;
  const wanted = roles.find((one) => one === role) ?? (roles.length === 1 && only ? only : "");
  return {
    name: "",
    email: "",
    telephone: "",
    role: wanted,
    known_org: wanted === "" ? "" : (org ?? ""),
    org: "",
    org_name: "",
    lead: null,
  };
}

/** The known organisations to which the caller may invite somebody in that role. */
function choicesOf({ organisations, people }: KnownPeople, role: Role | "", caller: Person) {
  if (role === "" || isOwn(role, caller)) return [];
  const taken = new Set(people.flatMap(({ places }) => places.map((place) => `${place.role} ${place.org}`)));
  return organisations
    .filter(({ kind }) => kind === kindOf(role))
    .filter(({ id }) => caller.role === "admin" || !taken.has(`${role} ${id}`))
    .map((one) => ({ value: one.id, label: `${organisationName(one)} (${one.id})` }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** The organisation's id; null while none is chosen. */
function orgOf(typed: Typed, caller: Person, choices: readonly { value: string }[]): string | null {
  if (typed.role === "") return null;
  if (isOwn(typed.role, caller)) return caller.org;
  const is_typed = choices.length === 0 || typed.known_org === ANOTHER;
  const org = is_typed ? typed.org.trim() : typed.known_org;
  return org === "" ? null : org;
}

function bodyOf(typed: Typed, org: string, lead: boolean): PersonInvited {
  const telephone = typed.telephone.trim();
  const org_name = typed.org_name.trim();
  const is_named = typed.known_org === ANOTHER || typed.known_org === "";
  return {
    name: typed.name.trim(),
    email: typed.email.trim(),
    telephone: telephone === "" ? null : telephone,
    role: typed.role as Role,
    org,
    ...(is_named && org_name !== "" ? { org_name } : {}),
    lead,
  };
}

function missing(typed: Typed, org: string | null, has_choices: boolean): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (typed.name.trim() === "") problems.push({ field: NAME.id, text: INVITED_NAME_NEEDED });
  if (typed.email.trim() === "") problems.push({ field: EMAIL.id, text: EMAIL_NEEDED_OF });
  if (typed.role === "") problems.push({ field: ROLE.id, text: "Choose a role" });
  else if (org === null) {
    const is_chosen = has_choices && typed.known_org !== ANOTHER;
    problems.push({ field: is_chosen ? KNOWN_ORG : ORG.id, text: ORGANISATION_NEEDED });
  }
  return problems;
}

/** Puts what the server says at its field. An address that somebody has already is told at the address. */
function refused(failure: Failure, org_is_chosen: boolean): Outcome {
  const { problem, status } = failure;
  if (status === 409) return { problems: [{ field: EMAIL.id, text: inviteRefused(failure) }] };
  const found = faultsOf(failure, FIELDS);
  if ("problems" in found) {
    const at = (one: FieldProblem): FieldProblem =>
      one.field === ORG.id && org_is_chosen ? { ...one, field: KNOWN_ORG } : one;
    return { problems: withUnknownOrganisation(failure, ORG.id, found.problems).map(at) };
  }
  return { said: problem === undefined ? found.said : inviteRefused(failure) };
}

function codeHint(role: Role): string {
  return role === "observer"
    ? "The ODS code of the trust, such as RFS."
    : "The bidder\u2019s id in the set-up of an event, such as acme.";
}
