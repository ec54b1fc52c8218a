SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."on_time",
  "t0"."periodic",
  "t0"."whole",
  "t0"."bad",
  "t0"."key"
FROM "reports_prepared" AS "t0"
