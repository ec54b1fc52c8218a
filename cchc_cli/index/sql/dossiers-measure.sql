SELECT
  "t3"."unit",
  "t3"."period",
  "t3"."on_time_rate__n",
  "t3"."on_time_rate__d",
  "t3"."late_count__n",
  "t3"."late_count__d",
  "t3"."open_overdue__n",
  "t3"."open_overdue__d",
  "t3"."apology_rate__n",
  "t3"."apology_rate__d",
  "t3"."one_time_guidance_rate__n",
  "t3"."one_time_guidance_rate__d",
  "t3"."online_rate__n",
  "t3"."online_rate__d",
  "t3"."post_rate__n",
  "t3"."post_rate__d",
  "t3"."digitised_rate__n",
  "t3"."digitised_rate__d",
  "t3"."satisfaction_rate__n",
  "t3"."satisfaction_rate__d",
  "t3"."median_days__v",
  "t3"."median_days__d",
  "t3"."p90_days__v",
  "t3"."p90_days__d",
  "t5"."online_procedure_rate__n",
  "t5"."online_procedure_rate__d"
FROM (
  SELECT
    "t0"."unit",
    "t0"."period",
    SUM(CAST("t0"."on_time" AS INT)) AS "on_time_rate__n",
    SUM(CAST("t0"."decided" AS INT)) AS "on_time_rate__d",
    SUM(CAST("t0"."late" AS INT)) AS "late_count__n",
    SUM(CAST("t0"."decided" AS INT)) AS "late_count__d",
    SUM(CAST("t0"."overdue" AS INT)) AS "open_overdue__n",
    SUM(CAST("t0"."open" AS INT)) AS "open_overdue__d",
    SUM(CAST("t0"."apologised" AS INT)) AS "apology_rate__n",
    SUM(CAST("t0"."late" AS INT)) AS "apology_rate__d",
    SUM(CAST("t0"."guided" AS INT)) AS "one_time_guidance_rate__n",
    COUNT(*) AS "one_time_guidance_rate__d",
    SUM(CAST("t0"."online" AS INT)) AS "online_rate__n",
    COUNT(*) AS "online_rate__d",
    SUM(CAST("t0"."by_post" AS INT)) AS "post_rate__n",
    COUNT(*) AS "post_rate__d",
    SUM(CAST("t0"."digital" AS INT)) AS "digitised_rate__n",
    COUNT("t0"."digital") AS "digitised_rate__d",
    SUM(CAST("t0"."satisfied" AS INT)) AS "satisfaction_rate__n",
    SUM(CAST("t0"."rated" AS INT)) AS "satisfaction_rate__d",
    LIST_EXTRACT(QUANTILE_CONT("t0"."working_days", [0.5, 0.9]), 1) AS "median_days__v",
    COUNT("t0"."working_days") AS "median_days__d",
    LIST_EXTRACT(QUANTILE_CONT("t0"."working_days", [0.5, 0.9]), 2) AS "p90_days__v",
    COUNT("t0"."working_days") AS "p90_days__d"
  FROM "dossiers_counted" AS "t0"
  GROUP BY
    1,
    2
) AS "t3"
INNER JOIN (
  SELECT
    "t1"."unit",
    "t1"."period",
    SUM(CAST("t1"."online" AND (
      "t1"."procedure" IS NOT NULL
    ) AS INT)) AS "online_procedure_rate__n",
    COUNT("t1"."procedure") AS "online_procedure_rate__d"
  FROM (
    SELECT
      "t0"."unit",
      "t0"."period",
      "t0"."procedure",
      BOOL_OR(CAST("t0"."online" AS BOOLEAN)) AS "online"
    FROM "dossiers_counted" AS "t0"
    GROUP BY
      1,
      2,
      3
  ) AS "t1"
  GROUP BY
    1,
    2
) AS "t5"
  ON "t3"."unit" = "t5"."unit" AND "t3"."period" = "t5"."period"
