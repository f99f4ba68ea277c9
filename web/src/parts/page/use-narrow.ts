/** Whether the screen is so narrow that wide parts are shown one piece at a time. */
import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 40em)";

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const changed = (): void => setNarrow(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return narrow;
}
