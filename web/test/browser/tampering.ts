// Changes a stored record, as somebody can who may write to the database file: the triggers that forbid it are dropped.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

const SCRIPT = `
import sqlite3, sys
path, stream, seq, old, new = sys.argv[1:]
database = sqlite3.connect(path, timeout=30)
triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'").fetchall()
for (name,) in triggers:
    database.execute(f'DROP TRIGGER "{name}"')
database.execute("PRAGMA ignore_check_constraints = ON")
update = "UPDATE journal SET body = replace(body, ?, ?) WHERE stream = ? AND seq = ? AND instr(body, ?) > 0"
changed = database.execute(update, (old, new, stream, int(seq), old)).rowcount
database.commit()
database.close()
print(changed)
`;

/** Replaces a text in the body of one record. */
export async function changeRecord(
  database: string,
  stream: string,
  seq: number,
  old: string,
  changed: string,
): Promise<void> {
  const python = resolve(process.env["FAIRLOT_PYTHON"] ?? "../target/python/bin/python");
  const args = ["-c", SCRIPT, database, stream, String(seq), old, changed];
  const { stdout } = await promisify(execFile)(python, args);
  if (stdout.trim() !== "1") throw new Error(`record ${seq} has no ${old}`);
}
