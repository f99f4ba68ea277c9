/** The pages for what went wrong: nothing at an address, something that is not for the person, no service, a fault. */
import type { ComponentChildren } from "preact";
import { Heading } from "./heading";
import { WhomToAsk } from "./whom-to-ask";

export function Notice({ heading, children }: { heading: string; children: ComponentChildren }) {
  return (
    <div class="card narrow">
      <Heading>{heading}</Heading>
      {children}
    </div>
  );
}

/** An address that names no page. */
export function NoSuchPage() {
  return (
    <Notice heading="There is no such page">
      <p>
        If you typed the address, check that it is right. If you pasted it, check that you have the whole of
        it.
      </p>
      <p>
        <a href="/">See your events and lots</a>
      </p>
    </Notice>
  );
}

/** `why`: what can be said to a person of this role, whatever there is at the address. */
export function CannotSee({ why }: { why?: string }) {
  return (
    <Notice heading="You cannot see this">
      <p>
        {why ??
          "There is no such event or lot, or it is not for the organisation that you are signed in for. Check the address."}
      </p>
      <WhomToAsk />
      <p>
        <a href="/">See your events and lots</a>
      </p>
    </Notice>
  );
}

/** A fault in the code of the pages. */
export function PageFault() {
  return (
    <Notice heading="Sorry, this page has a fault">
      <p>Nothing that was accepted is lost, and what you typed is kept. Load the page again.</p>
      <LoadAgain />
    </Notice>
  );
}

/** A part of the pages could not be had from the server. */
export function NotLoaded() {
  return (
    <Notice heading="This page could not be loaded">
      <p>
        The connection may be lost, or there may be a newer version of these pages. Nothing that was accepted
        is lost. Load the page again.
      </p>
      <LoadAgain />
    </Notice>
  );
}

function LoadAgain() {
  return (
    <button type="button" class="nhsuk-button" onClick={() => location.reload()}>
      Load the page again
    </button>
  );
}

export function ServiceError({ again }: { again: () => void }) {
  return (
    <Notice heading="Sorry, there is a problem with the service">
      <p>We could not reach it just now, and keep trying. Nothing that was accepted is lost.</p>
      <button type="button" class="nhsuk-button" onClick={again}>
        Try again now
      </button>
    </Notice>
  );
}
