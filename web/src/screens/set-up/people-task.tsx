/** The people: who may do delicate acts, and who has to be able to sign in. */
import { objects } from "../../json";
import { count } from "../../words/numbers";
import { Choice, YES_OR_NO } from "./fields";
import { useForm } from "./form";
import { PeopleOfTheEvent } from "./people-of-event";

export function PeopleTask() {
  const { document } = useForm();
  const bidders = objects(document["bidders"]);
  const trusts = objects(document["trusts"]);
  return (
    <>
      <section class="card">
        <h2 class="card__heading">A second buyer</h2>
        <Choice
          path="/four_eyes"
          label="Who may annul an offer, exclude a bidder or cancel a lot"
          options={YES_OR_NO("Two buyers together: one asks, another approves", "One buyer alone")}
        />
      </section>
      <section class="card">
        <h2 class="card__heading">Who has to be able to sign in</h2>
        <p>
          After the publication the people of these organisations see the event:{" "}
          {count(bidders.length, "bidder")} and {count(trusts.length, "trust")}.
        </p>
        <PeopleOfTheEvent />
      </section>
    </>
  );
}
