/** The pages for what went wrong: not signed in, no such lot, no answer from the service. */

export function SignedOut() {
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

export function NotFound() {
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">There is no such lot for you</h1>
      <p>Check the address, or the organisation that you are signed in for.</p>
      <p>
        <a href="/">See your events and lots</a>
      </p>
    </div>
  );
}

export function ServiceError({ again }: { again: () => void }) {
  return (
    <div class="card narrow">
      <h1 class="nhsuk-heading-l">Sorry, there is a problem with the service</h1>
      <p>We could not reach it just now. Nothing that was accepted is lost.</p>
      <button type="button" class="nhsuk-button" onClick={again}>
        Try again
      </button>
    </div>
  );
}
