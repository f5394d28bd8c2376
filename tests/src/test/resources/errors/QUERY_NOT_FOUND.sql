STOP QUERY totals;
