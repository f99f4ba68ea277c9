/** A time and a length of time, as people type them. The server reads a time; its reading stands below in words. */
import { useEffect, useRef, useState } from "preact/hooks";
import { readTimes, type TimeRead } from "../../api/drafts";
import { at, textOf } from "../../json";
import { durationText, readDuration } from "../../words/draft/durations";
import { fieldId } from "../../words/draft/address";
import { instantWords, isInstant, typedForm } from "../../words/draft/times";
import { Around } from "./fields";
import { useForm } from "./form";

interface TimeProps {
  path: string;
  /** An empty field is something missing, not something left out. */
  needed?: boolean;
  label?: string;
  hint?: string;
  fact?: string | null | undefined;
}

/** UK time. What cannot be read stays in the draft as it was typed. */
export function TimeField({ path, needed, label, hint, fact }: TimeProps) {
  const { editor, document, waitFor } = useForm();
  const stored = textOf(at(document, path));
  const [typed, setTyped] = useState<string | null>(null);
  const [read, setRead] = useState<TimeRead | null>(null);
  const asked = useRef(0);
  const ask = async (text: string): Promise<void> => {
    asked.current += 1;
    const nth = asked.current;
    if (text === "" || isInstant(text)) return;
    const reply = await readTimes([text]);
    const item = reply.value?.items[0] ?? null;
    if (nth !== asked.current || item === null) return;
    setRead(item);
    if (!("at" in item)) return;
    editor.edit(path, item.at);
    setTyped(null);
  };
  // A text that could not be read before is told again with what to type instead.
  useEffect(() => void ask(stored), []);
  const change = (text: string): void => {
    setTyped(text);
    setRead(null);
    asked.current += 1;
    editor.edit(path, text.trim() === "" && !needed ? undefined : text.trim());
  };
  const settle = (instant: string): void => {
    asked.current += 1;
    setTyped(null);
    setRead(null);
    editor.edit(path, instant);
  };
  const shown = typed ?? (isInstant(stored) ? typedForm(stored) : stored);
  return (
    <Around
      path={path}
      {...(label === undefined ? {} : { label })}
      hint={hint ?? "UK time. For example, 1 December 2026 2:30pm"}
      fact={fact}
      wrong={read !== null && "message" in read ? read.message : null}
      corrected={isInstant(stored)}
    >
      {(describedBy, faulty) => (
        <>
          <input
            id={fieldId(path)}
            class={`nhsuk-input set-up__time${faulty ? " nhsuk-input--error" : ""}`}
            type="text"
            autoComplete="off"
            spellcheck={false}
            aria-describedby={`${describedBy} ${fieldId(path)}-read`.trim()}
            value={shown}
            onInput={(event) => change(event.currentTarget.value)}
            onBlur={(event) => waitFor(ask(event.currentTarget.value.trim()))}
          />
          <p class="set-up__read" id={`${fieldId(path)}-read`}>
            {faulty && !isInstant(stored) ? "" : readBack(stored, read)}
          </p>
          {read !== null && "candidates" in read && <Candidates read={read} choose={settle} />}
        </>
      )}
    </Around>
  );
}

function readBack(stored: string, read: TimeRead | null): string {
  if (read !== null && "at" in read && read.at === stored) return `That is ${read.words}.`;
  if (read !== null && "message" in read) return sentence(read.message);
  return isInstant(stored) ? `That is ${instantWords(stored)}.` : "";
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text.endsWith(".") ? text : `${text}.`;
}

/** The hour that comes twice in October: the person says which of the two. */
function Candidates({ read, choose }: { read: TimeRead; choose: (instant: string) => void }) {
  if (!("candidates" in read)) return null;
  return (
    <span class="suggestions">
      {read.candidates.map(({ at: instant, words }) => (
        <button key={instant} type="button" class="plain-button" onClick={() => choose(instant)}>
          {words}
        </button>
      ))}
    </span>
  );
}

interface DurationProps {
  path: string;
  label?: string;
  hint?: string;
  fact?: string | null | undefined;
}

/** A length of time, stored in seconds. */
export function DurationField({ path, label, hint, fact }: DurationProps) {
  const { editor, document } = useForm();
  const stored = at(document, path);
  const [typed, setTyped] = useState<string | null>(null);
  const change = (text: string): void => {
    setTyped(text);
    const seconds = readDuration(text);
    editor.edit(path, seconds ?? text.trim());
  };
  const in_words = typeof stored === "number" ? durationText(stored) : textOf(stored);
  const says =
    typeof stored === "number" ? `That is ${durationText(stored)}.` : in_words === "" ? "" : NOT_A_LENGTH;
  return (
    <Around
      path={path}
      {...(label === undefined ? {} : { label })}
      hint={hint ?? "For example, 30 minutes"}
      fact={fact}
    >
      {(describedBy, faulty) => (
        <>
          <input
            id={fieldId(path)}
            class={`nhsuk-input set-up__medium${faulty ? " nhsuk-input--error" : ""}`}
            type="text"
            autoComplete="off"
            spellcheck={false}
            aria-describedby={`${describedBy} ${fieldId(path)}-read`.trim()}
            value={typed ?? in_words}
            onInput={(event) => change(event.currentTarget.value)}
            onBlur={() => setTyped(null)}
          />
          <p class="set-up__read" id={`${fieldId(path)}-read`}>
            {says}
          </p>
        </>
      )}
    </Around>
  );
}

const NOT_A_LENGTH = "This is no length of time yet. Write it like 30 minutes, or 1 hour 30 minutes.";
