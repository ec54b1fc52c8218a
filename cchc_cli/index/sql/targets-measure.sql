SELECT
  "t0"."unit",
  "t0"."period",
  SUM(CAST("t0"."met" AS INT)) AS "target_completion_rate__n",
  COUNT(*) AS "target_completion_rate__d"
FROM "targets_counted" AS "t0"
GROUP BY
  1,
  2
