SET recursion.rounds = 100;
WITH RECURSIVE numbers(n) AS (
  SELECT 1
  UNION ALL
  SELECT n + 1 FROM numbers
)
SELECT n FROM numbers;
