/** Gives a request a key, so that sending it once more does not do it twice. Another request gets another key. */
import { useRef } from "preact/hooks";
import { freshKey } from "../../api/exchange";

export interface RequestKeys {
  /** The same key for the same request, until it was answered. */
  of(body: unknown): string;
  /** The request was answered: the same one sent later is another one. */
  answered(): void;
}

export function useKey(): RequestKeys {
  const last = useRef<{ text: string; key: string } | null>(null);
  return {
    of: (body) => {
      const text = JSON.stringify(body);
      if (last.current?.text !== text) last.current = { text, key: freshKey() };
      return last.current.key;
    },
    answered: () => {
      last.current = null;
    },
  };
}
