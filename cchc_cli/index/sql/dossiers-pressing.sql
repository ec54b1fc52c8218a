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
    "t6"."procedure_name",
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
    "t6"."is_known",
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
