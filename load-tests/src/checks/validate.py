"""Validates one document again and again, and prints the milliseconds of each time as JSON."""

import json
import sys
import time

from jsonschema import Draft202012Validator

work = json.load(sys.stdin)
text = json.dumps(work["document"])
validator = Draft202012Validator(work["schema"])
took = []
# The first time does not count.
for nth in range(work["times"] + 1):
    start = time.perf_counter()
    errors = list(validator.iter_errors(json.loads(text)))
    took.append((time.perf_counter() - start) * 1000)
    if errors:
        sys.exit(f"the schema refuses the document: {errors[0].message[:200]}")
json.dump(took[1:], sys.stdout)
