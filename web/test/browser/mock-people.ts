// The routes about other people, for the mock server. A test sets whom they know and what they refuse.
import type { ListedPerson, Mail, Organisation, OwnSession, SecurityEvent } from "../../src/protocol/names";
import { instant } from "../fixtures";
import { type Answered, type Asked, refused } from "./mock-account";

const HOUR_MS = 3_600_000;
const ALL_DEEDS: ListedPerson["may"] = [
  "read_all",
  "read_contact",
  "read_name",
  "change_name",
  "end_sessions",
  "resend",
  "disable",
  "take_off_second_factor",
  "make_lead",
  "give_place",
  "change_email",
  "erase",
  "read_security_events",
];

export class MockPeople {
  people: ListedPerson[] = somePeople();
  organisations: Organisation[] = [
    { id: "wtp", kind: "partnership", name: "Working Together Partnership", may_name: true },
    { id: "RFS", kind: "trust", name: "Chesterfield Royal Hospital NHS Foundation Trust", may_name: true },
    { id: "acme", kind: "supplier", name: "Acme Medical Ltd", may_name: true },
    { id: "bolt", kind: "supplier", name: "Bolt Gloves plc", may_name: false },
  ];
  mails: Mail[] = [];
  sessions: OwnSession[] = [openSession("s1"), openSession("s2")];
  events: SecurityEvent[] = someEvents();
  /** Whether invitations go by mail; else an administrator is shown the link. */
  mail = false;
  /** Whether the caller is an administrator, who alone is shown a link and the outbox. */
  is_admin = true;
  /** Whether a change needs the second factor again. */
  needs_fresh_proof: () => boolean = () => false;
  /** The answer to every request, where a test sets one. */
  refuses: Answered | null = null;
  readonly asked: Asked[] = [];

  /** The answer; null for any other route. */
  answer(asked: Asked, query: URLSearchParams): Answered | null {
    const { method, path, body } = asked;
    const [, , , noun = "", id = "", part = "", session = ""] = path.split("/");
    if (!["people", "organisations", "outbox", "security-events"].includes(noun)) return null;
    this.asked.push(asked);
    if (this.refuses !== null) return this.refuses;
    if (method !== "GET" && noun === "people" && this.needs_fresh_proof())
      return refused(403, "step_up_required");
    if (noun === "organisations") return this.named(method, id, body);
    if (noun === "outbox") return this.outbox(method);
    if (noun === "security-events") return this.listed(query);
    if (id === "")
      return method === "GET" ? { status: 200, body: { items: this.people, next: null } } : this.invite(body);
    const person = this.people.find((one) => one.id === id);
    return person === undefined ? refused(404, "not_found") : this.act(method, person, part, session, body);
  }

  private named(method: string, id: string, body: Asked["body"]): Answered {
    if (method === "GET") return { status: 200, body: { items: this.organisations } };
    const name = String(body["name"]);
    if (name.length > 200) return refused(422, "bad_document", "/name", "must have at most 200 bytes");
    this.organisations = this.organisations.map((one) => (one.id === id ? { ...one, name } : one));
    return { status: 200, body: { id, name } };
  }

  private outbox(method: string): Answered {
    if (!this.is_admin) return refused(403, "forbidden");
    if (method === "GET") return { status: 200, body: { items: this.mails, next: null } };
    const queued_at = instant(Date.now());
    const own = { id: "m9", kind: "test", to: "ada@wtp.example", tries: 0, last_error: null, queued_at };
    this.mails = [{ ...own, state: "waiting" }, ...this.mails];
    return { status: 202 };
  }

  private listed(query: URLSearchParams): Answered {
    const is_wanted = (event: SecurityEvent): boolean =>
      (query.get("person") ?? event.person) === event.person &&
      (query.get("kind") ?? event.kind) === event.kind;
    const wanted = this.events.filter(is_wanted);
    const from =
      query.get("after") === null ? 0 : wanted.findIndex(({ id }) => id === query.get("after")) + 1;
    const items = wanted.slice(from, from + 3);
    const next = from + 3 < wanted.length ? (items.at(-1)?.id ?? null) : null;
    return { status: 200, body: { items, next } };
  }

  private invite(body: Asked["body"]): Answered {
    const email = String(body["email"]);
    if (!email.includes("@"))
      return refused(422, "bad_document", "/email", "must have one @ and a dot after it");
    if (this.people.some((one) => one.email === email)) return refused(409, "wrong_state");
    const org = String(body["org"]);
    const is_known = this.organisations.some(({ id }) => id === org) || body["org_name"] !== undefined;
    if (!is_known) {
      const message = `the supplier ${org} is named nowhere: check it, or send its name as org_name`;
      return refused(422, "bad_document", "/org", message, "unknown_reference");
    }
    const place = { role: body["role"], org, lead: body["lead"] === true } as ListedPerson["places"][0];
    const made = somebody("new", String(body["name"]), place, { email, state: "invited" });
    const { invitation, link } = this.invitation();
    this.people = [...this.people, { ...made, invitation }];
    return { status: 201, body: { ...made, invitation: { ...invitation, ...link } } };
  }

  private invitation() {
    const sent_at = instant(Date.now());
    const expires_at = instant(Date.now() + 72 * HOUR_MS);
    const invitation = { id: "i9", state: this.mail ? "sent" : "to_hand_over", sent_at, expires_at };
    return { invitation, link: this.mail || !this.is_admin ? {} : { link: "http://mock/enter/c0de" } };
  }

