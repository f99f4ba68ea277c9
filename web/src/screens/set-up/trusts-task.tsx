/** The trusts that buy. */
import { objects, textOf } from "../../json";
import { Entries } from "./entries";
import { useForm } from "./form";
import type { GridColumn } from "./grid";

const COLUMNS: readonly GridColumn[] = [
  { name: "ODS code", path: "/ods" },
  { name: "Name", path: "/name", wide: true },
];

export function TrustsTask() {
  const { document } = useForm();
  return (
    <section class="card">
      <h2 class="card__heading">The trusts that buy</h2>
      <Entries
        list="/trusts"
        columns={COLUMNS}
        what="trust"
        rows={objects(document["trusts"])}
        nameOf={(trust) => textOf(trust["name"]) || textOf(trust["ods"])}
      />
    </section>
  );
}
