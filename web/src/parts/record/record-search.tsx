/** Looks for records of a lot: the refusal that a complaint is about, or everything that a person did. For an auditor. */
import { FIELD_NAMES, type FieldName } from "../../live/record/search-form";
import type { RecordedLot } from "../../words/record-lot";
import {
  bidderChoices,
  fieldId,
  HINTS,
  kindChoices,
  LABELS,
  readBack,
  reasonChoices,
  searchFailed,
} from "../../words/record-search";
import { type Choice, Select } from "../form/choice-field";
import { ErrorSummary, type FieldProblem } from "../form/error-summary";
import { TextField } from "../form/text-field";
import { FoundRecords } from "./found-records";
import { useRecordedLot } from "./use-recorded-lot";
import { type Search, useSearch } from "./use-search";
import "../../styles/record.scss";

interface RecordSearchProps {
  lot: string;
  /** Leads to a record. */
  onGo(seq: number): void;
}

export function RecordSearch({ lot, onGo }: RecordSearchProps) {
  const named = useRecordedLot(lot);
  const search = useSearch(lot, named.opens_at);
  const { failed, run, nth } = search;
  return (
    <section class="card record" aria-labelledby="search">
      <h2 class="card__heading" id="search">
        Search the record
      </h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void search.begin();
        }}
      >
        <ErrorSummary problems={problemsOf(search)} level={3} />
        <Fields search={search} named={named} />
        <div class="ways ways--level">
          <button type="submit" class="nhsuk-button" aria-disabled={search.waits}>
            Search
          </button>
          <button type="button" class="plain-button" onClick={search.clear}>
            Empty all fields
          </button>
        </div>
      </form>
      {failed !== null && <p class="note">{searchFailed(failed)}</p>}
      {run !== null && <FoundRecords key={nth} run={run} named={named} onGo={onGo} />}
    </section>
  );
}

function problemsOf({ problems }: Search): FieldProblem[] {
  return FIELD_NAMES.flatMap((name) => {
    const text = problems[name];
    return text === undefined ? [] : [{ field: fieldId(name), text }];
  });
}

function Fields({ search, named }: { search: Search; named: RecordedLot }) {
  return (
    <div class="record__fields">
      <Choose search={search} name="kind" choices={kindChoices()} />
      <Choose search={search} name="bidder" choices={bidderChoices(named)} />
      <Choose search={search} name="refused" choices={reasonChoices()} />
      <Type search={search} name="words" />
      <Type search={search} name="ref" />
      <Type search={search} name="person" />
      <Type search={search} name="from_at" />
      <Type search={search} name="to_at" />
      <Type search={search} name="total_from" />
      <Type search={search} name="total_to" />
    </div>
  );
}

interface FieldProps {
  search: Search;
  name: FieldName;
}

function Choose({ search, name, choices }: FieldProps & { choices: readonly Choice[] }) {
  return (
    <Select
      id={fieldId(name)}
      label={LABELS[name]}
      choices={choices}
      value={search.typed[name]}
      chosen={(value) => search.type(name, value)}
      problem={search.problems[name] ?? null}
    />
  );
}

function Type({ search, name }: FieldProps) {
  const read = search.read[name] ?? "";
  return (
    <div>
      <TextField
        id={fieldId(name)}
        label={LABELS[name]}
        hint={HINTS[name]}
        value={search.typed[name]}
        typed={(text) => search.type(name, text)}
        problem={search.problems[name]}
      />
      {read !== "" && <p class="record__read">{readBack(name, read)}</p>}
    </div>
  );
}
