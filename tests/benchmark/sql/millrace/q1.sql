-- reads=bid count=append hash=append
SELECT auction, bidder, 0.908 * price AS price, "dateTime", extra FROM bid
