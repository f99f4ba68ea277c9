/** What one party will see of a lot, in any state: the live pages themselves, with a lot that the server made up. */
import { useEffect, useRef, useState } from "preact/hooks";
import { previewLot, type Previewed, type PreviewState } from "../../api/drafts";
import { objects, textOf } from "../../json";
import { PreviewedLot } from "../../live/draft/previewed-lot";
import { personOfParty } from "../../live/still-lot";
import { ClockBar } from "../../parts/lot/clock-bar";
import { useOwnIds } from "../../parts/lot/own-ids";
import { Panels } from "../../parts/lot/panels";
import type { PartProps, PartyParts } from "../../parts/lot/part";
import { biddersOf, exampleOffers } from "../../words/draft/example-offers";
import { lotName } from "../../words/draft/names";
import { count } from "../../words/numbers";
import { useForm } from "./form";
import { lotsOf } from "./lots";
import { Pick } from "./pick";

const STATES: ReadonlyArray<[PreviewState, string]> = [
  ["scheduled", "Before it opens"],
  ["open", "Open"],
  ["paused", "Paused"],
  ["closed", "Closed"],
];

interface Wanted {
  readonly lot: number;
  readonly as: string;
  readonly state: PreviewState;
}

/** One preview, or two side by side. */
export function Previews({ parts }: { parts: PartyParts }) {
  const [two, setTwo] = useState(false);
  return (
    <>
      <p>
        <button type="button" class="plain-button" aria-pressed={two} onClick={() => setTwo(!two)}>
          Two views side by side
        </button>
      </p>
      <div class={two ? "columns columns--even" : ""}>
        <Preview nth={1} parts={parts} first="buyer" />
        {two && <Preview nth={2} parts={parts} first={null} />}
      </div>
    </>
  );
}

interface PreviewProps {
  nth: number;
  parts: PartyParts;
  /** Whose view it begins with; null for that of the first bidder. */
  first: string | null;
}

function Preview({ nth, parts, first }: PreviewProps) {
  const { document } = useForm();
  const [wanted, setWanted] = useState<Wanted>(() => {
    const bidder = biddersOf(document, 0)[0];
    return { lot: 0, as: first ?? (bidder === undefined ? "buyer" : `bidder:${bidder}`), state: "open" };
  });
  const [shown, setShown] = useState(false);
  const lots = lotsOf(document);
  const parties: Array<[string, string]> = [
    ["buyer", "A buyer"],
    ["auditor", "An auditor"],
    ...objects(document["trusts"]).map(({ ods, name }): [string, string] => [
      `observer:${textOf(ods)}`,
      `${textOf(name) || textOf(ods)} (trust)`,
    ]),
    ...biddersOf(document, wanted.lot).map((id): [string, string] => [
      `bidder:${id}`,
      `${nameOf(document, id)} (bidder)`,
    ]),
  ];
  const pick = (change: Partial<Wanted>): void => setWanted({ ...wanted, ...change });
  return (
    <div class="preview">
      <div class="set-up__acts">
        {lots.length > 1 && (
          <Pick
            id={`preview-${nth}-lot`}
            label="Lot"
            value={String(wanted.lot)}
            options={lots.map((_, lot): [string, string] => [String(lot), lotName(document, lot)])}
            pick={(lot) => pick({ lot: Number(lot) })}
          />
        )}
        <Pick
          id={`preview-${nth}-as`}
          label="As seen by"
          value={wanted.as}
          options={parties}
          pick={(as) => pick({ as })}
        />
        <Pick
          id={`preview-${nth}-state`}
          label="While the lot is"
          value={wanted.state}
          options={STATES}
          pick={(state) => pick({ state: state as PreviewState })}
        />
        {!shown && (
          <button
            type="button"
            class="nhsuk-button nhsuk-button--secondary set-up__button"
            onClick={() => setShown(true)}
          >
            Show this view
          </button>
        )}
      </div>
      {shown && <View nth={nth} wanted={wanted} parts={parts} />}
    </div>
  );
}

function nameOf(document: ReturnType<typeof useForm>["document"], id: string): string {
  const found = objects(document["bidders"]).find((bidder) => textOf(bidder["id"]) === id);
  return textOf(found?.["name"]) || id;
}

/** What came of one question for a preview. */
interface Made {
  /** Which question it was. */
  readonly nth: number;
  readonly wanted: Wanted;
  readonly lot: Previewed | null;
  readonly problem: string;
}

function View({ nth, wanted, parts }: { nth: number; wanted: Wanted; parts: PartyParts }) {
  const { document } = useForm();
  const [made, setMade] = useState<Made | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const question = asked.current;
    const offers = wanted.state === "scheduled" ? [] : exampleOffers(document, wanted.lot);
    void previewLot({ document, lot: wanted.lot, as: wanted.as, state: wanted.state, offers }).then(
      ({ value: lot, problem }) => {
        const why = problem?.detail ?? "The preview could not be made just now.";
        if (question === asked.current) setMade({ nth: question, wanted, lot, problem: why });
      },
    );
    return () => {
      asked.current += 1;
    };
  }, [document, wanted.lot, wanted.as, wanted.state]);
  // The answer for one party is never drawn as what another party sees.
  if (made === null || !isSame(made.wanted, wanted)) return <p>Making the preview.</p>;
  if (made.lot === null) return <p class="answer answer--unknown">{made.problem}</p>;
  return <Shown key={made.nth} nth={nth} lot={made.lot} as={wanted.as} parts={parts} />;
}

function isSame(one: Wanted, other: Wanted): boolean {
  return one.lot === other.lot && one.as === other.as && one.state === other.state;
}

interface ShownProps {
  nth: number;
  lot: Previewed;
  as: string;
  parts: PartyParts;
}

function Shown({ nth, lot, as, parts }: ShownProps) {
  const [live] = useState(() => new PreviewedLot(lot, personOfParty(as)));
  const place = useRef<HTMLDivElement>(null);
  useOwnIds(place, `--preview-${nth}`);
  const part: PartProps = { live, state: live.state, lot };
  return (
    <div
      class="preview__view"
      ref={place}
      role="group"
      aria-labelledby={`view--preview-${nth}`}
      onClickCapture={stay}
    >
      <p class="practice">
        <strong id={`view--preview-${nth}`}>Preview {nth}.</strong> The offers are examples. Nothing here can
        be sent.{refusedWords(lot.refused?.length ?? 0)}
      </p>
      <ClockBar {...part} level={2} />
      <Panels {...part} />
      {parts(live.state.person.role, part)}
    </div>
  );
}

/** An offer that is not shown has to be told, or the page looks as if nobody had offered. */
function refusedWords(refused: number): string {
  if (refused === 0) return "";
  return ` ${count(refused, "example")} ${refused === 1 ? "is" : "are"} not shown, because these rules refuse ${refused === 1 ? "it" : "them"}.`;
}

/** A link of a preview leads nowhere: its lot does not exist. */
function stay(event: MouseEvent): void {
  if (!(event.target as Element).closest("a")) return;
  event.preventDefault();
  event.stopPropagation();
}
