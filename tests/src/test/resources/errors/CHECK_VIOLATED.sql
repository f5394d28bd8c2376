CREATE TABLE accounts (id BIGINT, balance DECIMAL(10, 2), CHECK (balance >= 0));
INSERT INTO accounts VALUES (1, 10);
UPDATE accounts SET balance = balance - 20;
