/** A field for a password, which can be pasted, filled in by a password manager, and shown. */
import { useState } from "preact/hooks";
import { TextField, type TextFieldProps } from "./text-field";

interface PasswordFieldProps extends Pick<
  TextFieldProps,
  "id" | "label" | "value" | "typed" | "hint" | "problem"
> {
  autocomplete: "current-password" | "new-password";
}

export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <TextField {...props} type={shown ? "text" : "password"}>
      <button
        type="button"
        class="plain-button"
        aria-label={`${shown ? "Hide" : "Show"} ${props.label.toLowerCase()}`}
        aria-controls={props.id}
        onClick={() => setShown(!shown)}
      >
        {shown ? "Hide" : "Show"}
      </button>
    </TextField>
  );
}