  private act(
    method: string,
    person: ListedPerson,
    part: string,
    session: string,
    body: Asked["body"],
  ): Answered {
    const change = (changed: Partial<ListedPerson>): Answered => {
      this.people = this.people.map((one) => (one.id === person.id ? { ...one, ...changed } : one));
      return { status: 200, body: { ...person, ...changed } };
    };
    switch (`${method} ${part}`) {
      case "GET ":
        return { status: 200, body: person };
      case "PUT ":
        return body["telephone"] === "none"
          ? refused(422, "bad_document", "/telephone", "must be 7 to 20 digits")
          : change(body as Partial<ListedPerson>);
      case "DELETE ":
        this.people = this.people.filter(({ id }) => id !== person.id);
        return { status: 204 };
      case "POST disable":
        this.sessions = [];
        return change({ state: "disabled" });
      case "POST enable":
        return change({ state: "active" });
      case "POST places":
        return change({ places: person.places.map((place) => ({ ...place, lead: body["lead"] === true })) });
      case "POST invitations": {
        const { invitation, link } = this.invitation();
        change({ invitation });
        return { status: 201, body: { ...invitation, ...link } };
      }
      case "DELETE invitations":
        if (person.invitation) change({ invitation: { ...person.invitation, state: "withdrawn" } });
        return { status: 204 };
      case "GET sessions":
        return { status: 200, body: this.sessions };
      case "DELETE sessions":
        this.sessions = session === "" ? [] : this.sessions.filter(({ id }) => id !== session);
        return { status: 204 };
      case "DELETE second-factor":
        this.sessions = [];
        change({ second_factor: false });
        return { status: 204 };
      default:
        return refused(404, "not_found");
    }
  }
}

/** A person whom an administrator looks after. */
export function somebody(
  id: string,
  name: string,
  place: ListedPerson["places"][0],
  more: Partial<ListedPerson> = {},
): ListedPerson {
  return {
    id,
    name,
    email: `${id}@example.org`,
    telephone: null,
    places: [place],
    state: "active",
    second_factor: false,
    last_sign_in: null,
    invitation: null,
    may: ALL_DEEDS,
    ...more,
  };
}

/** A person of whom the caller may know no more than a name. */
export function onlyNamed(person: ListedPerson): ListedPerson {
  const { id, name, places } = person;
  return { id, name: name ?? null, places, may: ["read_name"] };
}

/** A person as a buyer sees it: how to reach it, and nothing that could be done. */
export function asBuyerSees(person: ListedPerson): ListedPerson {
  const { second_factor: _, last_sign_in: __, invitation: ___, ...shown } = person;
  return { ...shown, may: ["read_contact", "read_name"] };
}

function somePeople(): ListedPerson[] {
  const now = Date.now();
  const at = (org: string, role: ListedPerson["places"][0]["role"], lead = false) => ({ role, org, lead });
  const invited = (id: string, state: string, age_h: number) => ({
    state: "invited",
    invitation: {
      id,
      state,
      sent_at: instant(now - age_h * HOUR_MS),
      expires_at: instant(now + (72 - age_h) * HOUR_MS),
    },
  });
  const signed_in = { last_sign_in: instant(now - 2 * HOUR_MS), telephone: "0114 496 0000" };
  return [
    somebody("ada", "Ada Fenn", at("wtp", "admin"), { ...signed_in, second_factor: true }),
    somebody("bea", "Bea Hollis", at("wtp", "buyer"), signed_in),
    somebody("rob", "Robert Marsh", at("RFS", "observer", true), { telephone: "01246 277271" }),
    somebody("sam", "Samuel Featherstonehaugh-Cholmondeley", at("acme", "supplier", true), {
      ...signed_in,
      second_factor: true,
      email: "samuel.featherstonehaugh-cholmondeley@sales.acme-medical.example",
    }),
    somebody("tess", "Tess Oakley", at("acme", "supplier"), invited("i1", "sent", 3)),
    somebody("uma", "Uma Price", at("acme", "supplier"), invited("i2", "expired", 80)),
    somebody("vic", "Victor Lane", at("acme", "supplier"), invited("i3", "to_hand_over", 1)),
    somebody("wes", "Wes Hart", at("acme", "supplier"), { state: "disabled" }),
  ];
}

function openSession(id: string): OwnSession {
  const now = Date.now();
  return {
    id,
    current: false,
    role: "supplier",
    org: "acme",
    created_at: instant(now - 2 * HOUR_MS),
    last_used_at: instant(now - 60_000),
    expires_at: instant(now + 18 * HOUR_MS),
    device: `Firefox on Windows ${id}`,
    address: "192.0.2.7",
  };
}

function someEvents(): SecurityEvent[] {
  const kinds = ["signed_in", "disabled", "invited", "sign_in_failed", "second_factor_off"];
  return kinds.map((kind, nth) => ({
    id: `e${nth}`,
    at: instant(Date.now() - nth * HOUR_MS),
    kind,
    person: nth % 2 === 0 ? "sam" : "tess",
    person_name: nth % 2 === 0 ? "Samuel Featherstonehaugh-Cholmondeley" : "Tess Oakley",
    by: kind === "sign_in_failed" ? null : "ada",
    by_name: kind === "sign_in_failed" ? null : "Ada Fenn",
    address: nth === 4 ? null : "192.0.2.7",
    device: nth === 4 ? null : "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    reason: kind === "disabled" ? "On leave until March" : null,
  }));
}
