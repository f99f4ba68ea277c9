/** The button that begins a practice lot and leads to its page. One that runs already is led to in place of it. */
import { useState } from "preact/hooks";
import type { Begun } from "./begin";

interface BeginPracticeProps {
  event: string;
  lot: string;
  /** For buyers. */
  speed?: number;
  /** Names the button; `about` is added for those who do not see where it stands. */
  words: string;
  about?: string;
  /** Why it cannot begin now. */
  blocked?: string | null;
  plain?: boolean;
}

const NOT_LOADED: Begun = { kind: "refused", words: "The practice could not begin just now. Try again." };

export function BeginPractice({
  event,
  lot,
  speed,
  words,
  about,
  blocked = null,
  plain,
}: BeginPracticeProps) {
  const [begun, setBegun] = useState<Begun | "begins" | null>(null);
  const [shows_why, setShowsWhy] = useState(false);
  const press = async (): Promise<void> => {
    setShowsWhy(blocked !== null);
    if (blocked !== null || begun === "begins") return;
    setBegun("begins");
    const outcome = await import("./begin")
      .then(({ begin }) => begin(event, lot, speed))
      .catch(() => NOT_LOADED);
    setBegun(outcome);
    if (outcome.kind === "begun") location.assign(outcome.address);
  };
  return (
    <>
      <button
        type="button"
        class={plain ? "plain-button" : "nhsuk-button nhsuk-button--secondary set-up__button"}
        aria-disabled={blocked !== null || begun === "begins"}
        onClick={() => void press()}
      >
        {words}
        {about !== undefined && <span class="nhsuk-u-visually-hidden"> {about}</span>}
      </button>{" "}
      <span role="status" class="begun">
        {shows_why && blocked !== null ? blocked : <Said begun={begun} />}
      </span>
    </>
  );
}

function Said({ begun }: { begun: Begun | "begins" | null }) {
  if (begun === null) return null;
  if (begun === "begins" || begun.kind === "begun") return <>The practice begins.</>;
  if (begun.kind === "refused") return <>{begun.words}</>;
  return (
    <>
      Your organisation practises already. <a href={begun.address}>Go to that practice</a>
    </>
  );
}
