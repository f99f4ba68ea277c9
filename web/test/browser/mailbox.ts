// A mail server for the browser tests: the one in Python that the Rust tests use. Keeps what it takes, for each address.
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

export interface Mail {
  readonly to: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const SCRIPT = "../tests/python/mailbox.py";
const LATE_MS = 30_000;

export class Mailbox {
  private readonly mails: Mail[] = [];
  private readonly readers = new Set<() => void>();

  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<Mailbox> {
    const python = resolve(process.env["FAIRLOT_PYTHON"] ?? "../target/python/bin/python");
    const child = spawn(python, [resolve(SCRIPT)], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface(child.stdout);
    const first = await new Promise<string>((said, failed) => {
      lines.once("line", said);
      child.once("error", () =>
        failed(new Error(`${python} does not run: \`make browser-test\` prepares it`)),
      );
      child.once("exit", (code) => failed(new Error(`the mail server ended with ${code}`)));
    });
    const mailbox = new Mailbox(child, (JSON.parse(first) as { port: number }).port);
    lines.on("line", (line) => mailbox.take(JSON.parse(line) as Mail));
    return mailbox;
  }

  /** The flags with which a server sends its mail here. */
  get flags(): string[] {
    const from = "Working Together <fairlot@wtp.example>";
    return ["--mail-url", `smtp://127.0.0.1:${this.port}`, "--mail-from", from, "--public-url", PUBLIC_URL];
  }

  /** The oldest mail to an address that was not read yet. */
  async next(address: string): Promise<Mail> {
    const started = Date.now();
    for (;;) {
      const found = this.mails.findIndex(({ to }) => to.includes(address));
      const [mail] = found === -1 ? [] : this.mails.splice(found, 1);
      if (mail !== undefined) return mail;
      await this.another(address, LATE_MS - (Date.now() - started));
    }
  }

  /** How many mails to an address were not read yet. */
  waiting(address: string): number {
    return this.mails.filter(({ to }) => to.includes(address)).length;
  }

  /** The server ends when its input does. */
  stop(): void {
    this.process.removeAllListeners("exit");
    this.process.stdin?.end();
  }

  private take(mail: Mail): void {
    this.mails.push(mail);
    for (const reader of this.readers) reader();
  }

  private another(address: string, left_ms: number): Promise<void> {
    return new Promise((come, failed) => {
      const done = (): void => {
        clearTimeout(late);
        this.readers.delete(done);
        come();
      };
      const late = setTimeout(() => {
        this.readers.delete(done);
        failed(new Error(`no mail came to ${address}`));
      }, left_ms);
      this.readers.add(done);
    });
  }
}

/** Where links in mails lead: what stands in front of the server. */
const PUBLIC_URL = "https://buy.wtp.example";

/** The path of the one link in a mail. */
export function linkIn({ text }: Mail): string {
  const links = text.split("\n").filter((line) => line.startsWith(`${PUBLIC_URL}/`));
  const [link] = links;
  if (link === undefined || links.length > 1) throw new Error(`not one link in: ${text}`);
  return link.slice(PUBLIC_URL.length);
}
