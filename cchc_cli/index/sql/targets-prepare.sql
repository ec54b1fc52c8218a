SELECT
  "t0"."target",
  "t0"."unit",
  "t0"."year",
  "t0"."planned",
  "t0"."actual",
  "t0"."direction",
  "t0"."name",
  "t0"."asof",
  "t0"."now",
  "t0"."unreadable",
  "t0"."is_known",
  "t0"."key",
  "t0"."file",
  "t0"."row",
  CASE
    WHEN "t0"."unreadable" IS NOT NULL
    THEN 'unreadable'
    WHEN "t0"."target" IS NULL
    THEN 'no_target'
    WHEN "t0"."unit" IS NULL
    THEN 'no_unit'
    WHEN NOT (
      "t0"."is_known"
    )
    THEN 'unknown_unit'
    WHEN "t0"."year" IS NULL
    THEN 'no_year'
    WHEN NOT (
      "t0"."year" BETWEEN 1990 AND 2099
    )
    THEN 'year'
    WHEN "t0"."planned" IS NULL
    THEN 'no_planned'
    ELSE NULL
  END AS "fault",
  COALESCE(
    (
      "t0"."unreadable" IS NOT NULL
    )
    OR (
      "t0"."target" IS NULL
    )
    OR (
      "t0"."unit" IS NULL
    )
    OR NOT (
      "t0"."is_known"
    )
    OR (
      "t0"."year" IS NULL
    )
    OR NOT (
      "t0"."year" BETWEEN 1990 AND 2099
    )
    OR (
      "t0"."planned" IS NULL
    ),
    FALSE
  ) AS "bad",
  CASE
    WHEN COALESCE("t0"."direction", 'up') = 'up'
    THEN "t0"."actual" >= "t0"."planned"
    ELSE "t0"."actual" <= "t0"."planned"
  END AS "met",
  CASE
    WHEN "t0"."year" BETWEEN 1990 AND EXTRACT(year FROM "t0"."asof")
    THEN TRY_CAST(CAST("t0"."year" AS TEXT) || '-01-01' AS DATE)
    ELSE NULL
  END AS "day"
FROM "targets_source" AS "t0"
