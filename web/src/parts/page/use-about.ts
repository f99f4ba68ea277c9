/** Whom to ask about this service; null while the server does not say it. */
import { useEffect, useState } from "preact/hooks";
import { about } from "../../api/person";
import type { About } from "../../api/answers";

export function useAbout(): About | null {
  const [known, setKnown] = useState<About | null>(null);
  useEffect(() => {
    let over = false;
    void about().then((answer) => {
      if (answer.ok && !over) setKnown(answer.value);
    });
    return () => {
      over = true;
    };
  }, []);
  return known;
}
