SELECT
  "t0"."report",
  "t0"."unit",
  "t0"."kind",
  "t0"."due",
  CASE WHEN "t0"."sent" <= "t0"."asof" THEN "t0"."sent" ELSE NULL END AS "sent",
  "t0"."complete",
  "t0"."asof",
  "t0"."now",
  "t0"."unreadable",
  "t0"."is_known",
  "t0"."key",
  "t0"."file",
  "t0"."row",
  "t0"."sent" AS "given",
  CASE
    WHEN "t0"."unreadable" IS NOT NULL
    THEN 'unreadable'
    WHEN "t0"."report" IS NULL
    THEN 'no_report'
    WHEN "t0"."unit" IS NULL
    THEN 'no_unit'
    WHEN NOT (
      "t0"."is_known"
    )
    THEN 'unknown_unit'
    WHEN "t0"."kind" IS NULL
    THEN 'no_kind'
    WHEN "t0"."due" IS NULL
    THEN 'no_due'
    WHEN "t0"."sent" > "t0"."now"
    THEN 'sent_later'
    ELSE NULL
  END AS "fault",
  COALESCE(
    (
      "t0"."unreadable" IS NOT NULL
    )
    OR (
      "t0"."report" IS NULL
    )
    OR (
      "t0"."unit" IS NULL
    )
    OR NOT (
      "t0"."is_known"
    )
    OR (
      "t0"."kind" IS NULL
    )
    OR (
      "t0"."due" IS NULL
    )
    OR (
      "t0"."sent" > "t0"."now"
    ),
    FALSE
  ) AS "bad",
  CASE WHEN "t0"."sent" <= "t0"."asof" THEN "t0"."sent" ELSE NULL END <= "t0"."due" AS "on_time",
  "t0"."kind" = 'periodic' AS "periodic",
  (
    CASE WHEN "t0"."sent" <= "t0"."asof" THEN "t0"."sent" ELSE NULL END IS NOT NULL
  )
  AND (
    "t0"."complete" = 'yes'
  ) AS "whole",
  CASE
    WHEN (
      CASE WHEN "t0"."sent" <= "t0"."asof" THEN "t0"."sent" ELSE NULL END IS NOT NULL
    )
    OR (
      "t0"."due" < "t0"."asof"
    )
    THEN "t0"."due"
    ELSE NULL
  END AS "day"
FROM "reports_source" AS "t0"
