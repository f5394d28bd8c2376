SELECT uper('a');
