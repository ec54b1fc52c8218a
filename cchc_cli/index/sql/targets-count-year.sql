SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."met",
  "t0"."bad",
  "t0"."key",
  EXTRACT(year FROM "t0"."day") AS "period"
FROM "targets_chosen" AS "t0"
