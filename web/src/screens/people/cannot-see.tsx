/** Said in place of a person, or of all people, who is not for the caller. */
import { Notice } from "../../parts/page/error-pages";
import { WhomToAsk } from "../../parts/page/whom-to-ask";

export function CannotSeePeople() {
  return (
    <Notice heading="You cannot see this">
      <p>
        There is no such person, or this is not for the organisation that you are signed in for. Check the
        address.
      </p>
      <WhomToAsk />
      <p>
        <a href="/people">See the people that you may know of</a>
      </p>
    </Notice>
  );
}
