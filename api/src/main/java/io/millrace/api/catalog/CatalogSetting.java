package io.millrace.api.catalog;

import io.millrace.api.connector.OptionSpec;
import java.util.Optional;

/**
 * A setting of the session.
 *
 * @param option its name, kind, default and description
 * @param value as set, else its default; empty without either
 */
public record CatalogSetting(OptionSpec option, Optional<String> value) {}
