/** The queries of TPC-H as materialized views, against DuckDB. */
package io.millrace.tests.tpch;
