/** Whom to ask about this service; null while the server does not say it. */
import { useEffect, useState } from "preact/hooks";
import type { About } from "../../api/answers";
import { about } from "../../api/person";

/** Every page shows it, and it does not change while a page is open. */
let known: About | null = null;

export function useAbout(): About | null {
  const [shown, setShown] = useState<About | null>(known);
  useEffect(() => {
    if (known !== null) return;
    let over = false;
    void about().then((answer) => {
      if (!answer.ok) return;
      known = answer.value;
      if (!over) setShown(known);
    });
    return () => {
      over = true;
    };
  }, []);
  return shown;
}
