SELECT
  "t10"."dossier",
  "t10"."unit",
  "t10"."procedure",
  "t10"."procedure_name",
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
  "t10"."is_known",
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
    WHEN NOT (
      "t10"."is_known"
    )
    THEN 'unknown_unit'
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
    OR NOT (
      "t10"."is_known"
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
    "t9"."procedure_name",
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
    "t9"."is_known",
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
      "t7"."procedure_name",
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
      "t7"."is_known",
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
        "t4"."procedure_name",
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
        "t4"."is_known",
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
