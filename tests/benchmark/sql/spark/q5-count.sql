-- count=append hash=append
SELECT auction, num, w.start AS starttime
FROM (
  SELECT auction, COUNT(*) AS num, window(dateTime, '10 seconds', '2 seconds') AS w
  FROM bid
  GROUP BY auction, window(dateTime, '10 seconds', '2 seconds'))
