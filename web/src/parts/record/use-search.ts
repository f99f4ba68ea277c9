/** One search in a lot's record: what was typed, what is wrong with it, and the run that looks for it. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  EMPTY,
  type FieldName,
  faultsOf,
  type Problems,
  readForm,
  type Typed,
} from "../../live/record/search-form";
import { ROWS_OF_A_PAGE, SearchRun } from "../../live/record/search-run";

interface Form {
  readonly typed: Typed;
  readonly problems: Problems;
  /** The times as the server read them. */
  readonly read: Problems;
  /** The status of an answer that kept the search from beginning. */
  readonly failed: number | null;
  readonly waits: boolean;
}

const BEFORE: Form = { typed: EMPTY, problems: {}, read: {}, failed: null, waits: false };

export interface Search extends Form {
  /** Null before the first search. */
  readonly run: SearchRun | null;
  /** Counts the searches. */
  readonly nth: number;
  type(name: FieldName, text: string): void;
  begin(): Promise<void>;
  clear(): void;
}

/** `day` is an instant of the day that a time without one is of. */
export function useSearch(lot: string, day: string): Search {
  const [form, setForm] = useState(BEFORE);
  const [, redraw] = useState(0);
  const run = useRef<SearchRun | null>(null);
  const nth = useRef(0);
  useEffect(
    () => () => {
      nth.current += 1;
      run.current?.end();
    },
    [lot],
  );
  const change = (changed: Partial<Form>): void => setForm((before) => ({ ...before, ...changed }));
  const told = (one: SearchRun): void => {
    if (one.state.faults.length > 0) change({ problems: faultsOf(one.state.faults) });
    redraw((n) => n + 1);
  };
  const begin = async (): Promise<void> => {
    nth.current += 1;
    const this_one = nth.current;
    run.current?.end();
    run.current = null;
    change({ waits: true, problems: {}, failed: null });
    const found = await readForm(form.typed, day);
    if (this_one !== nth.current) return;
    if (!found.ok) {
      change({ waits: false, problems: found.problems, failed: found.status, read: {} });
      return;
    }
    change({ waits: false, read: found.read });
    const begun: SearchRun = new SearchRun(lot, found.query, () => told(begun));
    run.current = begun;
    void begun.find(ROWS_OF_A_PAGE);
  };
  return {
    ...form,
    run: run.current,
    nth: nth.current,
    type: (name, text) =>
      setForm(({ typed, read, ...rest }) => ({
        ...rest,
        typed: { ...typed, [name]: text },
        read: { ...read, [name]: "" },
      })),
    begin,
    clear: () => change({ typed: EMPTY, problems: {}, read: {}, failed: null }),
  };
}
