/** The roles of the person, each with its lead, and for an administrator a form that adds another one. */
import { useState } from "preact/hooks";
import { givePlace } from "../../api/people";
import { Radios } from "../../parts/form/choice-field";
import { ErrorSummary, problemOf } from "../../parts/form/error-summary";
import { type Field, faultsOf } from "../../parts/form/faults";
import { Said } from "../../parts/form/said";
import { TextField } from "../../parts/form/text-field";
import { type Outcome, useSending } from "../../parts/form/use-sending";
import { Section } from "../../parts/page/section";
import type { HeldPlaceView } from "../../protocol/http";
import type { Role } from "../../protocol/ws";
import { ORGANISATION_NEEDED, roleHint } from "../../words/inviting";
import {
  actRefused,
  invitableRoles,
  kindOf,
  organisationName,
  personName,
  placeWords,
} from "../../words/people";
import { roleName } from "../../words/person";
import { withUnknownOrganisation } from "./organisation-faults";
import type { PersonSectionProps } from "./person-section";

const ROLE: Field = { id: "place-role", label: "Role", member: "role" };
const ORG: Field = { id: "place-org", label: "Organisation code", member: "org" };
const ORG_NAME: Field = { id: "place-org-name", label: "Name of the organisation", member: "org_name" };

export function PersonPlaces(props: PersonSectionProps) {
  const { person, organisations, caller, changed } = props;
  const sending = useSending();
  const lead = (place: HeldPlaceView): void => {
    sending.send([], async (): Promise<Outcome> => {
      const { role, org } = place;
      const answer = await givePlace(person.id, { role, org, lead: !place.lead });
      if (!answer.ok) return { said: actRefused(answer) };
      changed();
      return { said: `${personName(person)} ${place.lead ? "is no longer lead" : "is lead now"}.` };
    });
  };
  const nameOf = ({ role, org }: HeldPlaceView): string =>
    organisationName(
      organisations.find(({ kind, id }) => kind === kindOf(role) && id === org) ?? { id: org },
    );
  const mayLead = ({ role, org }: HeldPlaceView): boolean =>
    caller.role === "admin" || (role === caller.role && org === caller.org);
  return (
    <Section id="places" heading="Roles">
      <Said text={sending.said} />
      <ul class="nhsuk-list lots lots--ends">
        {person.places.map((place) => (
          <li key={`${place.role} ${place.org}`}>
            <span>
              <strong>{placeWords(place)}</strong> for {nameOf(place)}
            </span>
            {person.may.includes("make_lead") && mayLead(place) && (
              <button
                type="button"
                class="plain-button"
                aria-disabled={sending.waits}
                onClick={() => lead(place)}
              >
                {place.lead ? "Remove as lead" : "Make lead"}
                <span class="nhsuk-u-visually-hidden"> for {nameOf(place)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {person.may.includes("give_place") && <AnotherPlace {...props} />}
    </Section>
  );
}

function AnotherPlace({ person, caller, changed }: PersonSectionProps) {
  const [role, setRole] = useState<Role | "">("");
  const [org, setOrg] = useState("");
  const [org_name, setOrgName] = useState("");
  const sending = useSending();
  const { problems } = sending;
  const is_staff = role !== "" && kindOf(role) === "partnership";
  const give = async (): Promise<Outcome> => {
    if (role === "") return { problems: [] };
    const named = org_name.trim() === "" || is_staff ? {} : { org_name: org_name.trim() };
    const answer = await givePlace(person.id, { role, org: is_staff ? caller.org : org.trim(), ...named });
    if (!answer.ok) {
      const found = faultsOf(answer, [ROLE, ORG, ORG_NAME]);
      return "problems" in found
        ? { problems: withUnknownOrganisation(answer, ORG.id, found.problems) }
        : { said: actRefused(answer) };
    }
    setRole("");
    setOrg("");
    setOrgName("");
    changed();
    return { said: "The role is added." };
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const missing = [
      ...(role === "" ? [{ field: ROLE.id, text: "Choose a role" }] : []),
      ...(role !== "" && !is_staff && org.trim() === ""
        ? [{ field: ORG.id, text: ORGANISATION_NEEDED }]
        : []),
    ];
    sending.send(missing, give);
  };
  return (
    <details class="more">
      <summary>Add another role</summary>
      <form noValidate method="post" onSubmit={submit}>
        <ErrorSummary problems={problems} level={3} />
        <Said text={sending.said} />
        <Radios
          id={ROLE.id}
          legend={ROLE.label}
          choices={invitableRoles(caller).map((one) => ({
            value: one,
            label: roleName(one),
            hint: roleHint(one),
          }))}
          value={role}
          chosen={(one) => setRole(one as Role)}
          problem={problemOf(problems, ROLE.id)}
        />
        {role !== "" && !is_staff && (
          <>
            <TextField
              id={ORG.id}
              label={ORG.label}
              hint={
                role === "observer"
                  ? "The ODS code of the trust, such as RFS."
                  : "The bidder\u2019s id in the set-up of an event, such as acme."
              }
              short
              value={org}
              typed={setOrg}
              problem={problemOf(problems, ORG.id)}
            />
            <TextField
              id={ORG_NAME.id}
              label={ORG_NAME.label}
              hint="Needed where no event names the organisation yet."
              value={org_name}
              typed={setOrgName}
              problem={problemOf(problems, ORG_NAME.id)}
            />
          </>
        )}
        <button type="submit" class="nhsuk-button nhsuk-button--secondary" aria-disabled={sending.waits}>
          Add the role
        </button>
      </form>
    </details>
  );
}
