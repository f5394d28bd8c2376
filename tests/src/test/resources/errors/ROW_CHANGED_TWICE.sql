CREATE TABLE accounts (id BIGINT PRIMARY KEY, balance BIGINT);
CREATE TABLE payments (account BIGINT, amount BIGINT);
INSERT INTO accounts VALUES (1, 10);
INSERT INTO payments VALUES (1, 5), (1, 7);
MERGE INTO accounts AS a USING payments AS p ON a.id = p.account
  WHEN MATCHED THEN UPDATE SET balance = a.balance + p.amount;
