/**
 * Plays short tones, made by the browser: nothing is loaded for them. A browser allows a page to sound only after the
 * person has clicked on it or pressed a key in it; before that nothing is played, and nothing is played later instead.
 */

/** What a tone says. Each is also written on the page, and spoken. */
export type Tone = "lead_lost" | "minute_left" | "needs_you";

/** The steps of each tone: how high, in hertz, and when it begins, in seconds. All are shorter than a second. */
const STEPS: Readonly<Record<Tone, ReadonlyArray<readonly [number, number]>>> = {
  lead_lost: [
    [660, 0],
    [440, 0.2],
  ],
  minute_left: [
    [880, 0],
    [880, 0.2],
    [880, 0.4],
  ],
  needs_you: [
    [520, 0],
    [780, 0.2],
  ],
};
const STEP_S = 0.18;
const LOUDNESS = 0.2;
/** Where the browser does not allow sound it may never answer. */
const ALLOWED_MS = 1_000;

let context: AudioContext | null = null;

/** Says whether the tone is played. */
export async function play(tone: Tone): Promise<boolean> {
  try {
    return (await allowed()) && context !== null && begin(context, tone);
  } catch {
    // The device has no sound. Everything that a tone says is on the page too.
    return false;
  }
}

/** Asks the browser for leave to sound. It gives it while a click or a key is handled. */
export async function allowed(): Promise<boolean> {
  if (!(navigator.userActivation?.hasBeenActive ?? true)) return false;
  context ??= new AudioContext();
  if (context.state !== "running") {
    await Promise.race([context.resume(), new Promise((late) => setTimeout(late, ALLOWED_MS))]);
  }
  return context.state === "running";
}

function begin(audio: AudioContext, tone: Tone): true {
  for (const [hertz, at_s] of STEPS[tone]) {
    const starts = audio.currentTime + at_s;
    const source = new OscillatorNode(audio, { frequency: hertz });
    const gain = new GainNode(audio, { gain: 0 });
    // A tone that begins or ends at once makes a click.
    gain.gain.setTargetAtTime(LOUDNESS, starts, 0.01);
    gain.gain.setTargetAtTime(0, starts + STEP_S - 0.05, 0.01);
    source.connect(gain).connect(audio.destination);
    source.start(starts);
    source.stop(starts + STEP_S);
  }
  return true;
}
