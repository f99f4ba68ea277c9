/** The event in short: each part with a link to change it. */
import type { ComponentChildren } from "preact";
import { at, objects, textOf } from "../../json";
import { taskAddress } from "../../words/draft/address";
import { spendFact } from "../../words/draft/explain";
import { biddersOf } from "../../words/draft/example-offers";
import { lotName } from "../../words/draft/names";
import type { Task } from "../../words/draft/tasks";
import { count } from "../../words/numbers";
import { useForm } from "./form";
import { lotsOf } from "./lots";

/** More lots than that are shown closed, so that previews and publication stay near. */
const SHOWN_MAX = 2;

export function Summary() {
  const { document } = useForm();
  const trusts = objects(document["trusts"]);
  const bidders = objects(document["bidders"]);
  const lots = lotsOf(document);
  const contact = ["name", "telephone", "email", "hours"].map((name) =>
    textOf(at(document, `/contact/${name}`)),
  );
  return (
    <section class="card" aria-labelledby="summary-heading">
      <h2 class="card__heading" id="summary-heading">
        The event in short
      </h2>
      <dl class="summary">
        <Line name="Title" task="event" at="/title">
          {textOf(document["title"])}
        </Line>
        <Line name="Reference" task="event" at="/reference">
          {textOf(document["reference"])}
        </Line>
        <Line name="Contact" task="event" at="/contact/name">
          {contact.filter(Boolean).join(", ")}
        </Line>
        <Line name="Trusts" task="trusts" at="/trusts">
          {trusts.map(({ ods, name }) => textOf(name) || textOf(ods)).join("; ")}
        </Line>
        <Line name="Bidders" task="bidders" at="/bidders">
          {bidders.map(({ id, name }) => textOf(name) || textOf(id)).join("; ")}
        </Line>
        <Line name="Second buyer" task="people" at="/four_eyes">
          {document["four_eyes"] === true
            ? "Approves annulments, exclusions and cancellations"
            : "None: one buyer alone annuls, excludes and cancels"}
        </Line>
      </dl>
      {lots.length <= SHOWN_MAX
        ? lots.map((_, lot) => (
            <div key={lot}>
              <h3 class="more__heading">{lotName(document, lot)}</h3>
              <LotSummary lot={lot} />
            </div>
          ))
        : lots.map((_, lot) => (
            <details class="more rules" key={lot}>
              <summary>{lotName(document, lot)}</summary>
              <LotSummary lot={lot} />
            </details>
          ))}
    </section>
  );
}

/** The server puts a lot into words once it can read all of it. */
const NOT_KNOWN = "Shown once nothing is missing or wrong in this lot";

function LotSummary({ lot }: { lot: number }) {
  const { document, checked, currency } = useForm();
  const known = checked?.lots[lot] ?? null;
  const items = objects(at(document, `/lots/${lot}/items`));
  const of_lot = `/lots/${lot}`;
  const words = (about: readonly string[]) =>
    known === null
      ? NOT_KNOWN
      : known.words.filter((one) => about.includes(one.about)).map(({ text }) => <p key={text}>{text}</p>);
  return (
    <dl class="summary">
      <Line name="Items" task="lots" at={`${of_lot}/title`}>
        {count(items.length, "item")}
      </Line>
      <Line name="Spend today" task="figures" at={of_lot}>
        {known === null ? NOT_KNOWN : spendFact(known.facts, currency)}
      </Line>
      <Line name="Bidders" task="bidders" at={`${of_lot}/bidders`}>
        {count(biddersOf(document, lot).length, "bidder")}
      </Line>
      <Line name="Times" task="times" at={`${of_lot}/opens_at`}>
        {words(["close", "extension", "idle"])}
      </Line>
      <Line name="Rules" task="rules" at={`${of_lot}/rules/scoring`}>
        {words(["scoring", "step", "drop", "ceiling", "ties", "leader", "decimals"])}
      </Line>
      <Line name="Who sees what" task="visibility" at={`${of_lot}/rules/show/lead_price`}>
        {words(["visibility"])}
      </Line>
    </dl>
  );
}

interface LineProps {
  name: string;
  task: Task;
  at: string;
  children: ComponentChildren;
}

function Line({ name, task, at: path, children }: LineProps) {
  const { event } = useForm();
  const is_empty = children === "" || children === null || (Array.isArray(children) && children.length === 0);
  return (
    <div class="summary__line">
      <dt>{name}</dt>
      <dd>{is_empty ? <span class="quiet">Nothing yet</span> : children}</dd>
      <dd class="summary__change">
        <a href={taskAddress(event, task, path)}>
          Change<span class="nhsuk-u-visually-hidden"> {name.toLowerCase()}</span>
        </a>
      </dd>
    </div>
  );
}
