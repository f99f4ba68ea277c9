/** The address of the page. A link from one page of a set-up to another changes it without a new load. */
import { useEffect, useState } from "preact/hooks";
import { placeOf } from "../words/draft/address";

interface Address {
  address: string;
  go: (address: string) => void;
}

export function useAddress(path: string): Address {
  const [address, setAddress] = useState(() => (placeOf(path) === null ? path : here()));
  const go = (to: string): void => {
    history.pushState(null, "", to);
    scrollTo(0, 0);
    setAddress(here());
  };
  useEffect(() => {
    if (placeOf(path) === null) return;
    const back = (): void => setAddress(here());
    const clicked = (event: MouseEvent): void => {
      const link = (event.target as Element | null)?.closest?.("a");
      if (!link || !isPlain(event, link) || placeOf(link.pathname) === null) return;
      event.preventDefault();
      go(link.pathname + link.search);
    };
    addEventListener("popstate", back);
    document.addEventListener("click", clicked);
    return () => {
      removeEventListener("popstate", back);
      document.removeEventListener("click", clicked);
    };
  }, []);
  return { address, go };
}

function here(): string {
  return location.pathname + location.search;
}

/** A click that the browser would answer by loading another page of this site in this tab. */
function isPlain(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const other_tab = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  return (
    !event.defaultPrevented &&
    !other_tab &&
    link.origin === location.origin &&
    link.target === "" &&
    link.hash === ""
  );
}
