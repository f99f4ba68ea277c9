// Runs `fairlot verify` on a file, as somebody does who was handed a record.
import { execFile } from "node:child_process";
import { resolve } from "node:path";

export interface Verified {
  readonly code: number;
  /** What it said, on both of its outputs. */
  readonly said: string;
}

export function verify(path: string): Promise<Verified> {
  const binary = resolve(process.env["FAIRLOT"] ?? "../target/debug/fairlot");
  return new Promise((done) => {
    execFile(binary, ["verify", path], (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}
