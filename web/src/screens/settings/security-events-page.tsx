/** What happened around sign-in and people: the newest first, of one person or one kind where that is asked for. */
import { useState } from "preact/hooks";
import { securityEvents } from "../../api/administration";
import { allPeople } from "../../api/people";
import { Select } from "../../parts/form/choice-field";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { type Column, Table } from "../../parts/page/table";
import { useLoaded } from "../../parts/page/use-loaded";
import type { ListedPerson, SecurityEvent } from "../../protocol/names";
import {
  EVENT_KINDS,
  eventAuthor,
  eventFrom,
  eventKind,
  eventPerson,
  eventsAddress,
  PAGE_NAMES,
} from "../../words/administration";
import { personName, seenAt } from "../../words/people";
import { sentenceCase } from "../../words/numbers";
import { Cursor } from "./cursor";

interface SecurityEventsPageProps {
  asked: { readonly person: string | null; readonly kind: string | null };
  go: (address: string) => void;
}

export function SecurityEventsPage({ asked, go }: SecurityEventsPageProps) {
  const { person, kind } = asked;
  const people = useLoaded("people", allPeople);
  return (
    <>
      <Heading>{PAGE_NAMES["security-events"]}</Heading>
      <div class="card">
        <div class="filter">
          <Select
            id="events-person"
            label="Person"
            choices={[{ value: "", label: "Everybody" }, ...choicesOf(people.value ?? [], person)]}
            value={person ?? ""}
            chosen={(id) => go(eventsAddress(id || null, kind))}
          />
          <Select
            id="events-kind"
            label="What"
            choices={[
              { value: "", label: "Everything" },
              ...Object.entries(EVENT_KINDS).map(([value, label]) => ({ value, label })),
            ]}
            value={kind ?? ""}
            chosen={(one) => go(eventsAddress(person, one || null))}
          />
        </div>
        <Events key={`${person ?? ""} ${kind ?? ""}`} asked={asked} />
        <p class="quiet">
          Events are kept for 400 days, the addresses and devices in them for 90 days. All times are UK time.
        </p>
      </div>
    </>
  );
}

function choicesOf(people: readonly ListedPerson[], chosen: string | null) {
  const known = people
    .map((one) => ({ value: one.id, label: personName(one) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const is_known = chosen === null || known.some(({ value }) => value === chosen);
  return is_known ? known : [...known, { value: chosen, label: "A person who is not in this list" }];
}

function Events({ asked }: Pick<SecurityEventsPageProps, "asked">) {
  const [after, setAfter] = useState<string | null>(null);
  const list = useLoaded(after ?? "", () => securityEvents({ ...asked, after }));
  if (list.refused !== null) return <p>Security events are not for the role that you are signed in as.</p>;
  const items = list.value?.items ?? [];
  const next = list.value?.next ?? null;
  return (
    <>
      <LoadState what="the security events" loaded={list} />
      {items.length > 0 && (
        <Table
          caption="Security events, the newest first"
          columns={columns(Date.now())}
          rows={items}
          keyOf={({ id }) => id}
        />
      )}
      {list.value !== null && items.length === 0 && (
        <p>{next === null ? "No such event." : "None in this part of the list. There may be older ones."}</p>
      )}
      <Cursor next={next} after={after} goTo={setAfter} what="events" />
    </>
  );
}

function columns(now: number): Array<Column<SecurityEvent>> {
  return [
    { name: "What", names_row: true, cell: ({ kind }) => eventKind(kind) },
    { name: "When", cell: ({ at }) => sentenceCase(seenAt(at, now)) },
    { name: "Person", cell: eventPerson },
    { name: "By whom", cell: eventAuthor },
    { name: "From where", cell: eventFrom },
    { name: "Reason", cell: ({ reason }) => reason ?? "None given" },
  ];
}
