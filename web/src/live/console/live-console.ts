/**
 * The console of one event: holds its state and has the effects (connection, announcements, sound). Tells the page at
 * most ten times a second that something has changed, and once a second that time has passed.
 */
import { consoleStatus } from "../../api/acts";
import type { Choices, Person } from "../../protocol/names";
import { type Need, needsOf } from "../../words/console/needs";
import { Speaker, type Voice } from "../announcer/speaker";
import { Connection } from "../connection";
import { SoundSwitch } from "../sound/sound-switch";
import type { WaitingLot } from "../sound/needs";
import type { Act } from "../state/acts";
import { ConsoleAnnouncements } from "./announcements";
import {
  consoleNow,
  consoleStaleMs,
  type ConsoleState,
  isConsoleCurrent,
  reduceConsole,
  startConsole,
  waitingLots,
} from "./state";

const TICK_MS = 1_000;
/** A tick as late as this means that the machine or the tab was suspended. */
const SUSPENDED_MS = 4_000;
const DRAW_MS = 100;

export class LiveConsole {
  state: ConsoleState = startConsole(Date.now());
  /** What needs a buyer, oldest first, by the state and the time as they are now. */
  needs: readonly Need[] = [];
  private readonly connection: Connection;
  private readonly announcements: ConsoleAnnouncements;
  private readonly watchers = new Set<() => void>();
  private readonly seconds = new Set<() => void>();
  private ticking: ReturnType<typeof setInterval> | undefined;
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private readonly sound = new SoundSwitch(() =>
    import("../sound/list-sound").then(({ ListSound }) => ListSound),
  );

  constructor(
    readonly event: string,
    private readonly person: Person,
    voice: Voice,
  ) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.announcements = new ConsoleAnnouncements(new Speaker(voice));
    this.connection = new Connection({
      url: `${scheme}://${location.host}/ws`,
      event,
      lots: [],
      dispatch: (act) => this.dispatch(act),
      unanswered: () => [],
      staleMs: () => consoleStaleMs(this.state),
      isSignedIn: async () => (await consoleStatus(event)) !== 401,
    });
    this.chosen(person.choices);
  }

  start(): void {
    this.connection.start();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    addEventListener("online", this.tryNow);
    addEventListener("offline", this.networkGone);
    document.addEventListener("visibilitychange", this.tryNow);
  }

  stop(): void {
    clearInterval(this.ticking);
    clearTimeout(this.drawing);
    this.sound.stop();
    this.connection.stop();
    removeEventListener("online", this.tryNow);
    removeEventListener("offline", this.networkGone);
    document.removeEventListener("visibilitychange", this.tryNow);
  }

  /** The person has signed in again on this page. */
  sessionBack(): void {
    this.connection.resume();
  }

  /** Called after changes. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Called each second. */
  everySecond(watcher: () => void): () => void {
    this.seconds.add(watcher);
    return () => this.seconds.delete(watcher);
  }

  chosen(choices: Choices): void {
    this.announcements.level = choices.announcements;
    this.sound.turn(choices.sound && this.person.role === "buyer");
  }

  private dispatch(act: Act): void {
    const before = this.state;
    this.state = reduceConsole(before, act);
    if (this.state === before) return;
    const { event } = this.state;
    if (event !== before.event && event !== null) this.connection.follow(waitingLots(event));
    if (event !== before.event || this.state.details !== before.details || act.type === "tick") this.look();
    this.announcements.connection(
      isConsoleCurrent(before),
      isConsoleCurrent(this.state),
      before.event !== null,
    );
    if (act.type !== "clock_measured") this.changed();
  }

  /** Works out what needs a buyer. What may be old is not said to. */
  private look(): void {
    const { event, details } = this.state;
    if (event === null) return;
    this.needs = needsOf({ event, details, person: this.person.person, now: consoleNow(this.state) });
    if (!isConsoleCurrent(this.state)) return;
    this.announcements.needs(this.needs);
    this.sound.tones?.look(this.waiting(), this.person.person);
  }

  private waiting(): WaitingLot[] {
    const { event, details } = this.state;
    return (event?.lots ?? []).flatMap((lot): WaitingLot[] => {
      const known = details.get(lot.lot);
      if (known !== undefined) return [known];
      const waits = lot.waiting != null && lot.waiting.requests + lot.waiting.proposals > 0;
      if (!lot.state || waits) return [];
      return [{ lot: lot.lot, state: lot.state, requests: [], proposals: [] }];
    });
  }

  private changed(): void {
    this.drawing ??= setTimeout(() => {
      this.drawing = undefined;
      for (const watcher of this.watchers) watcher();
    }, DRAW_MS);
  }

  private tick(): void {
    const local = Date.now();
    if (local - this.state.local > SUSPENDED_MS || local < this.state.local) this.connection.tryNow();
    this.dispatch({ type: "tick", local });
    for (const watcher of this.seconds) watcher();
  }

  private readonly tryNow = (): void => {
    if (document.visibilityState === "visible") this.connection.tryNow();
  };

  private readonly networkGone = (): void => this.connection.networkGone();
}
