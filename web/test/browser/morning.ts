// What the tests of a morning share: a server that sends mail, the mail, and the people who take part.
import type { Page } from "playwright-core";
import { Mailbox } from "./mailbox";
import { RealStage, useReal } from "./real-stage";
import type { Added } from "./server";
import { expectSound as expectPageSound, type Soundness } from "./soundness";

export interface Somebody extends Added {
  readonly name: string;
  readonly password: string;
}

function somebody(name: string, email: string, role: string, org: string, password: string): Somebody {
  return { name, email, role, org, password, telephone: "0114 496 0123" };
}

const PARTNERSHIP = "wtp";
export const ADA = somebody(
  "Ada Quill",
  "ada@wtp.example",
  "admin",
  PARTNERSHIP,
  "seven green bicycles sing",
);
export const ANN = somebody("Ann Field", "ann@wtp.example", "buyer", PARTNERSHIP, "brown kettle on a roof");
export const BOB = somebody("Bob Marsh", "bob@wtp.example", "buyer", PARTNERSHIP, "three ladders under snow");
export const CAL = somebody("Cal Reed", "cal@acme.example", "supplier", "acme", "four calm otters swim");
export const DEE = somebody("Dee Frost", "dee@bolt.example", "supplier", "bolt", "a late train of pears");
export const EVE = somebody(
  "Eve Stone",
  "eve@calder.example",
  "supplier",
  "calder",
  "quiet maps burn slowly",
);
export const OLA = somebody("Ola Wren", "ola@rhq.example", "observer", "RHQ", "window full of thunder");

export const ORGANISATIONS: Readonly<Record<string, string>> = {
  acme: "Acme Medical Ltd",
  bolt: "Bolt Gloves plc",
  calder: "Calder Healthcare Ltd",
  RHQ: "Sheffield Teaching Hospitals",
};

export class Morning extends RealStage {
  private one_mailbox: Mailbox | null = null;

  get mailbox(): Mailbox {
    if (this.one_mailbox === null) throw new Error("no mail server was started");
    return this.one_mailbox;
  }

  override async begin(flags: readonly string[]): Promise<void> {
    this.one_mailbox = await Mailbox.start();
    await super.begin([...this.one_mailbox.flags, ...flags]);
  }

  override async end(): Promise<void> {
    await super.end();
    this.one_mailbox?.stop();
  }

  /** Adds people by the command line, each with a password. */
  async add(...people: readonly Somebody[]): Promise<void> {
    for (const one of people) await this.server.add(one, one.password);
  }

  /** Signs a person in by password in a new browser, as the form does it, without the form, and opens an address. */
  async signsIn(who: Somebody, path = "/"): Promise<Page> {
    const page = await this.openAt("about:blank");
    const { email, password } = who;
    const sent = { data: { email, password }, headers: { origin: this.server.address } };
    const answer = await page.context().request.post(`${this.server.address}/api/v1/sessions`, sent);
    if (!answer.ok()) throw new Error(`signing in was answered ${answer.status()}`);
    await page.goto(new URL(path, this.server.address).href);
    await page.locator("header").getByText(who.name).waitFor();
    return page;
  }

  /** What the consoles of all open pages said, besides answers that refuse something. */
  override faults(): string[] {
    const REFUSED = /status of (401|403|409|410|412|422|429)/;
    return super.faults().filter((text) => !REFUSED.test(text));
  }
}

/** One server that sends mail for all the tests of a file. */
export function useMorning(...flags: readonly string[]): Morning {
  return useReal(new Morning(), flags);
}

export async function fillSignIn(page: Page, { email, password }: Somebody): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
}

/** Sends the form from its password, by keyboard. */
export async function pressSignIn(page: Page): Promise<void> {
  await page.getByLabel("Password", { exact: true }).press("Enter");
}

/** Another tab of the same browser. */
export async function tabOf(page: Page, path: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(new URL(path, page.url()).href);
  return tab;
}

export function says(page: Page, text: string | RegExp): Promise<void> {
  return page.locator("#app").getByText(text).first().waitFor();
}

/** Looks at a page as it stands; see `soundness.ts`. */
export function expectSound(page: Page, name: string, soundness?: Soundness): Promise<void> {
  return expectPageSound(page, `morning-${name}`, soundness);
}

/** Sends a request as the page's own scripts would; the JSON of the answer. */
export async function asks<Answer>(page: Page, method: string, path: string, body?: object): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const response = await fetch(path, {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === "" ? null : JSON.parse(text)) as Answer;
    },
    [method, path, body] as const,
  );
}
