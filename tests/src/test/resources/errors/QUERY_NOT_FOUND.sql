START QUERY totals;
