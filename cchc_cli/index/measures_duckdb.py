"""The measures as DuckDB's SQL. Made by tools/compile_measures.py from index/registers.py: don't edit."""

# fmt: off
PREPARE: dict[str, dict[str, str]] = {
    "dossiers": {
        "any unit": """
SELECT
  "t10"."dossier",
  "t10"."unit",
  "t10"."procedure",
  "t10"."officer",
  "t10"."received",
  "t10"."due",
  "t10"."days",
  "t10"."finished",
  "t10"."channel",
  "t10"."returned_by",
  "t10"."supplements",
  "t10"."apology",
  "t10"."rescheduled",
  "t10"."rating",
  "t10"."digitised",
  "t10"."asof",
  "t10"."now",
  "t10"."unreadable",
  "t10"."key",
  "t10"."file",
  "t10"."row",
  "t10"."first_number",
  "t10"."promised_day",
  "t10"."given",
  "t10"."last_number",
  CASE
    WHEN "t10"."unreadable" IS NOT NULL
    THEN 'unreadable'
    WHEN "t10"."dossier" IS NULL
    THEN 'no_dossier'
    WHEN "t10"."unit" IS NULL
    THEN 'no_unit'
    WHEN "t10"."received" IS NULL
    THEN 'no_received'
    WHEN "t10"."due" IS NULL
    THEN 'no_due'
    WHEN "t10"."due" < "t10"."received"
    THEN 'due_before_received'
    WHEN "t10"."given" < "t10"."received"
    THEN 'finished_before_received'
    WHEN "t10"."received" > "t10"."now"
    THEN 'received_later'
    WHEN "t10"."given" > "t10"."now"
    THEN 'finished_later'
    WHEN "t10"."channel" IS NULL
    THEN 'no_channel'
    WHEN "t10"."supplements" < 0
    THEN 'supplements'
    WHEN NOT (
      "t10"."rating" BETWEEN 1 AND 5
    )
    THEN 'rating'
    ELSE NULL
  END AS "fault",
  COALESCE(
    (
      "t10"."unreadable" IS NOT NULL
    )
    OR (
      "t10"."dossier" IS NULL
    )
    OR (
      "t10"."unit" IS NULL
    )
    OR (
      "t10"."received" IS NULL
    )
    OR (
      "t10"."due" IS NULL
    )
    OR (
      "t10"."due" < "t10"."received"
    )
    OR (
      "t10"."given" < "t10"."received"
    )
    OR (
      "t10"."received" > "t10"."now"
    )
    OR (
      "t10"."given" > "t10"."now"
    )
    OR (
      "t10"."channel" IS NULL
    )
    OR (
      "t10"."supplements" < 0
    )
    OR NOT (
      "t10"."rating" BETWEEN 1 AND 5
    ),
    FALSE
  ) AS "bad",
  "t10"."finished" <= "t10"."due" AS "on_time",
  COALESCE("t10"."finished", "t10"."asof") > "t10"."due" AS "late",
  "t10"."finished" IS NULL AS "open",
  (
    "t10"."finished" IS NULL
  )
  AND (
    COALESCE("t10"."finished", "t10"."asof") > "t10"."due"
  ) AS "overdue",
  (
    "t10"."finished" IS NOT NULL
  )
  OR (
    COALESCE("t10"."finished", "t10"."asof") > "t10"."due"
  ) AS "decided",
  (
    COALESCE("t10"."finished", "t10"."asof") > "t10"."due"
  )
  AND (
    "t10"."apology" IS NOT NULL
  )
  AND (
    "t10"."rescheduled" IS NOT NULL
  ) AS "apologised",
  COALESCE("t10"."supplements", 0) <= 1 AS "guided",
  "t10"."channel" = 'online' AS "online",
  (
    "t10"."channel" = 'post'
  ) OR (
    "t10"."returned_by" = 'post'
  ) AS "by_post",
  CASE WHEN "t10"."finished" IS NOT NULL THEN "t10"."digitised" = 'yes' ELSE NULL END AS "digital",
  (
    "t10"."rating" IS NOT NULL
  ) AND (
    "t10"."finished" IS NOT NULL
  ) AS "rated",
  (
    "t10"."rating" >= 4
  ) AND (
    "t10"."finished" IS NOT NULL
  ) AS "satisfied",
  CAST("t10"."last_number" - "t10"."first_number" AS SMALLINT) AS "working_days",
  CASE WHEN "t10"."received" <= "t10"."asof" THEN "t10"."received" ELSE NULL END AS "day"
FROM (
  SELECT
    "t9"."dossier",
    "t9"."unit",
    "t9"."procedure",
    "t9"."officer",
    "t9"."received",
    "t9"."due",
    "t9"."days",
    "t9"."finished",
    "t9"."channel",
    "t9"."returned_by",
    "t9"."supplements",
    "t9"."apology",
    "t9"."rescheduled",
    "t9"."rating",
    "t9"."digitised",
    "t9"."asof",
    "t9"."now",
    "t9"."unreadable",
    "t9"."key",
    "t9"."file",
    "t9"."row",
    "t9"."first_number",
    "t9"."promised_day",
    "t9"."given",
    "t2"."number" AS "last_number"
  FROM (
    SELECT
      "t7"."dossier",
      "t7"."unit",
      "t7"."procedure",
      "t7"."officer",
      "t7"."received",
      COALESCE(
        "t7"."due",
        CASE
          WHEN "t7"."promised_day" < "t7"."received"
          THEN "t7"."received"
          ELSE "t7"."promised_day"
        END
      ) AS "due",
      "t7"."days",
      CASE WHEN "t7"."finished" <= "t7"."asof" THEN "t7"."finished" ELSE NULL END AS "finished",
      "t7"."channel",
      "t7"."returned_by",
      "t7"."supplements",
      CASE WHEN "t7"."apology" <= "t7"."asof" THEN "t7"."apology" ELSE NULL END AS "apology",
      "t7"."rescheduled",
      "t7"."rating",
      "t7"."digitised",
      "t7"."asof",
      "t7"."now",
      "t7"."unreadable",
      "t7"."key",
      "t7"."file",
      "t7"."row",
      "t7"."first_number",
      "t7"."promised_day",
      "t7"."finished" AS "given"
    FROM (
      SELECT
        "t4"."dossier",
        "t4"."unit",
        "t4"."procedure",
        "t4"."officer",
        "t4"."received",
        "t4"."due",
        "t4"."days",
        "t4"."finished",
        "t4"."channel",
        "t4"."returned_by",
        "t4"."supplements",
        "t4"."apology",
        "t4"."rescheduled",
        "t4"."rating",
        "t4"."digitised",
        "t4"."asof",
        "t4"."now",
        "t4"."unreadable",
        "t4"."key",
        "t4"."file",
        "t4"."row",
        "t3"."number" AS "first_number",
        "t6"."day" AS "promised_day"
      FROM "dossiers_source" AS "t4"
      LEFT OUTER JOIN "calendar" AS "t3"
        ON "t4"."received" = "t3"."day"
      LEFT OUTER JOIN (
        SELECT
          *
        FROM "calendar" AS "t0"
        WHERE
          "t0"."working"
      ) AS "t6"
        ON (
          "t3"."number" + "t4"."days"
        ) = "t6"."number"
    ) AS "t7"
  ) AS "t9"
  LEFT OUTER JOIN "calendar" AS "t2"
    ON "t9"."finished" = "t2"."day"
) AS "t10"
""",
        "known units": """
SELECT
  "t12"."dossier",
  "t12"."unit",
  "t12"."procedure",
  "t12"."officer",
  "t12"."received",
  "t12"."due",
  "t12"."days",
  "t12"."finished",
  "t12"."channel",
  "t12"."returned_by",
  "t12"."supplements",
  "t12"."apology",
  "t12"."rescheduled",
  "t12"."rating",
  "t12"."digitised",
  "t12"."asof",
  "t12"."now",
  "t12"."unreadable",
  "t12"."key",
  "t12"."file",
  "t12"."row",
  "t12"."first_number",
  "t12"."promised_day",
  "t12"."given",
  "t12"."last_number",
  CASE
    WHEN "t12"."unreadable" IS NOT NULL
    THEN 'unreadable'
    WHEN "t12"."dossier" IS NULL
    THEN 'no_dossier'
    WHEN "t12"."unit" IS NULL
    THEN 'no_unit'
    WHEN NOT (
      "t12"."unit" IN (
        SELECT
          *
        FROM "units" AS "t1"
      )
    )
    THEN 'unknown_unit'
    WHEN "t12"."received" IS NULL
    THEN 'no_received'
    WHEN "t12"."due" IS NULL
    THEN 'no_due'
    WHEN "t12"."due" < "t12"."received"
    THEN 'due_before_received'
    WHEN "t12"."given" < "t12"."received"
    THEN 'finished_before_received'
    WHEN "t12"."received" > "t12"."now"
    THEN 'received_later'
    WHEN "t12"."given" > "t12"."now"
    THEN 'finished_later'
    WHEN "t12"."channel" IS NULL
    THEN 'no_channel'
    WHEN "t12"."supplements" < 0
    THEN 'supplements'
    WHEN NOT (
      "t12"."rating" BETWEEN 1 AND 5
    )
    THEN 'rating'
    ELSE NULL
  END AS "fault",
  COALESCE(
    (
      "t12"."unreadable" IS NOT NULL
    )
    OR (
      "t12"."dossier" IS NULL
    )
    OR (
      "t12"."unit" IS NULL
    )
    OR NOT (
      "t12"."unit" IN (
        SELECT
          *
        FROM "units" AS "t1"
      )
    )
    OR (
      "t12"."received" IS NULL
    )
    OR (
      "t12"."due" IS NULL
    )
    OR (
      "t12"."due" < "t12"."received"
    )
    OR (
      "t12"."given" < "t12"."received"
    )
    OR (
      "t12"."received" > "t12"."now"
    )
    OR (
      "t12"."given" > "t12"."now"
    )
    OR (
      "t12"."channel" IS NULL
    )
    OR (
      "t12"."supplements" < 0
    )
    OR NOT (
      "t12"."rating" BETWEEN 1 AND 5
    ),
    FALSE
  ) AS "bad",
  "t12"."finished" <= "t12"."due" AS "on_time",
  COALESCE("t12"."finished", "t12"."asof") > "t12"."due" AS "late",
  "t12"."finished" IS NULL AS "open",
  (
    "t12"."finished" IS NULL
  )
  AND (
    COALESCE("t12"."finished", "t12"."asof") > "t12"."due"
  ) AS "overdue",
  (
    "t12"."finished" IS NOT NULL
  )
  OR (
    COALESCE("t12"."finished", "t12"."asof") > "t12"."due"
  ) AS "decided",
  (
    COALESCE("t12"."finished", "t12"."asof") > "t12"."due"
  )
  AND (
    "t12"."apology" IS NOT NULL
  )
  AND (
    "t12"."rescheduled" IS NOT NULL
  ) AS "apologised",
  COALESCE("t12"."supplements", 0) <= 1 AS "guided",
  "t12"."channel" = 'online' AS "online",
  (
    "t12"."channel" = 'post'
  ) OR (
    "t12"."returned_by" = 'post'
  ) AS "by_post",
  CASE WHEN "t12"."finished" IS NOT NULL THEN "t12"."digitised" = 'yes' ELSE NULL END AS "digital",
  (
    "t12"."rating" IS NOT NULL
  ) AND (
    "t12"."finished" IS NOT NULL
  ) AS "rated",
  (
    "t12"."rating" >= 4
  ) AND (
    "t12"."finished" IS NOT NULL
  ) AS "satisfied",
  CAST("t12"."last_number" - "t12"."first_number" AS SMALLINT) AS "working_days",
  CASE WHEN "t12"."received" <= "t12"."asof" THEN "t12"."received" ELSE NULL END AS "day"
FROM (
  SELECT
    "t11"."dossier",
    "t11"."unit",
    "t11"."procedure",
    "t11"."officer",
    "t11"."received",
    "t11"."due",
    "t11"."days",
    "t11"."finished",
    "t11"."channel",
    "t11"."returned_by",
    "t11"."supplements",
    "t11"."apology",
    "t11"."rescheduled",
    "t11"."rating",
    "t11"."digitised",
    "t11"."asof",
    "t11"."now",
    "t11"."unreadable",
    "t11"."key",
    "t11"."file",
    "t11"."row",
    "t11"."first_number",
    "t11"."promised_day",
    "t11"."given",
    "t3"."number" AS "last_number"
  FROM (
    SELECT
      "t9"."dossier",
      "t9"."unit",
      "t9"."procedure",
      "t9"."officer",
      "t9"."received",
      COALESCE(
        "t9"."due",
        CASE
          WHEN "t9"."promised_day" < "t9"."received"
          THEN "t9"."received"
          ELSE "t9"."promised_day"
        END
      ) AS "due",
      "t9"."days",
      CASE WHEN "t9"."finished" <= "t9"."asof" THEN "t9"."finished" ELSE NULL END AS "finished",
      "t9"."channel",
      "t9"."returned_by",
      "t9"."supplements",
      CASE WHEN "t9"."apology" <= "t9"."asof" THEN "t9"."apology" ELSE NULL END AS "apology",
      "t9"."rescheduled",
      "t9"."rating",
      "t9"."digitised",
      "t9"."asof",
      "t9"."now",
      "t9"."unreadable",
      "t9"."key",
      "t9"."file",
      "t9"."row",
      "t9"."first_number",
      "t9"."promised_day",
      "t9"."finished" AS "given"
    FROM (
      SELECT
        "t5"."dossier",
        "t5"."unit",
        "t5"."procedure",
        "t5"."officer",
        "t5"."received",
        "t5"."due",
        "t5"."days",
        "t5"."finished",
        "t5"."channel",
        "t5"."returned_by",
        "t5"."supplements",
        "t5"."apology",
        "t5"."rescheduled",
        "t5"."rating",
        "t5"."digitised",
        "t5"."asof",
        "t5"."now",
        "t5"."unreadable",
        "t5"."key",
        "t5"."file",
        "t5"."row",
        "t4"."number" AS "first_number",
        "t8"."day" AS "promised_day"
      FROM "dossiers_source" AS "t5"
      LEFT OUTER JOIN "calendar" AS "t4"
        ON "t5"."received" = "t4"."day"
      LEFT OUTER JOIN (
        SELECT
          *
        FROM "calendar" AS "t0"
        WHERE
          "t0"."working"
      ) AS "t8"
        ON (
          "t4"."number" + "t5"."days"
        ) = "t8"."number"
    ) AS "t9"
  ) AS "t11"
  LEFT OUTER JOIN "calendar" AS "t3"
    ON "t11"."finished" = "t3"."day"
) AS "t12"
""",
    },
    "reports": {
        "any unit": """
SELECT
  "t1"."report",
  "t1"."unit",
  "t1"."kind",
  "t1"."due",
  "t1"."sent",
  "t1"."complete",
  "t1"."asof",
  "t1"."now",
  "t1"."unreadable",
  "t1"."key",
  "t1"."file",
  "t1"."row",
  "t1"."given",
  CASE
    WHEN "t1"."unreadable" IS NOT NULL
    THEN 'unreadable'
    WHEN "t1"."report" IS NULL
    THEN 'no_report'
    WHEN "t1"."unit" IS NULL
    THEN 'no_unit'
    WHEN "t1"."kind" IS NULL
    THEN 'no_kind'
    WHEN "t1"."due" IS NULL
    THEN 'no_due'
    WHEN "t1"."given" > "t1"."now"
    THEN 'sent_later'
    ELSE NULL
  END AS "fault",
  COALESCE(
    (
      "t1"."unreadable" IS NOT NULL
    )
    OR (
      "t1"."report" IS NULL
    )
    OR (
      "t1"."unit" IS NULL
    )
    OR (
      "t1"."kind" IS NULL
    )
    OR (
      "t1"."due" IS NULL
    )
    OR (
      "t1"."given" > "t1"."now"
    ),
    FALSE
  ) AS "bad",
  "t1"."sent" <= "t1"."due" AS "on_time",
  "t1"."kind" = 'periodic' AS "periodic",
  (
    "t1"."sent" IS NOT NULL
  ) AND (
    "t1"."complete" = 'yes'
  ) AS "whole",
  CASE
    WHEN (
      "t1"."sent" IS NOT NULL
    ) OR (
      "t1"."due" < "t1"."asof"
    )
    THEN "t1"."due"
    ELSE NULL
  END AS "day"
FROM (
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
    "t0"."key",
    "t0"."file",
    "t0"."row",
    "t0"."sent" AS "given"
  FROM "reports_source" AS "t0"
) AS "t1"
""",
        "known units": """
SELECT
  "t3"."report",
  "t3"."unit",
  "t3"."kind",
  "t3"."due",
  "t3"."sent",
  "t3"."complete",
  "t3"."asof",
  "t3"."now",
  "t3"."unreadable",
  "t3"."key",
  "t3"."file",
  "t3"."row",
  "t3"."given",
  CASE
    WHEN "t3"."unreadable" IS NOT NULL
    THEN 'unreadable'
    WHEN "t3"."report" IS NULL
    THEN 'no_report'
    WHEN "t3"."unit" IS NULL
    THEN 'no_unit'
    WHEN NOT (
      "t3"."unit" IN (
        SELECT
          *
        FROM "units" AS "t1"
      )
    )
    THEN 'unknown_unit'
    WHEN "t3"."kind" IS NULL
    THEN 'no_kind'
    WHEN "t3"."due" IS NULL
    THEN 'no_due'
    WHEN "t3"."given" > "t3"."now"
    THEN 'sent_later'
    ELSE NULL
  END AS "fault",
  COALESCE(
    (
      "t3"."unreadable" IS NOT NULL
    )
    OR (
      "t3"."report" IS NULL
    )
    OR (
      "t3"."unit" IS NULL
    )
    OR NOT (
      "t3"."unit" IN (
        SELECT
          *
        FROM "units" AS "t1"
      )
    )
    OR (
      "t3"."kind" IS NULL
    )
    OR (
      "t3"."due" IS NULL
    )
    OR (
      "t3"."given" > "t3"."now"
    ),
    FALSE
  ) AS "bad",
  "t3"."sent" <= "t3"."due" AS "on_time",
  "t3"."kind" = 'periodic' AS "periodic",
  (
    "t3"."sent" IS NOT NULL
  ) AND (
    "t3"."complete" = 'yes'
  ) AS "whole",
  CASE
    WHEN (
      "t3"."sent" IS NOT NULL
    ) OR (
      "t3"."due" < "t3"."asof"
    )
    THEN "t3"."due"
    ELSE NULL
  END AS "day"
FROM (
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
    "t0"."key",
    "t0"."file",
    "t0"."row",
    "t0"."sent" AS "given"
  FROM "reports_source" AS "t0"
) AS "t3"
""",
    },
    "targets": {
        "any unit": """
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
""",
        "known units": """
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
      "t0"."unit" IN (
        SELECT
          *
        FROM "units" AS "t1"
      )
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
      "t0"."unit" IN (
        SELECT
          *
        FROM "units" AS "t1"
      )
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
""",
    },
}
SLIM: dict[str, dict[str, str]] = {
    "dossiers": {
        "year": """
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
  "t0"."key"
FROM "dossiers_prepared" AS "t0"
""",
        "month": """
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
  "t0"."key"
FROM "dossiers_prepared" AS "t0"
""",
        "quarter": """
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
  "t0"."key"
FROM "dossiers_prepared" AS "t0"
""",
        "procedure": """
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
  "t0"."key"
FROM "dossiers_prepared" AS "t0"
""",
        "channel": """
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
  "t0"."channel",
  "t0"."bad",
  "t0"."key"
FROM "dossiers_prepared" AS "t0"
""",
    },
    "reports": {
        "year": """
SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."on_time",
  "t0"."periodic",
  "t0"."whole",
  "t0"."bad",
  "t0"."key"
FROM "reports_prepared" AS "t0"
""",
        "month": """
SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."on_time",
  "t0"."periodic",
  "t0"."whole",
  "t0"."bad",
  "t0"."key"
FROM "reports_prepared" AS "t0"
""",
        "quarter": """
SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."on_time",
  "t0"."periodic",
  "t0"."whole",
  "t0"."bad",
  "t0"."key"
FROM "reports_prepared" AS "t0"
""",
    },
    "targets": {
        "year": """
SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."met",
  "t0"."bad",
  "t0"."key"
FROM "targets_prepared" AS "t0"
""",
        "month": """
SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."met",
  "t0"."bad",
  "t0"."key"
FROM "targets_prepared" AS "t0"
""",
        "quarter": """
SELECT
  "t0"."unit",
  "t0"."day",
  "t0"."met",
  "t0"."bad",
  "t0"."key"
FROM "targets_prepared" AS "t0"
""",
    },
}
OVERVIEW: dict[str, dict[str, str]] = {
    "dossiers": {
        "": """
SELECT
  COUNT(*) AS "rows",
  SUM(CAST("t0"."bad" AS INT)) AS "bad",
  COUNT("t0"."key") AS "keys",
  (
    SELECT
      COUNT(*) AS "CountStar()"
    FROM (
      SELECT DISTINCT
        "t0"."key"
      FROM "dossiers_slim" AS "t0"
      WHERE
        "t0"."key" IS NOT NULL
    ) AS "t1"
  ) AS "different",
  MIN("t0"."day") FILTER(WHERE
    NOT (
      "t0"."bad"
    )) AS "first",
  MAX("t0"."day") FILTER(WHERE
    NOT (
      "t0"."bad"
    )) AS "last"
FROM "dossiers_slim" AS "t0"
""",
    },
    "reports": {
        "": """
SELECT
  COUNT(*) AS "rows",
  SUM(CAST("t0"."bad" AS INT)) AS "bad",
  COUNT("t0"."key") AS "keys",
  (
    SELECT
      COUNT(*) AS "CountStar()"
    FROM (
      SELECT DISTINCT
        "t0"."key"
      FROM "reports_slim" AS "t0"
      WHERE
        "t0"."key" IS NOT NULL
    ) AS "t1"
  ) AS "different",
  MIN("t0"."day") FILTER(WHERE
    NOT (
      "t0"."bad"
    )) AS "first",
  MAX("t0"."day") FILTER(WHERE
    NOT (
      "t0"."bad"
    )) AS "last"
FROM "reports_slim" AS "t0"
""",
    },
    "targets": {
        "": """
SELECT
  COUNT(*) AS "rows",
  SUM(CAST("t0"."bad" AS INT)) AS "bad",
  COUNT("t0"."key") AS "keys",
  (
    SELECT
      COUNT(*) AS "CountStar()"
    FROM (
      SELECT DISTINCT
        "t0"."key"
      FROM "targets_slim" AS "t0"
      WHERE
        "t0"."key" IS NOT NULL
    ) AS "t1"
  ) AS "different",
  MIN("t0"."day") FILTER(WHERE
    NOT (
      "t0"."bad"
    )) AS "first",
  MAX("t0"."day") FILTER(WHERE
    NOT (
      "t0"."bad"
    )) AS "last"
FROM "targets_slim" AS "t0"
""",
    },
}
MEASURE: dict[str, dict[str, str]] = {
    "dossiers": {
        "year": """
WITH "t1" AS (
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
    EXTRACT(year FROM "t0"."day") AS "period"
  FROM "dossiers_chosen" AS "t0"
)
SELECT
  "t5"."unit",
  "t5"."period",
  "t5"."on_time_rate__n",
  "t5"."on_time_rate__d",
  "t5"."late_count__n",
  "t5"."late_count__d",
  "t5"."open_overdue__n",
  "t5"."open_overdue__d",
  "t5"."apology_rate__n",
  "t5"."apology_rate__d",
  "t5"."one_time_guidance_rate__n",
  "t5"."one_time_guidance_rate__d",
  "t5"."online_rate__n",
  "t5"."online_rate__d",
  "t5"."post_rate__n",
  "t5"."post_rate__d",
  "t5"."digitised_rate__n",
  "t5"."digitised_rate__d",
  "t5"."satisfaction_rate__n",
  "t5"."satisfaction_rate__d",
  "t5"."median_days__v",
  "t5"."median_days__d",
  "t5"."p90_days__v",
  "t5"."p90_days__d",
  "t7"."online_procedure_rate__n",
  "t7"."online_procedure_rate__d"
FROM (
  SELECT
    "t2"."unit",
    "t2"."period",
    SUM(CAST("t2"."on_time" AS INT)) AS "on_time_rate__n",
    SUM(CAST("t2"."decided" AS INT)) AS "on_time_rate__d",
    SUM(CAST("t2"."late" AS INT)) AS "late_count__n",
    SUM(CAST("t2"."decided" AS INT)) AS "late_count__d",
    SUM(CAST("t2"."overdue" AS INT)) AS "open_overdue__n",
    SUM(CAST("t2"."open" AS INT)) AS "open_overdue__d",
    SUM(CAST("t2"."apologised" AS INT)) AS "apology_rate__n",
    SUM(CAST("t2"."late" AS INT)) AS "apology_rate__d",
    SUM(CAST("t2"."guided" AS INT)) AS "one_time_guidance_rate__n",
    COUNT(*) AS "one_time_guidance_rate__d",
    SUM(CAST("t2"."online" AS INT)) AS "online_rate__n",
    COUNT(*) AS "online_rate__d",
    SUM(CAST("t2"."by_post" AS INT)) AS "post_rate__n",
    COUNT(*) AS "post_rate__d",
    SUM(CAST("t2"."digital" AS INT)) AS "digitised_rate__n",
    COUNT("t2"."digital") AS "digitised_rate__d",
    SUM(CAST("t2"."satisfied" AS INT)) AS "satisfaction_rate__n",
    SUM(CAST("t2"."rated" AS INT)) AS "satisfaction_rate__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 1) AS "median_days__v",
    COUNT("t2"."working_days") AS "median_days__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 2) AS "p90_days__v",
    COUNT("t2"."working_days") AS "p90_days__d"
  FROM "t1" AS "t2"
  GROUP BY
    1,
    2
) AS "t5"
INNER JOIN (
  SELECT
    "t3"."unit",
    "t3"."period",
    SUM(CAST("t3"."online" AS INT)) AS "online_procedure_rate__n",
    COUNT("t3"."procedure") AS "online_procedure_rate__d"
  FROM (
    SELECT
      "t2"."unit",
      "t2"."period",
      "t2"."procedure",
      BOOL_OR(CAST("t2"."online" AS BOOLEAN)) AS "online"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t7"
  ON "t5"."unit" = "t7"."unit" AND "t5"."period" = "t7"."period"
""",
        "month": """
WITH "t1" AS (
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
)
SELECT
  "t5"."unit",
  "t5"."period",
  "t5"."on_time_rate__n",
  "t5"."on_time_rate__d",
  "t5"."late_count__n",
  "t5"."late_count__d",
  "t5"."open_overdue__n",
  "t5"."open_overdue__d",
  "t5"."apology_rate__n",
  "t5"."apology_rate__d",
  "t5"."one_time_guidance_rate__n",
  "t5"."one_time_guidance_rate__d",
  "t5"."online_rate__n",
  "t5"."online_rate__d",
  "t5"."post_rate__n",
  "t5"."post_rate__d",
  "t5"."digitised_rate__n",
  "t5"."digitised_rate__d",
  "t5"."satisfaction_rate__n",
  "t5"."satisfaction_rate__d",
  "t5"."median_days__v",
  "t5"."median_days__d",
  "t5"."p90_days__v",
  "t5"."p90_days__d",
  "t7"."online_procedure_rate__n",
  "t7"."online_procedure_rate__d"
FROM (
  SELECT
    "t2"."unit",
    "t2"."period",
    SUM(CAST("t2"."on_time" AS INT)) AS "on_time_rate__n",
    SUM(CAST("t2"."decided" AS INT)) AS "on_time_rate__d",
    SUM(CAST("t2"."late" AS INT)) AS "late_count__n",
    SUM(CAST("t2"."decided" AS INT)) AS "late_count__d",
    SUM(CAST("t2"."overdue" AS INT)) AS "open_overdue__n",
    SUM(CAST("t2"."open" AS INT)) AS "open_overdue__d",
    SUM(CAST("t2"."apologised" AS INT)) AS "apology_rate__n",
    SUM(CAST("t2"."late" AS INT)) AS "apology_rate__d",
    SUM(CAST("t2"."guided" AS INT)) AS "one_time_guidance_rate__n",
    COUNT(*) AS "one_time_guidance_rate__d",
    SUM(CAST("t2"."online" AS INT)) AS "online_rate__n",
    COUNT(*) AS "online_rate__d",
    SUM(CAST("t2"."by_post" AS INT)) AS "post_rate__n",
    COUNT(*) AS "post_rate__d",
    SUM(CAST("t2"."digital" AS INT)) AS "digitised_rate__n",
    COUNT("t2"."digital") AS "digitised_rate__d",
    SUM(CAST("t2"."satisfied" AS INT)) AS "satisfaction_rate__n",
    SUM(CAST("t2"."rated" AS INT)) AS "satisfaction_rate__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 1) AS "median_days__v",
    COUNT("t2"."working_days") AS "median_days__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 2) AS "p90_days__v",
    COUNT("t2"."working_days") AS "p90_days__d"
  FROM "t1" AS "t2"
  GROUP BY
    1,
    2
) AS "t5"
INNER JOIN (
  SELECT
    "t3"."unit",
    "t3"."period",
    SUM(CAST("t3"."online" AS INT)) AS "online_procedure_rate__n",
    COUNT("t3"."procedure") AS "online_procedure_rate__d"
  FROM (
    SELECT
      "t2"."unit",
      "t2"."period",
      "t2"."procedure",
      BOOL_OR(CAST("t2"."online" AS BOOLEAN)) AS "online"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t7"
  ON "t5"."unit" = "t7"."unit" AND "t5"."period" = "t7"."period"
""",
        "quarter": """
WITH "t1" AS (
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
      EXTRACT(year FROM "t0"."day") * 10
    ) + EXTRACT(quarter FROM "t0"."day") AS "period"
  FROM "dossiers_chosen" AS "t0"
)
SELECT
  "t5"."unit",
  "t5"."period",
  "t5"."on_time_rate__n",
  "t5"."on_time_rate__d",
  "t5"."late_count__n",
  "t5"."late_count__d",
  "t5"."open_overdue__n",
  "t5"."open_overdue__d",
  "t5"."apology_rate__n",
  "t5"."apology_rate__d",
  "t5"."one_time_guidance_rate__n",
  "t5"."one_time_guidance_rate__d",
  "t5"."online_rate__n",
  "t5"."online_rate__d",
  "t5"."post_rate__n",
  "t5"."post_rate__d",
  "t5"."digitised_rate__n",
  "t5"."digitised_rate__d",
  "t5"."satisfaction_rate__n",
  "t5"."satisfaction_rate__d",
  "t5"."median_days__v",
  "t5"."median_days__d",
  "t5"."p90_days__v",
  "t5"."p90_days__d",
  "t7"."online_procedure_rate__n",
  "t7"."online_procedure_rate__d"
FROM (
  SELECT
    "t2"."unit",
    "t2"."period",
    SUM(CAST("t2"."on_time" AS INT)) AS "on_time_rate__n",
    SUM(CAST("t2"."decided" AS INT)) AS "on_time_rate__d",
    SUM(CAST("t2"."late" AS INT)) AS "late_count__n",
    SUM(CAST("t2"."decided" AS INT)) AS "late_count__d",
    SUM(CAST("t2"."overdue" AS INT)) AS "open_overdue__n",
    SUM(CAST("t2"."open" AS INT)) AS "open_overdue__d",
    SUM(CAST("t2"."apologised" AS INT)) AS "apology_rate__n",
    SUM(CAST("t2"."late" AS INT)) AS "apology_rate__d",
    SUM(CAST("t2"."guided" AS INT)) AS "one_time_guidance_rate__n",
    COUNT(*) AS "one_time_guidance_rate__d",
    SUM(CAST("t2"."online" AS INT)) AS "online_rate__n",
    COUNT(*) AS "online_rate__d",
    SUM(CAST("t2"."by_post" AS INT)) AS "post_rate__n",
    COUNT(*) AS "post_rate__d",
    SUM(CAST("t2"."digital" AS INT)) AS "digitised_rate__n",
    COUNT("t2"."digital") AS "digitised_rate__d",
    SUM(CAST("t2"."satisfied" AS INT)) AS "satisfaction_rate__n",
    SUM(CAST("t2"."rated" AS INT)) AS "satisfaction_rate__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 1) AS "median_days__v",
    COUNT("t2"."working_days") AS "median_days__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 2) AS "p90_days__v",
    COUNT("t2"."working_days") AS "p90_days__d"
  FROM "t1" AS "t2"
  GROUP BY
    1,
    2
) AS "t5"
INNER JOIN (
  SELECT
    "t3"."unit",
    "t3"."period",
    SUM(CAST("t3"."online" AS INT)) AS "online_procedure_rate__n",
    COUNT("t3"."procedure") AS "online_procedure_rate__d"
  FROM (
    SELECT
      "t2"."unit",
      "t2"."period",
      "t2"."procedure",
      BOOL_OR(CAST("t2"."online" AS BOOLEAN)) AS "online"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t7"
  ON "t5"."unit" = "t7"."unit" AND "t5"."period" = "t7"."period"
""",
        "procedure": """
WITH "t1" AS (
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
    COALESCE("t0"."procedure", '') AS "period"
  FROM "dossiers_chosen" AS "t0"
)
SELECT
  "t5"."unit",
  "t5"."period",
  "t5"."on_time_rate__n",
  "t5"."on_time_rate__d",
  "t5"."late_count__n",
  "t5"."late_count__d",
  "t5"."open_overdue__n",
  "t5"."open_overdue__d",
  "t5"."apology_rate__n",
  "t5"."apology_rate__d",
  "t5"."one_time_guidance_rate__n",
  "t5"."one_time_guidance_rate__d",
  "t5"."online_rate__n",
  "t5"."online_rate__d",
  "t5"."post_rate__n",
  "t5"."post_rate__d",
  "t5"."digitised_rate__n",
  "t5"."digitised_rate__d",
  "t5"."satisfaction_rate__n",
  "t5"."satisfaction_rate__d",
  "t5"."median_days__v",
  "t5"."median_days__d",
  "t5"."p90_days__v",
  "t5"."p90_days__d",
  "t7"."online_procedure_rate__n",
  "t7"."online_procedure_rate__d"
FROM (
  SELECT
    "t2"."unit",
    "t2"."period",
    SUM(CAST("t2"."on_time" AS INT)) AS "on_time_rate__n",
    SUM(CAST("t2"."decided" AS INT)) AS "on_time_rate__d",
    SUM(CAST("t2"."late" AS INT)) AS "late_count__n",
    SUM(CAST("t2"."decided" AS INT)) AS "late_count__d",
    SUM(CAST("t2"."overdue" AS INT)) AS "open_overdue__n",
    SUM(CAST("t2"."open" AS INT)) AS "open_overdue__d",
    SUM(CAST("t2"."apologised" AS INT)) AS "apology_rate__n",
    SUM(CAST("t2"."late" AS INT)) AS "apology_rate__d",
    SUM(CAST("t2"."guided" AS INT)) AS "one_time_guidance_rate__n",
    COUNT(*) AS "one_time_guidance_rate__d",
    SUM(CAST("t2"."online" AS INT)) AS "online_rate__n",
    COUNT(*) AS "online_rate__d",
    SUM(CAST("t2"."by_post" AS INT)) AS "post_rate__n",
    COUNT(*) AS "post_rate__d",
    SUM(CAST("t2"."digital" AS INT)) AS "digitised_rate__n",
    COUNT("t2"."digital") AS "digitised_rate__d",
    SUM(CAST("t2"."satisfied" AS INT)) AS "satisfaction_rate__n",
    SUM(CAST("t2"."rated" AS INT)) AS "satisfaction_rate__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 1) AS "median_days__v",
    COUNT("t2"."working_days") AS "median_days__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 2) AS "p90_days__v",
    COUNT("t2"."working_days") AS "p90_days__d"
  FROM "t1" AS "t2"
  GROUP BY
    1,
    2
) AS "t5"
INNER JOIN (
  SELECT
    "t3"."unit",
    "t3"."period",
    SUM(CAST("t3"."online" AS INT)) AS "online_procedure_rate__n",
    COUNT("t3"."procedure") AS "online_procedure_rate__d"
  FROM (
    SELECT
      "t2"."unit",
      "t2"."period",
      "t2"."procedure",
      BOOL_OR(CAST("t2"."online" AS BOOLEAN)) AS "online"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t7"
  ON "t5"."unit" = "t7"."unit" AND "t5"."period" = "t7"."period"
""",
        "channel": """
WITH "t1" AS (
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
    "t0"."channel",
    "t0"."bad",
    "t0"."key",
    COALESCE("t0"."channel", '') AS "period"
  FROM "dossiers_chosen" AS "t0"
)
SELECT
  "t5"."unit",
  "t5"."period",
  "t5"."on_time_rate__n",
  "t5"."on_time_rate__d",
  "t5"."late_count__n",
  "t5"."late_count__d",
  "t5"."open_overdue__n",
  "t5"."open_overdue__d",
  "t5"."apology_rate__n",
  "t5"."apology_rate__d",
  "t5"."one_time_guidance_rate__n",
  "t5"."one_time_guidance_rate__d",
  "t5"."online_rate__n",
  "t5"."online_rate__d",
  "t5"."post_rate__n",
  "t5"."post_rate__d",
  "t5"."digitised_rate__n",
  "t5"."digitised_rate__d",
  "t5"."satisfaction_rate__n",
  "t5"."satisfaction_rate__d",
  "t5"."median_days__v",
  "t5"."median_days__d",
  "t5"."p90_days__v",
  "t5"."p90_days__d",
  "t7"."online_procedure_rate__n",
  "t7"."online_procedure_rate__d"
FROM (
  SELECT
    "t2"."unit",
    "t2"."period",
    SUM(CAST("t2"."on_time" AS INT)) AS "on_time_rate__n",
    SUM(CAST("t2"."decided" AS INT)) AS "on_time_rate__d",
    SUM(CAST("t2"."late" AS INT)) AS "late_count__n",
    SUM(CAST("t2"."decided" AS INT)) AS "late_count__d",
    SUM(CAST("t2"."overdue" AS INT)) AS "open_overdue__n",
    SUM(CAST("t2"."open" AS INT)) AS "open_overdue__d",
    SUM(CAST("t2"."apologised" AS INT)) AS "apology_rate__n",
    SUM(CAST("t2"."late" AS INT)) AS "apology_rate__d",
    SUM(CAST("t2"."guided" AS INT)) AS "one_time_guidance_rate__n",
    COUNT(*) AS "one_time_guidance_rate__d",
    SUM(CAST("t2"."online" AS INT)) AS "online_rate__n",
    COUNT(*) AS "online_rate__d",
    SUM(CAST("t2"."by_post" AS INT)) AS "post_rate__n",
    COUNT(*) AS "post_rate__d",
    SUM(CAST("t2"."digital" AS INT)) AS "digitised_rate__n",
    COUNT("t2"."digital") AS "digitised_rate__d",
    SUM(CAST("t2"."satisfied" AS INT)) AS "satisfaction_rate__n",
    SUM(CAST("t2"."rated" AS INT)) AS "satisfaction_rate__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 1) AS "median_days__v",
    COUNT("t2"."working_days") AS "median_days__d",
    LIST_EXTRACT(QUANTILE_CONT("t2"."working_days", [0.5, 0.9]), 2) AS "p90_days__v",
    COUNT("t2"."working_days") AS "p90_days__d"
  FROM "t1" AS "t2"
  GROUP BY
    1,
    2
) AS "t5"
INNER JOIN (
  SELECT
    "t3"."unit",
    "t3"."period",
    SUM(CAST("t3"."online" AS INT)) AS "online_procedure_rate__n",
    COUNT("t3"."procedure") AS "online_procedure_rate__d"
  FROM (
    SELECT
      "t2"."unit",
      "t2"."period",
      "t2"."procedure",
      BOOL_OR(CAST("t2"."online" AS BOOLEAN)) AS "online"
    FROM "t1" AS "t2"
    GROUP BY
      1,
      2,
      3
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t7"
  ON "t5"."unit" = "t7"."unit" AND "t5"."period" = "t7"."period"
""",
    },
    "reports": {
        "year": """
SELECT
  "t1"."unit",
  "t1"."period",
  SUM(CAST("t1"."on_time" AND "t1"."periodic" AS INT)) AS "report_on_time_rate__n",
  SUM(CAST("t1"."periodic" AS INT)) AS "report_on_time_rate__d",
  SUM(CAST("t1"."on_time" AND NOT (
    "t1"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__n",
  SUM(CAST(NOT (
    "t1"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__d",
  SUM(CAST("t1"."whole" AS INT)) AS "report_complete_rate__n",
  COUNT(*) AS "report_complete_rate__d"
FROM (
  SELECT
    "t0"."unit",
    "t0"."day",
    "t0"."on_time",
    "t0"."periodic",
    "t0"."whole",
    "t0"."bad",
    "t0"."key",
    EXTRACT(year FROM "t0"."day") AS "period"
  FROM "reports_chosen" AS "t0"
) AS "t1"
GROUP BY
  1,
  2
""",
        "month": """
SELECT
  "t1"."unit",
  "t1"."period",
  SUM(CAST("t1"."on_time" AND "t1"."periodic" AS INT)) AS "report_on_time_rate__n",
  SUM(CAST("t1"."periodic" AS INT)) AS "report_on_time_rate__d",
  SUM(CAST("t1"."on_time" AND NOT (
    "t1"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__n",
  SUM(CAST(NOT (
    "t1"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__d",
  SUM(CAST("t1"."whole" AS INT)) AS "report_complete_rate__n",
  COUNT(*) AS "report_complete_rate__d"
FROM (
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
) AS "t1"
GROUP BY
  1,
  2
""",
        "quarter": """
SELECT
  "t1"."unit",
  "t1"."period",
  SUM(CAST("t1"."on_time" AND "t1"."periodic" AS INT)) AS "report_on_time_rate__n",
  SUM(CAST("t1"."periodic" AS INT)) AS "report_on_time_rate__d",
  SUM(CAST("t1"."on_time" AND NOT (
    "t1"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__n",
  SUM(CAST(NOT (
    "t1"."periodic"
  ) AS INT)) AS "adhoc_report_on_time_rate__d",
  SUM(CAST("t1"."whole" AS INT)) AS "report_complete_rate__n",
  COUNT(*) AS "report_complete_rate__d"
FROM (
  SELECT
    "t0"."unit",
    "t0"."day",
    "t0"."on_time",
    "t0"."periodic",
    "t0"."whole",
    "t0"."bad",
    "t0"."key",
    (
      EXTRACT(year FROM "t0"."day") * 10
    ) + EXTRACT(quarter FROM "t0"."day") AS "period"
  FROM "reports_chosen" AS "t0"
) AS "t1"
GROUP BY
  1,
  2
""",
    },
    "targets": {
        "year": """
SELECT
  "t1"."unit",
  "t1"."period",
  SUM(CAST("t1"."met" AS INT)) AS "target_completion_rate__n",
  COUNT(*) AS "target_completion_rate__d"
FROM (
  SELECT
    "t0"."unit",
    "t0"."day",
    "t0"."met",
    "t0"."bad",
    "t0"."key",
    EXTRACT(year FROM "t0"."day") AS "period"
  FROM "targets_chosen" AS "t0"
) AS "t1"
GROUP BY
  1,
  2
""",
        "month": """
SELECT
  "t1"."unit",
  "t1"."period",
  SUM(CAST("t1"."met" AS INT)) AS "target_completion_rate__n",
  COUNT(*) AS "target_completion_rate__d"
FROM (
  SELECT
    "t0"."unit",
    "t0"."day",
    "t0"."met",
    "t0"."bad",
    "t0"."key",
    (
      EXTRACT(year FROM "t0"."day") * 100
    ) + EXTRACT(month FROM "t0"."day") AS "period"
  FROM "targets_chosen" AS "t0"
) AS "t1"
GROUP BY
  1,
  2
""",
        "quarter": """
SELECT
  "t1"."unit",
  "t1"."period",
  SUM(CAST("t1"."met" AS INT)) AS "target_completion_rate__n",
  COUNT(*) AS "target_completion_rate__d"
FROM (
  SELECT
    "t0"."unit",
    "t0"."day",
    "t0"."met",
    "t0"."bad",
    "t0"."key",
    (
      EXTRACT(year FROM "t0"."day") * 10
    ) + EXTRACT(quarter FROM "t0"."day") AS "period"
  FROM "targets_chosen" AS "t0"
) AS "t1"
GROUP BY
  1,
  2
""",
    },
}
PRESSING: dict[str, dict[str, str]] = {
    "dossiers": {
        "": """
SELECT
  "t7"."dossier",
  "t7"."unit",
  "t7"."procedure",
  "t7"."officer",
  "t7"."received",
  "t7"."due",
  "t7"."finished",
  CASE
    WHEN "t7"."overdue"
    THEN 'overdue'
    WHEN "t7"."open"
    THEN 'open'
    WHEN "t7"."late"
    THEN 'late'
    ELSE NULL
  END AS "state",
  CASE
    WHEN "t7"."overdue"
    THEN "t7"."today_number" - "t7"."due_number"
    WHEN "t7"."open"
    THEN "t7"."due_number" - "t7"."today_number"
    WHEN "t7"."late"
    THEN "t7"."end_number" - "t7"."due_number"
    ELSE NULL
  END AS "days",
  "t7"."late" AND NOT (
    "t7"."apologised"
  ) AS "apology_missing"
FROM (
  SELECT
    "t6"."dossier",
    "t6"."unit",
    "t6"."procedure",
    "t6"."officer",
    "t6"."received",
    "t6"."due",
    "t6"."days",
    "t6"."finished",
    "t6"."channel",
    "t6"."returned_by",
    "t6"."supplements",
    "t6"."apology",
    "t6"."rescheduled",
    "t6"."rating",
    "t6"."digitised",
    "t6"."asof",
    "t6"."now",
    "t6"."unreadable",
    "t6"."key",
    "t6"."file",
    "t6"."row",
    "t6"."first_number",
    "t6"."promised_day",
    "t6"."given",
    "t6"."last_number",
    "t6"."fault",
    "t6"."bad",
    "t6"."on_time",
    "t6"."late",
    "t6"."open",
    "t6"."overdue",
    "t6"."decided",
    "t6"."apologised",
    "t6"."guided",
    "t6"."online",
    "t6"."by_post",
    "t6"."digital",
    "t6"."rated",
    "t6"."satisfied",
    "t6"."working_days",
    "t6"."day",
    "t2"."number" AS "today_number",
    "t3"."number" AS "due_number",
    "t4"."number" AS "end_number"
  FROM (
    SELECT
      *
    FROM "dossiers_prepared" AS "t0"
    WHERE
      NOT (
        "t0"."bad"
      )
      AND "t0"."day" IS NOT NULL
      AND (
        "t0"."open" OR (
          "t0"."late" AND NOT (
            "t0"."apologised"
          )
        )
      )
  ) AS "t6"
  LEFT OUTER JOIN "calendar" AS "t2"
    ON "t6"."asof" = "t2"."day"
  LEFT OUTER JOIN "calendar" AS "t3"
    ON "t6"."due" = "t3"."day"
  LEFT OUTER JOIN "calendar" AS "t4"
    ON "t6"."finished" = "t4"."day"
) AS "t7"
""",
    },
}
