/** Begins a practice lot, and says what became of it. Loaded when a person first asks for one. */
import { beginPractice } from "../../api/practice";
import { lotAddress } from "../../words/practice";
import { refusedWords } from "../../words/practice-refusal";

export type Begun =
  /** The address of the page of the practice. */
  | { readonly kind: "begun"; readonly address: string }
  /** Another one runs already; the address of its page. */
  | { readonly kind: "running"; readonly address: string }
  | { readonly kind: "refused"; readonly words: string };

export async function begin(event: string, lot: string, speed: number | undefined): Promise<Begun> {
  const reply = await beginPractice(event, lot, speed);
  const from = location.pathname;
  if (reply.value !== null) return { kind: "begun", address: lotAddress(reply.value.lot, from) };
  const running = reply.problem?.practice ?? null;
  if (running !== null) return { kind: "running", address: lotAddress(running, from) };
  return { kind: "refused", words: refusedWords(reply) };
}
