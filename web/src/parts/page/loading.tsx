/** Says that the next screen is being loaded, where that takes long enough to be noticed. */
import { useEffect, useState } from "preact/hooks";

const NOTICED_MS = 400;

export function LoadingNext() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), NOTICED_MS);
    return () => clearTimeout(timer);
  }, []);
  return long ? <p class="loading">Loading the page.</p> : null;
}
