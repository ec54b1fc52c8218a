SELECT
  "t0"."unit",
  "t0"."period",
  SUM(CAST("t0"."on_time" AND "t0"."periodic" AS INT)) AS "report_on_time_rate__n",
  SUM(CAST("t0"."periodic" AS INT)) AS "report_on_time_rate__d",
  SUM(CAST("t0"."on_time" AND NOT (
    "t0"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__n",
  SUM(CAST(NOT (
    "t0"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__d",
  SUM(CAST("t0"."whole" AS INT)) AS "report_complete_rate__n",
  COUNT(*) AS "report_complete_rate__d"
FROM "reports_counted" AS "t0"
GROUP BY
  1,
  2
