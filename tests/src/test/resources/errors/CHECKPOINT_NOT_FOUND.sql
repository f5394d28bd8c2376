REPAIR CHECKPOINT '/tmp/no such checkpoint';
