/** The changes of a lot's lead, loaded page by page. What has happened stays as it is, so only later ones are asked for. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { LiveLot } from "../../live/live-lot";
import { Loader } from "../../live/loader";
import type { LeadPoint } from "../../protocol/names";

/** `newest` differs whenever there may be more to load. Nothing is loaded while none are wanted. */
export function useLeads(live: LiveLot, wanted: boolean, newest: unknown): readonly LeadPoint[] {
  const [leads, setLeads] = useState<readonly LeadPoint[]>([]);
  const loader = useRef<Loader | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let known: LeadPoint[] = [];
    const one = new Loader(
      async () => {
        let more = true;
        while (more) {
          const answer = await live.leadsAfter(known.at(-1)?.seq ?? 0);
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
  }, [live, wanted]);
  useEffect(() => loader.current?.ask(), [live, wanted, newest]);
  return leads;
}
