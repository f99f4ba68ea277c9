/** What can be taken out of the page: a print of it, files by role; and where one can go from here. */
import { eventReportPath, lotFilePath } from "../../api/result";
import { Section } from "../../parts/page/section";
import { consoleAddress } from "../../words/console/address";
import { isPractice } from "../../words/practice";
import { eventFileName, type FileWords, filesFor } from "../../words/result-files";
import type { ResultPartProps } from "./part";

/** Who runs an event, or looks on while a buyer does. */
const CONDUCTS: readonly string[] = ["buyer", "admin", "auditor"];

export function TakeAway({ result, person }: ResultPartProps) {
  const { lot, event } = result;
  return (
    <div class="result__take">
      <Section id="take-away" heading="Take it out">
        <p>
          <button type="button" class="plain-button" onClick={() => print()}>
            Print this page
          </button>
        </p>
        {!isPractice(lot) && (
          <ul class="nhsuk-list lots">
            {filesFor(person.role, result.state).map((file) => (
              <OneFile key={file.file} file={file} lot={lot} />
            ))}
            <li>
              <span>{eventFileName(person.role)}</span>
              <a href={eventReportPath(event.id)} download>
                Excel<span class="nhsuk-u-visually-hidden"> workbook of the event</span>
              </a>
            </li>
          </ul>
        )}
        <Ways event={event.id} role={person.role} practice={isPractice(lot)} />
      </Section>
    </div>
  );
}

function OneFile({ file: { file, name, csv }, lot }: { file: FileWords; lot: string }) {
  return (
    <li>
      <span>{name}</span>
      <a href={lotFilePath(lot, file, ".xlsx")} download>
        Excel<span class="nhsuk-u-visually-hidden"> workbook ({name})</span>
      </a>
      {csv && (
        <a href={lotFilePath(lot, file, ".csv")} download>
          CSV<span class="nhsuk-u-visually-hidden"> ({name})</span>
        </a>
      )}
    </li>
  );
}

interface WaysProps {
  event: string;
  role: string;
  practice: boolean;
}

function Ways({ event, role, practice }: WaysProps) {
  if (practice) return null;
  if (CONDUCTS.includes(role)) {
    return (
      <p class="ways card__foot">
        <a href={consoleAddress(event)}>The results of all lots, in the console</a>
      </p>
    );
  }
  if (role !== "supplier") return null;
  return (
    <p class="ways card__foot">
      <a href={`/events/${encodeURIComponent(event)}`}>All your lots in this event</a>
    </p>
  );
}
