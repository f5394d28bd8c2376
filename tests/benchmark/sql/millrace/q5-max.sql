-- reads=bid count=append hash=append
SELECT MAX(num) AS num, window_start AS starttime
FROM (
  SELECT COUNT(*) AS num, window_start, window_end
  FROM TABLE(HOP(TABLE bid, DESCRIPTOR("dateTime"), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY auction, window_start, window_end) AS counts
GROUP BY window_start, window_end
