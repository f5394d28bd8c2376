SET paralelism = 2;
