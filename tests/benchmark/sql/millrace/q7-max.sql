-- reads=bid count=append hash=append
SELECT MAX(price) AS price, window_start AS starttime
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR("dateTime"), INTERVAL '10' SECOND))
GROUP BY window_start, window_end
