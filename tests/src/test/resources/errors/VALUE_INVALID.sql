SELECT sqrt(-1);
