/** Brings a person to a lot: opens it on a narrow screen, and puts the focus on its heading or on one of its fields. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { BidderLots } from "../../live/many/bidder-lots";

/** `field` is the end of the id of a field, such as `price-m`. */
export type GoTo = (lot: string, field?: string) => void;

interface Going {
  /** The lot that is open on a narrow screen, where one is open at a time. */
  readonly open: string | null;
  to: GoTo;
  toggle(lot: string): void;
}

interface Target {
  readonly lot: string;
  readonly field: string | undefined;
}

export function headingId(lot: string): string {
  return `lot-${lot}`;
}

export function useGoTo(live: BidderLots, narrow: boolean): Going {
  const [open, setOpen] = useState<string | null>(() => live.lots[0]?.lot ?? null);
  const [target, setTarget] = useState<Target | null>(null);
  useEffect(() => {
    if (target === null) return;
    const { lot, field } = target;
    const found = field === undefined ? null : document.getElementById(`${lot}-${field}`);
    const place = found ?? document.getElementById(headingId(lot));
    place?.focus();
    place?.scrollIntoView({ block: "start" });
    if (found instanceof HTMLInputElement) found.select();
  }, [target]);
  return {
    open,
    to: (lot, field) => {
      if (live.reviewing !== null) live.endReview();
      setOpen(lot);
      setTarget({ lot, field });
    },
    toggle: (lot) => {
      setOpen(open === lot ? null : lot);
      // The lot that was open above it may have gone, and the heading with it out of view.
      if (narrow && open !== lot) setTarget({ lot, field: undefined });
    },
  };
}

/** The lot in which the focus was last. A button that was pressed outside of the lots has the focus itself by then. */
export function useLastFocused(): { readonly current: string | null } {
  const last = useRef<string | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      const inside = target instanceof Element ? target.closest<HTMLElement>("[data-lot]") : null;
      last.current = inside?.dataset["lot"] ?? last.current;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  return last;
}
