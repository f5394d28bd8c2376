-- reads=auction,bid count=update hash=changelog columns=0,12,13
SELECT * EXCLUDE (rownum)
FROM (
  SELECT a.*, b.auction, b.bidder, b.price, b."dateTime" AS bid_dateTime, b.extra AS bid_extra,
    ROW_NUMBER() OVER (PARTITION BY a.id ORDER BY b.price DESC, b."dateTime" ASC) AS rownum
  FROM auction a JOIN bid b ON a.id = b.auction AND b."dateTime" BETWEEN a."dateTime" AND a.expires
)
WHERE rownum <= 1
