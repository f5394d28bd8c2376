-- count=append hash=append
SELECT num, last.end - INTERVAL 10 SECONDS AS starttime
FROM (
  SELECT MAX(num) AS num, window(window_time(w), '2 seconds') AS last
  FROM (
    SELECT COUNT(*) AS num, window(dateTime, '10 seconds', '2 seconds') AS w
    FROM bid
    GROUP BY auction, window(dateTime, '10 seconds', '2 seconds'))
  GROUP BY window(window_time(w), '2 seconds'))
