-- reads=bid count=append hash=append
SELECT auction, bidder, price, "dateTime", extra FROM bid
