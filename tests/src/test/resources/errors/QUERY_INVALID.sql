SELECT id FROM (VALUES (1), (2)) orders(id, amount);
