-- count=update hash=complete
SELECT channel, DATE_FORMAT(dateTime, 'yyyy-MM-dd') AS day,
  MAX(DATE_FORMAT(dateTime, 'HH:mm')) AS minute,
  COUNT(*) AS total_bids,
  COUNT(*) FILTER (WHERE price < 10000) AS rank1_bids,
  COUNT(*) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bids,
  COUNT(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
  SIZE(COLLECT_SET(bidder)) AS total_bidders,
  SIZE(COLLECT_SET(bidder) FILTER (WHERE price < 10000)) AS rank1_bidders,
  SIZE(COLLECT_SET(bidder) FILTER (WHERE price >= 10000 AND price < 1000000)) AS rank2_bidders,
  SIZE(COLLECT_SET(bidder) FILTER (WHERE price >= 1000000)) AS rank3_bidders,
  SIZE(COLLECT_SET(auction)) AS total_auctions,
  SIZE(COLLECT_SET(auction) FILTER (WHERE price < 10000)) AS rank1_auctions,
  SIZE(COLLECT_SET(auction) FILTER (WHERE price >= 10000 AND price < 1000000)) AS rank2_auctions,
  SIZE(COLLECT_SET(auction) FILTER (WHERE price >= 1000000)) AS rank3_auctions
FROM bid_nowm
GROUP BY channel, DATE_FORMAT(dateTime, 'yyyy-MM-dd')
