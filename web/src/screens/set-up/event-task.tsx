/** The first task: what the event is called, under which rules it runs, and whom people ring. */
import { Choice, TextField, YES_OR_NO } from "./fields";
import { useForm } from "./form";

const PROFILES = [
  {
    value: "reg35",
    label: "The law on electronic auctions (PCR 2015 regulation 35)",
    hint: "The usual choice. The event cannot be published while it breaks the regulation.",
  },
  {
    value: "custom",
    label: "Our own rules",
    hint: "What breaks the regulation is only a warning then. Your written justification is kept on the record.",
  },
];

export function EventTask() {
  const { document } = useForm();
  return (
    <>
      <section class="card">
        <h2 class="card__heading">The event</h2>
        <TextField path="/title" hint="Everybody who is invited sees it." />
        <TextField path="/reference" hint="People quote it when they ring for help." width="medium" />
        <Choice path="/profile" options={PROFILES} />
        {document["profile"] === "custom" && <TextField path="/justification" rows={4} />}
        <Choice
          path="/practice"
          options={YES_OR_NO("Practice: nothing follows from it", "No practice: the result counts")}
        />
        <TextField
          path="/contract_months"
          whole
          width="short"
          suffix="months"
          hint="Leave it empty if the contract has no fixed length."
        />
        <TextField
          path="/contract_starts_on"
          day
          width="medium"
          hint="For example, 1 April 2027. With it each trust sees what it saves in each financial year."
        />
        <TextField path="/currency" width="short" hint="Three letters: GBP is usual." />
        <TextField
          path="/terms"
          rows={6}
          hint="Each bidder accepts them before its first offer. Leave it empty if there are none."
        />
      </section>
      <section class="card">
        <h2 class="card__heading">Contact for questions</h2>
        <p class="quiet">
          Shown on every page of the event. Give a telephone number, an e-mail address, or both.
        </p>
        <TextField path="/contact/name" autocomplete="off" />
        <TextField path="/contact/telephone" width="medium" />
        <TextField path="/contact/email" />
        <TextField path="/contact/hours" hint="For example, Monday to Friday, 9am to 5pm" />
      </section>
    </>
  );
}
