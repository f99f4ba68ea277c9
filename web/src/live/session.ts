/**
 * The person's session: who is signed in, and whether the server still knows it. A session that is lost stays lost until
 * the same person is back, on the page that they were on. Owns the effects.
 */
import { saveChoices } from "../api/account";
import { me } from "../api/person";
import type { Choices, Person } from "../protocol/names";
import type { ChoicesKept } from "../words/sound";

const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 30_000;

/** `none`: nobody is signed in. `lost`: the person was, and is not any more. `away`: the server does not answer. */
export type SessionStatus = "asking" | "none" | "here" | "lost" | "away";

export class Session {
  status: SessionStatus = "asking";
  person: Person | null = null;
  /** The session has to prove its second factor before it may go on. */
  needs_code = false;
  /** How often the session came back after it was lost, or was proved. */
  returns = 0;
  choices_kept: ChoicesKept = "kept";
  /** What the person chose and the server has not taken yet. It holds on this page all the same. */
  private unkept: Choices | null = null;
  private keeping: Promise<void> = Promise.resolve();
  /** Acts that are done once the second factor is proved. */
  private readonly acts = new Set<(proved: boolean) => void>();
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();

  /** `another` is called when somebody else signs in: nothing that the page holds is for them. */
  constructor(private readonly another: () => void) {}

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Asks the server who is signed in, and again with growing pauses while it does not answer. */
  readonly ask = (): void => void this.find();

  private async find(): Promise<void> {
    clearTimeout(this.retry);
    const answer = await me();
    if (answer.ok) this.signedIn(answer.value);
    else if (this.person !== null) return;
    else if (answer.status === 401) this.change("none");
    else {
      this.retry = setTimeout(this.ask, Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.tries));
      this.tries += 1;
      this.change("away");
    }
  }

  signedIn(person: Person): void {
    if (this.person !== null && !isSame(person, this.person)) {
      this.another();
      return;
    }
    if (this.status === "lost") this.returns += 1;
    this.person = this.withChoices(person);
    this.tries = 0;
    this.needs_code = person.second_factor_needed;
    this.change("here");
    if (this.choices_kept === "failed") this.keepLater();
  }

  /** The person's own details changed. */
  changed(person: Person): void {
    this.person = this.withChoices(person);
    this.change(this.status);
  }

  /** Takes what the person chose, at once for this page, and for all others once the server has it. */
  choose(choices: Choices): void {
    if (this.person === null) return;
    this.unkept = choices;
    this.changed(this.person);
    this.keepLater();
  }

  private withChoices(person: Person): Person {
    return this.unkept === null ? person : { ...person, choices: this.unkept };
  }

  /** One after the other, so that the newest choices are the ones that stay. */
  private keepLater(): void {
    this.keeping = this.keeping.then(() => this.keep());
  }

  private async keep(): Promise<void> {
    const choices = this.unkept;
    if (choices === null || this.choices_kept === "visit") return;
    const answer = await saveChoices(choices);
    if (choices !== this.unkept) return;
    if (answer.ok) this.unkept = null;
    // There is no person for whom the server could keep them.
    this.choices_kept = answer.ok ? "kept" : answer.status === 409 ? "visit" : "failed";
    this.change(this.status);
  }

  /** An answer said that there is no session. */
  readonly lost = (): void => {
    this.settle(false);
    if (this.status === "here") this.change("lost");
  };

  /** An answer said that the second factor has to be proved. */
  readonly codeNeeded = (): void => {
    if (this.needs_code) return;
    this.needs_code = true;
    this.change(this.status);
  };

  /** Waits for the proof of the second factor, to do what was refused without it. */
  readonly proof = (): Promise<boolean> =>
    new Promise((resolve) => {
      if (!this.person?.second_factor) resolve(false);
      else {
        this.acts.add(resolve);
        this.change(this.status);
      }
    });

  /** Whether something is done by itself once the second factor is proved. */
  get act_waits(): boolean {
    return this.acts.size > 0;
  }

  /** The second factor was proved. What was refused before is done, or can be asked for again. */
  proved(): void {
    this.needs_code = false;
    this.returns += 1;
    this.change(this.status);
    this.settle(true);
  }

  /** The person does something else: what waited for the proof is not done by itself any more. */
  readonly elsewhere = (): void => this.settle(false);

  private settle(proved: boolean): void {
    if (!this.act_waits) return;
    for (const resolve of this.acts) resolve(proved);
    this.acts.clear();
    this.change(this.status);
  }

  /** Asks once more, because the person may have signed in by a link in another tab. */
  readonly seen = (): void => {
    if (this.status === "lost" || this.status === "none") this.ask();
  };

  private change(status: SessionStatus): void {
    this.status = status;
    for (const watcher of this.watchers) watcher();
  }
}

/** Whether what the page holds is for both: one person can stand at several places. */
function isSame(one: Person, other: Person): boolean {
  return one.person === other.person && one.role === other.role && one.org === other.org;
}
