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
      FROM "register_slim" AS "t0"
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
FROM "register_slim" AS "t0"
