/** Everything that the pages of a set-up know about one draft, as one value. The editor makes a new one for each change. */
import type { Checked, EventStatus } from "../../api/drafts";
import type { JsonObject } from "../../json";
import type { Joined } from "./merge";

/** How far the own changes have come. */
export type Saving =
  /** `at` is null before the first save on this page. */
  | { readonly kind: "saved"; readonly at: number | null }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  /** No answer, or none that settles it: the same is sent again. */
  | { readonly kind: "failed"; readonly next_try: number }
  | { readonly kind: "signed_out" }
  /** The server does not take such a document. */
  | { readonly kind: "refused"; readonly message: string };

/** Another person's changes that were taken in. */
export interface Others {
  /** The same person, in another window. */
  readonly own: boolean;
  readonly name: string | null;
  /** An instant of the server; null where it is not known. */
  readonly at: string | null;
  readonly paths: readonly string[];
}

/** What both persons changed. Nothing is saved until it is settled. */
export interface Disputed {
  readonly joined: Joined;
  readonly by: Others;
  /** What the other person stored. */
  readonly theirs: JsonObject;
  readonly revision: number;
}

export interface EditorState {
  readonly load: "loading" | "ready" | "not_found" | "forbidden" | "failed" | "signed_out";
  readonly status: EventStatus;
  /** What is stored. */
  readonly base: JsonObject;
  readonly revision: number;
  /** What the pages show: what is stored, with the own changes on top. */
  readonly own: JsonObject;
  readonly saving: Saving;
  readonly disputed: Disputed | null;
  readonly others: Others | null;
  /** Null before the first check. */
  readonly checked: Checked | null;
  /** What was typed was found on this machine, from before a reload. */
  readonly restored: boolean;
  readonly digest: string | null;
  /** The ids of the lots. */
  readonly lots: readonly string[];
}

export const LOADING: EditorState = {
  load: "loading",
  status: "draft",
  base: {},
  revision: 0,
  own: {},
  saving: { kind: "saved", at: null },
  disputed: null,
  others: null,
  checked: null,
  restored: false,
  digest: null,
  lots: [],
};

export function isEditable(state: EditorState): boolean {
  return state.load === "ready" && (state.status === "draft" || state.status === "template");
}
