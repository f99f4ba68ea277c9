/** All that a complaint is decided by, as one file: what is in it, and how to check it. */
import { bundleFile } from "../../api/record";
import { bundleParts, bundleSentence, CHECK_A_BUNDLE } from "../../words/record-bundle";
import { VERIFY_COMMAND } from "../../words/record-chain";
import { useRecordedLot } from "./use-recorded-lot";
import "../../styles/record.scss";

interface BundleLinkProps {
  lot: string;
  /** Whose view goes with it: `bidder:acme`, `observer:RFS`, `buyer`, `auditor`. */
  party: string;
  /** The record up to which that party's view is in it. */
  at: number;
}

export function BundleLink({ lot, party, at }: BundleLinkProps) {
  const named = useRecordedLot(lot);
  return (
    <section class="card record" aria-labelledby="bundle">
      <h2 class="card__heading" id="bundle">
        Bundle for a complaint
      </h2>
      <p>{bundleSentence(named, party, at)}</p>
      <dl class="record__members">
        {bundleParts(named, party, at).map(({ file, holds }) => (
          <div key={file}>
            <dt>
              <code>{file}</code>
            </dt>
            <dd>{holds}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a
          class="nhsuk-button nhsuk-button--secondary record__download"
          href={bundleFile(lot, party, `seq:${at}`)}
          download
        >
          Download the bundle
        </a>
      </p>
      <p>
        {CHECK_A_BUNDLE} <code>{VERIFY_COMMAND}</code>
      </p>
    </section>
  );
}
