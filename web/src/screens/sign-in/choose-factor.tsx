/**
 * Has a person set up the code from an app that the role needs. It stands in place of every page but the settings, and
 * before the page that asks for a password.
 */
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useSession } from "../../parts/page/session-context";
import { SetUpSecondFactor } from "../../parts/sign-in/set-up-second-factor";
import type { Person } from "../../protocol/names";
import { FACTOR_FIRST_PAGE } from "../../words/sign-in";

export function ChooseFactorScreen({ person }: { person: Person }) {
  const session = useSession();
  const kept = (): void => {
    session.changed({ ...person, second_factor: true, second_factor_needed: false });
    // The first code of a new factor proves it for this session.
    if (session.needs_code) session.proved();
  };
  return (
    <Page asks_code={false}>
      <div class="card narrow">
        <Heading>{FACTOR_FIRST_PAGE.heading}</Heading>
        <p>{FACTOR_FIRST_PAGE.text}</p>
        <SetUpSecondFactor kept={kept} level={2} />
      </div>
    </Page>
  );
}
