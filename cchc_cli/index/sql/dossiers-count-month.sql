SELECT
  "t0"."unit",
  "t0"."procedure",
  "t0"."day",
  "t0"."on_time",
  "t0"."late",
  "t0"."open",
  "t0"."overdue",
  "t0"."decided",
  "t0"."apologised",
  "t0"."guided",
  "t0"."online",
  "t0"."by_post",
  "t0"."digital",
  "t0"."rated",
  "t0"."satisfied",
  "t0"."working_days",
  "t0"."bad",
  "t0"."key",
  (
    EXTRACT(year FROM "t0"."day") * 100
  ) + EXTRACT(month FROM "t0"."day") AS "period"
FROM "dossiers_chosen" AS "t0"
