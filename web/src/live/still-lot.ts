/**
 * A lot that a page draws without being live: a preview, or a moment of the past. It has the state of a live lot and
 * never more: nothing is sent, loaded, announced or kept.
 */
import type { Person } from "../protocol/names";
import type { Role } from "../protocol/ws";
import { LiveLot } from "./live-lot";

const SILENT = { polite: () => {}, assertive: () => {} };

export class StillLot extends LiveLot {
  constructor(lot: string, person: Person) {
    super(lot, person, SILENT, () => {});
  }

  override start(): void {}

  override dispatch(): void {}

  override send(): void {}

  override confirm(): void {}

  override async acceptTerms(): Promise<boolean> {
    return false;
  }

  override async fit(): Promise<{ ok: false; status: number }> {
    return { ok: false, status: 0 };
  }

  override async leadsAfter(): Promise<{ ok: true; value: { items: []; next: null } }> {
    return { ok: true, value: { items: [], next: null } };
  }

  override async askForAnnulment(): Promise<{ ok: false; status: number }> {
    return { ok: false, status: 0 };
  }
}

const ROLES: Readonly<Record<string, Role>> = {
  buyer: "buyer",
  auditor: "auditor",
  observer: "observer",
  bidder: "supplier",
};

/** Somebody of a party such as `bidder:acme`. No person has this id, so nothing that a person kept is found for it. */
export function personOfParty(as: string): Person {
  const [kind = "", org = ""] = as.split(/:(.*)/s);
  const unknown = { name: null, email: null, org_name: null, places: [] };
  const choices = { announcements: "all", confirm: false, sound: false } as const;
  const sign_in = {
    password: "none",
    expires_at: "",
    second_factor: false,
    second_factor_needed: false,
  } as const;
  return { person: "nobody", org, role: ROLES[kind] ?? "buyer", choices, ...sign_in, ...unknown };
}
