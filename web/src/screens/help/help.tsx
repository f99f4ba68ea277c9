/** Help with the pages: whom to ask, how a lot's page works, and which cookies there are. */
import { Heading } from "../../parts/page/heading";
import { Page } from "../../parts/page/page";
import { useAbout } from "../../parts/page/use-about";
import { whomToAsk } from "../../words/about";

export function HelpScreen() {
  const about = useAbout();
  return (
    <Page>
      <div class="reading">
        <Heading>Help with these pages</Heading>
        <section class="card" aria-labelledby="ask">
          <h2 class="card__heading" id="ask">
            Ask a person
          </h2>
          <p>{whomToAsk(about?.contact ?? null)}</p>
          <p>
            Say which lot it is about, and the reference that stands beside the title of its event. You can
            also call through Relay UK: add 18001 before the number.
          </p>
        </section>
        <Lots />
        <Cookies />
      </div>
    </Page>
  );
}

function Lots() {
  return (
    <section class="card" aria-labelledby="lots">
      <h2 class="card__heading" id="lots">
        The page of a lot
      </h2>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>The page changes by itself. You do not have to load it again.</li>
        <li>
          All times are UK time and come from the server. A clock that is wrong on your computer changes
          nothing.
        </li>
        <li>
          When the connection is lost, the page says so, shows nothing as current, and connects again by
          itself.
        </li>
        <li>
          An offer without an answer is sent again with the same reference, so it cannot count twice. Do not
          send it once more.
        </li>
        <li>Prices that you typed are kept on your computer until the lot is over.</li>
        <li>
          In a price field the down arrow key fills in the nearest price that can be sent. It sends nothing.
        </li>
      </ul>
    </section>
  );
}

function Cookies() {
  return (
    <section class="card" aria-labelledby="cookies">
      <h2 class="card__heading" id="cookies">
        Cookies
      </h2>
      <p>
        These pages use only cookies and storage that signing in and bidding need. Nothing is counted, and
        nothing is given to anybody else. So there is nothing to agree to.
      </p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>A cookie for your session. It is removed when you sign out.</li>
        <li>
          A cookie by which the server knows a browser in which you have signed in before, so that nobody who
          guesses passwords elsewhere can make you wait. It lasts 1 year.
        </li>
        <li>
          Storage of the browser for prices that you typed, an offer without an answer, and your settings for
          the pages of lots.
        </li>
      </ul>
    </section>
  );
}
