/** A telephone number that can be rung from the page. */

export function TelephoneLink({ telephone }: { telephone?: string | null | undefined }) {
  if (!telephone) return <>None</>;
  return (
    <a class="nowrap" href={`tel:${telephone.replace(/[^\d+]/g, "")}`}>
      {telephone}
    </a>
  );
}
