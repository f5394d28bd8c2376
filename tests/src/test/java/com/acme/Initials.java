package com.acme;

import io.millrace.api.udf.ScalarFunction;

public final class Initials implements ScalarFunction {
  public String eval(String first, String last) {
    return first.substring(0, 1) + last.substring(0, 1);
  }
}
