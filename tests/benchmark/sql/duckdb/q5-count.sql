WITH panes AS (
  SELECT auction, time_bucket(INTERVAL 2 SECOND, dateTime) AS pane, COUNT(*) AS num FROM bid GROUP BY ALL),
windows AS (
  SELECT auction, pane - INTERVAL (2 * k) SECOND AS starttime, SUM(num)::BIGINT AS num
  FROM panes, range(5) AS before (k)
  GROUP BY ALL)
SELECT auction, num, starttime
FROM (SELECT *, starttime + INTERVAL 10 SECOND AS wend FROM windows)
WHERE true /*CLOSED*/
