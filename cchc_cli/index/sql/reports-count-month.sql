SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."on_time",
  "t0"."periodic",
  "t0"."whole",
  "t0"."bad",
  "t0"."key",
  (
    EXTRACT(year FROM "t0"."day") * 100
  ) + EXTRACT(month FROM "t0"."day") AS "period"
FROM "reports_chosen" AS "t0"
