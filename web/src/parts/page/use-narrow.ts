/** Whether the screen is so narrow that wide parts are shown one piece at a time. */
import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 40em)";
/** Two columns of a page stand below each other on such a screen. */
export const ONE_COLUMN = "(max-width: 61.99em)";

export function useNarrow(media = NARROW): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(media).matches);
  useEffect(() => {
    const query = matchMedia(media);
    const changed = (): void => setNarrow(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return narrow;
}
