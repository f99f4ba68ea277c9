/** Parts of a page that are loaded one step after it, so that nobody waits for them before the first picture. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

const RETRY_MS = 5_000;

/** The part, once it is loaded; nothing until then. A load that fails is tried again while the part is wanted. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let known: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [, redraw] = useState(0);
    useEffect(() => {
      let over = false;
      let retry: ReturnType<typeof setTimeout> | undefined;
      const ask = async (): Promise<void> => {
        try {
          known ??= await load();
          if (!over) redraw((n) => n + 1);
        } catch {
          if (!over) retry = setTimeout(() => void ask(), RETRY_MS);
        }
      };
      if (known === null) void ask();
      return () => {
        over = true;
        clearTimeout(retry);
      };
    }, []);
    const Part = known;
    return Part && <Part {...props} />;
  };
}
