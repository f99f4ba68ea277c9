// A real server for the browser tests: the binary that FAIRLOT names, on a new database. Also does over HTTP what a
// buyer does before the pages are opened.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const READY = "fairlot ready on ";
const READY_MS = 60_000;

export interface Published {
  readonly event: string;
  readonly lot: string;
}

/** Somebody whom the command line adds. */
export interface Added {
  readonly email: string;
  readonly role: string;
  readonly org: string;
  readonly name?: string;
  readonly telephone?: string;
}

export class Server {
  private constructor(
    private readonly binary: string,
    private readonly folder: string,
    private process: ChildProcess,
    readonly address: string,
    private readonly flags: readonly string[],
  ) {}

  /** `flags` are further ones of `fairlot serve`. */
  static async start(flags: readonly string[] = []): Promise<Server> {
    const binary = resolve(process.env["FAIRLOT"] ?? "../target/debug/fairlot");
    const folder = await mkdtemp(join(tmpdir(), "fairlot-browser-"));
    const { child, address } = await serve(binary, folder, "127.0.0.1:0", flags);
    return new Server(binary, folder, child, address, flags);
  }

  /** The file of the database. */
  get database_file(): string {
    return join(this.folder, "fairlot.db");
  }

  async stop(): Promise<void> {
    await end(this.process, "SIGTERM");
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Kills the process without a warning, as a power failure would. */
  async kill(): Promise<void> {
    await end(this.process, "SIGKILL");
  }

  /** Starts again on the same database and port, so that open pages and their sessions stay valid. */
  async restart(): Promise<void> {
    const { child } = await serve(this.binary, this.folder, new URL(this.address).host, this.flags);
    this.process = child;
  }

  /** Adds a person, and returns the one-time link that signs the person in. */
  async link(role: string, org: string, name = `${role}-${org}`): Promise<string> {
    const who = ["--email", `${name}@example.org`, "--role", role, "--org", org, "--url", this.address];
    return this.run(["user", "add", ...who]);
  }

  /** Adds a person who signs in with a password; the address is "ROLE-ORG@example.org". */
  async withPassword(role: string, org: string, password: string): Promise<string> {
    const email = `${role}-${org}@example.org`;
    await this.run(["user", "add", "--email", email, "--role", role, "--org", org], `${password}\n`);
    return email;
  }

  /** Adds a person: with a password, or else returns the one-time link that signs the person in. */
  async add({ email, role, org, name, telephone }: Added, password?: string): Promise<string> {
    const who = ["--email", email, "--role", role, "--org", org, "--url", this.address];
    if (name !== undefined) who.push("--name", name);
    if (telephone !== undefined) who.push("--telephone", telephone);
    return this.run(["user", "add", ...who], password === undefined ? "" : `${password}\n`);
  }

  /** Another one-time link for a person who is there. */
  async linkOf(email: string): Promise<string> {
    return this.run(["user", "link", "--email", email, "--url", this.address]);
  }

  async token(role: string, org: string, user = `${role}-${org}`): Promise<string> {
    return this.run(["token", "--role", role, "--org", org, "--user", user]);
  }

  /** Drafts an event as a buyer of a partnership. */
  async draft(document: object, partnership = "partnership"): Promise<Published> {
    const token = await this.token("buyer", partnership);
    const drafted = await this.post<{ id: string; lots: [string] }>(token, "/api/v1/events", document);
    return { event: drafted.id, lot: drafted.lots[0] };
  }

  /** Drafts and publishes an event as a buyer of a partnership. */
  async publish(document: object, partnership = "partnership"): Promise<Published> {
    const drafted = await this.draft(document, partnership);
    const token = await this.token("buyer", partnership);
    await this.post(token, `/api/v1/events/${drafted.event}/publish`, {});
    return drafted;
  }

  /** Sends as another browser does that has no session and was never seen here; the status of the answer. */
  async sendsFromElsewhere(path: string, body: object): Promise<number> {
    const headers = { "content-type": "application/json", origin: this.address };
    return (await fetch(this.address + path, { method: "POST", headers, body: JSON.stringify(body) })).status;
  }

  private async post<Answer>(token: string, path: string, body: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(this.address + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  private async run(args: readonly string[], password = ""): Promise<string> {
    const running = promisify(execFile)(this.binary, [...args, "--database", database(this.folder)]);
    // A command that reads no password may have ended before.
    running.child.stdin?.on("error", () => {});
    // The command reads a password from stdin. Most persons have none.
    running.child.stdin?.end(password);
    const { stdout } = await running;
    return stdout.trim();
  }
}

function database(folder: string): string {
  return `sqlite:${join(folder, "fairlot.db")}`;
}

async function serve(
  binary: string,
  folder: string,
  listen: string,
  flags: readonly string[],
): Promise<{ child: ChildProcess; address: string }> {
  const always = ["serve", "--listen", listen, "--database", database(folder)];
  const child = spawn(binary, [...always, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (words) => (said += String(words)));
  const address = await new Promise<string>((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`the server is not ready: ${said}`)), READY_MS);
    createInterface(child.stdout).on("line", (line) => {
      clearTimeout(late);
      if (line.startsWith(READY)) ready(line.slice(READY.length));
      else failed(new Error(`the server said ${line}`));
    });
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { child, address };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((over) => child.once("exit", over));
  child.kill(signal);
  await ended;
}
