/** What an act would do, asked for again whenever the act or the lots have changed. The old answer stays until then. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type ActAnswer, type ActRequest, previewAct } from "../../api/acts";

/** Nobody types a figure faster than this. */
const PAUSE_MS = 300;
const RETRY_MS = 3_000;

export type Preview = ActAnswer | { readonly kind: "asking" };

/** `looked` changes with the lots. Nothing is asked for while the request is null. */
export function usePreview(request: ActRequest | null, looked: string): Preview {
  const [preview, setPreview] = useState<Preview>({ kind: "asking" });
  const key = request === null ? null : JSON.stringify(request);
  const newest = useRef(request);
  newest.current = request;
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === null) {
      setPreview({ kind: "asking" });
      return;
    }
    let over = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      if (newest.current === null) return;
      const answer = await previewAct(newest.current);
      if (over) return;
      setPreview(answer);
      if (answer.kind === "unknown") again = setTimeout(() => setTries((n) => n + 1), RETRY_MS);
    };
    const waiting = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(waiting);
      clearTimeout(again);
    };
  }, [key, looked, tries]);
  return preview;
}
