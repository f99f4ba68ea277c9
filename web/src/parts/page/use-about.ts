/** Whom to ask about this service; null while the server does not say it. */
import { useEffect, useState } from "preact/hooks";
import type { About } from "../../api/answers";
import { about } from "../../api/person";

/** Every page shows it, and it does not change while a page is open. */
let known: About | null = null;

async function ask(): Promise<About | null> {
  // Another page may have asked since this one was drawn.
  if (known !== null) return known;
  const answer = await about();
  if (answer.ok) known = answer.value;
  return known;
}

export function useAbout(): About | null {
  const [shown, setShown] = useState<About | null>(known);
  useEffect(() => {
    let over = false;
    void ask().then((found) => over || setShown(found));
    return () => {
      over = true;
    };
  }, []);
  return shown;
}
