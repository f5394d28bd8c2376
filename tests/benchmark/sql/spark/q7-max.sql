-- count=append hash=append
SELECT price, w.start AS starttime
FROM (
  SELECT MAX(price) AS price, window(dateTime, '10 seconds') AS w
  FROM bid
  GROUP BY window(dateTime, '10 seconds'))
