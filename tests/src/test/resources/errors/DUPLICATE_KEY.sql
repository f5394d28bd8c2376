CREATE TABLE accounts (id BIGINT PRIMARY KEY, owner STRING);
INSERT INTO accounts VALUES (1, 'ann'), (2, 'bob');
INSERT INTO accounts VALUES (3, 'cyd'), (2, 'dan');
