/** A link that signs somebody in, shown this one time to the administrator who made it, to be copied and handed over. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Said } from "../../parts/form/said";
import { seenAt } from "../../words/people";

interface LinkOnceProps {
  name: string;
  link: string;
  expires_at: string;
  /** Of its heading. */
  level: 2 | 3;
}

const COPIED = "The link is copied.";
const SELECTED = "The link is selected: press Ctrl and C to copy it.";

export function LinkOnce({ name, link, expires_at, level }: LinkOnceProps) {
  const Heading = level === 2 ? "h2" : "h3";
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => heading.current?.focus(), [link]);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
      setSaid(COPIED);
    } catch {
      // A page that came over an unprotected line has no clipboard.
      setSaid(SELECTED);
    }
  };
  return (
    <div class="link-once">
      <Heading class="more__heading" tabIndex={-1} ref={heading}>
        Hand this link to {name}
      </Heading>
      <p>
        E-mail is not set up, so the link was sent to nobody. It is shown this one time only. It signs in as{" "}
        {name} once, until {seenAt(expires_at, Date.now())}. Give it to nobody else.
      </p>
      <label class="nhsuk-label field__label" for="link-once">
        Link
      </label>
      <div class="field__row">
        <input
          class="nhsuk-input"
          id="link-once"
          type="text"
          readOnly
          spellcheck={false}
          value={link}
          ref={field}
          aria-describedby={said === null ? undefined : "link-copied"}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="plain-button" onClick={() => void copy()}>
          Copy<span class="nhsuk-u-visually-hidden"> the link</span>
        </button>
      </div>
      <Said text={said} id="link-copied" />
    </div>
  );
}
