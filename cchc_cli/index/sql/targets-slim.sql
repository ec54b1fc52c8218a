SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."met",
  "t0"."bad",
  "t0"."key"
FROM "targets_prepared" AS "t0"
