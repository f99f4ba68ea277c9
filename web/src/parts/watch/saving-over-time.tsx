/**
 * The saving of the viewer's own trust over time: one sentence with the moment at which it crossed zero, a graph, and a
 * table of the same figures.
 */
import { useMemo, useState } from "preact/hooks";
import { isCurrent, isOver, shownLot } from "../../live/state/state";
import type { LeadPoint, LotMessage } from "../../protocol/names";
import { loses, percentWords, savingWords } from "../../words/market";
import { bidderName } from "../../words/names";
import { courseOf, type CoursePoint, courseSentence } from "../../words/saving-course";
import { clockTimeToSecond, millis } from "../../words/time";
import type { Picture } from "../lot/graph-canvas";
import { Graph, rightEdge } from "../lot/offers-graph";
import type { PartProps } from "../lot/part";
import { Pages } from "../page/pages";
import { type Column, Table } from "../page/table";
import { useLeads } from "./use-leads";

const EDGE_MS = 1_000;

export function SavingOverTime({ live, state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const own = lot.savings?.trusts.find(({ ods }) => ods === state.person.org);
  const wanted = own !== undefined && state.link.status !== "not_found";
  // An annulment can change the lead twice within one frame, so every change of the market counts.
  const loaded = useLeads(live, wanted, present.market);
  const until = Math.floor(rightEdge(state, lot) / EDGE_MS) * EDGE_MS;
  const frozen_at = state.frozen?.at ?? null;
  const leads = useMemo(
    () => loaded.filter(({ at }) => frozen_at === null || millis(at) <= frozen_at),
    [loaded, frozen_at],
  );
  const course = useMemo(() => courseOf(leads), [leads]);
  const picture = useMemo(() => pictureOf(course, lot, until), [course, lot, until]);
  const sentence = courseSentence(course, isOver(lot.state));
  if (sentence === null) return null;
  return (
    <figure class={`card course${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="saving-course">
      <h2 class="card__heading" id="saving-course">
        Your trust’s saving over time
      </h2>
      <p>{sentence}</p>
      <Graph picture={picture} currency={lot.event.currency} choose={() => {}} />
      <CourseTable leads={leads} lot={lot} />
    </figure>
  );
}

function pictureOf(course: readonly CoursePoint[], lot: LotMessage, until: number): Picture {
  const last = course.at(-1);
  const edge = Math.max(until, last?.at ?? until);
  const steps = course.map(({ at, saving }) => ({ at, value: saving }));
  if (last && last.saving !== null && last.at < edge) steps.push({ at: edge, value: last.saving });
  const name = "Your trust";
  return {
    lines: [{ alias: name, label: name, short_label: name, rank: null, steps, crosses: [] }],
    from: Math.min(millis(lot.opens_at), course[0]?.at ?? edge),
    until: edge,
    levels: [{ name: "No difference", value: "0" }],
    chosen: null,
  };
}

function CourseTable({ leads, lot }: { leads: readonly LeadPoint[]; lot: LotMessage }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show the saving as a table</summary>
      {open && (
        <Pages rows={leads.toReversed()} before="Newer" after="Older">
          {(shown) => (
            <div
              class="scroll"
              tabIndex={0}
              role="group"
              aria-label="The saving after each change of the lead"
            >
              <Table
                caption="Your trust’s saving after each change of the lead, newest first"
                columns={columnsOf(lot)}
                rows={shown}
                keyOf={({ seq }) => seq}
              />
            </div>
          )}
        </Pages>
      )}
    </details>
  );
}

function columnsOf(lot: LotMessage): Array<Column<LeadPoint>> {
  return [
    {
      name: "Since",
      names_row: true,
      cell: ({ at }) => <span class="nowrap">{clockTimeToSecond(millis(at))}</span>,
    },
    {
      name: "Led",
      cell: ({ alias, name }) => (alias ? bidderName(lot, { alias, name: name ?? null }) : "Nobody"),
    },
    {
      name: "Difference a year",
      number: true,
      cell: ({ own }) =>
        own ? (
          <>
            <span class={loses(own) ? "no" : ""}>{savingWords(own, lot.event.currency)}</span>
            <span class="quiet block">{percentWords(own)}</span>
          </>
        ) : (
          "No offer"
        ),
    },
  ];
}
