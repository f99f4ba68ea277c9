/** The pages for what went wrong: not signed in, nothing at an address, a lot that is not for the person, no service. */
import { HELP_WITHOUT_A_LOT } from "../../words/lot";
import { titled, useTitle } from "./title";

export function SignedOut() {
  useTitle(titled("You are not signed in"));
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">You are not signed in</h1>
      <p>Open the link again that was sent to you. Each link works once and for a short time.</p>
      <p>
        If it no longer works, ask the person who invited you for a new one. What you typed on this computer
        is kept.
      </p>
    </div>
  );
}

export function SignedOutByHand() {
  useTitle(titled("You have signed out"));
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">You have signed out</h1>
      <p>To come back, open a new link that was sent to you. Each link works once and for a short time.</p>
    </div>
  );
}

/** An address that names no page. */
export function NoSuchPage() {
  useTitle(titled("There is no such page"));
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">There is no such page</h1>
      <p>
        If you typed the address, check that it is right. If you pasted it, check that you have the whole of
        it.
      </p>
      <p>
        <a href="/">See your events and lots</a>
      </p>
    </div>
  );
}

export function CannotSee() {
  useTitle(titled("You cannot see this"));
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">You cannot see this</h1>
      <p>
        There is no such lot, or it is not for the organisation that you are signed in for. Check the address.
      </p>
      <p>{HELP_WITHOUT_A_LOT}</p>
      <p>
        <a href="/">See your events and lots</a>
      </p>
    </div>
  );
}

/** A fault in the code of the pages. */
export function PageFault({ again }: { again: () => void }) {
  useTitle(titled("This page has a fault"));
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">Sorry, this page has a fault</h1>
      <p>Nothing that was accepted is lost, and what you typed is kept. Load the page again.</p>
      <button type="button" class="nhsuk-button" onClick={again}>
        Load the page again
      </button>
    </div>
  );
}

export function ServiceError({ again }: { again: () => void }) {
  useTitle(titled("There is a problem with the service"));
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">Sorry, there is a problem with the service</h1>
      <p>We could not reach it just now, and keep trying. Nothing that was accepted is lost.</p>
      <button type="button" class="nhsuk-button" onClick={again}>
        Try again now
      </button>
    </div>
  );
}
