/** What stands on every page of a set-up: the way back, how far saving has come, and what other persons did. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Json, textOf } from "../../json";
import type { Editor } from "../../live/draft/editor";
import { type Disputed, isEditable } from "../../live/draft/state";
import { Back } from "../../parts/page/back";
import { Page } from "../../parts/page/page";
import { titled, useTitle } from "../../parts/page/title";
import { fieldName } from "../../words/draft/names";
import { NOT_SAVED_YET, otherName, othersWords, savingWords } from "../../words/draft/saving";

interface FrameProps {
  heading: string;
  editor: Editor;
  /** The address that the link above the heading leads to. */
  back?: { readonly address: string; readonly words: string };
  faulty?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}

export function Frame({ heading, editor, back, faulty, wide, children }: FrameProps) {
  const { state } = editor;
  const title = textOf(state.own["title"]);
  useTitle(titled(`${faulty ? "Error: " : ""}${heading}`, ...(title === "" ? [] : [title])));
  return (
    <Page>
      <div class={wide ? "set-up set-up--wide" : "set-up reading"}>
        {back && <Back to={back.address} words={back.words} />}
        <h1 class="nhsuk-heading-l set-up__heading" tabIndex={-1}>
          {heading}
        </h1>
        <div class="set-up__about">
          {title !== "" && <p class="quiet">{title}</p>}
          {isEditable(state) && <Saved editor={editor} />}
        </div>
        <Told editor={editor} />
        {children}
      </div>
    </Page>
  );
}

const TICK_MS = 1_000;

/** "Saved 2:14pm" */
function Saved({ editor }: { editor: Editor }) {
  const { saving } = editor.state;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (saving.kind !== "failed") return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [saving.kind]);
  const bad = saving.kind === "refused" || saving.kind === "signed_out" || saving.kind === "failed";
  const words = editor.state.disputed === null ? savingWords(saving, now) : NOT_SAVED_YET;
  return <p class={bad ? "answer answer--unknown" : "quiet"}>{words}</p>;
}

/** What another person changed, and what was found again on this machine. */
function Told({ editor }: { editor: Editor }) {
  const { state } = editor;
  return (
    <>
      {state.restored && (
        <p class="answer">What you typed before is still here. It is saved with the next save.</p>
      )}
      {state.disputed !== null && (
        <Dispute key={state.disputed.revision} editor={editor} disputed={state.disputed} />
      )}
      {state.disputed === null && state.others !== null && (
        <p class="answer">{othersWords(state.own, state.others, Date.now())}</p>
      )}
    </>
  );
}

/** Asks about each member that both persons changed. */
function Dispute({ editor, disputed }: { editor: Editor; disputed: Disputed }) {
  const { conflicts } = disputed.joined;
  const name = otherName(disputed.by);
  const [choices, setChoices] = useState<ReadonlyArray<"own" | "theirs">>(() => conflicts.map(() => "own"));
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const choose = (nth: number, side: "own" | "theirs"): void =>
    setChoices(choices.map((one, index) => (index === nth ? side : one)));
  return (
    <section class="panel panel--paused" ref={place} tabIndex={-1} aria-labelledby="dispute">
      <h2 class="panel__heading" id="dispute">
        {name} changed the same {conflicts.length === 1 ? "field" : "fields"}
      </h2>
      <p>Nothing of yours is saved until you choose. Everything else of both of you is kept.</p>
      {conflicts.map(({ path, own, theirs }, nth) => (
        <fieldset key={path} class="nhsuk-fieldset">
          <legend class="set-up__label">{fieldName(editor.state.own, path)}</legend>
          {(
            [
              ["own", `Yours: ${shortly(own)}`],
              ["theirs", `${name}: ${shortly(theirs)}`],
            ] as const
          ).map(([side, words]) => (
            <div class="choice" key={side}>
              <input
                type="radio"
                id={`dispute-${nth}-${side}`}
                name={`dispute-${nth}`}
                checked={choices[nth] === side}
                onChange={() => choose(nth, side)}
              />
              <label for={`dispute-${nth}-${side}`}>{words}</label>
            </div>
          ))}
        </fieldset>
      ))}
      <button type="button" class="nhsuk-button set-up__button" onClick={() => void editor.settle(choices)}>
        Use these and save
      </button>
    </section>
  );
}

const SHOWN_CHARS = 200;

/** A value of a document, for a person who compares two. */
export function shortly(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (value === true) return "yes";
  if (value === false) return "no";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
