/** The link above a heading that leads back to the page before. */

interface BackProps {
  to: string;
  words: string;
}

export function Back({ to, words }: BackProps) {
  return (
    <p class="back">
      <a href={to}>{words}</a>
    </p>
  );
}
