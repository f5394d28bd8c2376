SELECT price, starttime
FROM (
  SELECT MAX(price) AS price, time_bucket(INTERVAL 10 SECOND, dateTime) AS starttime, starttime + INTERVAL 10 SECOND AS wend
  FROM bid
  GROUP BY starttime)
WHERE true /*CLOSED*/
