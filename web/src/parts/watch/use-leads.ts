/** The changes of a lot's lead, loaded page by page. What has happened stays as it is, so only later ones are asked for. */
import { useEffect, useRef, useState } from "preact/hooks";
import { leadsAfter } from "../../api/lots";
import { Loader } from "../../live/loader";
import type { LeadPoint } from "../../protocol/names";

/** `newest` differs whenever there may be more to load; with another `lot` all are loaded. */
export function useLeads(lot: string | null, newest: unknown): readonly LeadPoint[] {
  const [leads, setLeads] = useState<readonly LeadPoint[]>([]);
  const loader = useRef<Loader | null>(null);
  useEffect(() => {
    if (lot === null) return;
    let known: LeadPoint[] = [];
    const one = new Loader(
      async () => {
        let more = true;
        while (more) {
          const answer = await leadsAfter(lot, known.at(-1)?.seq ?? 0);
          if (!answer.ok) return false;
          known = [...known, ...answer.value.items];
          more = answer.value.next != null;
        }
        if (loader.current === one) setLeads(known);
        return true;
      },
      () => {},
    );
    loader.current = one;
    return () => {
      one.stop();
      loader.current = null;
      setLeads([]);
    };
  }, [lot]);
  useEffect(() => loader.current?.ask(), [lot, newest]);
  return leads;
}
