/** Files of the sqllogictest kind: as they are, and with every query as a materialized view. */
package io.millrace.tests.sqllogic;
